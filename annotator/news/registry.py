"""The kinds of files that news comes in."""

from __future__ import annotations

from annotator.core.kinds import Kind


def _kind(name: str, title: str, *suffixes: str, needs: tuple[str, ...] = ()) -> Kind:
    return Kind(name, title, suffixes, f"annotator.news.{name}", needs=needs, news=True)


KINDS = (_kind("text", "Plain text, one article a file; zones are found and marked", ".txt", ".text"),)
