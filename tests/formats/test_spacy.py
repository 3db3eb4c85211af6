"""DocBin: what is written is read again and by spaCy itself; what spaCy writes reads right."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
import spacy
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.vocab import Vocab

from annotator.core.ids import person_id, text_sha256
from annotator.core.scheme import parse_scheme
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Relation, Span
from annotator.formats import spacy as ours
from annotator.formats.errors import RecordError
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record
from annotator.formats.spacy_docs import docs_of
from annotator.work.projects import default_scheme

SCHEME = parse_scheme(default_scheme(), "test")
TEXT = "😀 Ilmark’s navy\nwill block the Sorrel Bay road, said Ana Vell.\n"


def span(words: str, label: str = "actor", text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(f"s{start}:{words}", start, start + len(words), words, label, origin="import")


def record(*spans: Span, text: str = TEXT, **given: Any) -> Record:
    return Record("a1", text, text_sha256(text), annotator="Ana", annotator_id=person_id("Ana"), status="done",
                  spans=list(spans), zones=(), **given)  # fmt: skip


def written(*records: Record) -> tuple[bytes, Job]:
    job, file = Job(SCHEME, labels=("actor", "location")), io.BytesIO()
    ours.write(iter(records), file, job)
    return file.getvalue(), job


def docs(data: bytes) -> list[Doc]:
    return list(DocBin().from_bytes(data).get_docs(Vocab()))


def read(data: bytes, folder: Path) -> list[Any]:
    (folder / "some.spacy").write_bytes(data)
    return list(ours.read(Source(folder / "some.spacy")))


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    one, two, cut = span("Ilmark"), span("Sorrel Bay", "location"), span("Sorr", "location")
    whole = record(
        one, cut, two, attributes={cut.id: {"sector": "GOV"}}, meta={"headline": "H", "n": 2**70, "language": "en"},
        relations=[Relation("r1", "target", one.id, two.id)], article_labels={"relevance": "relevant"}, group="w1",
        reason="x",
    )  # fmt: skip
    data, job = written(whole)
    assert job.losses.told() == ["1 tags that cut a token, kept in user_data alone"]
    assert job.losses.places["tags that cut a token, kept in user_data alone"] == ["a1 31-35 'Sorr'"]
    (item,) = read(data, tmp_path)
    whole.zones = None
    item.record.spans.sort(key=lambda s: (s.start, s.end))
    assert item == Item(whole, 1)


ranges = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(["actor", "location"])), max_size=6)


@settings(max_examples=25)
@given(st.text("ab 😀é\u0301\u200cא\n\t.-’", min_size=1, max_size=40).filter(str.strip), ranges)
def test_every_text_and_span_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, places: list[tuple[int, int, str]]
) -> None:
    spans = {}
    for start, length, label in places:
        end = min(len(text), start + length)
        if start < end:
            spans[start, end, label] = Span(
                f"{start}:{end}:{label}", start, end, text[start:end], label, origin="import"
            )
    data, _ = written(record(*spans.values(), text=text))
    (found,) = read(data, tmp_path_factory.getbasetemp())
    assert found.record.text == text
    assert {s.id: s for s in found.record.spans} == {s.id: s for s in spans.values()}
    (doc,) = docs(data)
    assert all(text[s.start_char : s.end_char] == s.text for s in [*doc.ents, *doc.spans["sc"]])


def test_spacy_reads_ents_and_spans() -> None:
    language = {"language": "en-GB"}
    data, job = written(
        record(span("Ilmark"), span("Sorrel Bay", "location"), span("Bay", "location"), span("Ana Vell"), meta=language)
    )
    (doc,) = docs(data)
    assert doc.text == TEXT
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Ilmark", "actor"), ("Sorrel Bay", "location"), ("Ana Vell", "actor"),
    ]  # fmt: skip
    assert [s.text for s in doc.spans["sc"]] == ["Ilmark", "Sorrel Bay", "Bay", "Ana Vell"]
    assert job.losses.told() == ["1 nested or overlapping tags, left out of ents alone"]
    assert [token.text for token in doc][:4] == ["😀", "Ilmark", "’s", "navy"]
    assert {token.ent_iob_ for token in doc} == {"B", "I", "O"}
    assert doc.user_data["news_annotator"]["labels"] == ("actor", "location")


def test_an_edge_of_white_space_is_no_ent() -> None:
    text = "Ana\n\nVell"
    space = Span("x", 0, 5, text[:5], "actor")
    data, job = written(record(space, text=text))
    (doc,) = docs(data)
    assert doc.ents == ()
    assert [s.text for s in doc.spans["sc"]] == ["Ana\n\n"]
    assert job.losses.places == {"tags with a space at an edge, left out of ents alone": ["a1 0-5 'Ana\\n\\n'"]}


def test_answers_are_categories() -> None:
    question = SCHEME.article_labels[0]
    data, _ = written(record(article_labels={question.key: question.values[0]}))
    (doc,) = docs(data)
    assert doc.cats == {f"{question.key}:{v}": float(v == question.values[0]) for v in question.values}


def test_the_same_records_give_the_bytes_that_spacy_would_pack() -> None:
    many = [record(span("Ilmark"), span("Bay", "location"), meta={"n": n, "language": "en"}) for n in range(3)]
    data, _ = written(*many)
    assert data == written(*many)[0]
    mine = srsly.msgpack_loads(zlib.decompress(data))
    bin_ = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True, docs=docs(data))
    theirs = srsly.msgpack_loads(zlib.decompress(bin_.to_bytes()))
    assert list(mine) == list(theirs)
    assert set(mine["strings"]) <= set(theirs["strings"])
    assert {**mine, "strings": ()} == {**theirs, "strings": ()}


def test_no_record_is_a_bin_without_docs(tmp_path: Path) -> None:
    assert read(written()[0], tmp_path) == []


@pytest.mark.parametrize("language", ["en", "de", "he", "fa", "zz", "ja", "", "../x", None, 7])
def test_every_language_has_a_tokenizer(language: Any) -> None:
    (doc,) = docs(written(record(span("Ilmark"), meta={"language": language}))[0])
    assert doc.text == TEXT


def test_docs_of_spacy_itself(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Ana Vell left Ilmark.\r\nShe sailed.")
    ana = doc.char_span(0, 8, label="PER", kb_id="Q7")
    doc.set_ents([ana])
    doc.spans["sc"] = [doc.char_span(0, 8, label="PER"), doc.char_span(14, 20, label="LOC")]
    doc.spans["other"] = [doc.char_span(23, 26, label="PRON"), DocSpan(doc, 0, 1, label="")]
    doc.cats = {"SPORT": 0.0, "NEWS": 1.0, "odd": 0.25, "a/b": 1.0}
    doc[0].tag_ = "NNP"
    doc.user_data["mine"] = 1
    *faults, item, note = read(DocBin(store_user_data=True, docs=[doc]).to_bytes(), tmp_path)
    found = item.record
    assert found.text == "Ana Vell left Ilmark.\nShe sailed."
    assert [(s.quote, s.label) for s in found.spans] == [("Ana Vell", "PER"), ("She", "PRON"), ("Ilmark", "LOC")]
    assert found.attributes == {found.spans[0].id: {"kb_id": "Q7"}}
    assert found.article_labels == {"SPORT": False, "NEWS": True, "odd": 0.25}
    assert (found.status, found.anonymous) == ("done", True)
    assert [type(f) for f in faults] == [Fault, Fault]
    assert isinstance(note, Repair)
    assert note.note == "of the docs these were left out: TAG of tokens, user data"


def test_what_is_no_docbin_is_refused(tmp_path: Path) -> None:
    good = written(record())[0]
    for data in (
        b"\x78\x9cnothing",
        zlib.compress(b"abc"),
        good[: len(good) // 2],
        zlib.compress(srsly.msgpack_dumps({})),
    ):
        with pytest.raises(RecordError, match="the file is no DocBin"):
            read(data, tmp_path)


def test_a_file_that_unpacks_without_end_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "bomb.spacy").write_bytes(zlib.compress(bytes(1 << 20)))
    with pytest.raises(RecordError, match="unpacks to far more"):
        list(docs_of(tmp_path / "bomb.spacy", most=1 << 19, ratio=400))


def test_it_knows_a_docbin_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(DocBin(docs=[spacy.blank("en").make_doc("A.")]).to_bytes())
    assert ours.sniff(Head(tmp_path / "x.bin")) == 95
    (tmp_path / "y.spacy").write_bytes(written(record())[0])
    assert ours.sniff(Head(tmp_path / "y.spacy")) == 95
    for data in (zlib.compress(b"version"), b"\x78\x9c", b"text", b""):
        (tmp_path / "z.spacy").write_bytes(data)
        assert ours.sniff(Head(tmp_path / "z.spacy")) == 0


@pytest.mark.parametrize(
    "held",
    [{"span_ids": 5}, {"cut": 5}, {"cut": [5]}, {"relations": 5}, {"relations": [5]}, {"attributes": "[1]"}],
)
def test_user_data_that_is_none_of_ours_is_refused_alone(tmp_path: Path, held: dict[str, Any]) -> None:
    odd, good = spacy.blank("en").make_doc("One text."), spacy.blank("en").make_doc("Another text.")
    odd.user_data[ours.KEY] = {"id": "a", **held}
    odd.spans["sc"], good.spans["sc"] = [odd[:1]], []
    fault, item = read(DocBin(docs=[odd, good], store_user_data=True).to_bytes(), tmp_path)
    assert (fault.line, fault.reason[:32]) == (1, "a: its user data can't be read (")
    assert item.record.text == "Another text."
