"""Make the document that the article view shows: the words as they are, zones and headline in their type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from annotator.core.offsets import OffsetMap, display_text
from annotator.core.zones import Zone
from annotator.gui.article.measures import Measures
from annotator.gui.theme import Theme
from annotator.gui.wording import is_right_to_left

BODY, HEADLINE, DIM, MARKUP = "body", "headline", "dim", "markup"
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_EMPTY_LINE = re.compile(r"^$", re.MULTILINE)
_EMPTY_HEIGHT = 4


def runs(text: str, zones: Sequence[Zone]) -> Iterator[tuple[int, int, str]]:
    """Yield ranges (code points) that cover the text, each with the type it is set in."""
    turns: list[tuple[int, str, int]] = []
    for zone in zones:
        if zone.furniture or zone.kind == "headline":
            turns += _turns(zone.start, zone.end, DIM if zone.furniture else HEADLINE)
        if zone.furniture:
            for match in _TAG.finditer(text, zone.start, zone.end):
                turns += _turns(match.start(), match.end(), MARKUP)
    turns.sort()
    depth = {MARKUP: 0, DIM: 0, HEADLINE: 0}
    at = 0
    for place, style, step in turns:
        if place > at:
            yield at, place, next((name for name, count in depth.items() if count), BODY)
            at = place
        depth[style] += step
    if at < len(text):
        yield at, len(text), BODY


def _turns(start: int, end: int, style: str) -> list[tuple[int, str, int]]:
    return [(start, style, 1), (end, style, -1)]


def build_document(
    parent: QObject, text: str, offsets: OffsetMap, zones: Sequence[Zone], measures: Measures, theme: Theme
) -> QTextDocument:
    """Return the document, not laid out yet: given to the view whole, Qt lays out what is seen and then the rest."""
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(theme.article_font(zoom=measures.zoom))
    set_margins(document, measures, measures.gutter, measures.gutter)
    types = _char_formats(theme, measures.zoom)
    shown = display_text(text)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(_block_format(measures, measures.reserve))
    for start, end, style in runs(text, zones):
        cursor.insertText(shown[start:end], types[style])
    _tighten(cursor, text, offsets, zones, measures)
    cursor.endEditBlock()
    return document


def set_margins(document: QTextDocument, measures: Measures, left: int, right: int) -> None:
    """Set the room around the column, in which zones have their names and bars may end."""
    frame = document.rootFrame().frameFormat()
    frame.setTopMargin(measures.top)
    frame.setBottomMargin(measures.bottom)
    frame.setLeftMargin(left)
    frame.setRightMargin(right)
    document.rootFrame().setFrameFormat(frame)


def _block_format(measures: Measures, reserve: int) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(reserve, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    form.setBottomMargin(measures.gap)
    return form


def _tighten(cursor: QTextCursor, text: str, offsets: OffsetMap, zones: Sequence[Zone], measures: Measures) -> None:
    """Set page furniture closer, and empty lines low: the room under a last line already sets paragraphs apart."""
    low = _block_format(measures, measures.low_reserve)
    low.setBottomMargin(measures.gap + (measures.reserve - measures.low_reserve) // 2)
    for zone in zones:
        if zone.furniture:
            cursor.setPosition(offsets.to_qt(zone.start))
            cursor.setPosition(offsets.to_qt(zone.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.setBlockFormat(_turned(low) if _hidden_direction(text, zone) else low)
    empty = QTextBlockFormat()
    empty.setLineHeight(_EMPTY_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    empty.setBottomMargin(measures.gap)
    for match in _EMPTY_LINE.finditer(text):
        cursor.setPosition(offsets.to_qt(match.start()))
        cursor.setBlockFormat(empty)


def _hidden_direction(text: str, zone: Zone) -> bool:
    """Tell whether left-over markup makes Qt set a right-to-left line from the left."""
    start = text.rfind("\n", 0, zone.start) + 1
    line = text[start : zone.end]
    return is_right_to_left(_TAG.sub("", line)) and not is_right_to_left(line)


def _turned(form: QTextBlockFormat) -> QTextBlockFormat:
    turned = QTextBlockFormat(form)
    turned.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return turned


def _char_formats(theme: Theme, zoom: int) -> dict[str, QTextCharFormat]:
    headline = QTextCharFormat()
    headline.setFont(theme.article_font("headline", 700, zoom=zoom))
    dim = QTextCharFormat()
    dim.setFont(theme.article_font("zone", zoom=zoom))
    dim.setForeground(theme.colour("ink3"))
    markup = QTextCharFormat()
    markup.setFont(theme.article_font("micro", zoom=zoom))
    markup.setForeground(theme.colour("edge"))
    return {BODY: QTextCharFormat(), HEADLINE: headline, DIM: dim, MARKUP: markup}
