"""Write an article's elements down as text, with the parts that its markup tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from annotator.core.zones import Zone
from annotator.news import page_parts as parts
from annotator.news.captions import credit_at
from annotator.news.dom import Flow
from annotator.news.page_dates import shown_date
from annotator.news.page_main import Main, folded, text_of

_DASH = re.compile(r"[ \u00a0]?[-–—]{1,2}(?=\s)")
_DIGIT = re.compile(r"\d")
_ENDING = frozenset(".!?:;,…)”»’")
_LONGEST_BYLINE = 250
_LONGEST_DATE = 120
_LONGEST_CAPTION = 1_600
_HOLDERS = ("figcaption", "img", "picture", "amp-img", "p", "blockquote", "table", "pre", "ul", "ol", "figure")
_GLUED = frozenset(["span", "a", "time", "cite", "small"])


def written(main: Main) -> tuple[str, tuple[Zone, ...]]:
    """Return the article's text and the zones its markup tells (code points, half-open, apart from each other)."""
    walk = _Walk(main)
    walk.element(main.root, muted=main.root is not main.body)
    text, zones = walk.flow.finish()
    return text, tuple(_told(text, zones))


class _Walk:
    """Goes through the article in the page's order; outside the body only what names itself is written."""

    def __init__(self, main: Main) -> None:
        self.main, self.flow = main, Flow()
        self.in_body = False
        self.after_headline = main.headline is None
        self.after_body = False
        self.prose = False
        self._body_path = {main.body, *main.body.iterancestors()}
        headline = main.headline
        self._headline_path = set() if headline is None else {headline, *headline.iterancestors()}
        self._with_title = {one for title in main.root.iter("h1") for one in title.iterancestors()}
        self._captioned: dict[Any, bool] = {}
        self._headline = folded(text_of(main.headline)) if main.headline is not None else ""

    def element(self, element: Any, *, muted: bool, within: str = "") -> None:
        """Write one element, without the text behind it; `within` names the part it lies in."""
        tag = element.tag
        if element in self.main.dropped:
            return
        if tag == "br":
            self.flow.break_line()
            return
        if tag == "hr":
            self.flow.end_line(2)
            return
        if element is self.main.body:
            self.in_body, muted = True, False
        part = self._part(element, muted, within)
        if part == "out":
            return
        gap = self._gap(element, part, within)
        self._before(element, gap)
        if part:
            self.flow.open("" if part == "plain" else part)
            muted = False
        self._inside(element, muted=muted, within=part or within)
        if part:
            self.flow.close()
        if gap:
            self.flow.end_line(gap)
        self._after(element)

    def _inside(self, element: Any, *, muted: bool, within: str) -> None:
        exact = element.tag in ("pre", "textarea", "xmp", "listing")
        prose = self.prose
        self.prose = prose or (element.tag in parts.PROSE and element.tag not in parts.HEADINGS)
        if element.text and not muted:
            self.flow.write(element.text, exact=exact)
        cells = element.tag == "tr" and self._is_data(element)
        for place, child in enumerate(element):
            if cells and place and not muted:
                self.flow.write("\t", exact=True)
            if cells and child.tag in ("td", "th"):
                self._inside(child, muted=muted, within=within)
            else:
                self.element(child, muted=muted, within=within)
            if child.tail and not muted:
                self.flow.write(child.tail, exact=exact)
        self.prose = prose

    def _gap(self, element: Any, part: str, within: str) -> int:
        if element.tag == "cite" and not within and element.getparent().tag == "blockquote":
            return 1
        if element.tag in ("ul", "ol") and element.getparent().tag == "li":
            return 1
        if element.tag == "wbr" or (element.tag in parts.INLINE and part in ("", "dateline") and self.prose):
            return 2 if parts.is_block(element) else 0
        if part == "credit" and within == "caption":
            return 1
        if part and part != "plain" and not (part == "dateline" and within == "byline" and self.flow.last):
            return 2 if part != within else 0
        if not parts.is_block(element):
            return 0
        return 1 if element.tag in ("li", "tr", "dt", "dd") or within in ("caption", "byline", "related") else 2

    def _before(self, element: Any, gap: int) -> None:
        if gap:
            self.flow.end_line(gap)
        elif self._glued(element):
            self.flow.write(" ")

    def _glued(self, element: Any) -> bool:
        """Tell whether an inline element directly follows another that only a style sheet keeps apart from it."""
        before = element.getprevious()
        if before is None or before.tail or before.tag not in _GLUED or element.tag not in _GLUED:
            return False
        left, right = self.flow.last, next(iter(text_of(element)), "")
        if not left or not right or left.isspace():
            return False
        if left in _ENDING:
            return right.isalnum() or right in "“„«‘"
        if (left.islower() or left.isdigit()) and right.isupper():
            return True
        classes = element.get("class"), before.get("class")
        apart = classes[0] != classes[1] and None not in classes and not self.prose
        return apart and left.isalnum() and right.isalnum() and len(text_of(before)) > 1

    def _after(self, element: Any) -> None:
        if element is self.main.body:
            self.in_body, self.after_body = False, True
        if element is self.main.headline:
            self.after_headline = True

    def _part(self, element: Any, muted: bool, within: str) -> str:
        """Return what an element is: a zone's kind, "plain" for text to be written, "out", or nothing special."""
        if element is self.main.headline:
            return "headline"
        if within in ("headline", "credit"):
            return ""
        if within == "caption":
            return "credit" if parts.is_credit(element, in_figure=True) else ""
        if within == "byline":
            return "dateline" if self._is_date(element) else ""
        if within in ("related", "dateline"):
            return ""
        if muted and element not in self._body_path and self._elsewhere(element):
            return "out"
        found = self._named(element, muted)
        if found or not muted:
            return found
        return "plain" if self._is_plain(element) else ""

    def _elsewhere(self, element: Any) -> bool:
        """Tell whether an element beside the body is none of the article's: other articles, links to them."""
        if element in self._headline_path:
            return False
        between = self.after_headline and not self.after_body
        if between and parts.is_standfirst(element) and not self._links(element):
            return False
        if element.tag in ("article", "a") or parts.is_related(element) or (element.tag == "aside" and not between):
            return True
        if not between:
            return not self.main.told or self.main.root.tag == "body"
        return False

    def _named(self, element: Any, muted: bool) -> str:
        if element.tag in ("h1", "h2") and self._is_title(element):
            return "headline"
        if element in self._body_path:
            return ""
        if not muted and (element.tag in ("aside", "article") or parts.is_related(element)):
            return self._links(element)
        if element.tag == "p" and self._all_link(element):
            return "related"
        figure = _in_figure(element)
        if parts.is_caption(element):
            return "caption" if self._extent(element) <= _LONGEST_CAPTION else ""
        if parts.is_credit(element, in_figure=figure) and not self.prose:
            small = 2 <= self._extent(element) <= _LONGEST_BYLINE
            return "credit" if small and (figure or _by_picture(element)) else ""
        if figure:
            return self._beside_picture(element)
        if self._is_byline(element):
            return "byline"
        if muted and self.after_headline and not len(element) and shown_date(_short(element.text)):
            return "dateline"
        return "dateline" if self._is_date(element) or self._is_place(element) else ""

    def _is_title(self, element: Any) -> bool:
        """Tell whether an element says the headline again."""
        near = abs(self._extent(element) - len(self._headline)) <= 40
        return bool(self._headline) and near and folded(text_of(element)) == self._headline

    def _beside_picture(self, element: Any) -> str:
        """Tell what an element is that lies in a figure but in no caption: the caption itself, or a button's label."""
        figure = next(element.iterancestors("figure", "noscript"), None)
        size = self._extent(element)
        if figure is None or size > _LONGEST_CAPTION or element.tag in _HOLDERS or _has(element, *_HOLDERS):
            return ""
        if figure not in self._captioned:
            self._captioned[figure] = any(parts.is_caption(one) for one in figure.iter("*"))
        if self._captioned[figure]:
            return "out" if size < 40 else ""
        return "caption" if size >= 15 else ""

    def _is_byline(self, element: Any) -> bool:
        if self.prose and element.tag != "p" and element.getparent().tag != "li":
            return False
        if not parts.is_byline(element) or next(element.iterancestors("blockquote"), None) is not None:
            return False
        small = 2 <= self._extent(element) <= _LONGEST_BYLINE
        return small and not self._holds(element) and any(map(str.isalpha, text_of(element)))

    def _is_date(self, element: Any) -> bool:
        size = self._extent(element)
        if not 4 <= size <= _LONGEST_DATE or not parts.is_date(element) or self._holds(element):
            return False
        around = next(element.iterancestors(*parts.PROSE), None)
        alone = around is None or self._extent(around) <= size + 60
        return alone and _DIGIT.search(text_of(element)) is not None

    def _is_place(self, element: Any) -> bool:
        """Tell whether an inline element is the dateline that a paragraph begins with."""
        if not parts.is_place(element) or not self.in_body or self.flow.last:
            return False
        return 2 <= self._extent(element) <= _LONGEST_DATE and self._extent(element.getparent()) > 40

    def _holds(self, element: Any) -> bool:
        """Tell whether the headline or running text lies in an element."""
        main = self.main
        if element in self._body_path or element in self._headline_path or element in self._with_title:
            return True
        return main.prose.get(element, 0) > main.units.get(element, 0)

    def _is_data(self, row: Any) -> bool:
        """Tell whether a table's row holds short cells, as data does; a page's layout holds blocks."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        return len(cells) > 1 and all(
            self._extent(cell) <= 80 and not any(one.tag in ("p", "table", "div", "td", "ul", "h1") for one in cell)
            for cell in cells
        )

    def _extent(self, element: Any) -> int:
        return self.main.extent.get(element, 0)

    def _all_link(self, element: Any) -> bool:
        """Tell whether a paragraph is nothing but the title of another article, linked; an address is none."""
        size = self._extent(element)
        if not 15 <= size <= _LONGEST_BYLINE or self.main.linked.get(element, 0) < size or _in_figure(element):
            return False
        return not text_of(element).startswith(("http", "www."))

    def _links(self, element: Any) -> str:
        """Tell whether an element in the body is a block of links ("related"), goes out, or belongs to the text."""
        size, linked = self._extent(element), self.main.linked.get(element, 0)
        if 2 * linked > size:
            return "related" if size <= _LONGEST_CAPTION else "out"
        return "related" if linked and size < 200 and parts.is_related(element) else ""

    def _is_plain(self, element: Any) -> bool:
        """Tell whether an element beside the body holds running text of the article."""
        if element in self._body_path or not self.after_headline or _in_figure(element):
            return False
        if parts.is_standfirst(element) and not self.after_body:
            return self._extent(element) > 10 and element not in self._with_title
        if element.tag in ("h2", "h3", "h4") and not self.after_body:
            before = element.getprevious()
            return before is not None and before is self.main.headline
        return element in self.main.units and element.tag in parts.PROSE


def _short(text: str | None) -> str:
    return text if text and len(text) <= _LONGEST_DATE else ""


def _has(element: Any, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None


def _in_figure(element: Any) -> bool:
    return (
        any(one.tag in ("figure", "picture", "noscript") for one in element.iterancestors()) or element.tag == "figure"
    )


def _by_picture(element: Any) -> bool:
    """Tell whether a picture or its caption stands right beside an element."""
    parent = element.getparent()
    near = [one for one in (parent, element.getprevious(), element.getnext()) if one is not None]
    return any(_has(one, "img", "amp-img") or parts.is_caption(one) for one in near if len(one) < 12)


def _told(text: str, zones: list[Zone]) -> Iterator[Zone]:
    """Yield the zones that are marked in a text: credits parted from captions, copies told, dashes taken in."""
    seen: set[tuple[str, str]] = set()
    caption = ""
    for zone in [part for whole in zones if whole.kind for part in _parted(text, whole)]:
        words = folded(text[zone.start : zone.end])
        end = zone.end
        if zone.kind == "dateline" and (dash := _DASH.match(text, zone.end)):
            end = dash.end()
        caption = words if zone.kind == "caption" else caption
        key = (caption if zone.kind == "credit" else "", f"{zone.kind} {words}")
        copied = key in seen and zone.kind in ("headline", "caption", "credit")
        seen.add(key)
        yield Zone(zone.start, end, zone.kind, duplicate=copied)


def _parted(text: str, zone: Zone) -> Iterator[Zone]:
    """Part a caption from the credit that it ends with."""
    words = text[zone.start : zone.end]
    place = credit_at(words) if zone.kind == "caption" and "\n" not in words else -1
    if place == 0:
        yield Zone(zone.start, zone.end, "credit")
    elif place > 0:
        yield Zone(zone.start, zone.start + len(words[:place].rstrip()), "caption")
        yield Zone(zone.start + place, zone.end, "credit")
    else:
        yield zone
