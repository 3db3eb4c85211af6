"""Pages that a browser saved as one file (MHTML): the page itself, without its pictures and styles."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser

from annotator.news.errors import NewsError

_MANY_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Hold the bytes of the page, where it was saved from, and the encoding its header names."""

    data: bytes
    url: str
    encoding: str


def page_of(data: bytes) -> SavedPage:
    """Return the first page of an MHTML file; raise NewsError where there is none. Nothing else in it is decoded."""
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
    except RecursionError:
        raise NewsError("its parts are nested too deeply: save the page again, as one HTML file") from None
    url = _line(message, "Snapshot-Content-Location")
    for number, part in enumerate(message.walk()):
        if number > _MANY_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return SavedPage(content, url or _line(part, "Content-Location"), part.get_content_charset() or "")
    raise NewsError("it holds no web page: save the page again, as one HTML file")


def _line(message: Message, key: str) -> str:
    value = " ".join(str(message.get(key, "")).split())
    return value if value.startswith(("http://", "https://")) else ""
