"""The kinds of files that news comes in."""

from __future__ import annotations

from annotator.core.kinds import Kind


def _kind(name: str, title: str, *suffixes: str, module: str = "", needs: tuple[str, ...] = ()) -> Kind:
    return Kind(name, title, suffixes, f"annotator.news.{module or name.replace('-', '_')}", needs=needs, news=True)


KINDS = (
    _kind("text", "Plain text, one article a file; zones are found and marked", ".txt", ".text"),
    _kind(
        "jsonl-news",
        "JSON: one article an object, in lines or an array",
        ".jsonl",
        ".ndjson",
        ".jl",
        ".json",
        ".jsonl.gz",
        ".json.gz",
    ),
    _kind(
        "csv", "CSV, TSV: one article a row", ".csv", ".tsv", ".tab", ".psv", ".csv.gz", ".tsv.gz", module="csv_news"
    ),
    _kind("html", "Web pages as saved: HTML, XHTML, MHTML", ".html", ".htm", ".xhtml", ".mhtml", ".mht"),
    _kind("feed", "Feeds: RSS, Atom, RDF; one article an entry", ".rss", ".atom", ".rdf", ".xml"),
    _kind("warc", "Web archives (WARC, WET); one article a page", ".warc", ".warc.gz", ".wet", ".wet.gz"),
    _kind("excel", "Excel workbook: one article a row", ".xlsx", ".xlsm", ".xls"),
    _kind("parquet", "Parquet: one article a row", ".parquet", ".pq", needs=("pyarrow",)),
    _kind("docx", "Word document", ".docx", ".docm", ".doc"),
    _kind("rtf", "RTF document", ".rtf"),
    _kind("pdf", "PDF with text", ".pdf"),
    _kind("epub", "EPUB book: one article a chapter", ".epub"),
    _kind("archive", "Export of Nexis, Factiva or ProQuest: many articles in one text or HTML file", ".html", ".txt"),
)
