"""How a cell of the table of articles is drawn; the rows' ground is the table's."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui import theme
from annotator.gui.corpus.columns import HEADLINE, Column
from annotator.gui.corpus.model import CorpusModel, Index
from annotator.gui.corpus.wording import DASH, cell_text
from annotator.gui.label.queue_delegate import paint_mark
from annotator.gui.widgets.painting import draw_icon
from annotator.gui.wording import is_right_to_left
from annotator.store.corpus import CorpusRow

if TYPE_CHECKING:
    from annotator.gui.corpus.table import CorpusTable

_FLAGS = int(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_LEFT, _RIGHT = (_FLAGS | int(side) for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight))
_MOST_KEPT = 8192


class CellLook:
    """What cells are drawn with in one look: faces, inks, measures, and words that were cut to a width before."""

    def __init__(self) -> None:
        look = theme.current()
        self.fonts = {"": look.ui_font("body", tabular=True), "bold": look.ui_font("body", 600)}
        self._metrics = {name: QFontMetricsF(font) for name, font in self.fonts.items()}
        self.inks = {token: look.colour(token) for token in ("ink", "ink2", "ink3", "edge")}
        self.small, self.gap, self.hair = (look.px("space", name) for name in ("small", "gap", "hair"))
        self.drawer, self.side = look.px("space", "drawer"), look.px("icon", "button")
        self.icon = look.px("icon", "field")
        self._cut: dict[tuple[str, str, int], str] = {}

    def ink(self, token: str) -> QColor:
        """Return a colour."""
        return self.inks[token]

    def cut(self, text: str, font: str, width: int) -> str:
        """Return a text that ends in “…” where it is too long for a width."""
        key = (text, font, width)
        found = self._cut.get(key)
        if found is None:
            if len(self._cut) >= _MOST_KEPT:
                self._cut.clear()
            found = self._metrics[font].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut[key] = found
        return found


class CorpusDelegate(QStyledItemDelegate):
    """Draw status, words, figures and the lines of an opened story."""

    def __init__(self, table: CorpusTable) -> None:
        super().__init__(table)
        self._look = CellLook()
        theme.hub().changed.connect(self._restyle)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one height that all rows have."""
        return QSize(0, theme.current().px("height", "table_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model = cast("CorpusTable", option.widget).corpus
        line = index.row()
        row = model.row_at(line)
        if row is not None:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            hand = _Cell(painter, option.rect, model, row, self._look)
            hand.selected, hand.rtl = selected, option.direction == Qt.LayoutDirection.RightToLeft
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            hand.cell(model.columns[index.column()], line)

    def _restyle(self) -> None:
        self._look = CellLook()


class _Cell:
    """The hand that draws one cell."""

    __slots__ = ("_look", "_model", "_painter", "_rect", "_row", "rtl", "selected")

    def __init__(self, painter: QPainter, rect: QRect, model: CorpusModel, row: CorpusRow, look: CellLook) -> None:
        self._painter, self._rect, self._model, self._row, self._look = painter, rect, model, row, look
        self.selected, self.rtl = False, False

    def cell(self, column: Column, line: int) -> None:
        """Draw what stands in a column."""
        text = cell_text(self._row, column, years=self._model.years)
        if column.key == "status":
            self._status()
        elif column.key == HEADLINE:
            self._headline(text, line)
        elif column.key == "wire":
            self._wire(text)
        elif column.numbers:
            faint = column.label is not None and text in ("0", DASH)
            self._words(text, ("ink2" if self.selected else "ink3") if faint else "ink", numbers=True)
        else:
            after_figures = self._look.gap if column.key == "finished" else 0
            self._words(text, "ink2", start=after_figures)

    def _status(self) -> None:
        look, rect = self._look, self._rect
        left = rect.right() + 1 - look.drawer - look.side if self.rtl else rect.left() + look.drawer
        place = QPoint(left, rect.top() + (rect.height() - look.side) // 2)
        paint_mark(self._painter, place, self._row.status, self.selected, self._painter.device().devicePixelRatio())

    def _headline(self, text: str, line: int) -> None:
        start = 0
        if self._model.is_copy(line):
            start = self._look.drawer
            self._branch(last=self._model.is_last_copy(line))
        token = "ink2" if start and not self.selected else "ink"
        if self._row.removed:
            token = "ink2" if self.selected else "ink3"
        # A headline of another direction than the window's begins where the others do.
        self._draw(text, token, "bold" if self.selected else "", start=start, right=self.rtl, turned=text)

    def _branch(self, *, last: bool) -> None:
        """Draw the line from the row above to this copy."""
        look, rect, reach = self._look, self._rect, self._look.small
        left = rect.right() + 1 - reach if self.rtl else rect.left() + reach - 1
        middle = rect.center().y()
        end = middle if last else rect.bottom() + 1
        self._painter.fillRect(left, rect.top() - 1, 1, end - rect.top() + 1, look.ink("edge"))
        start = left - reach + 1 if self.rtl else left
        self._painter.fillRect(start, middle, reach, 1, look.ink("edge"))

    def _wire(self, text: str) -> None:
        if not text:
            return
        side, rect = self._look.icon, self._rect
        left = rect.right() + 1 - side if self.rtl else rect.left()
        draw_icon(self._painter, QRect(left, rect.top(), side, rect.height()), "copies", "ink2", "field")
        self._words(text, "ink2", start=side + self._look.hair)

    def _words(self, text: str, token: str, *, numbers: bool = False, start: int = 0) -> None:
        if text:
            self._draw(text, token, "", start=start, right=numbers != self.rtl)

    def _draw(self, text: str, token: str, font: str, *, start: int, right: bool, turned: str = "") -> None:
        """Draw one line; `turned` is a text that is written from the right where its letters are."""
        rect, gap = self._rect, self._look.gap
        room = rect.adjusted(gap, 0, -start, -1) if self.rtl else rect.adjusted(start, 0, -gap, -1)
        self._painter.setFont(self._look.fonts[font])
        self._painter.setPen(self._look.ink(token))
        shown = self._look.cut(text, font, room.width())
        if turned and is_right_to_left(turned) and shown != text:
            right = True  # it is cut at its end, which lies at the left
        self._painter.drawText(room, _RIGHT if right else _LEFT, shown)
