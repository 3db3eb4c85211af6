"""Say what a text tells of itself: its headline, its script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotator.core.zones import Zone

_HEADLINE = 120
_SCRIPTS = (("he", re.compile("[\u05d0-\u05ea]")), ("ar", re.compile("[\u0620-\u064a]")))
# Persian, Urdu, Pashto, Kurdish and Uyghur write letters that Arabic does not have.
_NOT_ARABIC = re.compile("[\u0679-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def first_headline(text: str, zones: Iterable[Zone]) -> str:
    """Give the headline zone's text, or the first line that holds text, cut at about 120 characters."""
    for zone in zones:
        if zone.kind == "headline" and not zone.duplicate:
            return _cut(text[zone.start : zone.end])
    match = re.search(r"\S", text)
    if match is None:
        return ""
    line_end = text.find("\n", match.start())
    return _cut(text[match.start() : line_end if line_end >= 0 else len(text)])


def _cut(line: str) -> str:
    line = " ".join(line[: 4 * _HEADLINE].split())
    if len(line) <= _HEADLINE:
        return line
    head, _, _ = line[:_HEADLINE].rpartition(" ")
    return (head or line[: _HEADLINE - 1]) + "…"


def guess_language(text: str) -> str:
    """Give "ar" or "he" where most letters of the beginning are of that script, else an empty string."""
    head = text[:4000]
    plain = head.encode("ascii", "ignore")
    if 2 * (len(head) - len(plain)) <= len(plain.translate(None, _NO_LETTERS)):
        return ""  # most news: too few characters are left that could be of another script
    letters = len(_LETTER.findall(head))
    for language, script in _SCRIPTS:
        if 2 * len(script.findall(head)) > letters:
            foreign = len(_NOT_ARABIC.findall(head)) if language == "ar" else 0
            return "" if 50 * foreign > letters else language
    return ""
