"""A label of the scheme as the window shows it: mark and name, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.painting import draw_frame, draw_label_mark, draw_text, key_cap_width, mirrored, text_width


class LabelMark(QWidget):
    """A mark and a name; `tinted` writes the name in the label's colour, for headings."""

    def __init__(
        self,
        label: Label,
        size: str = "body",
        weight: int = 400,
        *,
        tinted: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._weight, self._tinted = size, weight, tinted
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setLabel(label)
        theme.hub().changed.connect(self._restyle)

    def label(self) -> Label:
        """Return the label that is shown."""
        return self._label

    def setLabel(self, label: Label) -> None:
        """Show another label."""
        self._label = label
        self.setAccessibleName(label.name)
        self._restyle()

    def sizeHint(self) -> QSize:
        height = max(QFontMetrics(self._font()).height(), theme.current().px("width", "mark_height"))
        return QSize(self._start() + text_width(self._label.name, self._font()), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._start() + text_width("…", self._font()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        direction = self.layoutDirection()
        mark = mirrored(QRect(0, 0, look.px("width", "mark"), self.height()), self.width(), direction)
        draw_label_mark(painter, mark.left(), self.height() // 2, self._label)
        words = mirrored(QRect(self._start(), 0, self.width() - self._start(), self.height()), self.width(), direction)
        draw_text(painter, words, self._label.name, self._font(), self._ink(), direction=direction)
        painter.end()

    def _ink(self) -> QColor:
        look = theme.current()
        if not self.isEnabled():
            return look.colour("ink3")
        return look.label_colours(self._label).desk_name if self._tinted else look.colour("ink")

    def _font(self) -> QFont:
        return theme.current().ui_font(self._size, self._weight)

    def _start(self) -> int:
        look = theme.current()
        return look.px("width", "mark") + look.px("space", "small")

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class LabelButton(PaintedButton):
    """A label in the bar under the article: its key, its mark, its name."""

    def __init__(self, label: Label, parent: QWidget | None = None) -> None:
        self._label = label
        super().__init__(label.name, label.shortcut, parent)

    def label(self) -> Label:
        """Return the label that the button tags with."""
        return self._label

    def font_for(self) -> QFont:
        return theme.current().ui_font("body")

    def natural_size(self) -> QSize:
        look = theme.current()
        cap = key_cap_width(self.keys()) + look.px("space", "small") if self.keys() else 0
        mark = look.px("width", "mark") + look.px("space", "small")
        words = text_width(self.text(), self.font_for())
        return QSize(2 * self._padding() + cap + mark + words, look.px("height", "quiet"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), self.ring_radius(), look.colour(ground))
        left = self._padding()
        if self.keys():
            left += key_cap_width(self.keys())
            self.draw_cap(painter, left)
            left += look.px("space", "small")
        width = look.px("width", "mark")
        mark = self.mirror(QRect(left, 0, width, self.height()))
        draw_label_mark(painter, mark.left(), self.height() // 2, self._label)
        left += width + look.px("space", "small")
        words = QRect(left, 0, self.width() - self._padding() - left, self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), self.ink())

    def _padding(self) -> int:
        return theme.current().px("space", "hair")
