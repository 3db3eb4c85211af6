"""Tables of news: JSON, CSV, Excel and Parquet, made by the libraries that people make them with."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pyarrow import parquet

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news import csv_news, jsonl_news
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.registry import KINDS
from annotator.news.table import columns, mapping_of, sample

MODULES = {kind.name: kind for kind in KINDS if kind.name in ("jsonl-news", "csv", "excel", "parquet")}
BODY = "The harbour of Sorn was closed on Tuesday, the minister of trade of Talvane said in the parliament."


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path, kind: str, **options: Any) -> tuple[list[NewsArticle], list[Fault], list[Repair]]:
    assert MODULES[kind].sniff(Head(path)) >= 35
    found = list(MODULES[kind].load().read(Source(path, options=options)))
    return (
        [item for item in found if isinstance(item, NewsArticle)],
        [item for item in found if isinstance(item, Fault)],
        [item for item in found if isinstance(item, Repair)],
    )


def refusal(path: Path, kind: str, **options: Any) -> str:
    with pytest.raises(NewsError) as error:
        list(MODULES[kind].load().read(Source(path, options=options)))
    return str(error.value)


# JSON

PLEASE = {
    "authors": ["Ilka Brandt", "Jon Perrin"], "date_publish": "2031-05-14 09:30:00", "date_download": "2031-05-15",
    "filename": "x.json", "image_url": None, "language": "en", "maintext": f"{BODY}\n😀 Second.",
    "title": "Harbour closed", "source_domain": "courier.test", "url": "https://courier.test/1", "score": float("nan"),
    "pages": [1, 2], "n": 3.5,
}  # fmt: skip


def test_a_line_of_news_please_is_an_article(tmp_path: Path) -> None:
    (article,), faults, repairs = read(write(tmp_path / "a.jsonl", json.dumps(PLEASE) + "\n"), "jsonl-news")
    assert article == NewsArticle(
        f"{BODY}\n😀 Second.",
        {
            "headline": "Harbour closed", "published": "2031-05-14T09:30:00", "source": "courier.test",
            "language": "en", "url": "https://courier.test/1", "byline": "Ilka Brandt, Jon Perrin",
            "date_download": "2031-05-15", "filename": "x.json", "pages": [1, 2], "n": 3.5,
        },
        line=1,
    )  # fmt: skip
    assert (faults, repairs) == ([], [])


@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
@pytest.mark.parametrize(
    "shape", ["array", "indented array", "object", "indented object", "answer", "objects", "lines"]
)
def test_shapes_of_json(tmp_path: Path, name: str, shape: str) -> None:
    rows = [{"title": f"T{n}", "text": f"{n} {BODY}\u2028x", "url": "https://a.test"} for n in range(3)]
    data = {
        "array": json.dumps(rows),
        "indented array": json.dumps(rows, indent=2),
        "object": json.dumps(rows[0]),
        "indented object": json.dumps(rows[0], indent=1),
        "answer": json.dumps({"status": "ok", "totalResults": 3, "articles": rows}),
        "objects": "\n".join(json.dumps(row, indent=1) for row in rows),
        "lines": "\ufeff" + "\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
    }[shape].encode()
    path = write(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)
    articles, faults, _ = read(path, "jsonl-news")
    assert faults == []
    assert [article.text for article in articles] == [row["text"] for row in rows][
        : 1 if "object" in shape and shape[-1] != "s" else 3
    ]
    if shape == "indented array":
        assert [article.line for article in articles] == [2, 7, 12]
    if shape == "lines":
        assert [article.line for article in articles] == [1, 2, 3]


def test_bad_lines_are_refused_alone(tmp_path: Path) -> None:
    lines: list[bytes] = [
        json.dumps({"title": "A", "text": BODY}).encode(), b"{broken", b"", b'"text"', b'{"title": "B", "text": ""}',
        b'{"title": "C", "text": 7}', b'{"title": "D", "text": "a\\u0000b"}', b'{"title": "E", "text": "half \\ud83d"}',
        b'{"title": "F \\ud83d", "text": "fine"}', b'{"title": "G", "text": "caf\xe9"}', "{\"text\": \"ß\"}".encode(),
        b"[" * 100_000, b'{"title": "H"}',
    ]  # fmt: skip
    articles, faults, repairs = read(write(tmp_path / "a.jsonl", b"\n".join(lines)), "jsonl-news")
    assert [(article.line, article.text) for article in articles] == [(1, BODY), (9, "fine"), (11, "ß")]
    assert articles[1].meta["headline"] == "F \ufffd"
    assert [fault.line for fault in faults] == [2, 4, 5, 6, 7, 8, 10, 12, 13]
    reasons = {fault.line: fault.reason for fault in faults}
    assert reasons[2].startswith("the line is no JSON (")
    assert reasons[4] == "this is no JSON object"
    assert reasons[5] == reasons[13] == "the column 'text' holds no text here"
    assert reasons[6] == "the column 'text' holds int here, not text"
    assert "zero bytes" in reasons[7]
    assert "half a character" in reasons[8]
    assert "not UTF-8" in reasons[10]
    assert [repair.line for repair in repairs][-1] == 9


def test_what_stands_behind_broken_json_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[\n{"title": "A", "text": "one"},\n{"title": }\n]')
    articles, (fault,), _ = read(path, "jsonl-news")
    assert [article.text for article in articles] == ["one"]
    assert (fault.line, "nothing behind it" in fault.reason) == (3, True)


def test_a_long_first_object_is_news_all_the_same(tmp_path: Path) -> None:
    row = {"title": "A", "maintext": BODY * 2000, "url": "https://a.test"}
    for name, data in (("a.json", [row]), ("b.json", row), ("c.json", {"status": "ok", "articles": [row]})):
        assert jsonl_news.sniff(Head(write(tmp_path / name, json.dumps(data)))) == 60


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        ({"text": BODY, "spans": [], "meta": {}}, 0),
        ({"text": BODY, "label": [[0, 3, "X"]], "title": "T"}, 0),
        ({"data": {"text": BODY}, "annotations": [], "id": 1}, 0),
        ({"tokenized_text": ["a"], "ner": []}, 0),
        ({"id": "1", "text": BODY, "text_sha256": "0", "url": "u"}, 0),
        ({"title": "T", "text": BODY, "label": 1}, 60),
        ({"text": BODY}, 12),
        ({"a": 1}, 0),
    ],
)
def test_files_of_annotations_are_left_to_their_readers(tmp_path: Path, row: dict[str, Any], claim: int) -> None:
    assert jsonl_news.sniff(Head(write(tmp_path / "a.jsonl", json.dumps(row) + "\n"))) == claim


# CSV


def test_rows_know_their_lines(tmp_path: Path) -> None:
    table = (
        'title,text,date,author\r\n"A ""b""","one\r\n\r\ntwo, yes",03/04/2031,Me\r\n,,,\r\nB,second,14/05/2031,\r\n'
        "C,,,\r\nD,x,y,z,w\r\nE,short,soon\r\n"
    )
    articles, faults, repairs = read(write(tmp_path / "a.csv", table), "csv")
    assert [(article.line, article.text) for article in articles] == [
        (2, "one\n\ntwo, yes"),
        (6, "second"),
        (9, "short"),
    ]
    assert articles[0].meta == {"headline": 'A "b"', "published": "2031-04-03", "byline": "Me"}
    assert articles[2].meta == {"headline": "E", "published": "soon"}
    assert faults == [
        Fault(7, "the column 'text' holds no text here"),
        Fault(8, "the row has 5 cells, but there are 4 columns"),
    ]
    assert repairs == [
        Repair(0, "Dates such as 03/04/2031 were read day first, since 14/05/2031 is one of them."),
        Repair(9, "A row has fewer cells than there are columns; it was read without the last ones."),
        Repair(9, "A date that can't be read for sure, such as 'soon', was kept as it stands."),
        Repair(2, "Line ends were changed to LF."),
    ]


def test_a_date_that_may_be_either_is_kept_as_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "text,date\none,03/04/2031\ntwo,04/05/2031\n")
    articles, _, (repair,) = read(path, "csv")
    assert [article.meta["published"] for article in articles] == ["03/04/2031", "04/05/2031"]
    assert repair == Repair(
        2, "A date that can't be read for sure, such as '03/04/2031', was kept as it stands (2 times)."
    )
    articles, _, repairs = read(path, "csv", date_order="mdy")
    assert ([article.meta["published"] for article in articles], repairs) == (["2031-03-04", "2031-04-05"], [])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_dialects_and_encodings(tmp_path: Path, delimiter: str, encoding: str, packed: bool) -> None:
    rows = [
        ["Titel", "Inhalt", "Datum"],
        ["Über, a;b", f'"{BODY}" für Köln, größer; später', "14.05.2031"],
        ["B", "Zwei", ""],
    ]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    data = out.getvalue().encode(encoding)
    path = write(tmp_path / ("a.csv.gz" if packed else "a.csv"), gzip.compress(data) if packed else data)
    articles, faults, repairs = read(path, "csv")
    assert ([article.text for article in articles], faults) == ([row[1] for row in rows[1:]], [])
    told = {"utf-16": {"encoding": "utf-16"}, "cp1252": {"encoding": "cp1252"}}.get(encoding, {})
    assert articles[0].meta == {"headline": "Über, a;b", "published": "2031-05-14", **told}
    notes = {
        "utf-16": ["Read as UTF-16."],
        "cp1252": ["Not UTF-8; read as cp1252, but that is not certain: check the accented letters."],
    }
    assert [repair.note for repair in repairs] == notes.get(encoding, [])
    assert columns(path) == rows[0]


def test_an_encoding_that_is_told_goes_first(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "title,text\nx,Привет из столицы\n".encode("cp1251"))
    (article,), _, repairs = read(path, "csv", encoding="windows-1251")
    assert (article.text, repairs) == ("Привет из столицы", [])
    assert refusal(path, "csv", encoding="klingon").startswith("There is no encoding 'klingon'")
    assert "can't be read as utf-8" in refusal(path, "csv", encoding="utf-8")


def test_rows_with_broken_bytes_are_refused_alone(tmp_path: Path) -> None:
    data = "title,text\nä,Größe über Köln\n".encode() + b"b,caf\xe9\n" + "ö,Übermut\n".encode()
    articles, faults, repairs = read(write(tmp_path / "a.csv", data), "csv")
    assert [article.text for article in articles] == ["Größe über Köln", "Übermut"]
    assert faults == [Fault(3, "the text holds bytes that are not UTF-8")]
    assert "some bytes are broken" in repairs[0].note


def test_tables_without_or_with_odd_headers(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f'"{BODY}",2031-05-14\n"{BODY} Two.",2031-05-15\n')
    articles, _, (repair,) = read(path, "csv")
    assert [article.line for article in articles] == [1, 2]
    assert articles[0].meta == {"column 2": "2031-05-14"}
    assert "the columns are called column 1 to column 2" in repair.note
    path = write(tmp_path / "b.csv", "text,text,\na,bb,c\n")
    (article,), _, (repair,) = read(path, "csv", mapping={"text": "text 2"})
    assert (article.text, article.meta) == ("bb", {"text": "a", "column 3": "c"})
    assert repair == Repair(1, "Columns of the same name were numbered: text.")
    path = write(tmp_path / "c.csv", "a,b\nc,d\n")
    articles, _, _ = read(path, "csv", header=False, mapping={"text": "column 2"})
    assert [article.text for article in articles] == ["b", "d"]
    assert refusal(write(tmp_path / "d.csv", "title,text\n"), "csv").endswith("d.csv holds no rows: leave it out.")
    assert "holds no rows" in refusal(write(tmp_path / "e.csv", ""), "csv")


def test_names_that_are_ours_do_not_hide_what_a_column_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "title,headline,text,file\nT,H,words,f\n")
    (article,), _, _ = read(path, "csv", mapping={"headline": "title"})
    assert article.meta == {"headline": "T", "headline (column)": "H", "file (column)": "f"}


def test_a_quote_that_never_ends(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'title,text\nA,one\nB,"two\nC,three\nD,four\n')
    articles, faults, _ = read(path, "csv")
    assert [article.text for article in articles] == ["one"]
    assert faults == [Fault(3, "a quoted cell of the row that starts here never ends; it takes in all the rest")]


def test_backslashes_before_quotes(tmp_path: Path) -> None:
    rows = "".join(f'"T{n}","He said \\"no, never\\" and, \\"yes\\" {n}","x"\n' for n in range(4))
    articles, faults, _ = read(write(tmp_path / "a.csv", '"title","text","note"\n' + rows), "csv")
    assert faults == []
    assert articles[0].text == 'He said "no, never" and, "yes" 0'


def test_a_cell_of_twenty_megabytes(tmp_path: Path) -> None:
    text = "Sorn, " * 3_500_000
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["title", "text"], ["A", text], ["B", "short"]])
    articles, faults, _ = read(path, "csv")
    assert ([len(article.text) for article in articles], faults) == ([len(text), 5], [])


def test_tables_without_an_ending_need_columns_of_news(tmp_path: Path) -> None:
    assert csv_news.sniff(Head(write(tmp_path / "a", "title;text;url\na;b;c\n"))) == 35
    assert csv_news.sniff(Head(write(tmp_path / "b.txt", "One, two, three.\nFour, five, six.\n"))) == 0
    assert csv_news.sniff(Head(write(tmp_path / "c.conll", "EU\tB-ORG\nrejects\tO\n\n"))) == 0
    assert csv_news.sniff(Head(write(tmp_path / "d.csv", "a,b\n1,2\n"))) == 50


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(cells.filter(lambda cell: cell.strip() != ""), cells, cells), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_the_csv_module_writes_comes_back(
    rows: list[tuple[str, str, str]], delimiter: str, quoting: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=quoting).writerows([("text", "title", "note"), *rows])
    articles, faults, _ = read(
        path, "csv", delimiter=delimiter, mapping={"text": "text", "headline": "title"}, html=False
    )
    assert faults == []
    assert [article.text for article in articles] == [row[0] for row in rows]
    assert [article.meta.get("headline", "") for article in articles] == [row[1].strip() for row in rows]
    assert [article.meta.get("note", "") for article in articles] == [row[2] if row[2].strip() else "" for row in rows]
    lines = path.read_bytes().decode().replace("\r\n", "\n").split("\n")
    for article in articles:
        assert article.text.split("\n")[0].replace('"', '""') in lines[article.line - 1]


# Excel


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "News"
    sheet.append(["Title", "Text", "Date", "Pages", "Sum", None])
    sheet.append(["Harbour", f"{BODY}\nTwo", datetime(2031, 5, 14), 3, "=1+2"])  # noqa: DTZ001
    sheet.append([None] * 5)
    sheet.append(["No text", None, None, 1.5])
    sheet.append(["Time", "third", datetime(2031, 5, 14, 9, 30), True])  # noqa: DTZ001
    sheet.append(["Over", "x", None, None, None, None, "y"])
    book.create_sheet("Other").append(["a"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    articles, faults, repairs = read(path, "excel")
    assert [(article.line, article.text) for article in articles] == [(2, f"{BODY}\nTwo"), (5, "third")]
    assert articles[0].meta == {"headline": "Harbour", "published": "2031-05-14", "Pages": 3}
    assert articles[1].meta == {"headline": "Time", "published": "2031-05-14T09:30:00", "Pages": True}
    assert [fault.line for fault in faults] == [4, 6]
    assert repairs == [Repair(0, "Only the sheet 'News' was read, not 'Other'.")]
    assert columns(path) == ["Title", "Text", "Date", "Pages", "Sum"]
    assert refusal(path, "excel", sheet="Third").endswith("has no sheet 'Third'; it has: News, Other.")


def test_workbooks_that_can_not_be_read(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "empty.xlsx")
    assert "holds no rows" in refusal(tmp_path / "empty.xlsx", "excel")
    assert "old or a locked form" in refusal(write(tmp_path / "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "excel")
    assert "no workbook" in refusal(write(tmp_path / "a.xlsx", b"PK\x03\x04 broken"), "excel")


# Parquet


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "title": ["A", "B", "C"],
            "maintext": [BODY, None, "three"],
            "date_publish": pa.array([datetime(2031, 5, 14, 9, tzinfo=UTC), None, None], pa.timestamp("ms", "UTC")),
            "authors": [["Ilka"], [], None],
            "seen": pa.array([date(2031, 5, 15), None, None]),
            "score": [0.5, float("nan"), None],
            "image": [b"\x89PNG", None, b"x"],
        }
    )
    path = tmp_path / "a.parquet"
    parquet.write_table(table, path)
    articles, faults, repairs = read(path, "parquet")
    assert [(article.line, article.text) for article in articles] == [(1, BODY), (3, "three")]
    assert articles[0].meta == {
        "headline": "A", "published": "2031-05-14T09:00:00Z", "byline": "Ilka", "seen": "2031-05-15", "score": 0.5,
    }  # fmt: skip
    assert faults == [Fault(2, "the column 'maintext' holds no text here")]
    (repair,) = repairs
    assert repair.note.startswith("A cell that holds no text, number or date, such as b'")
    assert mapping_of(path)["byline"] == "authors"
    assert "no Parquet file" in refusal(write(tmp_path / "b.parquet", b"PAR1 broken"), "parquet")


# The preview, and columns of markup


def test_preview_and_mapping(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "title,text,when\nA,one,2031\nB,two,2032\n")
    assert columns(path) == ["title", "text", "when"]
    assert sample(path, 1) == [{"title": "A", "text": "one", "when": "2031"}]
    assert mapping_of(path) == {"text": "text", "headline": "title"}
    told = {"mapping": {"published": "when"}}
    assert mapping_of(path, told) == {"text": "text", "headline": "title", "published": "when"}
    assert "the columns are: title, text, when" in refusal(path, "csv", mapping={"text": "body"})


def test_a_column_of_markup(tmp_path: Path) -> None:
    first = "Talvane closed the harbour of Sorn on Tuesday &amp; <b>all ships</b> from Merovia had to turn away."
    second = "The parliament of Ilmark will vote on the budget next week, said the speaker after the talks of Thursday."
    rows = [{"title": f"T{n}", "content": f"<p>{first}</p>\n<p>{second}</p><script>no()</script>"} for n in range(2)]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    articles, faults, repairs = read(path, "jsonl-news")
    assert faults == []
    plain = first.replace("&amp;", "&").replace("<b>", "").replace("</b>", "")
    assert [article.text for article in articles] == [f"{plain}\n\n{second}"] * 2
    assert [article.meta["headline"] for article in articles] == ["T0", "T1"]
    assert repairs == [Repair(0, "The column 'content' holds HTML; its text was taken without the markup.")]
    articles, _, repairs = read(path, "jsonl-news", html=False)
    assert ([article.text for article in articles], repairs) == ([row["content"] for row in rows], [])
