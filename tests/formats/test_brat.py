"""brat: pairs of files read as one article; what is written comes back; every trap with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from annotator.core.ids import article_id, text_sha256
from annotator.core.sources import Head
from annotator.core.span import Relation
from annotator.formats import brat
from annotator.formats.errors import RecordError
from annotator.formats.reading import Job
from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.articles import SCHEME, Read, article, articles, links, read, seen

TEXT = "😀! The minister of Talvane met Ana Orlo in Merovia.\nNorth and South Ilmark signed.\n"
NEWS = """T1	PER 31 39	Ana Orlo
T2	GPE 43 50	Merovia
T3	GPE 52 57;68 74	North Ilmark
T4	GPE 62 74	South Ilmark
T5	Meet 27 30	met
T6	PER 7 26	minister of Talvane
T7	GPE 19 26	Talvane
T8	Phrase 19 30	Talvane met
E1	Meet:T5 Agent:T1 Place:T2 Place2:T4 Cause:E2
E2	Meet:T5 Agent:T7
R1	near Arg1:T1 Arg2:T2
A1	Negation E1
A2	Confidence E2 Very likely
N1	Reference T1 Wiki:Q1	Ana Orlo
#1	AnnotatorNotes T1	the same as above
#2	Lemma T2	 Merovia
#3	AnnotatorNotes R1	perhaps
*	Equiv T2 T3 T4
"""


def pair(folder: Path, ann: str | bytes, text: str | bytes = TEXT) -> Path:
    folder.joinpath("news.txt").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    path = folder / "news.ann"
    path.write_bytes(ann if isinstance(ann, bytes) else ann.encode("utf-8"))
    return path


def written(folder: Path, *records: Record) -> Job:
    job = Job(SCHEME)
    brat.write(iter(records), folder, job)
    return job


def back(folder: Path) -> list[Record]:
    return [read(brat, path).record for path in sorted(folder.rglob("*.ann"))]


def of(found: Read, quote: str, label: str = "") -> str:
    return next(span.id for span in found.record.spans if span.quote == quote and label in ("", span.label))


def test_news_with_nested_crossing_and_discontinuous_tags(tmp_path: Path) -> None:
    found = read(brat, pair(tmp_path, NEWS))
    assert found.reasons == []
    assert (19, 26, "GPE") in seen(found.record)
    assert (7, 26, "PER") in seen(found.record)
    assert (19, 30, "Phrase") in seen(found.record)
    whole = of(found, "North and South Ilmark")
    assert found.record.attributes[whole] == {"brat_fragments": "52 57;68 74"}
    assert links(found.record) == [
        ("Agent", (27, 30, "Meet"), (19, 26, "GPE")),
        ("Agent", (27, 30, "Meet"), (31, 39, "PER")),
        ("Cause", (27, 30, "Meet"), (27, 30, "Meet")),
        ("Equiv", (43, 50, "GPE"), (52, 74, "GPE")),
        ("Equiv", (52, 74, "GPE"), (62, 74, "GPE")),
        ("Place", (27, 30, "Meet"), (43, 50, "GPE")),
        ("Place", (27, 30, "Meet"), (62, 74, "GPE")),
        ("near", (31, 39, "PER"), (43, 50, "GPE")),
    ]
    ana = next(span for span in found.record.spans if span.quote == "Ana Orlo")
    assert ana.note == "the same as above"
    assert found.record.attributes[ana.id] == {"Reference:Wiki": "Q1|Ana Orlo"}
    assert found.record.attributes[of(found, "Merovia")] == {"Lemma": "Merovia"}
    meets = [found.record.attributes[span.id] for span in found.record.spans if span.label == "Meet"]
    assert meets == [{"Negation": True}, {"Confidence": "Very likely"}]
    assert list(found.record.notes.values()) == ["perhaps"]
    assert [(repair.line, repair.file) for repair in found.repairs] == [
        (line, tmp_path / "news.ann") for line in (3, 10, 17, 18)
    ]
    assert (found.record.status, found.record.anonymous, found.record.annotator) == ("done", True, tmp_path.name)
    assert found.record.id == article_id(text_sha256(TEXT))


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    broken = (
        "T1\tPER 31 39\tAna Orlo\nno tabs here\nT2\tTwo words 43 50\tMerovia\nT3\tGPE 43 5O\tMerovia\n"
        "T4\tGPE 43 50\tmerovia\nT1\tGPE 43 50\tMerovia\nT6\tGPE 43 990\tMerovia\nT7\tGPE 50 43\t\n"
        "E1\tMeet:T99 Agent:T1\nR1\tnear Arg1:T1\nR2\tnear Arg1:T1 Arg2:T4\nA1\tNegation\nT8\tGPE 43 50\tMerovia\n"
        "E2\tMeet:T8 Agent Agent:T1 Place:T4\nX1\tfoo\n*\tEquiv T1\n"
    )
    found = read(brat, pair(tmp_path, broken))
    assert seen(found.record) == [(31, 39, "PER"), (43, 50, "GPE")]
    assert [line for line, _ in found.reasons] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 14, 15, 16]
    assert {fault.file for fault in found.faults} == {tmp_path / "news.ann"}
    assert links(found.record) == [("Agent", (43, 50, "GPE"), (31, 39, "PER"))]
    assert "should read 'merovia' but the text there is 'Merovia'" in found.reasons[3][1]


@pytest.mark.parametrize(
    ("raw", "shift", "note"),
    [
        (TEXT, 0, ""),
        (TEXT.replace("\n", "\r\n"), 1, "line ends of two characters"),
        (TEXT.replace("\n", "\r\n"), 0, "each line end as one character"),
        (TEXT, 1, "line ends of two characters"),
        ("\ufeff" + TEXT.replace("😀", "é"), 0, ""),
        ("\ufeff" + TEXT.replace("😀", "é"), 1, "a byte order mark"),
    ],
)
def test_offsets_are_told_by_the_words_they_quote(tmp_path: Path, raw: str, shift: int, note: str) -> None:
    first = shift if "mark" in note else 0
    ann = f"T1\tPER {31 + first} {39 + first}\tAna Orlo\nT2\tGPE {52 + shift} {57 + shift}\tNorth\n"
    found = read(brat, pair(tmp_path, ann, raw))
    assert found.reasons == []
    text = raw.replace("\r", "").removeprefix("\ufeff")
    assert (found.record.text, seen(found.record)) == (text, [(31, 39, "PER"), (52, 57, "GPE")])
    assert (f"its offsets count {note}" in found.notes) == bool(note)


def test_a_relation_that_stands_twice_is_told(tmp_path: Path) -> None:
    ann = "T1\tPER 31 39\tAna Orlo\nT2\tGPE 43 50\tMerovia\nR1\tin Arg1:T1 Arg2:T2\nR2\tin Arg1:T1 Arg2:T2\n"
    found = read(brat, pair(tmp_path, ann))
    assert links(found.record) == [("in", (31, 39, "PER"), (43, 50, "GPE"))]
    assert [(repair.line, repair.note) for repair in found.repairs] == [
        (4, "R2: the same in stood twice and was taken once")
    ]


def test_utf_16_units_are_told(tmp_path: Path) -> None:
    found = read(brat, pair(tmp_path, "T1\tPER 32 40\tAna Orlo\nT2\tPic 0 2\t😀\n"))
    assert (found.reasons, seen(found.record)) == ([], [(0, 1, "Pic"), (31, 39, "PER")])
    assert "its offsets count UTF-16 units" in found.notes


def test_a_tag_over_a_line_break_has_two_parts_in_brat_and_is_one_here(tmp_path: Path) -> None:
    found = read(brat, pair(tmp_path, "T1\tX 43 51;52 57\tMerovia. North\n"))
    assert (seen(found.record), found.record.attributes) == ([(43, 57, "X")], {})


def test_words_that_quote_a_carriage_return(tmp_path: Path) -> None:
    ann = b"T1\tA 0 12;13 23\tTalvane met\r Ana Orlo.\nT2\tPER 13 21\tAna Orlo\r\n"
    found = read(brat, pair(tmp_path, ann, b"Talvane met\r\nAna Orlo.\r\n"))
    assert found.faults == []
    assert [found.record.text[start:end] for start, end, _ in seen(found.record)] == [
        "Talvane met\nAna Orlo.", "Ana Orlo",
    ]  # fmt: skip


def test_either_file_is_enough_and_names_its_companion(tmp_path: Path) -> None:
    path = pair(tmp_path, NEWS)
    text = path.with_suffix(".txt")
    assert (brat.companion(path), brat.companion(text)) == (text, path)
    assert read(brat, path).record == read(brat, text).record
    assert kinds.detect(path).name == kinds.detect(text).name == "brat"
    alone = tmp_path / "alone.txt"
    alone.write_text("Only a text.\n", encoding="utf-8")
    assert brat.companion(alone) is None
    assert brat.sniff(Head(alone)) == 0
    lost = tmp_path / "lost.ann"
    lost.write_text("T1\tPER 0 3\tAna\n", encoding="utf-8")
    assert kinds.detect(lost).name == "brat"
    with pytest.raises(RecordError, match=r"put lost\.txt beside it"):
        list(read(brat, lost).records)


def test_a_text_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    text = "Über Talvane wird heute viel geschrieben; die Häfen sind für Schiffe geöffnet.\n"
    found = read(brat, pair(tmp_path, "T1\tGPE 5 12\tTalvane\n", text.encode("cp1252")))
    assert found.record.text == text
    assert any("not UTF-8" in note for note in found.notes)


@settings(max_examples=80, deadline=None)
@given(articles())
def test_what_is_written_comes_back(record: Record) -> None:
    record.attributes = {
        span.id: {"sure": True, "degree of it": "very much", "Reference:Q": "1|x"} for span in record.spans[:1]
    }
    with TemporaryDirectory() as place:
        job = written(Path(place), record)
        (again,) = back(Path(place))
    kept = [span for span in record.spans if span.quote.strip("\n").strip() and span.quote.split("\n")[0].strip()]
    kept = [span for span in kept if span.quote.split("\n")[-1].strip()]
    assert (again.text, again.id, again.annotator, again.annotator_id) == (
        record.text, "a1", "Ana Orlo", record.annotator_id,
    )  # fmt: skip
    expected = seen(Record("", record.text, "", spans=kept))
    assert [tag for tag in seen(again) if tag in expected] == expected
    if len(kept) == len(record.spans):
        assert seen(again) == seen(record)
        assert links(again) == links(record)
        assert list(again.attributes.values()) == list(record.attributes.values())
    else:
        assert {"tags of nothing but line breaks", "line breaks at the edges of tags"} & set(job.losses.counts)


def test_discontinuous_tags_events_and_names_come_back(tmp_path: Path) -> None:
    first = read(brat, pair(tmp_path, NEWS)).record
    first.annotator, first.annotator_id = "Ana Orlo", None
    out = tmp_path / "out"
    out.mkdir()
    written(out, first)
    ann = next(out.glob("*.ann")).read_text(encoding="utf-8")
    assert "GPE 52 57;68 74\tNorth Ilmark\n" in ann
    (again,) = back(out)
    assert (seen(again), links(again)) == (seen(first), links(first))


def test_events_of_the_scheme_are_events_of_brat(tmp_path: Path) -> None:
    relation = SCHEME.relations[0]
    head, child = relation.head[0], relation.child[0]
    record = article(
        "Talvane met Merovia and Ilmark.", [(8, 11, head), (0, 7, child), (12, 19, child), (24, 30, child)]
    )
    record.relations = [Relation(f"r{n}", relation.key, "s0", f"s{n}") for n in (1, 2, 3)]
    job = written(tmp_path, record)
    ann = (tmp_path / "a1.ann").read_text(encoding="utf-8")
    role = relation.key
    assert f"E1\t{head}:T2 {role}:T1 {role}2:T3 {role}3:T4\n" in ann
    (again,) = back(tmp_path)
    assert links(again) == links(record)
    conf = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    sections = [line for line in conf.split("\n") if line.startswith("[")]
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]
    events = conf.partition("[events]")[2].partition("[attributes]")[0]
    assert f"\n{head}\t" in events
    assert job.losses.counts == {}


def test_several_annotators_have_a_folder_each_and_odd_ids_a_safe_name(tmp_path: Path) -> None:
    ids = ["..", "a/b", "A", "a", "con", "😀" * 200, "plain"]
    records = [
        article("Talvane", [(0, 7, "x y")], id=identity, name=name)
        for identity in sorted(ids)
        for name in ("Ana", "Bo")
    ]
    records.append(article("Nobody's", id="z", name=None))
    written(tmp_path, *records)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == sorted({*_names("Ana", "Bo"), "nobody"})
    found = back(tmp_path)
    assert sorted((r.id, r.annotator or "") for r in found) == sorted((r.id, r.annotator or "") for r in records)
    assert all(seen(r) == [(0, 7, "x y")] for r in found if r.annotator)
    nobody = next(r for r in found if r.annotator is None)
    assert (nobody.status, nobody.anonymous) == ("new", False)


def _names(*people: str) -> set[str]:
    from annotator.formats.filenames import safe_name

    return {safe_name(name) for name in people}


def test_work_in_brat_on_an_untouched_article_becomes_somebodys(tmp_path: Path) -> None:
    written(tmp_path, article("Talvane met Merovia.", id="z", name=None))
    (tmp_path / "z.ann").write_text("T1\tGPE 0 7\tTalvane\n", encoding="utf-8")
    (again,) = back(tmp_path)
    assert (again.id, again.status, again.anonymous, seen(again)) == ("z", "done", True, [(0, 7, "GPE")])


def test_losses_are_told(tmp_path: Path) -> None:
    record = article("Talvane met\n\nMerovia.\n", [(0, 7, "x y"), (11, 13, "gap"), (10, 13, "edge")])
    record.attributes = {"s0": {"count": 3}}
    record.article_labels = {"topic": "war"}
    record.spans[0] = replace(record.spans[0], note="two\nlines", unsure=True)
    job = written(tmp_path, record)
    assert job.losses.counts == {
        "labels of articles": 1, "marks of unsure tags": 1, "tags of nothing but line breaks": 1,
        "line breaks at the edges of tags": 1, "line breaks and tabs in notes": 1,
        "numbers and lists in attributes, written as text": 1,
        "names and values whose spaces brat does not take, written with _": 1,
    }  # fmt: skip
