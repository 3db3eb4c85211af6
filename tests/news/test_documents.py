"""Word, RTF, PDF and EPUB files, made by their libraries or byte by byte, with news of invented countries."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.sources import Fault, Head, Source
from annotator.news import docx, epub, pdf, rtf
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.rtf_text import read_rtf

HARBOUR = "The harbour of Sorn was closed on Tuesday, the minister of trade of Talvane said."


def read(module: Any, path: Path, data: bytes | None = None) -> NewsArticle:
    if data is not None:
        path.write_bytes(data)
    assert module.sniff(Head(path)) >= 85
    (article,) = module.read(Source(path))
    assert isinstance(article, NewsArticle)
    return article


def refusal(module: Any, path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(NewsError) as error:
        list(module.read(Source(path)))
    return str(error.value)


# Word


def test_word_paragraphs_tables_and_what_the_file_says(tmp_path: Path) -> None:
    document = Document()
    document.core_properties.title = "Harbour"
    document.core_properties.author = "Ilka Brandt"
    document.add_heading("Talvane closes 😀 its harbour", 0)
    document.add_paragraph(HARBOUR)
    document.add_paragraph("  ")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Ship", "Tons", "Aral", "900"), strict=True
    ):
        cell.text = text
    paragraph = document.add_paragraph("One\ttwo")
    paragraph.add_run().add_break()
    paragraph.add_run("three")
    path = tmp_path / "a.docx"
    document.save(str(path))
    article = read(docx, path)
    assert article.text == f"Talvane closes 😀 its harbour\n\n{HARBOUR}\n\nShip\tTons\nAral\t900\n\nOne\ttwo\nthree"
    (zone,) = article.zones
    assert article.text[zone.start : zone.end] == article.meta["headline"] == "Talvane closes 😀 its harbour"
    assert (article.meta["document title"], article.meta["document author"]) == ("Harbour", "Ilka Brandt")
    assert article.meta["document created"].startswith("2013-")


def change(tag: str, text: str, inner: str = "w:t") -> Any:
    element = OxmlElement(tag)
    run = OxmlElement("w:r")
    words = OxmlElement(inner)
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    element.append(run)
    return element


def test_word_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Sorn is ")
    element = document.element.body[0]
    element.append(change("w:del", "open", "w:delText"))
    element.append(change("w:ins", "closed"))
    element.append(change("w:moveFrom", " moved"))
    hidden = paragraph.add_run(" secret")
    hidden.font.hidden = True
    path = tmp_path / "a.docx"
    document.save(str(path))
    article = read(docx, path)
    assert article.text == "Sorn is closed"
    assert article.notes == ["Text that is deleted with tracked changes was left out.", "Hidden text was left out."]


def word_file(path: Path, body: str, **parts: str) -> Path:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", text.replace("SPACE", space))
    return path


def test_word_notes_boxes_and_joined_paragraphs(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>A</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>goes </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>on</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>C</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>frame</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    notes = (
        '<w:footnotes SPACE><w:footnote w:id="2"><w:p><w:r><w:t>the note</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    assert (
        read(docx, word_file(tmp_path / "a.docx", body, footnotes=notes)).text
        == "A\n\ngoes on\n\nC\n\nbox\n\nframe\n\nthe note"
    )


def test_word_traps(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert "no zip file" in refusal(docx, path, b"PK\x03\x04 broken")
    assert "holds no text" in refusal(docx, path, word_file(path, "<w:p/>").read_bytes())
    assert "old or a locked form" in refusal(docx, path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", '<!DOCTYPE w [<!ENTITY e "boom">]><w>&e;</w>')
    assert "entities" in refusal(docx, path, path.read_bytes())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 9_000_000)
    assert "packed more than" in refusal(docx, path, path.read_bytes())


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=4))
def test_word_text_comes_back(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = [text.strip(" \t\xa0") for text in texts if text.strip(" \t\xa0").strip()]
    if not kept or any(character in text for text in texts for character in "\ufffe\uffff"):
        return
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    path = tmp_path_factory.mktemp("word") / "a.docx"
    document.save(str(path))
    assert read(docx, path).text.split("\n\n") == [text.strip() for text in kept]


# RTF


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"one\par two\line three\tab four\par", "one\n\ntwo\nthree\tfour"),
        (r"caf\'e9 \'93quoted\'94 \emdash  end", "café “quoted” — end"),
        (r"\uc1 smile \u-10179?\u-8704? end", "smile 😀 end"),
        (r"{\uc2 \u1587\'d3\'e5 x}\uc0\u1591 y", "س xطy"),
        (r"\u1591?\u8204?\u1591?", "ط\u200cط"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} {\f2 \'83A\'83\'42}", "Привет アィ"),
        (r"a\~b\-c\_d \{e\} \\f", "a\xa0b\xadc\u2011d {e} \\f"),
        (r"{\header top}{\*\unknown gone}{\pict 00ff}text{\footer foot}", "text"),
        (r'{\field{\*\fldinst HYPERLINK "http://a.test"}{\fldrslt a link}} here', "a link here"),
        (r"body{\footnote the note} goes on\par next", "body goes on\n\nnext\n\nthe note"),
        (r"\trowd\intbl a\cell b\par c\cell\row\pard after", "a\tb\nc\n\nafter"),
        (r"{\upr{ansi}{\*\ud{\u8220?uni}}}", "“uni"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}}rest", "box\n\nrest"),
        (r"{\*\shppict{\pict\bin4 }{\}x}}tail", "tail"),
        ("line\\\nnext", "line\n\nnext"),
    ],
)
def test_rtf_text(body: str, text: str) -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times{\*\falt X};}{\f2\fcharset128 Mincho;}}"
    found = read_rtf(f"{{\\rtf1\\ansi\\ansicpg1252{fonts}\\f0 {body}}}".encode("latin-1"))
    assert "\n\n".join(block.text for block in found.blocks) == text


def test_rtf_title_changes_and_properties(tmp_path: Path) -> None:
    data = (
        r"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}{\info{\title The file}{\author Ilka \u1591?}}"
        r"\pard\s1 Headline \'fcber\par\pard " + HARBOUR + r"{\deleted  gone}{\v  secret}\par}"
    )
    article = read(rtf, tmp_path / "a.rtf", data.encode())
    assert article.text == f"Headline über\n\n{HARBOUR}"
    assert article.meta == {"headline": "Headline über", "document title": "The file", "document author": "Ilka ط"}
    assert [(zone.start, zone.end) for zone in article.zones] == [(0, 13)]
    assert article.notes == ["Text that is deleted with tracked changes was left out.", "Hidden text was left out."]


def test_rtf_traps(tmp_path: Path) -> None:
    assert "holds no text" in refusal(rtf, tmp_path / "a.rtf", rb"{\rtf1 {\pict 00}}")
    assert "nested too deeply" in refusal(rtf, tmp_path / "a.rtf", b"{\\rtf1 " + b"{" * 20_000)
    assert read(rtf, tmp_path / "a.rtf", rb"{\rtf1 cut off {\b here").text == "cut off here"
    article = read(rtf, tmp_path / "a.rtf", rb"{\rtf1\ansi\ansicpg1252 half \u-10179? and \'81}")
    assert article.text == "half \ufffd and \ufffd"
    assert article.notes == ["Characters that its code page does not have were replaced by U+FFFD."]


def escaped(text: str) -> str:
    out = []
    for letter in text:
        if letter in "\\{}":
            out.append(f"\\{letter}")
        elif letter.isascii():
            out.append(letter)
        else:
            data = letter.encode("utf-16-le")
            halves = [
                int.from_bytes(data[place : place + 2], "little", signed=True) for place in range(0, len(data), 2)
            ]
            out += [f"\\u{half}?" for half in halves]
    return "".join(out)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip() != ""))
def test_rtf_text_comes_back(text: str) -> None:
    (block,) = read_rtf(f"{{\\rtf1\\ansi {escaped(text)}\\par}}".encode("ascii")).blocks
    assert block.text == text.strip()


# PDF


def pdf_of(pages: list[list[str]], *, info: str = "") -> bytes:
    """Return a PDF with one text object a page, 14 points a line."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET" if lines else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>"
    return out + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    pages = [
        [
            "The Sorn Courier 14 May 2031", "Talvane closes its harbour",
            "The harbour of Sorn was closed on Tuesday, the minister of",
            "trade of Talvane said. Ships from Merovia have to wait un-",
            "til the parliament votes again.", "Ilmark has offered to take the ships, but its own har-",
            "bours are full, as an officer of the port told the Courier on", "page 1",
        ],
        [
            "The Sorn Courier 14 May 2031", "Wednesday.",
            "The envoy of Merovia left the city in the evening (by sea).", "page 2",
        ],
        ["The Sorn Courier 14 May 2031", "No one else was hurt on that day, said the police of Sorn.", "page 3"],
    ]  # fmt: skip
    article = read(pdf, tmp_path / "a.pdf", pdf_of(pages, info="/Title (Harbour) /CreationDate (D:20310514093000Z)"))
    assert article.text.split("\n\n")[0] == "Talvane closes its harbour"
    assert (
        "Ships from Merovia have to wait until the parliament votes again.\n\n"
        "Ilmark has offered to take the ships, but its own harbours are full, as an officer of the port told the "
        "Courier on Wednesday.\n\nThe envoy" in article.text
    )
    assert "Courier 14 May" not in article.text
    assert (article.meta["document title"], article.meta["document created"]) == ("Harbour", "2031-05-14T09:30:00Z")
    assert article.notes[1] == (
        "Lines that repeat at the edges of pages were left out: 'The Sorn Courier 14 May 2031', 'page 3'."
    )
    assert article.notes[2] == "Words hyphenated at a line's end were put together (2)."


def test_pdf_traps(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert "only pictures" in refusal(pdf, path, pdf_of([[], []]))
    assert "broken PDF" in refusal(pdf, path, b"%PDF-1.4\nnothing at all")
    from pypdf import PdfReader, PdfWriter

    path.write_bytes(pdf_of([["Text"]]))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = tmp_path / "locked.pdf"
    writer.write(locked)
    assert "locked by a password" in refusal(pdf, locked, locked.read_bytes())


# EPUB


def epub_of(path: Path, chapters: dict[str, str | None], container: str = "") -> Path:
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        file.writestr(
            "META-INF/container.xml",
            container
            or '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        )
        file.writestr(
            "OEBPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>The week in Sorn</dc:title><dc:language>en-GB</dc:language><dc:date>2031-05</dc:date></metadata>"
            f"<manifest>{items}<item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>"
            f"</manifest><spine><itemref idref='nav'/>{spine}</spine></package>",
        )
        file.writestr("OEBPS/nav.xhtml", "<html><body><nav>Contents</nav></body></html>")
        for name, text in chapters.items():
            if text is not None:
                file.writestr(f"OEBPS/{name.replace('%20', ' ')}", text)
    return path


def test_epub_chapters_in_reading_order(tmp_path: Path) -> None:
    chapters = {
        "z.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>'
        "<script>no()</script></head><body><h1>Über Sorn 😀</h1><p>One &amp; two.<br/>Three.</p>"
        "<ul><li>A</li></ul></body></html>",
        "a%20b.xhtml": "<html><body><p>Second.</p><p><img src='http://a.test/x.png'/></p></body></html>",
        "cover.xhtml": "<html><body><img src='c.png'/></body></html>",
        "gone.xhtml": None,
    }
    path = epub_of(tmp_path / "a.epub", chapters)
    assert epub.sniff(Head(path)) == 95
    first, second, fault = epub.read(Source(path))
    assert isinstance(first, NewsArticle)
    assert isinstance(second, NewsArticle)
    assert first.text == "Über Sorn 😀\n\nOne & two.\nThree.\n\nA"
    assert first.meta == {
        "headline": "Über Sorn 😀", "book": "The week in Sorn", "language": "en-GB", "published": "2031-05",
        "chapter": "z.xhtml",
    }  # fmt: skip
    assert [(zone.start, zone.end, zone.kind) for zone in first.zones] == [(0, 11, "headline")]
    assert (second.text, second.line) == ("Second.", 2)
    assert fault == Fault(4, "the book names the part 'OEBPS/gone.xhtml', but does not hold it")


def test_epub_traps(tmp_path: Path) -> None:
    path = epub_of(tmp_path / "a.epub", {"a.xhtml": "<html><body></body></html>"})
    assert "holds no text" in refusal(epub, path, path.read_bytes())
    path = epub_of(tmp_path / "a.epub", {}, '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>')
    assert "entities" in refusal(epub, path, path.read_bytes())
    deep = "<html><body>" + "<div>" * 3000 + "text"
    found = list(epub.read(Source(epub_of(tmp_path / "b.epub", {"a.xhtml": "<p>Fine.</p>", "b.xhtml": deep}))))
    assert isinstance(found[0], NewsArticle)
    assert found[1:] == [Fault(2, "the part 'OEBPS/b.xhtml' can't be read: It is nested too deeply to be read.")]
