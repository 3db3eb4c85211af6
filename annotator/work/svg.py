"""A drawing as SVG text: nothing outside it is needed to show it, and every word in it is escaped."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

from annotator import paths
from annotator.core.scheme import Scheme
from annotator.work.drawing import Dot, Drawing, Line, Path, Rect, Shape, Text

Paint = Callable[[str], str]
"""Turns the token of a colour into what CSS calls it."""

_FACES = "Inter, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_SPACE = "http://www.w3.org/2000/svg"
_PX_A_POINT = 96 / 72
_BASELINE = 0.36
_NARROW = frozenset(" iljtfrI.,:;|!'()[]-")


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(paths.resource(f"themes/{name}.toml").read_text(encoding="utf-8"))


def colour(token: str, scheme: Scheme, *, dark: bool = False) -> str:
    """Return a token's colour as `#RRGGBB`, in the light or the dark look."""
    colours = _table("dark" if dark else "light")["colours"]
    kind, _, rest = token.partition(":")
    if kind == "heat":
        return _between(colours["heat_low"], colours["heat_high"], float(rest))
    if kind == "label":
        label = scheme.label(rest)
        if label is None:
            return str(colours["ink3"])
        return label.colour_dark if dark else label.colour_light
    return str(colours[token])


def _between(low: str, high: str, share: float) -> str:
    ends = ((int(low[i : i + 2], 16), int(high[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in ends)


def svg(drawing: Drawing, title: str, scheme: Scheme, *, dark: bool = False) -> str:
    """Return a drawing as a file of its own, on paper, light or dark; the title is for screen readers."""
    ground = colour("paper", scheme, dark=dark)
    body = picture(drawing, title, lambda token: colour(token, scheme, dark=dark), f'xmlns="{_SPACE}" ', ground)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


def picture(drawing: Drawing, title: str, paint: Paint, more: str = "", ground: str = "") -> str:
    """Return a drawing as an `svg` element for a page of HTML.

    `paint` names the colours, `more` are further attributes, `ground` is the fill behind all.
    """
    wide, high = _number(drawing.width), _number(drawing.height)
    head = f'<svg {more}width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img"'
    parts = [f'{head} style="font-family: {escape(_FACES)}">', f"<title>{_clean(title)}</title>"]
    if ground:
        parts.append(f'<rect width="{wide}" height="{high}" style="fill: {ground}"/>')
    parts += [_element(shape, paint) for shape in drawing.shapes]
    return "\n".join([*parts, "</svg>\n"])


def _element(shape: Shape, paint: Paint) -> str:
    if isinstance(shape, Text):
        return _words(shape, paint)
    if isinstance(shape, Rect):
        radius = f' rx="{_number(shape.radius)}"' if shape.radius else ""
        return (
            f'<rect x="{_number(shape.x)}" y="{_number(shape.y)}" width="{_number(shape.width)}" '
            f'height="{_number(shape.height)}"{radius} style="fill: {paint(shape.fill)}{_opacity(shape.opacity)}"/>'
        )
    if isinstance(shape, Line):
        return (
            f'<line x1="{_number(shape.x1)}" y1="{_number(shape.y1)}" x2="{_number(shape.x2)}" '
            f'y2="{_number(shape.y2)}" style="stroke: {paint(shape.colour)}; stroke-width: {shape.width}"/>'
        )
    if isinstance(shape, Dot):
        ring = f"; stroke: {paint(shape.ring)}; stroke-width: 1.5" if shape.ring else ""
        return (
            f'<circle cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}" '
            f'style="fill: {paint(shape.fill)}{ring}"/>'
        )
    return _path(shape, paint)


def _path(shape: Path, paint: Paint) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
    if shape.filled:
        return f'<polygon points="{points}" style="fill: {paint(shape.colour)}{_opacity(shape.opacity)}"/>'
    style = f"fill: none; stroke: {paint(shape.colour)}; stroke-width: {shape.width}; stroke-linejoin: round"
    return f'<polyline points="{points}" style="{style}{_opacity(shape.opacity)}"/>'


def _words(shape: Text, paint: Paint) -> str:
    """Write words, cut by an estimate of their width where their room is short; a tip then holds all of them."""
    size = float(_table("measures")["type"][shape.size]) * _PX_A_POINT
    shown = _cut(shape.text, shape.room / size) if shape.room else shape.text
    tip = f"<title>{_clean(shape.text)}</title>" if shown != shape.text else ""
    weight = f"; font-weight: {shape.weight}" if shape.weight != 400 else ""
    anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
    style = f"font-size: {_number(size)}px{weight}; font-variant-numeric: tabular-nums; fill: {paint(shape.colour)}"
    return (
        f'<text x="{_number(shape.x)}" y="{_number(shape.y + size * _BASELINE)}"{anchor} '
        f'style="{style}">{tip}{_clean(shown)}</text>'
    )


def _cut(text: str, room: float) -> str:
    """Return as much of a text as has room, in ems, by the usual widths of letters."""
    if sum(map(_width, text)) <= room:
        return text
    left = room - 0.8
    for place, letter in enumerate(text):
        left -= _width(letter)
        if left < 0:
            return text[: max(place, 1)].rstrip() + "…"
    return text


def _width(letter: str) -> float:
    """Return about how wide a letter is, in ems."""
    if letter in _NARROW:
        return 0.32
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.9 if letter in "mwMW@" else 0.68 if letter.isupper() else 0.57


def _clean(text: str) -> str:
    """Escape a text; control characters, which XML can't hold, become the sign for what can't be shown."""
    return escape("".join(c if c >= " " and c not in "\x7f\ufffe\uffff" else "\ufffd" for c in text))


def _opacity(share: float) -> str:
    return f"; opacity: {share}" if share < 1 else ""


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
