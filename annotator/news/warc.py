"""Web archives (WARC): each page and text in them is an article; what is neither is counted."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.html import article_of
from annotator.news.page_bytes import MAX_BYTES, codec_of, decode
from annotator.news.page_dates import exact_date
from annotator.news.page_meta import host
from annotator.news.sources import guess_language
from annotator.news.warc_records import BLOCK, RawRecord, records

_PAGES = ("text/html", "application/xhtml+xml")
_TYPES = {"image": "pictures", "video": "videos", "audio": "sounds", "font": "fonts"}
_NO_CONTENT = ("warcinfo", "request", "metadata")


@dataclass(frozen=True, slots=True)
class _Found:
    """The content of a record that is a page or a plain text, with where and when it was fetched."""

    data: bytes
    kind: str
    charset: str
    url: str
    fetched: str


class _Skipped(Exception):
    """A record is no page; its word says what it is, in the plural."""


def sniff(head: Head) -> int:
    """Tell an archive by its first record, packed or not."""
    data = head.data
    if data[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(31).decompress(data, 256)
        except zlib.error:
            return 0
    return 95 if data.startswith((b"WARC/1.", b"WARC/0.")) else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the pages of an archive; raise NewsError where it is none."""
    told = source.options.get("encoding")
    told = told if isinstance(told, str) and told else None
    total = source.path.stat().st_size
    skipped: Counter[str] = Counter()
    count = 0
    with source.path.open("rb") as file:
        for record in records(file):
            count += 1
            source.step(min(record.offset, total), total)
            try:
                found = _content(record)
                yield _article(found, record.offset, told)
            except _Skipped as word:
                skipped[str(word)] += 1
            except NewsError as error:
                yield Fault(0, f"the record at byte {record.offset:,}{_of(record)} was not taken: {error}")
    if not count:
        raise NewsError("it holds no record: it is no web archive, or it is empty")
    if skipped:
        listed = ", ".join(f"{number:,} {word}" for word, number in skipped.most_common())
        yield Repair(0, f"{skipped.total():,} of {count:,} records are no pages: {listed}")


def _of(record: RawRecord) -> str:
    """Return the address of a record, to be read by a person; empty where it has none."""
    for line in record.header.split(b"\n"):
        if line.lower().startswith(b"warc-target-uri:"):
            address = line[16:].decode("utf-8", "replace").strip(" <>\r\t")
            return f" ({address[:300]})"
    return ""


def _content(record: RawRecord) -> _Found:
    """Return what lies in a record; raise _Skipped for what is no page, NewsError for what is broken."""
    if record.broken:
        raise NewsError(record.broken)
    parsed = _parsed(record)
    kind = parsed.rec_type or ""
    if kind not in ("response", "resource", "conversion"):
        raise _Skipped("requests and notes" if kind in _NO_CONTENT else f"{kind or 'nameless'} records")
    http = parsed.http_headers
    status = http.get_statuscode() if http is not None else "200"
    if status[:1] == "3":
        raise _Skipped("redirects")
    if status != "200":
        raise _Skipped("errors of the site")
    told = (
        http.get_header("Content-Type") if http is not None else parsed.rec_headers.get_header("Content-Type")
    ) or ""
    mime, charset = _typed(told)
    if mime not in (*_PAGES, "text/plain"):
        known = not mime and kind == "response" and record.block[-200_000:].lstrip()[:1] == b"<"
        if not known:
            raise _Skipped(_TYPES.get(mime.partition("/")[0], "other files"))
        mime = "text/html"
    if record.size > BLOCK:
        raise NewsError(f"it is larger than {BLOCK >> 20} MB")
    date = exact_date(parsed.rec_headers.get_header("WARC-Date"))
    url = parsed.rec_headers.get_header("WARC-Target-URI") or ""
    return _Found(_payload(parsed), mime, charset, url, date)


def _parsed(record: RawRecord) -> Any:
    """Return a record as warcio reads it; raise NewsError."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    try:
        return ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
            io.BytesIO(record.header + record.block), known_format="warc"
        )
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, UnicodeError):
        raise NewsError("its header can't be read") from None


def _typed(content_type: str) -> tuple[str, str]:
    """Return a content type's name and its character set, both in small letters; empty where it has none."""
    mime, _, rest = content_type.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return mime.strip().lower(), charset


def _payload(parsed: Any) -> bytes:
    """Return a record's content without the packing of the transfer, in bounded memory."""
    http = parsed.http_headers
    stream = parsed.raw_stream
    if http is None:
        return bytes(stream.read())
    if (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        stream = ChunkedDataReader(stream)
    data = bytes(stream.read())
    packing = (http.get_header("Content-Encoding") or "").strip().lower()
    if packing in ("gzip", "x-gzip") and data[:2] == b"\x1f\x8b":
        return _unpacked(data, 31)
    if packing == "deflate" and data.lstrip()[:1] != b"<":
        return _unpacked(data, 15 if data[:1] == b"\x78" else -15)
    if packing in ("br", "zstd") and not data.isascii() and data.lstrip()[:1] != b"<":
        raise NewsError(f"it is packed as {packing}, which is not read here: unpack the archive's contents")
    return data


def _unpacked(data: bytes, window: int) -> bytes:
    unpack = zlib.decompressobj(window)
    try:
        out = unpack.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise NewsError("its packed content is damaged") from None
    if len(out) > MAX_BYTES:
        raise NewsError(f"it unpacks to more than {MAX_BYTES >> 20} MB")
    return out


def _article(found: _Found, offset: int, told: str | None) -> NewsArticle:
    url = found.url if found.url.startswith(("http://", "https://")) else ""
    hint = found.charset if codec_of(found.charset) else ""
    news = article_of(found.data, url, told, hint) if found.kind in _PAGES else _plain(found, url, told, hint)
    if found.fetched:
        news.meta["fetched"] = found.fetched
    news.notes = [f"The record at byte {offset:,}: {note}" for note in news.notes]
    return news


def _plain(found: _Found, url: str, told: str | None, hint: str) -> NewsArticle:
    """Return a record of plain text, or of text that was taken from a page (WET), as it stands."""
    page = decode(found.data, told, hint)
    text = page.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or not text.strip():
        raise NewsError("it holds no text")
    meta: dict[str, Any] = {"url": url, "source": host(url), "language": guess_language(text)}
    if page.encoding != "utf-8":
        meta["encoding"] = page.encoding
    return NewsArticle(text, {key: value for key, value in meta.items() if value}, notes=list(page.notes))
