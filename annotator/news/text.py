"""Plain text: one article a file, never cleaned; what is no body is marked, not removed."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.sources import Head, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.read import read_text_file
from annotator.news.sources import guess_language

SUFFIXES = (".txt", ".text")


def sniff(head: Head) -> int:
    """Take what nobody else claims."""
    return 20 if head.suffix in SUFFIXES else 1


def read(source: Source) -> Iterator[NewsArticle]:
    """Read the one article of a text file; raise NewsError, also where it is data that no other reader wanted."""
    if source.path.suffix.lower() not in SUFFIXES and isinstance(Head(source.path).first, dict | list):
        raise NewsError(f"{source.path} holds JSON that nothing here knows: name its format, or save it as text.")
    news = read_text_file(source.path, str(source.options.get("encoding") or ""))
    meta = {"encoding": news.encoding}
    if language := guess_language(news.text):
        meta["language"] = language
    yield NewsArticle(news.text, meta, notes=list(news.notes))
