"""Which reader takes which file, all of them asked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from annotator.work import kinds

BODY = "The harbour of Sorn was closed on Tuesday, the minister of trade of Talvane said in the parliament. " * 2
LEXIS = f"1 of 1 DOCUMENTS\n\nThe Sorn Courier\n\nMay 14, 2031\n\nHarbour closed\n\nLENGTH: 9 words\n\n{BODY}\n"
FACTIVA = (
    f'<html><head><title>Factiva</title></head><body><div class="article enArticle"><p>{BODY}</p></div></body></html>'
)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.txt", BODY, "text"),
        ("b.txt", LEXIS, "archive"),
        ("c.html", FACTIVA, "archive"),
        ("d.html", f"<!DOCTYPE html><html><body><article><h1>T</h1><p>{BODY}</p></article></body></html>", "html"),
        ("e.jsonl", json.dumps({"title": "T", "text": BODY, "url": "https://a.test", "date": "2031"}), "jsonl-news"),
        ("f.json", json.dumps([{"headline": "T", "body": BODY}]), "jsonl-news"),
        ("g.csv", f'title,text\nA,"{BODY}"\n', "csv"),
        ("h.tsv", f"title\ttext\nA\t{BODY}\nB\t{BODY}\n", "csv"),
        ("i", f"title;text;url\nA;{BODY};u\n", "csv"),
        ("j.jsonl", json.dumps({"id": "x", "text": "T", "text_sha256": "0", "spans": []}), "native"),
        ("k.jsonl", json.dumps({"text": "T", "label": [[0, 1, "X"]]}), "doccano"),
        ("l.jsonl", json.dumps({"text": "T", "spans": [], "_input_hash": 1, "answer": "accept"}), "prodigy"),
        ("m.json", json.dumps([{"data": {"text": "T"}, "annotations": [], "id": 1}]), "label-studio"),
        ("n.json", json.dumps([{"tokenized_text": ["T"], "ner": []}]), "gliner"),
        ("o.tsv", "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=T\n1-1\t0-1\tT\n", "webanno"),
        ("p.rtf", "{\\rtf1 text}", "rtf"),
        ("q.pdf", "%PDF-1.7\n", "pdf"),
        (
            "r.rss",
            f'<?xml version="1.0"?><rss version="2.0"><channel><item><title>{BODY}</title></item></channel></rss>',
            "feed",
        ),
    ],
)
def test_every_text_finds_its_reader(tmp_path: Path, name: str, text: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert kinds.detect(path).name == kind


def test_every_zip_finds_its_reader(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(BODY)
    document.save(str(tmp_path / "a.docx"))
    Workbook().save(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "c.epub", "w") as file:
        file.writestr("mimetype", "application/epub+zip")
    for name, kind in (("a.docx", "docx"), ("b.xlsx", "excel"), ("c.epub", "epub")):
        assert kinds.detect(tmp_path / name).name == kind
        bare = (tmp_path / name).rename(tmp_path / name[0])
        assert kinds.detect(bare).name == kind
