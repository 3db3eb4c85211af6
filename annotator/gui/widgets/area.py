"""The field for several lines of text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.widgets.painting import draw_frame, draw_ring


class _Lines(QPlainTextEdit):
    """The lines themselves; Tab leaves them."""

    left = Signal()
    focused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; Esc is for whoever holds the field."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextArea(QWidget):
    """Lines to write in, as high as `lines`; `left` comes when the focus goes."""

    left = Signal()

    def __init__(self, accessible_name: str, lines: int, *, grows: bool = False) -> None:
        super().__init__()
        self._count, self._fault = lines, ""
        self.lines = _Lines()
        self.lines.setAccessibleName(accessible_name)
        self.setFocusProxy(self.lines)
        self.lines.left.connect(self.left)
        self.lines.focused.connect(self.update)
        vertical = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.lines)
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def text(self) -> str:
        """Return the text."""
        return self.lines.toPlainText()

    def setText(self, text: str) -> None:
        """Show another text; it counts as not modified."""
        self.lines.setPlainText(text)

    def isModified(self) -> bool:
        """Tell whether somebody wrote since the text was shown or saved."""
        return self.lines.document().isModified()

    def setModified(self, modified: bool) -> None:
        """Say that somebody wrote, or that it is saved."""
        self.lines.document().setModified(modified)

    def fault(self) -> str:
        """Return what is wrong with the text, or an empty text."""
        return self._fault

    def setFault(self, fault: str) -> None:
        """Draw the edge of a fault; the sentence itself stands under the field."""
        self._fault = fault
        self.lines.setAccessibleDescription(fault)
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        height = self._count * QFontMetrics(look.ui_font()).lineSpacing() + 2 * look.px("space", "small")
        return QSize(look.px("width", "queue"), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * theme.current().px("space", "page"), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        radius = look.px("radius", "control")
        enabled = self.isEnabled()
        edge = "fault" if self._fault else "edge" if enabled else "faint_edge"
        width = look.stroke("chosen" if self._fault else "hairline")
        fill = look.colour("raised") if enabled else None
        draw_frame(painter, self.rect(), radius, fill, look.colour(edge), width)
        if self.lines.hasFocus() and not self._fault:
            draw_ring(painter, self.rect(), radius)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def _restyle(self) -> None:
        look = theme.current()
        gap, small = look.px("space", "gap"), look.px("space", "small")
        self._column.setContentsMargins(gap, small, look.px("space", "hair"), small)
        self.lines.setFont(look.ui_font())
        self.updateGeometry()
        self.update()
