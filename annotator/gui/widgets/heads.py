"""The head of a section of a panel."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, text_width
from annotator.gui.wording import listed


class SectionHead(PaintedButton):
    """The name of a section with a count; a foldable one folds on a click, Space or Enter."""

    folded = Signal(bool)

    def __init__(self, text: str, count: str = "", foldable: bool = True, parent: QWidget | None = None) -> None:
        self._count, self._foldable, self._folded = count, foldable, False
        super().__init__(text, "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not foldable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._toggle)
        self._describe()

    def count(self) -> str:
        """Return the words at the far end."""
        return self._count

    def setCount(self, count: str) -> None:
        """Change the words at the far end."""
        self._count = count
        self._describe()
        self.update()

    def isFolded(self) -> bool:
        """Tell whether the section under the head is hidden."""
        return self._folded

    def setFolded(self, folded: bool) -> None:
        """Fold or open; `folded` is emitted where that is a change."""
        if folded == self._folded:
            return
        self._folded = folded
        self._describe()
        self.update()
        self.folded.emit(folded)

    def font_for(self) -> QFont:
        return theme.current().ui_font("sub", 600)

    def natural_size(self) -> QSize:
        look = theme.current()
        counted = text_width(self._count, self._count_font()) + look.px("space", "small") if self._count else 0
        words = text_width(self.text(), self.font_for())
        return QSize(self._start() + words + counted, look.px("height", "section_head"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._start(), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), self.ring_radius(), look.colour(ground))
        if self._foldable:
            side = look.px("icon", "small")
            leading = "chevron-left" if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else "chevron-right"
            icon = leading if self._folded else "chevron-down"
            draw_icon(painter, self.mirror(QRect(0, 0, side, self.height())), icon, "ink2", "small")
        right = self.width()
        if self._count:
            width = text_width(self._count, self._count_font())
            count = QRect(right - width, 0, width, self.height())
            self.draw_words(painter, count, self._count, self._count_font(), "ink2")
            right -= width + look.px("space", "small")
        token = "ink2" if self.isEnabled() else "ink3"
        words = QRect(self._start(), 0, right - self._start(), self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), token)

    def _count_font(self) -> QFont:
        return theme.current().ui_font("small", tabular=True)

    def _start(self) -> int:
        look = theme.current()
        return look.px("icon", "small") + look.px("space", "hair") if self._foldable else 0

    def _toggle(self) -> None:
        if self._foldable:
            self.setFolded(not self._folded)

    def _describe(self) -> None:
        state = (tr("folded") if self._folded else tr("open")) if self._foldable else ""
        self.setAccessibleDescription(listed((self._count, state)))
