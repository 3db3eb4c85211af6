"""Token files: each scheme and dialect reads right, what is written comes back, faults have lines."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from hypothesis import given, settings

from annotator.core.sources import Head
from annotator.formats import bioes, conll, conll2003
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.formats.tokens import aligned, tokens_of
from annotator.work import kinds
from tests.formats.articles import article, articles, read, seen, wrote

WRITERS = pytest.mark.parametrize("module", [conll, conll2003, bioes])


def file(folder: Path, text: str | bytes, name: str = "some.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def quotes(record: Record) -> list[tuple[str, str]]:
    return [(span.quote, span.label) for span in sorted(record.spans, key=lambda span: (span.start, span.end))]


def test_conll_2003_is_iob1_in_the_last_of_four_columns(tmp_path: Path) -> None:
    text = (
        "-DOCSTART- -X- -X- O\n\nTALVANE NNP I-NP I-ORG\nsued VBD I-VP O\nthe DT I-NP O\nMerovian JJ I-NP I-MISC\n"
        "Ilmarkian JJ I-NP B-MISC\npress NN I-NP O\n. . O O\n\nAna NNP I-NP I-PER\nOrlo NNP I-NP I-PER\n\n"
        "-DOCSTART- -X- -X- O\n\nIlmark NNP I-NP I-LOC\n"
    )
    found = read(conll, file(tmp_path, text))
    assert [record.text for record in found.records] == [
        "TALVANE sued the Merovian Ilmarkian press .\nAna Orlo",
        "Ilmark",
    ]
    assert quotes(found.records[0]) == [
        ("TALVANE", "ORG"), ("Merovian", "MISC"), ("Ilmarkian", "MISC"), ("Ana Orlo", "PER"),
    ]  # fmt: skip
    assert (found.faults, quotes(found.records[1])) == ([], [("Ilmark", "LOC")])
    assert "column 4 was read as IOB1" in found.notes
    assert any("chunks" in note for note in found.notes)


def test_hebrew_with_labels_of_morphemes_in_nested_columns(tmp_path: Path) -> None:
    text = (
        "\ufeffשרי O^O O\nהפנים B-ORG^E-ORG O^O\nבאים O O\nמטלוון O^S-GPE O^O\n"
        "הקרב B-EVE^I-EVE O^O\nעל I-EVE O\nסן I-EVE B-FAC\nמרוב E-EVE E-FAC\n"
    )
    path = file(tmp_path, text, "gold.bmes")
    assert kinds.detect(path).name == "conll"
    found = read(conll, path)
    assert quotes(found.record) == [
        ("הפנים", "ORG"), ("מטלוון", "GPE"), ("הקרב על סן מרוב", "EVE"), ("סן מרוב", "FAC"),
    ]  # fmt: skip
    assert "column 2 was read as BIOES" in found.notes
    assert any("3 words with several tags, joined by ^" in note for note in found.notes)


def test_persian_with_bars_underscores_and_joiners(tmp_path: Path) -> None:
    text = "دولت|B_ORG\nتلوان|I_ORG\nمی\u200cخواهد|O\n\nآنا|B_PER\nاورلو|I_PER\n.|O\n"
    path = file(tmp_path, text)
    assert kinds.detect(path).name == "conll"
    record = read(conll, path).record
    assert record.text == "دولت تلوان می\u200cخواهد\nآنا اورلو ."
    assert quotes(record) == [("دولت تلوان", "ORG"), ("آنا اورلو", "PER")]


def test_tokens_with_spaces_inside(tmp_path: Path) -> None:
    found = read(conll, file(tmp_path, "Ana NN _ B-PER\nvan Orlo NN _ I-PER\nleft VB _ O\nthe DT _ O\n a b c d e\n"))
    assert (quotes(found.record), found.record.text) == ([("Ana van Orlo", "PER")], "Ana van Orlo left the a")
    assert [line for line, _ in found.reasons] == [5]


def test_tokens_that_name_their_language(tmp_path: Path) -> None:
    found = read(conll, file(tmp_path, "en:The\tO\nen:Ilmark\tB-ORG\nen:Post\tI-ORG\nen::\tO\n\nen:en:\tO\n"))
    assert (found.record.text, quotes(found.record)) == ("The Ilmark Post :\nen:", [("Ilmark Post", "ORG")])
    assert any("'en:'" in note for note in found.notes)


def test_a_file_that_is_named_so_but_holds_no_tags_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "a 0 0 In IN (TOP* -\na 0 1 Ilmark NNP * (GPE)\n", "some.conll")
    assert kinds.detect(path).name == "conll"
    with pytest.raises(RecordError, match="no column of it holds tags"):
        read(conll, path)


def test_inner_tags_that_nothing_began_are_counted_in_iob2(tmp_path: Path) -> None:
    found = read(conll, file(tmp_path, "a O\nb I-PER\nc I-LOC\nd B-LOC\ne I-LOC\nf B-PER\ng O\n"))
    assert quotes(found.record) == [("b", "PER"), ("c", "LOC"), ("d e", "LOC"), ("f", "PER")]
    told = next(repair for repair in found.repairs if "inner tags" in repair.note)
    assert (told.line, "2 inner tags" in told.note) == (2, True)


def test_bilou_is_read(tmp_path: Path) -> None:
    found = read(conll, file(tmp_path, "a\tU-PER\nb\tB-LOC\nc\tI-LOC\nd\tL-LOC\ne\tB-X\nf\tO\n"))
    assert quotes(found.record) == [("a", "PER"), ("b c d", "LOC"), ("e", "X")]
    assert "column 2 was read as BILOU" in found.notes
    assert any("nothing ends" in note for note in found.notes)


def test_numbers_comments_and_spaces_of_conll_u(tmp_path: Path) -> None:
    text = (
        "# newdoc id = d1\n# sent_id = 1\n# text = Talvane's day\n1\tTalvane\tB-LOC\tSpaceAfter=No\n2\t's\tI-LOC\t_\n"
        "3\tday\tO\t_\n\n# sent_id = 2\n1-2\tdelmar\t_\t_\n"
        "1\tde\tO\t_\n2\tmar\tB-LOC\t_\n2.1\tempty\tO\t_\n3\t.\tO\t_\n"
        "\n# newdoc id = d2\n1\tIlmark\tB-LOC\t_\n"
    )
    found = read(conll, file(tmp_path, text))
    texts = [(record.id, record.text) for record in found.records]
    assert texts == [("d1", "Talvane's day\ndelmar ."), ("d2", "Ilmark")]
    assert quotes(found.records[0]) == [("Talvane's", "LOC"), ("delmar", "LOC")]
    assert found.faults == []


def test_lines_without_a_tag_are_named_and_their_tokens_kept(tmp_path: Path) -> None:
    found = read(conll, file(tmp_path, "a B-PER\nb\nc X-PER\nd B-LOC\n# O\n#tag O\ne f I-LOC\n"))
    assert found.record.text == "a b c d # #tag e f"
    assert quotes(found.record) == [("a", "PER"), ("d", "LOC"), ("e f", "LOC")]
    assert [line for line, _ in found.reasons] == [2, 3]


@pytest.mark.parametrize("text", ["", "\n\n", "just some words\nof prose, no tags\n", "Missile S-400\n"])
def test_other_texts_are_not_taken(tmp_path: Path, text: str) -> None:
    path = file(tmp_path, text)
    assert conll.sniff(Head(path)) == 0
    if "S-400" not in text:
        with pytest.raises(RecordError):
            read(conll, path)


def test_other_encodings_are_told(tmp_path: Path) -> None:
    text = "Sagesse NC B-PER\nélevée NC O\nfrançaise NC O\nà AC O\nTalvané NP B-LOC\n"
    found = read(conll, file(tmp_path, text.encode("latin-1"), "esp.train"))
    assert quotes(found.record)[1] == ("Talvané", "LOC")
    assert any("not UTF-8" in note for note in found.notes)
    hebrew = ("שלום O\n" * 9).encode() + b"\xd7 B-PER\n"
    broken = read(conll, file(tmp_path, hebrew, "b.conll"))
    assert quotes(broken.record) == [("\ufffd", "PER")]
    assert any("1 broken bytes" in note for note in broken.notes)
    assert read(conll, file(tmp_path, text.encode("utf-16"), "u.conll")).record.text == found.record.text
    assert read(conll, file(tmp_path, text.replace("\n", "\r\n"), "c.conll")).record.text == found.record.text


@WRITERS
@settings(max_examples=60, deadline=None)
@given(record=articles())
def test_what_is_written_comes_back(module: ModuleType, record: Record) -> None:
    with TemporaryDirectory() as place:
        path = Path(place) / "out.conll"
        job = wrote(module, path, record)
        found = read(conll, path)
    assert found.faults == []
    again = found.record
    tokens = tokens_of(record.text)
    assert (again.id, again.annotator, again.annotator_id) == ("a1", "Ana Orlo", record.annotator_id)
    assert again.text.split() == [record.text[a:b] for a, b in tokens]
    # Token by token: what came back is a flat choice of what was there.
    theirs = tokens_by_space(again.text)
    got = {(*ends, span.label) for span in again.spans if (ends := aligned(theirs, span.start, span.end))}
    assert len(got) == len(again.spans)
    fit = [
        (*ends, span.label)
        for span in record.spans
        if (ends := aligned(tokens, span.start, span.end)) and "\n" not in span.quote
    ]
    assert got <= {(a, b, "_".join(label.split())) for a, b, label in fit}
    lost = sum(job.losses.counts[what] for what in job.losses.counts if what.startswith("tags"))
    assert len(again.spans) + lost == len(record.spans)


def tokens_by_space(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        for word in line.split(" "):
            out.append((at, at + len(word)))
            at += len(word) + 1
    return out


def test_the_three_ways_of_writing(tmp_path: Path) -> None:
    record = article(
        "Ana Orlo Bo left\nTalvane.", [(0, 8, "PER"), (9, 11, "PER"), (17, 24, "LOC"), (0, 3, "x")], id="a b"
    )
    head = f"# id = a b\n# annotator = Ana Orlo\n# annotator_id = {record.annotator_id}\n"
    job = wrote(conll, tmp_path / "a.conll", record)
    assert (tmp_path / "a.conll").read_text("utf-8") == (
        f"-DOCSTART-\tO\n\n{head}Ana\tB-PER\nOrlo\tI-PER\nBo\tB-PER\nleft\tO\n\nTalvane\tB-LOC\n.\tO\n\n"
    )
    assert job.losses.places["tags that overlap a longer one"] == ["a b 0-3 x Ana"]
    wrote(conll2003, tmp_path / "b.conll", record)
    assert (tmp_path / "b.conll").read_text("utf-8") == (
        f"-DOCSTART- -X- -X- O\n\n{head}Ana - - I-PER\nOrlo - - I-PER\nBo - - B-PER\nleft - - O\n\n"
        "Talvane - - I-LOC\n. - - O\n\n"
    )
    wrote(bioes, tmp_path / "c.conll", record)
    assert (tmp_path / "c.conll").read_text("utf-8") == (
        f"-DOCSTART-\tO\n\n{head}Ana\tB-PER\nOrlo\tE-PER\nBo\tS-PER\nleft\tO\n\nTalvane\tS-LOC\n.\tO\n\n"
    )
    assert [kinds.detect(tmp_path / name).name for name in ("a.conll", "b.conll", "c.conll")] == ["conll"] * 3


def test_annotators_statuses_and_odd_ids_come_back(tmp_path: Path) -> None:
    records = [
        article("Talvane.", [(0, 7, "LOC")], id='"odd"\n# id = x'),
        article("Talvane.", [(0, 7, "PER")], id='"odd"\n# id = x', name="Bo"),
        article("Ilmark.", id="new", name=None),
    ]
    records[1].status = "started"
    job = wrote(conll, tmp_path / "a.conll", *records)
    found = read(conll, tmp_path / "a.conll").records
    assert [(r.id, r.annotator, r.status, r.anonymous, seen(r)) for r in found] == [
        ('"odd"\n# id = x', "Ana Orlo", "done", False, [(0, 7, "LOC")]),
        ('"odd"\n# id = x', "Bo", "started", False, [(0, 7, "PER")]),
        ("new", None, "new", False, []),
    ]
    assert job.losses.counts["articles whose spaces and line breaks between tokens were not kept"] == 3


def test_the_same_text_twice_in_a_file_is_two_articles(tmp_path: Path) -> None:
    text = "-DOCSTART- O\n\nSoccer O\n. O\n\n-DOCSTART- O\n\nSoccer B-X\n. O\n"
    found = read(conll, file(tmp_path, text))
    assert len({record.id for record in found.records}) == 2
