"""Files made to take a reader's time or memory, or to break it: each is refused or read, soon and with a sentence."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core.sources import Fault, Repair, Source
from annotator.news import csv_news, docx, epub, excel, feed, html, jsonl_news, warc
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from tests.news.pages import P1, P2
from tests.news.test_documents import epub_of, word_file

PAGE = f"<html><head>HEAD</head><body><article><h1>Talks in Sorn</h1><p>{P1}</p>BODY<p>{P2}</p></article></body></html>"


def page(head: str = "", body: str = "") -> str:
    return PAGE.replace("HEAD", head).replace("BODY", body)


def read(module: Any, path: Path, data: str | bytes) -> list[Any]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(module.read(Source(path)))


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Fail a test that takes more than ten seconds; each took minutes, or for ever, before."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "markup",
    [
        page(body="<!DOCTYPE a[" * 100_000),
        page(head='<script type="application/ld+json">{"a": 1' + " " * 20_000 + ', "b": 2}</script>'),
        page(head=f'<script type="application/ld+json">{"/" * 100_000}</script>'),
        page(body=f"<div data-x='{'a b=c ' * 200_000}'>x</div>"),
    ],
    ids=["document types", "spaces in data", "slashes in data", "a long attribute"],
)
def test_pages_that_repeat_themselves(tmp_path: Path, markup: str) -> None:
    (found,) = read(html, tmp_path / "a.html", markup)
    assert P1.split(".")[0] in found.text


def test_elements_with_attributes_without_end(tmp_path: Path) -> None:
    for parts in (" ".join(f"a{n}=b" for n in range(100_000)), "/".join(f"a{n}" for n in range(100_000))):
        with pytest.raises(NewsError, match="thousands of attributes"):
            read(html, tmp_path / "a.html", page(body=f"<div {parts}>x</div>"))


def test_declarations_in_a_document_type_go_and_data_in_comments_is_read(tmp_path: Path) -> None:
    (found,) = read(html, tmp_path / "a.html", "<!DOCTYPE html [<!ENTITY a 'boom'>] >" + page(body="<p>&a; here</p>"))
    assert "boom" not in found.text
    data = '<script type="application/ld+json"><!-- {"@type": "NewsArticle", "author": "Ana Voss"}; //--></script>'
    cdata = (
        '<script type="application/ld+json">//<![CDATA[\n{"@type": "NewsArticle", "author": "Ana Voss"}\n//]]></script>'
    )
    for head in (data.replace("//-->", "-->"), cdata):
        (found,) = read(html, tmp_path / "a.html", page(head=head))
        assert found.meta["byline"] == "Ana Voss"


def test_a_saved_page_of_parts_in_parts(tmp_path: Path) -> None:
    data = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    for depth in range(1, 1500):
        data += b'--%s\r\nContent-Type: multipart/related; boundary="%sb"\r\n\r\n' % (b"b" * depth, b"b" * depth)
    with pytest.raises(NewsError, match="nested too deeply"):
        read(html, tmp_path / "a.mhtml", data)


def test_an_archive_of_beginnings(tmp_path: Path) -> None:
    found = read(warc, tmp_path / "a.warc", b"WARC/1.0\r\n" * 50_000)
    assert {one.reason.rpartition(": ")[2] for one in found if isinstance(one, Fault)} == {
        "it does not begin as a record does"
    }


def test_feeds(tmp_path: Path) -> None:
    entry = f"<item><title>T</title><description>{P1}</description><pubDate>WHEN</pubDate></item>"
    rss = f'<?xml version="1.0"?>DOCTYPE<rss version="2.0"><channel>{entry}</channel></rss>'
    (found,) = read(feed, tmp_path / "a.rss", rss.replace("DOCTYPE", "").replace("WHEN", f"Mon, {' ' * 100_000} x"))[:1]
    assert isinstance(found, NewsArticle)
    late = f"<!--{'x' * 300_000}--><!DOCTYPE r [<!ENTITY a 'aaaa'>]>"
    with pytest.raises(NewsError, match="entities"):
        read(feed, tmp_path / "a.rss", rss.replace("DOCTYPE", late))
    spaces = "".join(f"<x{n}:a xmlns:x{n}='u{n}'>b</x{n}:a>" for n in range(2_000))
    with pytest.raises(NewsError, match="name spaces"):
        read(feed, tmp_path / "a.rss", rss.replace("DOCTYPE", "").replace("<item>", f"{spaces}<item>"))


def test_tables_in_tables_are_read_once(tmp_path: Path) -> None:
    def cell(words: str) -> str:
        return f"<w:tc>{words}</w:tc>"

    def paragraph(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    inner = f"<w:tbl><w:tr>{cell(paragraph('in'))}{cell(paragraph('side'))}</w:tr></w:tbl>"
    row = f"<w:tr>{cell(paragraph('left'))}<w:sdt><w:sdtContent>{cell(inner)}</w:sdtContent></w:sdt></w:tr>"
    (found,) = docx.read(Source(word_file(tmp_path / "a.docx", f"<w:tbl>{row}</w:tbl>")))
    assert isinstance(found, NewsArticle)
    assert found.text == "left\tin\tside"
    deep = "<w:tbl><w:tr><w:tc/><w:tc>" * 60 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 60
    (found,) = docx.read(Source(word_file(tmp_path / "a.docx", deep)))
    assert isinstance(found, NewsArticle)
    assert found.text.split() == ["deep"]


def test_a_chapter_that_a_book_names_a_thousand_times(tmp_path: Path) -> None:
    path = epub_of(tmp_path / "a.epub", {"a.xhtml": f"<html><body><p>{P1}</p></body></html>"})
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = "OEBPS/book.opf"
    parts[name] = parts[name].replace(b'<itemref idref="c0"/>', b'<itemref idref="c0"/>' * 1000)
    with zipfile.ZipFile(path, "w") as file:
        for member, data in parts.items():
            file.writestr(member, data)
    found = list(epub.read(Source(path)))
    assert [type(one) for one in found] == [Repair, NewsArticle]
    assert "999" in found[0].note  # type: ignore[union-attr]


def test_a_row_beyond_the_end_of_a_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["headline", "text"])
    book.active.append(["Talks", P1])
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b'<row r="2"', b'<row r="999999999"').replace(b"B2", b"B999999999")
            )
    with pytest.raises(NewsError, match="row beyond 1,048,576"):
        read(excel, tmp_path / "a.xlsx", out.getvalue())


def test_columns_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, note, _ = csv_news.named(["text"] * 50_000, True)
    assert (names[:3], names[-1]) == (["text", "text 2", "text 3"], "text 50000")
    assert note == "Columns of the same name were numbered: text."
    assert csv_news.named(["a", "a 2", "a", "a"], True)[0] == ["a", "a 2", "a 3", "a 4"]
    monkeypatch.setattr(csv_news, "MAX_CELL", 1_000_000)
    with pytest.raises(NewsError, match="longer than 1 MB"):
        read(csv_news, tmp_path / "a.csv", "headline,text\nTalks," + "a" * 1_100_000)


def test_a_cell_in_cells_in_cells(tmp_path: Path) -> None:
    lines = [f'{{"text": "{P1}", "other": {"[" * depth}1{"]" * depth}}}' for depth in (40, 400)]
    found = read(jsonl_news, tmp_path / "a.jsonl", "\n".join(lines))
    assert isinstance(found[0], NewsArticle)
    assert found[1] == Fault(2, "a cell beside the text is nested too deeply to be kept")
