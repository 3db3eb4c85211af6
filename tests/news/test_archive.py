"""Exports of news archives in the shapes their services write, with news of invented countries."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news import archive, docx, rtf
from annotator.news.article import NewsArticle

FIRST = [
    "Talvane's parliament voted on Tuesday to close the harbour of Sorn to Merovian ships after a week of vain talks.",
    "“We waited long enough,” said the minister of trade, Ilka Doren, whose party had asked for the vote since spring.",
]
SECOND = [
    "Merovia will send back its envoy to Ilmark, the foreign ministry announced late on Wednesday at Quell.",
    "The two countries had broken off relations in March.",
]
THIRD = ["Die Regierung von Ilmark hat am Donnerstag über den Haushalt beraten, ohne dass ein Ergebnis bekannt wurde."]


def lexis_text() -> str:
    def wrapped(text: str) -> str:
        lines, line = [], ""
        for word in text.split():
            if len(line) + len(word) > 79:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        return "\n".join([*lines, line])

    return f"""


Download Request: All Documents: 1-2
Time Of Request: Friday, May 16, 2031  10:00:00 EST

Terms: (harbour and Talvane)

Source: Newspaper Stories, Combined Papers


                               1 of 2 DOCUMENTS


     Copyright 2031 Sorn Press Company
              All Rights Reserved

                              The Sorn Courier

                             May 14, 2031 Wednesday
                                 Met 2 Edition

SECTION: A-SECTION; Pg. A01

LENGTH: 44 words

HEADLINE: Talvane closes its harbour

BYLINE: Ilka Brandt;Jon Perrin

DATELINE: SORN, Talvane

BODY:

{wrapped(FIRST[0])}

{wrapped(FIRST[1])}

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

SUBJECT: HARBOURS (90%); TRADE
(78%)

LOAD-DATE: May 15, 2031


                               2 of 2 DOCUMENTS



                                The Ilmark Post

                             May 15, 2031 Thursday
                                   Edition 1;
                                    Scotland

Envoy goes back to Ilmark

BYLINE: Ana Quist

SECTION: NEWS; Pg. 6

LENGTH: 677 words


{wrapped(SECOND[0])}

{wrapped(SECOND[1])}

LOAD-DATE: May 16, 2031

LANGUAGE: ENGLISH


                       Copyright 2031 Ilmark Post Ltd
                              All Rights Reserved
"""


def read_text(tmp_path: Path, text: str, name: str = "export.txt") -> tuple[list[NewsArticle], list[Any]]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert archive.sniff(Head(path)) == 90
    return parted(list(archive.read(Source(path))))


def parted(found: list[Any]) -> tuple[list[NewsArticle], list[Any]]:
    return [item for item in found if isinstance(item, NewsArticle)], [
        item for item in found if not isinstance(item, NewsArticle)
    ]


def whole(headline: str, paragraphs: list[str]) -> str:
    return "\n\n".join([headline, *paragraphs])


def check_zone(article: NewsArticle, headline: str) -> None:
    (zone,) = article.zones
    assert (zone.kind, article.text[zone.start : zone.end], article.meta["headline"]) == (
        "headline",
        headline,
        headline,
    )


def test_lexisnexis_text(tmp_path: Path) -> None:
    text = lexis_text()
    (first, second), told = read_text(tmp_path, text)
    assert first.text == whole("Talvane closes its harbour", FIRST)
    check_zone(first, "Talvane closes its harbour")
    wanted = {
        "source": "The Sorn Courier", "published": "2031-05-14", "byline": "Ilka Brandt;Jon Perrin", "language": "en",
        "section": "A-SECTION; Pg. A01", "dateline": "SORN, Talvane", "load date": "May 15, 2031", "stated words": 44,
        "subject": "HARBOURS (90%); TRADE (78%)", "edition": "Met 2 Edition",
        "copyright": "Copyright 2031 Sorn Press Company All Rights Reserved",
    }  # fmt: skip
    assert {key: first.meta.get(key) for key in wanted} == wanted
    assert text.split("\n")[first.line - 1].strip() == "1 of 2 DOCUMENTS"
    assert second.text == whole("Envoy goes back to Ilmark", SECOND)
    assert (second.meta["source"], second.meta["published"]) == ("The Ilmark Post", "2031-05-15")
    assert second.meta["edition"] == "Edition 1; Scotland"
    assert "Copyright 2031 Ilmark Post Ltd" in second.meta["copyright"]
    assert first.notes == []
    assert second.notes == ["The archive says 677 words, but the text has 26: look whether it is whole."]
    assert [item.note.split(":")[0] for item in told] == [
        "This is an export of Nexis",
        "Lines that the archive broke at a fixed width were put together in 2 of them.",
    ]


def test_lexisnexis_html(tmp_path: Path) -> None:
    def paragraph(*parts: str) -> str:
        return f'<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">{"</SPAN><SPAN>".join(parts)}</SPAN></P>\n</DIV>\n<BR>'

    page = (
        "<HTML><HEAD><!-- LXNComment 1:2 --><TITLE>&nbsp;</TITLE></HEAD><BODY>"
        + paragraph("Download Request: All Documents: 1-1<BR>Terms: (harbour)")
        + '<A NAME="DOC_ID_0_0"></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n'
        + paragraph("1 of 1 DOCUMENTS")
        + paragraph(
            "Copyright 2031 Sorn Press<BR>All Rights Reserved", "&nbsp;<BR><IMG SRC='x'><BR>", "The Sorn Courier"
        )
        + paragraph("May", " 14, 2031 Wednesday", "&nbsp;<BR>Met 2 Edition")
        + paragraph("LENGTH: ", "44 words")
        + paragraph("HEADLINE: ", "Talvane closes its harbour")
        + f'<DIV CLASS="c5"><P> BODY:<BR></P>\n<P>{FIRST[0].replace("harbour", "<B>harbour</B>")}</P>'
        + f"<P>{html.escape(FIRST[1])}</P></DIV>"
        + paragraph("LOAD-DATE: ", "May 15, 2031")
        + "</BODY></HTML>"
    )
    (article,), _ = read_text(tmp_path, page, "export.html")
    assert article.text == whole("Talvane closes its harbour", FIRST)
    assert (article.meta["source"], article.meta["published"]) == ("The Sorn Courier", "2031-05-14")
    assert article.notes == []


def test_a_german_lexisnexis_text(tmp_path: Path) -> None:
    text = (
        "                             Dokument 1 von 1\n\n\n\n                          Ilmarker Anzeiger\n\n"
        "                          Donnerstag 15. Mai 2031\n\nHaushalt ohne Ergebnis\n\nAUTOR: Von Kai Lund\n\n"
        f"RUBRIK: POLITIK; S. 2\n\nLÄNGE: 17 Wörter\n\n{THIRD[0]}\n\nUPDATE: 16. Mai 2031\n\n"
        "SPRACHE: GERMAN; DEUTSCH\n\n"
        "              Copyright 2031 Ilmarker Anzeiger\n                  Alle Rechte vorbehalten\n"
    )
    (article,), _ = read_text(tmp_path, text)
    assert article.text == whole("Haushalt ohne Ergebnis", THIRD)
    assert (article.meta["published"], article.meta["byline"]) == ("2031-05-15", "Kai Lund")
    assert (article.meta["section"], article.meta["source"]) == ("POLITIK; S. 2", "Ilmarker Anzeiger")
    assert article.notes == []


UNI_COVER = [
    "Date and Time: Friday, May 16, 2031 10:00:00 AM CEST", "Job Number: 123456789", "Documents (2)",
    "1. Talvane closes its harbour", "Client/Matter: -None-", "Search Terms: harbour", "Search Type: NOTPREC",
    "Narrowed by:", "Content Type", "Narrowed by", "News", "Timeline: May 01, 2031 to May 16, 2031",
    "2. Envoy goes back to Ilmark", "Client/Matter: -None-",
]  # fmt: skip
UNI = [
    "Talvane closes its harbour", "The Sorn Courier (Talvane)", "May 14, 2031 Wednesday", "FIRST EDITION",
    "Copyright 2031 Sorn Press Company All Rights Reserved", "Section: NEWS; Pg. 3", "Length:\xa044 words",
    "Byline:\xa0By Ilka Brandt", "Dateline:\xa0SORN", "Highlight:\xa0Ships have to turn away.", "Body", *FIRST,
    "Graphic", "\xa0", "PHOTO: The harbour of Sorn", "Classification", "Language: ENGLISH",
    "Publication-Type: Newspaper", "Subject: HARBOURS (90%)", "Load-Date:\xa0May 15, 2031", "End of Document",
    "Envoy goes back to Ilmark", "The Ilmark Post", "15 May 2031 Thursday", "Copyright 2031 Ilmark Post Ltd",
    "Length: 34 words", "Body", *SECOND, "Load-Date: May 16, 2031", "End of Document",
]  # fmt: skip


def check_uni(found: list[Any]) -> None:
    (first, second), told = parted(found)
    assert first.text == whole("Talvane closes its harbour", ["Ships have to turn away.", *FIRST])
    check_zone(first, "Talvane closes its harbour")
    wanted = {
        "source": "The Sorn Courier (Talvane)", "published": "2031-05-14", "byline": "Ilka Brandt", "language": "en",
        "section": "NEWS; Pg. 3", "dateline": "SORN", "load date": "May 15, 2031",
        "graphic": "PHOTO: The harbour of Sorn", "archive notes": "FIRST EDITION",
    }  # fmt: skip
    assert {key: first.meta.get(key) for key in wanted} == wanted
    assert second.text == whole("Envoy goes back to Ilmark", SECOND)
    assert (second.meta["source"], second.meta["published"]) == ("The Ilmark Post", "2031-05-15")
    assert (first.notes, second.notes, len(told)) == ([], [], 1)
    assert isinstance(told[0], Repair)


def test_nexis_uni_in_word(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for text in [*UNI_COVER, *UNI]:
        document.add_paragraph(text)
    path = tmp_path / "Files (2).DOCX"
    document.save(str(path))
    check_uni(list(docx.read(Source(path))))


def test_nexis_uni_in_rtf(tmp_path: Path) -> None:
    path = tmp_path / "files.rtf"
    path.write_bytes(rtf_of([*UNI_COVER, *UNI]))
    check_uni(list(rtf.read(Source(path))))


def rtf_of(paragraphs: list[str]) -> bytes:
    def escaped(text: str) -> str:
        return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)

    return ("{\\rtf1\\ansi\\ansicpg1252 " + "\\par\n".join(map(escaped, paragraphs)) + "\\par}").encode("ascii")


CODED: list[list[tuple[str, list[str]]]] = [
    [
        ("HD", ["Talvane closes its harbour"]), ("BY", ["By Ilka Brandt"]), ("WC", ["44 words"]),
        ("PD", ["14 May 2031"]), ("ET", ["15:32"]), ("SN", ["The Sorn Courier"]), ("SC", ["SORNC"]),
        ("LA", ["English"]),
        ("CY", ["(c) 2031 Sorn Press."]), ("LP", FIRST[:1]), ("TD", FIRST[1:]), ("NS", ["gpol : Domestic Politics"]),
        ("AN", ["Document SORNC00020310514e75e0003l"]),
    ],
    [
        ("SE", ["Inland"]), ("HD", ["Haushalt ohne Ergebnis"]), ("WC", ["1.017 Wörter"]), ("PD", ["15 Mai 2031"]),
        ("SN", ["Ilmarker Anzeiger"]), ("LA", ["Deutsch"]), ("TD", THIRD),
        ("AN", ["Dokument ILMANZ0020310515e75f00001"]),
    ],
]  # fmt: skip


def check_coded(found: list[Any]) -> None:
    (first, second), told = parted(found)
    assert first.text == whole("Talvane closes its harbour", FIRST)
    check_zone(first, "Talvane closes its harbour")
    wanted = {
        "source": "The Sorn Courier", "published": "2031-05-14T15:32:00", "byline": "Ilka Brandt", "language": "en",
        "copyright": "(c) 2031 Sorn Press.", "accession number": "SORNC00020310514e75e0003l", "stated words": 44,
    }  # fmt: skip
    assert {key: first.meta.get(key) for key in wanted} == wanted
    assert second.text == whole("Haushalt ohne Ergebnis", THIRD)
    assert (second.meta["published"], second.meta["section"], second.meta["language"]) == ("2031-05-15", "Inland", "de")
    assert second.notes == ["The archive says 1,017 words, but the text has 17: look whether it is whole."]
    assert [item.note.split(":")[0] for item in told] == ["This is an export of Factiva"]


def test_factiva_html_with_codes(tmp_path: Path) -> None:
    def row(code: str, texts: list[str]) -> str:
        inner = "".join(f'<p class="articleParagraph enarticleParagraph">{html.escape(text)}</p>\n' for text in texts)
        return f'<tr><td align="right" class="index"><p><b>{code}</b>&nbsp;</p></td><td>{inner}</td></tr>\n'

    tables = "".join(
        f'<div class="article enArticle"><table>{"".join(row(*line) for line in article)}</table><br/></div><br/>'
        for article in CODED
    )
    page = f"<html><head><title>Factiva</title></head><body><h1>Factiva</h1><span>Dow Jones</span>{tables}"
    path = tmp_path / "Factiva.html"
    path.write_bytes(f"{page}<span class='copyright'>&copy; 2031 Factiva, Inc.</span></body></html>".encode())
    assert archive.sniff(Head(path)) == 90
    check_coded(list(archive.read(Source(path))))


def test_factiva_text_with_codes(tmp_path: Path) -> None:
    text = "\n\n".join("\n".join(f"{code}  " + "\n\n".join(texts) for code, texts in article) for article in CODED)
    path = tmp_path / "Factiva.txt"
    path.write_bytes(text.encode())
    assert archive.sniff(Head(path)) == 90
    check_coded(list(archive.read(Source(path))))


def test_factiva_rtf_with_codes_in_a_table(tmp_path: Path) -> None:
    def cell(texts: list[str]) -> str:
        return "\\par ".join("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text) for text in texts) + "\\cell "

    rows = "".join(
        f"\\trowd\\cellx900\\cellx9000\\pard\\intbl {{\\b {code}}}\\cell {cell(texts)}\\row\n"
        for article in CODED
        for code, texts in article
    )
    path = tmp_path / "Factiva.rtf"
    path.write_bytes(f"{{\\rtf1\\ansi {rows}\\pard\\par}}".encode("ascii"))
    check_coded(list(rtf.read(Source(path))))


SHOWN = [
    "World", "Talvane closes its harbour", "By Ilka Brandt", "44 words", "14 May 2031", "11:05", "The Sorn Courier",
    "SORNC", "3", "English", "(c) 2031 Sorn Press. All rights reserved.", *FIRST, "Document SORNC00020310514e75e0003l",
    "Envoy goes back to Ilmark", "34 words", "15 May 2031", "The Ilmark Post", "ILMP", "English",
    "Copyright 2031 Ilmark Post.", *SECOND, "Document ILMP000020310515e75f00001",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["txt", "rtf", "html"])
def test_factiva_articles_as_they_are_shown(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"Factiva.{kind}"
    if kind == "rtf":
        path.write_bytes(rtf_of(SHOWN))
        found = list(rtf.read(Source(path)))
    elif kind == "txt":
        path.write_bytes("\r\n".join(SHOWN).encode("utf-8-sig"))
        found = list(archive.read(Source(path)))
    else:
        lines = "".join(f"<p>{html.escape(text)}</p>" for text in SHOWN)
        path.write_bytes(f'<html><title>Factiva</title><div class="article enArticle">{lines}</div></html>'.encode())
        found = list(archive.read(Source(path)))
    (first, second), _ = parted(found)
    assert first.text == whole("Talvane closes its harbour", FIRST)
    wanted = {
        "source": "The Sorn Courier", "published": "2031-05-14T11:05:00", "byline": "Ilka Brandt", "language": "en",
        "section": "World", "page": "3", "accession number": "SORNC00020310514e75e0003l", "source code": "SORNC",
    }  # fmt: skip
    assert {key: first.meta.get(key) for key in wanted} == wanted
    assert second.text == whole("Envoy goes back to Ilmark", SECOND)
    assert (second.meta["source"], second.meta["published"]) == ("The Ilmark Post", "2031-05-15")
    assert (first.notes, second.notes) == ([], [])


def test_an_article_that_the_file_cuts_off_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "cut.rtf"
    for lines in (UNI[:-2], SHOWN[:-1]):
        path.write_bytes(rtf_of(lines))
        (_, last), _ = parted(list(rtf.read(Source(path))))
        assert last.text == whole("Envoy goes back to Ilmark", SECOND)


def test_an_article_without_a_headline(tmp_path: Path) -> None:
    text = f"1 of 1 DOCUMENTS\n\nThe Sorn Courier\n\nMay 14, 2031\n\nLENGTH: 40 words\n\n{FIRST[0]}\n\n{FIRST[1]}\n"
    (article,), _ = read_text(tmp_path, text)
    assert (article.text, article.zones, "headline" in article.meta) == ("\n\n".join(FIRST), (), False)


RULE = "_" * 60
PROQUEST = [
    RULE, "Report Information from ProQuest", "May 16 2031 10:00", RULE, "Table of contents",
    "1. Talvane closes its harbour 1", "2. Envoy goes back to Ilmark 2", RULE, "Document 1 of 2",
    "Talvane closes its harbour", "Author: Brandt, Ilka",
    "Publication info: The Sorn Courier ; Sorn [Sorn]14 May 2031: A.1.", "ProQuest document link",
    "Abstract: None available.",
    f"Full text: {FIRST[0]}", FIRST[1], "Subject: Harbours; Trade", "Title: Talvane closes its harbour",
    "Publication title: The Sorn Courier", "Pages: A.1", "Publication year: 2031", "Publication date: May 14, 2031",
    "Section: Main", "Publisher: Sorn Press", "Language of publication: English", "ProQuest document ID: 1234567890",
    "Document URL: https://archive.test/docview/1234567890", "Copyright: Copyright Sorn Press May 14, 2031",
    "Last updated: 2031-05-15", "Database: Newsstream", RULE, "Document 2 of 2", "Envoy goes back to Ilmark",
    "Full text: Not available.", "Title: Envoy goes back to Ilmark", "Publication title: The Ilmark Post",
    "Publication date: May 15, 2031", "ProQuest document ID: 1234567891", RULE, "Bibliography",
    "Citation style: APA 6th", "Database copyright © 2031 ProQuest LLC. All rights reserved.",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["txt", "html", "rtf"])
def test_proquest(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"ProQuest.{kind}"
    if kind == "txt":
        path.write_bytes("\n\n".join(PROQUEST).encode())
        assert archive.sniff(Head(path)) == 90
        found = list(archive.read(Source(path)))
    elif kind == "html":
        lines = "".join("<hr/>" if text == RULE else f"<p>{html.escape(text)}</p>" for text in PROQUEST)
        path.write_bytes(f"<html><head><title>ProQuest</title></head><body>{lines}</body></html>".encode())
        assert archive.sniff(Head(path)) == 90
        found = list(archive.read(Source(path)))
    else:
        path.write_bytes(rtf_of(PROQUEST))
        found = list(rtf.read(Source(path)))
    (article,), told = parted(found)
    assert article.text == whole("Talvane closes its harbour", FIRST)
    check_zone(article, "Talvane closes its harbour")
    wanted = {
        "source": "The Sorn Courier", "published": "2031-05-14", "byline": "Brandt, Ilka", "language": "en",
        "section": "Main", "url": "https://archive.test/docview/1234567890", "accession number": "1234567890",
        "load date": "2031-05-15", "subject": "Harbours; Trade",
    }  # fmt: skip
    assert {key: article.meta.get(key) for key in wanted} == wanted
    (fault,) = [item for item in told if isinstance(item, Fault)]
    assert fault.reason == "the archive's export holds no text of this article ('Envoy goes back to Ilmark')"


@pytest.mark.parametrize(
    "text",
    [
        "A colon: in a line\n\nEnd of Document is not here\n\nBody of water\n",
        "____________\n\nFull of text: yes\n",
        "HD is a code\n\nWC too\n",
        "Page 1 of 2\n\nDocuments were found.\n",
    ],
)
def test_other_texts_are_no_archives(tmp_path: Path, text: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode())
    assert archive.sniff(Head(path)) == 0
    assert archive.split(text) is None
