from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.warc import read, sniff
from annotator.news.warc_records import records
from annotator.work import kinds
from tests.news import pages
from tests.news.pages import P1

DATE = "2031-05-20T11:00:00Z"


class Writer(WARCWriter):  # type: ignore[misc]
    """Writes archives; what warcio keeps in temporary files, which it leaves open, is kept in memory."""

    @classmethod
    def _create_temp_file(cls) -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """An archive written by warcio."""

    def __init__(self, *, packed: bool = True) -> None:
        self.out = io.BytesIO()
        self.places: list[int] = []
        self._writer = Writer(self.out, gzip=packed)

    def add(
        self,
        url: str,
        data: bytes,
        kind: str = "text/html",
        *,
        status: str = "200 OK",
        record: str = "response",
        **more: str,
    ) -> Archive:
        self.places.append(self.out.tell())
        headers = [("Content-Type", kind), *((key.replace("_", "-"), value) for key, value in more.items())]
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if record == "response" else None
        made = self._writer.create_warc_record(
            url, record, payload=io.BytesIO(data), http_headers=http, warc_headers_dict={"WARC-Date": DATE},
            warc_content_type=kind if record != "response" else "",
        )  # fmt: skip
        self._writer.write_record(made)
        return self

    def info(self) -> Archive:
        self.places.append(self.out.tell())
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc", {"software": "test"}))
        return self

    @property
    def data(self) -> bytes:
        return self.out.getvalue()


def story(number: int) -> bytes:
    return (
        f"<html><body><article><h1>Story number {number} of the pass</h1><p>{P1}</p></article></body></html>".encode()
    )


def saved(folder: Path, data: bytes, name: str = "crawl.warc.gz") -> Source:
    path = folder / name
    path.write_bytes(data)
    return Source(path)


def parted(source: Source) -> tuple[list[NewsArticle], list[str], list[str]]:
    found = list(read(source))
    return (
        [one for one in found if isinstance(one, NewsArticle)],
        [one.reason for one in found if isinstance(one, Fault)],
        [one.note for one in found if isinstance(one, Repair)],
    )


@pytest.mark.parametrize("packed", [True, False])
def test_pages_and_texts_are_articles_and_the_rest_is_counted(tmp_path: Path, *, packed: bool) -> None:
    archive = Archive(packed=packed).info()
    archive.add("https://courier.example/1", pages.WORDPRESS.encode())
    archive.add("https://courier.example/old", b"", status="301 Moved", Location="/1")
    archive.add("https://courier.example/gone", b"<p>Not found</p>", status="404 Not Found")
    archive.add("https://courier.example/a.jpg", b"\xff\xd8" * 50, "image/jpeg")
    archive.add("https://courier.example/b.css", b"p {}", "text/css")
    archive.add("https://ar.example/2", pages.ARABIC.encode("cp1256"), "text/html; charset=windows-1256")
    archive.add("https://t.example/n.txt", b"Pass closed\r\n\r\nLorries wait at the border.", "text/plain")
    archive.add("https://wet.example/3", "Grüße aus Varn\nund mehr.".encode(), "text/plain", record="conversion")
    archive.add("https://n.example/", b"<html><nav><a href=/>x</a></nav></html>")
    source = saved(tmp_path, archive.data, "crawl.warc.gz" if packed else "crawl.warc")
    news, faults, notes = parted(source)
    assert [one.meta["url"] for one in news] == [
        "https://courier.example/2031/05/merovia-closes-pass/",
        "https://ar.example/2",
        "https://t.example/n.txt",
        "https://wet.example/3",
    ]
    assert {one.meta["fetched"] for one in news} == {DATE}
    assert [one.text for one in news[2:]] == [
        "Pass closed\n\nLorries wait at the border.",
        "Grüße aus Varn\nund mehr.",
    ]
    assert news[0].zones
    assert news[1].meta["encoding"] == "cp1256"
    assert news[2].meta["source"] == "t.example"
    (fault,) = faults
    assert f"record at byte {archive.places[-1]:,} (https://n.example/)" in fault
    assert "holds no article text" in fault
    listed = "1 requests and notes, 1 redirects, 1 errors of the site, 1 pictures, 1 other files"
    assert notes == [f"5 of 10 records are no pages: {listed}"]
    assert kinds.detect(source.path).name == "warc"
    assert sniff(Head(source.path)) == 95


def test_the_packing_of_the_transfer_is_undone(tmp_path: Path) -> None:
    page = story(1)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(page[at : at + 50]), page[at : at + 50]) for at in range(0, len(page), 50))
    archive = Archive()
    archive.add("https://a.example/", gzip.compress(page), Content_Encoding="gzip")
    archive.add("https://b.example/", zlib.compress(page), Content_Encoding="deflate")
    archive.add("https://c.example/", chunks + b"0\r\n\r\n", Transfer_Encoding="chunked")
    archive.add("https://d.example/", page, Content_Encoding="gzip")  # was unpacked already when it was stored
    archive.add("https://e.example/", b"\xb5\xff\x01", Content_Encoding="br")
    archive.add("https://f.example/", gzip.compress(b" " * 40_000_000), Content_Encoding="gzip")
    news, faults, _ = parted(saved(tmp_path, archive.data))
    assert [one.meta["url"][8] for one in news] == ["a", "b", "c", "d"]
    assert len({one.text for one in news}) == 1
    assert "packed as br" in faults[0]
    assert "unpacks to more than 32 MB" in faults[1]


def test_a_damaged_packed_record_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    archive = Archive()
    for number in range(4):
        archive.add(f"https://a.example/{number}", story(number))
    data = bytearray(archive.data)
    place = archive.places[1]
    data[place + 60 : place + 90] = b"\xff" * 30
    news, faults, _ = parted(saved(tmp_path, bytes(data)))
    assert [one.meta["url"][-1] for one in news] == ["0", "2", "3"]
    assert faults == [f"the record at byte {place:,} was not taken: its packed bytes are damaged"]


def test_a_plain_record_with_a_wrong_length_does_not_swallow_the_next(tmp_path: Path) -> None:
    archive = Archive(packed=False)
    for number in range(3):
        archive.add(f"https://a.example/{number}", story(number))
    first = archive.data.index(b"Content-Length: ", archive.places[0])
    for wrong in (b"Content-Length: 1", b"Content-Length: 9"):
        data = archive.data[:first] + wrong + archive.data[first + 17 :]
        news, faults, _ = parted(saved(tmp_path, data, "a.warc"))
        assert [one.meta["url"][-1] for one in news] == ["1", "2"]
        assert faults == ["the record at byte 0 (https://a.example/0) was not taken: its length is wrong"]


def test_an_archive_that_is_cut_off_and_one_packed_as_a_whole(tmp_path: Path) -> None:
    archive = Archive(packed=False)
    for number in range(3):
        archive.add(f"https://a.example/{number}", story(number))
    news, faults, _ = parted(saved(tmp_path, archive.data[:-80], "a.warc"))
    assert len(news) == 2
    assert faults == [
        f"the record at byte {archive.places[2]:,} (https://a.example/2) was not taken: it is cut off"
    ]  # fmt: skip
    news, faults, _ = parted(saved(tmp_path, gzip.compress(archive.data)))
    assert len(news) == 3
    assert not faults


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n"
    packed = bomb.compress(head) + b"".join(bomb.compress(b"\0" * 10_000_000) for _ in range(6)) + bomb.flush()
    archive = Archive().add("https://a.example/1", story(1))
    place = len(archive.data)
    news, faults, _ = parted(saved(tmp_path, archive.data + packed + archive.data))
    assert len(news) == 2
    assert faults == [f"the record at byte {place:,} was not taken: it unpacks to more than 512 MB"]


def test_progress_is_told_by_the_files_offset(tmp_path: Path) -> None:
    archive = Archive()
    for number in range(3):
        archive.add(f"https://a.example/{number}", story(number))
    steps: list[tuple[int, int]] = []
    path = saved(tmp_path, archive.data).path
    list(read(Source(path, lambda done, total: steps.append((done, total)))))
    assert steps == [(place, len(archive.data)) for place in archive.places]


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    source = saved(tmp_path, b"")
    with pytest.raises(NewsError, match="no record"):
        list(read(source))
    _, faults, _ = parted(saved(tmp_path, b"Not an archive at all."))
    assert faults == ["the record at byte 0 was not taken: it does not begin as a record does"]
    assert sniff(Head(source.path)) == 0


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.lists(st.tuples(st.integers(0, 3_000), st.binary(min_size=1, max_size=6)), max_size=6))
def test_any_damage_ends_and_loses_no_byte_before_it(packed: bool, damage: list[tuple[int, bytes]]) -> None:
    archive = Archive(packed=packed)
    for number in range(4):
        archive.add(f"https://a.example/{number}", story(number))
    data = bytearray(archive.data)
    for place, junk in damage:
        data[place : place + len(junk)] = junk
    first = min((place for place, _ in damage), default=len(data))
    found = list(records(io.BytesIO(bytes(data))))
    whole = [
        start
        for start, end in zip(archive.places, [*archive.places[1:], len(archive.data)], strict=True)
        if end <= first
    ]
    assert [one.offset for one in found if not one.broken][: len(whole)] == whole
    assert len(found) < 200
