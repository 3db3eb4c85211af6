"""REFI-QDA: what is written comes back and fits the schema; other tools' ways of counting are told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from annotator.core.ids import article_id, text_sha256
from annotator.core.span import Span
from annotator.formats import qdpx
from annotator.formats.errors import RecordError
from annotator.formats.qdpx_project import SPACE
from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.articles import article, articles, read, seen, wrote

TEXT = "The minister of Talvane met Ana Orlo.\nNorth Ilmark signed 😀 today.\nMerovia did not.\n"
ANA, BO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
SOURCE, GPE, PER = (f"33333333-3333-4333-8333-33333333333{n}" for n in range(3))
# The order of children in version 1.0 and 1.5 of the schema.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"],
    "Code": ["Description", "NoteRef", "Code"],
    "TextSource": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "Note": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding", "NoteRef"],
    "Coding": ["CodeRef", "NoteRef"],
    "VariableValue": ["VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue"],
}  # fmt: skip


def selection(start: int, end: int, name: str, code: str = GPE, user: str = ANA, extra: str = "") -> str:
    guid = f"44444444-4444-4444-8444-{start:04}{end:04}{code[-2:]}{user[-2:]}"
    named = f'name="{name}" ' if name else ""
    return (
        f'<PlainTextSelection guid="{guid}" {named}startPosition="{start}" endPosition="{end}" creatingUser="{user}">'
        f'<Coding guid="{guid[:-1]}f" creatingUser="{user}"><CodeRef targetGUID="{{{code}}}"/>{extra}</Coding>'
        "</PlainTextSelection>"
    )


def project(selections: str, more: str = "", rest: str = "", attributes: str = "") -> str:
    path = attributes or f'plainTextPath="internal://{SOURCE}.txt" richTextPath="internal://{SOURCE}.docx"'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="{SPACE}" name="p" origin="Other" creatingUserGUID="{ANA}">'
        f'<Users><User guid="{ANA}" name="Ana Orlo"/><User guid="{BO}" id="Bo"/></Users>'
        f'<CodeBook><Codes><Code guid="{{{GPE}}}" name="place | town" isCodable="true">'
        f'<Code guid="{PER}" name="person" isCodable="true"/></Code></Codes></CodeBook>'
        f'<Sources><TextSource guid="{SOURCE}" name="Harbour talks" {path}>{selections}</TextSource>{more}</Sources>'
        f"{rest}</Project>"
    )


def packed(folder: Path, xml: str, text: str | bytes | None = TEXT) -> Path:
    path = folder / "some.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
        if text is not None:
            archive.writestr(f"sources/{SOURCE}.txt", text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def quotes(record: Record) -> list[tuple[str, str]]:
    return [(record.text[start:end], label) for start, end, label in seen(record)]


def test_a_project_of_two_users(tmp_path: Path) -> None:
    note = f'<NoteRef targetGUID="{SOURCE[:-1]}9"/>'
    xml = project(
        selection(16, 23, "Talvane")
        + selection(28, 36, "Ana Orlo", PER, BO, note)
        + selection(16, 23, "Talvane", PER, BO)
        + f'<Coding guid="{SOURCE[:-1]}7"><CodeRef targetGUID="{PER}"/></Coding>{note}',
        '<PDFSource guid="x" name="scan.pdf"><PDFSelection guid="y" page="1"/></PDFSource>'
        '<PictureSource guid="z" name="map"/>',
        f'<Notes><Note guid="{SOURCE[:-1]}9" name="memo" creatingUser="{BO}">'
        "<PlainTextContent>who is she?</PlainTextContent></Note></Notes>"
        "<Links><Link guid='1'/></Links>",
    )  # fmt: skip
    path = packed(tmp_path, xml)
    assert kinds.detect(path).name == "qdpx"
    found = read(qdpx, path)
    ana, bo = found.records
    assert (ana.annotator, bo.annotator) == ("Ana Orlo", "Bo")
    assert ana.id == bo.id == article_id(text_sha256(TEXT))
    assert quotes(ana) == [("Talvane", "place / town")]
    assert quotes(bo) == [("Talvane", "person"), ("Ana Orlo", "person")]
    assert [span.note for span in bo.spans] == ["who is she?", ""] or [s.note for s in bo.spans] == ["", "who is she?"]
    assert (ana.notes, list(bo.notes.values()), ana.article_labels) == ({}, ["who is she?"], {"person": True})
    assert [reason for _, reason in found.reasons] == [
        "'scan.pdf' is a PDF, no text: 1 selections on it were left out", "'map' is a picture, no text",
    ]  # fmt: skip
    assert any("1 links were left out" in note for note in found.notes)
    assert any("was read as 'place / town'" in note for note in found.notes)


def lines(place: int) -> int:
    return TEXT.count("\n", 0, place)


def none(_place: int) -> int:
    return 0


CRLF = TEXT.replace("\n", "\r\n")
ALL = "line ends of two characters and UTF-16 units and a byte order mark"


@pytest.mark.parametrize(
    ("raw", "extra", "note"),
    [
        (TEXT, none, ""),
        (CRLF, lines, "line ends of two characters"),
        (CRLF, none, "each line end as one character"),
        (TEXT, lines, "line ends of two characters"),
        ("\ufeff" + TEXT, lambda _: 1, "a byte order mark"),
        (TEXT, lambda place: place > 58, "UTF-16 units"),
        ("\ufeff" + CRLF, lambda place: 1 + (place > 58) + lines(place), ALL),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_positions_are_told_by_quotes_or_by_the_edges_of_words(
    tmp_path: Path, raw: str, extra: Any, note: str, named: bool
) -> None:
    places = [(16, 23), (38, 50), (60, 65), (67, 74)]
    xml = project("".join(selection(a + extra(a), b + extra(b), TEXT[a:b] if named else "") for a, b in places))
    found = read(qdpx, packed(tmp_path, xml, raw))
    assert found.reasons == []
    assert (found.record.text, [(a, b) for a, b, _ in seen(found.record)]) == (TEXT, places)
    assert (f"Harbour talks: its positions count {note}" in found.notes) == bool(note)
    assert any("quote no words" in told for told in found.notes) != named


def test_ends_that_are_counted_in_are_told(tmp_path: Path) -> None:
    xml = project(selection(16, 22, "Talvane") + selection(28, 35, "Ana Orlo"))
    found = read(qdpx, packed(tmp_path, xml))
    assert quotes(found.record) == [("Talvane", "place / town"), ("Ana Orlo", "place / town")]


def test_the_transcript_of_a_recording_is_a_text(tmp_path: Path) -> None:
    more = (
        f'<AudioSource guid="{BO}" name="talk.m4a"><Transcript guid="{ANA}" plainTextPath="internal://{SOURCE}.txt">'
        '<SyncPoint guid="A1" position="16" timeStamp="0"/><SyncPoint guid="a2" position="23" timeStamp="9"/>'
        '<TranscriptSelection guid="b1" fromSyncPoint="a1" toSyncPoint="{A2}" name="Talvane">'
        f'<Coding guid="c1"><CodeRef targetGUID="{GPE}"/></Coding></TranscriptSelection>'
        f'<TranscriptSelection guid="b2" fromSyncPoint="a1" toSyncPoint="gone"/></Transcript></AudioSource>'
    )
    found = read(qdpx, packed(tmp_path, project(selection(28, 36, "Ana Orlo"), more)))
    assert [record.meta["name"] for record in found.records] == ["Harbour talks", "talk.m4a"]
    assert [[span.quote for span in record.spans] for record in found.records] == [["Ana Orlo"], ["Talvane"]]
    assert [reason for _, reason in found.reasons] == ["a selection needs whole numbers as its positions"]


def test_what_does_not_fit_is_refused_alone(tmp_path: Path) -> None:
    xml = project(
        "\n".join(
            (
                selection(16, 23, "Talvane"),
                selection(28, 36, "Ana O…"),
                selection(38, 50, "South Ilmark"),
                selection(67, 74, "Merovia", BO),
                selection(90, 999, ""),
                selection(1, 2, "x").replace('"2"', '"y"'),
            )
        ),
        '<TextSource guid="a" name="lost" plainTextPath="internal://lost.txt"/>\n'
        '<TextSource guid="b" name="far" plainTextPath="absolute:///etc/passwd"/>\n'
        '<TextSource guid="c" name="rich" richTextPath="internal://c.docx"/>',
    )  # fmt: skip
    found = read(qdpx, packed(tmp_path, xml))
    assert quotes(found.record) == [("Talvane", "place / town"), ("Ana Orlo", "place / town")]
    assert [(line, reason[:40]) for line, reason in found.reasons] == [
        (7, "a selection needs whole numbers as its p"), (9, "source 'rich' has only a formatted text:"),
        (4, "the selection should read 'South Ilmark'"), (5, "its code is not in the code book"),
        (6, "it covers 90-999, but the text has the r"), (7, "source 'lost': its text 'internal://lost"),
        (8, "source 'far': its text 'absolute:///etc/"),
    ]  # fmt: skip


def test_a_project_file_alone_and_traps(tmp_path: Path) -> None:
    xml = project(f"<PlainTextContent>{TEXT}</PlainTextContent>{selection(16, 23, 'Talvane')}", attributes=" ")
    path = tmp_path / "project.qde"
    path.write_text(xml, encoding="utf-8")
    assert kinds.detect(path).name == "qdpx"
    assert quotes(read(qdpx, path).record) == [("Talvane", "place / town")]
    bomb = xml.replace("\n<Project", '\n<!DOCTYPE Project [<!ENTITY a "b">]>\n<Project')
    path.write_text(bomb, encoding="utf-8")
    with pytest.raises(RecordError, match="document type"):
        read(qdpx, path)
    path.write_text(xml[:-30], encoding="utf-8")
    with pytest.raises(RecordError, match="broken XML"):
        read(qdpx, path)
    empty = tmp_path / "empty.qdpx"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(RecordError, match=r"no project\.qde"):
        read(qdpx, empty)
    empty.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(RecordError, match="no zip file"):
        read(qdpx, empty)


def check_schema(data: bytes) -> etree._Element:
    """Children stand in the schema's order, ids are told apart, every reference finds its end."""
    root = etree.fromstring(data)
    assert root.tag == f"{{{SPACE}}}Project"
    guids: list[str] = []
    targets = set()
    for element in root.iter():
        name = etree.QName(element).localname
        assert etree.QName(element).namespace == SPACE
        order = ORDER.get(name)
        places = [order.index(etree.QName(child).localname) for child in element] if order else []
        assert places == sorted(places), name
        guids += [element.get("guid")] if element.get("guid") else []
        targets |= {element.get("targetGUID"), element.get("creatingUser")} - {None}
        if name in ("Users", "Codes", "Variables", "Sources", "Notes"):
            assert len(element)
    assert len(guids) == len(set(guids))
    assert targets <= set(guids)
    return root


@settings(max_examples=60, deadline=None)
@given(articles(), articles())
def test_what_is_written_comes_back(first: Record, second: Record) -> None:
    second.id = "b/2"
    second.annotator, second.annotator_id = "Bo", BO
    third = article(first.text, [(span.start, span.end, span.label) for span in first.spans[:2]], name="Cy")
    for n, span in enumerate(first.spans[:1]):
        first.spans[n] = Span(span.id, span.start, span.end, span.quote, span.label, note="a\n\x01note ]]>")
    with TemporaryDirectory() as place:
        path = Path(place) / "out.qdpx"
        wrote(qdpx, path, first, third, second)
        data = path.read_bytes()
        wrote(qdpx, path, first, third, second)
        assert path.read_bytes() == data
        check_schema(zipfile.ZipFile(io.BytesIO(data)).read("project.qde"))
        found = read(qdpx, path)
    assert found.faults == []
    assert {(r.id, r.text) for r in found.records} == {(first.id, first.text), (second.id, second.text)}
    got = {(r.id, r.annotator, r.annotator_id): seen(r) for r in found.records}
    wanted = {(r.id, r.annotator, r.annotator_id): seen(r) for r in (first, second, third) if r.spans}
    assert {key: tags for key, tags in got.items() if key[1]} == wanted
    notes = [span.note for r in found.records for span in r.spans if span.note]
    assert notes == ["a\n\ufffdnote ]]>"] * bool(first.spans)


def test_facts_notes_and_losses(tmp_path: Path) -> None:
    record = article(TEXT, [(16, 23, "location")], id="odd/id", group="wire-1")
    record.meta = {"headline": "Harbour talks", "words": 14, "share": 0.5, "wire": True, "tags": ["a"]}
    record.notes = {"n1": "look again"}
    record.attributes = {"s0": {"count": 3}}
    lonely = article("Nobody's article.", id="z", name=None)
    job = wrote(qdpx, tmp_path / "a.qdpx", record, lonely)
    found = read(qdpx, tmp_path / "a.qdpx")
    again, nobody = found.records
    assert (again.id, again.group, again.meta) == (
        "odd/id", "wire-1", {"headline": "Harbour talks", "words": 14, "share": 0.5, "wire": True},
    )  # fmt: skip
    assert (list(again.notes.values()), again.annotator_id) == (["look again"], record.annotator_id)
    assert (nobody.id, nobody.status, nobody.anonymous, nobody.annotator) == ("z", "new", False, None)
    assert job.losses.counts == {"values of attributes": 1, "values of meta that are no plain words or numbers": 1}
    assert found.notes == []
