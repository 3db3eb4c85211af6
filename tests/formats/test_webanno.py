"""WebAnno TSV 3: stacked, nested and crossing tags, slots, relations, chains; text and units told from the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import webanno
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.articles import SIGNS, links, read, seen

HEAD = "#FORMAT=WebAnno TSV 3.3\n"
SPAN = "#T_SP=webanno.custom.Span|value\n"
NER = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"


def file(folder: Path, *lines: str, head: str = HEAD + SPAN) -> Path:
    path = folder / "user.tsv"
    path.write_text(head + "\n\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def quotes(record: Record) -> list[tuple[str, str]]:
    return [(record.text[start:end], label) for start, end, label in seen(record)]


def test_emoji_count_two_units_and_sentences_stand_apart(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "#Text=I like it 😊 .",
        "1-1\t0-1\tI\t_\t", "1-2\t2-6\tlike\t_\t", "1-3\t7-9\tit\t_\t", "1-4\t10-12\t😊\t*\t", "1-5\t13-14\t.\t_\t",
        "",
        "#Text=Talvane 😊 too .",
        "2-1\t16-23\tTalvane\tGPE\t", "2-2\t24-26\t😊\t_\t", "2-3\t27-30\ttoo\t_\t", "2-4\t31-32\t.\t_\t",
    )  # fmt: skip
    assert kinds.detect(path).name == "webanno"
    found = read(webanno, path)
    assert found.record.text == "I like it 😊 .\n\nTalvane 😊 too ."
    assert (found.reasons, quotes(found.record)) == ([], [("😊", "Span"), ("Talvane", "GPE")])
    assert (found.record.anonymous, found.record.status) == (True, "done")
    assert len(found.notes) == 1
    assert "between its sentences" in found.notes[0]


def test_stacked_tags_cross_and_begin_inside_of_tokens(tmp_path: Path) -> None:
    found = read(webanno, file(
        tmp_path,
        "#Text=aaaaaa bbbbbb cccccc",
        "1-1\t0-6\taaaaaa\t2a[1]|2b[2]|7a[3]\t", "1-1.1\t3-6\taaa\t9a[7]|9b[8]|8a[11]\t",
        "1-2\t7-13\tbbbbbb\t2a[1]|2b[2]|9a[7]|9b[8]\t", "1-2.1\t7-10\tbbb\t7a[3]|8a[11]\t", "1-2.2\t7-7\t\t11a[15]\t",
        "1-2.3\t9-13\tbbbb\t5a[17]|5b[18]\t", "1-3\t14-20\tcccccc\t_\t", "1-3.1\t14-17\tccc\t9a[7]|9b[8]\t",
    ))  # fmt: skip
    assert quotes(found.record) == [
        ("aaaaaa bbb", "7a"), ("aaaaaa bbbbbb", "2a"), ("aaaaaa bbbbbb", "2b"), ("aaa bbb", "8a"),
        ("aaa bbbbbb ccc", "9a"), ("aaa bbbbbb ccc", "9b"), ("bbbb", "5a"), ("bbbb", "5b"),
    ]  # fmt: skip
    assert found.reasons == [(10, "Span at 1-2.2: it covers no text (at 7)")]


def test_values_are_unescaped_and_the_further_ones_are_attributes(tmp_path: Path) -> None:
    found = read(webanno, file(
        tmp_path,
        "#Text=a\\tb c\\\\d e",
        "1-1\t0-1\ta\tQ1[1]\tNOT\\[0\\][1]\t", "1-2\t2-3\tb\tQ1[1]\tNOT\\[0\\][1]\t",
        "1-3\t4-7\tc\\\\d\t*\t\\_under\\_\t", "1-4\t8-9\te\tx\\;y\t*\t",
        head=HEAD + NER,
    ))  # fmt: skip
    assert found.record.text == "a\tb c\\d e"
    assert quotes(found.record) == [("a\tb", "NOT[0]"), ("c\\d", "_under_"), ("e", "NamedEntity")]
    assert list(found.record.attributes.values()) == [{"identifier": "Q1"}, {"identifier": "x;y"}]


def test_slots_relations_and_chains(tmp_path: Path) -> None:
    head = (
        f"{HEAD}{NER}#T_SP=webanno.custom.Event|kind|ROLE_webanno.custom.Event:actors_webanno.custom.EventLink|"
        "uima.tcas.Annotation\n"
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType\n"
        "#T_RL=webanno.custom.Rel|sure|value|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n"
    )
    found = read(webanno, file(
        tmp_path,
        "#Text=Ana Orlo saw Bo .",
        "1-1\t0-3\tAna\t*[1]\tPER[1]\t_\t_\t_\tsame->1-1\tnom[1]\t_\t_\t_\t",
        "1-2\t4-8\tOrlo\t*[1]|*[2]\tPER[1]|LAST[2]\t_\t_\t_\tsame->1-1\tnom[1]\t_\t_\t_\t",
        "1-3\t9-12\tsaw\t_\t_\tsee\tagent;*\t1-2[1];1-4\t_\t_\t_\t_\t_\t",
        "1-4\t13-15\tBo\t*\tPER\t_\t_\t_\t*->1-2\t*\ttrue|_\tknows|*\t1-2[1_0]|1-2[2_0]\t",
        "1-5\t16-17\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t1-1\t",
        head=head,
    ))  # fmt: skip
    ana, bo = (0, 8, "PER"), (13, 15, "PER")
    assert seen(found.record) == [
        ana, (0, 8, "nom"), (4, 8, "LAST"), (9, 12, "see"), (13, 15, "CoreferenceLink"), bo,
    ]  # fmt: skip
    assert links(found.record) == [
        ("Rel", (4, 8, "LAST"), bo), ("actors", (9, 12, "see"), bo), ("agent", (9, 12, "see"), ana),
        ("knows", ana, bo), ("same", (0, 8, "nom"), (13, 15, "CoreferenceLink")),
    ]  # fmt: skip
    assert [line for line, _ in found.reasons] == [13]
    assert any("1 further values of Rel" in note for note in found.notes)


def test_layers_of_parsers_are_left_out_beside_others_and_tokens_made_for_relations(tmp_path: Path) -> None:
    pos = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue\n"
    lines = ("#Text=a b", "1-1\t0-1\ta\tX\tDET\t*\t", "1-2\t2-3\tb\t_\tNN\t*\t")
    found = read(webanno, file(tmp_path, *lines, head=HEAD + SPAN + pos))
    assert quotes(found.record) == [("a", "X")]
    assert found.notes == ["2 annotations of the layer POS, which parsers make, were left out"]
    token = "#T_RL=webanno.custom.Rel|value|BT_de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token\n"
    lines = ("#Text=a b", "1-1\t0-1\ta\t_\t_\t", "1-2\t2-3\tb\tof\t1-1\t")
    found = read(webanno, file(tmp_path, *lines, head=HEAD + token))
    assert links(found.record) == [("of", (0, 1, "Token"), (2, 3, "Token"))]
    assert found.notes == ["2 tokens that only Rel joins were read as tags"]


def test_broken_lines_and_tokens_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    found = read(webanno, file(
        tmp_path,
        "#Text=a bb ccc", "1-1\t0-1\ta\tX\t", "no row", "1-2\t2-4\tqq\tX\t", "1-3\t5-8\tccc\tX\t", "1-4\t9-x\tz\tX",
    ))  # fmt: skip
    assert quotes(found.record) == [("a", "X"), ("ccc", "X")]
    assert [line for line, _ in found.reasons] == [7, 10, 8]


def test_a_sentence_on_several_lines_and_one_that_does_not_hold_its_tokens(tmp_path: Path) -> None:
    found = read(webanno, file(
        tmp_path,
        "#Text=This is", "#Text=a 😀 test", "1-1\t0-4\tThis\t_\t", "1-4\t10-12\t😀\tX\t", "",
        "#Text=other words", "2-1\t18-21\tAna\tPER[3]\t", "2-2\t22-26\tOrlo\tPER[3]\t",
    ))  # fmt: skip
    assert found.record.text == "This is\na 😀 test\nAna Orlo"
    assert quotes(found.record) == [("😀", "X"), ("Ana Orlo", "PER")]
    assert any("1 sentences does not hold their tokens" in note for note in found.notes)


def test_a_slot_whose_name_has_an_underscore(tmp_path: Path) -> None:
    head = (
        "#T_SP=webanno.custom.Act|ROLE_webanno.custom.Act:by_whom_webanno.custom.ActBy_whomLink|uima.tcas.Annotation\n"
    )
    found = read(webanno, file(
        tmp_path, "#Text=Ana sued", "1-1\t0-3\tAna\t_\t_\tPER\t", "1-2\t4-8\tsued\t*\t1-1\t_\t",
        head=HEAD + head + SPAN,
    ))  # fmt: skip
    assert (found.reasons, links(found.record)) == ([], [("by_whom", (4, 8, "Act"), (0, 3, "PER"))])


def test_text_in_the_escapes_of_java(tmp_path: Path) -> None:
    found = read(webanno, file(
        tmp_path,
        "#Text=F\\u00FCr Talvane\\r", "#Text=\\uD83D\\uDE0A Ilmark \\uD83D",
        "1-1\t0-3\tFür\t_\t", "1-2\t4-11\tTalvane\tGPE\t", "1-3\t13-15\t😊\tSIGN\t", "1-4\t16-22\tIlmark\tGPE\t",
    ))  # fmt: skip
    assert found.record.text == "Für Talvane\n😊 Ilmark \ufffd"
    assert (found.reasons, quotes(found.record)) == ([], [("Talvane", "GPE"), ("😊", "SIGN"), ("Ilmark", "GPE")])


def test_code_points_instead_of_units_are_told(tmp_path: Path) -> None:
    found = read(webanno, file(tmp_path, "#Text=😀 a bb", "1-1\t0-1\t😀\t_\t", "1-2\t2-3\ta\t_\t", "1-3\t4-6\tbb\tX\t"))
    assert (found.reasons, quotes(found.record)) == ([], [("bb", "X")])
    assert found.notes == ["its offsets count code points, not UTF-16 units"]


def test_other_versions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="WebAnno TSV 2"):
        read(webanno, file(tmp_path, head="#FORMAT=WebAnno TSV 2\n"))


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_every_offset_finds_its_place(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    words = st.text(st.sampled_from("".join(SIGNS.split()).replace("\ufeff", "")), min_size=1, max_size=6)
    sentences = data.draw(
        st.lists(st.lists(st.tuples(words, st.booleans()), min_size=1, max_size=5), min_size=1, max_size=4)
    )
    gaps = data.draw(st.lists(st.integers(0, 4), min_size=len(sentences), max_size=len(sentences)))
    rows, at, wanted = [], 0, []
    for number, (sentence, gap) in enumerate(zip(sentences, gaps, strict=True), start=1):
        at += gap
        rows.append("#Text=" + " ".join(_escaped(word) for word, _ in sentence))
        for place, (word, tagged) in enumerate(sentence, start=1):
            units = len(word.encode("utf-16-le")) // 2
            rows.append(f"{number}-{place}\t{at}-{at + units}\t{_escaped(word)}\t{'X' if tagged else '_'}\t")
            wanted += [word] * tagged
            at += units + 1
        at -= 1
        rows.append("")
    found = read(webanno, file(tmp_path_factory.mktemp("tsv"), *rows))
    assert found.reasons == []
    assert [span.quote for span in found.record.spans] == wanted


def _escaped(word: str) -> str:
    for sign in "\\[]|_;*":
        word = word.replace(sign, f"\\{sign}")
    return word
