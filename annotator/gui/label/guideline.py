"""The guideline beside the text: what a label is and is not, with its examples, and the scheme's conventions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.core.scheme import Label, Scheme
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import Segments, TextLabel
from annotator.gui.widgets.markdown import MarkdownText
from annotator.gui.widgets.painting import draw_ring
from annotator.gui.widgets.plain_list import KEYBOARD

_LATER_MS = 60
_OPENINGS = frozenset({"A", "An", "The", "Something", "Anything", "Any"})


def is_not_text(label: Label) -> str:
    """Say what a label is not, as a sentence of its own, such as `Not a past act`."""
    first, *rest = label.is_not.split(" ", 1) if label.is_not else [""]
    if first in _OPENINGS:
        return tr("Not {words}").format(words=" ".join([first.lower(), *rest]))
    return tr("Not: {words}").format(words=label.is_not) if label.is_not else ""


class Guideline(QWidget):
    """Show the guideline of one label, or the scheme's own where a person chose that."""

    def __init__(self) -> None:
        super().__init__()
        self._label: Label | None = None
        self._scheme: Scheme | None = None
        self._ring = False
        self.pages = Segments((("label", tr("This label")), ("scheme", tr("Conventions"))), tr("Guideline"))
        self.is_text = TextLabel("", "sub", 500, "ink", wrap=True)
        self.is_not = TextLabel("", "sub", 400, "ink2", wrap=True)
        self.text = MarkdownText(tr("Guideline"))
        self.area = QScrollArea()
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._show_text)
        self.pages.chosen.connect(self._turn)
        self._arrange()

    def label(self) -> Label | None:
        """Return the label that is shown, or was shown before the conventions."""
        return self._label

    def page(self) -> str:
        """Return what is shown: `label` or `scheme`."""
        return "label" if self.pages.isHidden() else self.pages.current()

    def show_label(self, label: Label, scheme: Scheme) -> None:
        """Show a label's guideline; its long text follows once the hand rests, so that no tag waits for it."""
        if (label, scheme.guideline) == (self._label, self._scheme.guideline if self._scheme else None):
            return
        turned = self._label is not None and label.key != self._label.key
        self._label, self._scheme = label, scheme
        self.is_text.setText(label.description or tr("The scheme says nothing about this label yet."))
        self.is_not.setText(is_not_text(label))
        self.pages.setVisible(bool(scheme.guideline))
        self._show_head()
        if turned:
            self.area.verticalScrollBar().setValue(0)
        self._later.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the ring around the part that scrolls while the keyboard moves it."""
        if watched is self.area and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._ring = isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in KEYBOARD
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._ring:
            painter = QPainter(self)
            draw_ring(painter, self._ring_place(), theme.current().px("radius", "row"))
            painter.end()

    def _ring_place(self) -> QRect:
        wide = theme.current().px("space", "hair")
        return self.area.geometry().adjusted(-wide, 0, 0, 0)

    def _turn(self, _page: str) -> None:
        self.area.verticalScrollBar().setValue(0)
        self._show_head()
        self._show_text()

    def _show_head(self) -> None:
        is_label = self.page() == "label"
        self.is_text.setVisible(is_label)
        self.is_not.setVisible(is_label and self._label is not None and bool(self._label.is_not))

    def _show_text(self) -> None:
        if self._label is None or self._scheme is None:
            return
        is_label = self.page() == "label"
        source = self._label.guideline if is_label else self._scheme.guideline
        self.text.show_text(source, self._label if is_label else None)
        self.text.setVisible(bool(source))

    def _arrange(self) -> None:
        look = theme.current()
        inset, small, hair = (look.px("space", name) for name in ("inset", "small", "hair"))
        ring = round(look.stroke("focus"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(hair - ring, ring, inset - ring, inset)
        column.setSpacing(small)
        for part in (self.is_text, self.is_not, self.text):
            column.addWidget(part)
        column.addStretch(1)
        self.area.setWidget(body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(tr("Guideline"))
        self.area.installEventFilter(self)
        head = QVBoxLayout()
        head.setContentsMargins(inset, 0, inset, 0)
        head.addWidget(self.pages)
        foot = QVBoxLayout()
        foot.setContentsMargins(inset - hair + ring, ring, ring, ring)
        foot.addWidget(self.area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(hair)
        whole.addLayout(head)
        whole.addLayout(foot, 1)
        self.pages.hide()
