"""A drawer at the right edge for import, export, people and help: never modal, closed with Esc."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.commands import PHYSICAL
from annotator.gui.language import figure, tr
from annotator.gui.widgets import Hairline, IconButton, PlainButton, ProgressLine, TextLabel
from annotator.gui.widgets.order import parts_in_order, takes_tab

BAR_AFTER_MS = 300
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MINUTE = 60
_HOUR = 3600


def time_left(seconds: float) -> str:
    """Say how long work goes on: `about 9 s left`, `about 4 min left`, `about 2 h left`."""
    if round(seconds) < _MINUTE:
        return tr("about {n} s left").format(n=max(1, round(seconds)))
    if round(seconds / _MINUTE) < _MINUTE:
        return tr("about {n} min left").format(n=round(seconds / _MINUTE))
    return tr("about {n} h left").format(n=round(seconds / _HOUR))


class Drawer(QFrame):
    """Lie over the right edge of a host, as high as the host; Tab stays inside. `closed` comes when it goes."""

    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._body: QWidget | None = None
        self._footer: QWidget | None = None
        self._came_from: QWidget | None = None
        self._wide = False
        self._title = TextLabel("", "title", 600)
        self._close = IconButton("close", tr("Close"))
        self._scroll = QScrollArea()
        self._foot = QVBoxLayout()
        self._head = QHBoxLayout()
        self.setAutoFillBackground(True)
        self._close.clicked.connect(self.close_drawer)
        self._arrange()
        self._restyle()
        host.installEventFilter(self)
        theme.hub().changed.connect(self._restyle)
        self.hide()

    def title(self) -> str:
        """Return the title."""
        return self._title.text()

    def is_open(self) -> bool:
        """Tell whether the drawer is shown."""
        return not self.isHidden()

    def body(self) -> QWidget | None:
        """Return what the drawer holds."""
        return self._body

    def open_with(self, title: str, body: QWidget, footer: QWidget | None = None, *, wide: bool = False) -> None:
        """Show a body under a title, and a footer that stays in sight; what was held before is let go.

        A `wide` drawer has room for two columns where the window has it.
        """
        if not self.is_open():
            # Right after a file dialog the window is not active yet, and nothing has the focus.
            self._came_from = QApplication.focusWidget() or self.window().focusWidget()
        self._let_go()
        self._title.setText(title)
        self.setAccessibleName(title)
        self._body, self._footer, self._wide = body, footer, wide
        self._scroll.setWidget(body)
        body.show()
        if footer is not None:
            self._foot.addWidget(footer)
            footer.show()
        self._place()
        self.show()
        self.raise_()
        first = next(filter(takes_tab, parts_in_order(body)), self._close)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_drawer(self) -> None:
        """Hide the drawer and give the focus back; work that it started goes on."""
        if not self.is_open():
            return
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if inside and self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self._let_go()
        self.closed.emit()

    def holds_focus(self) -> bool:
        """Tell whether the focus is in the open drawer, or nowhere because what had it there is gone."""
        focus = QApplication.focusWidget()
        return self.is_open() and (focus is None or self.isAncestorOf(focus))

    def is_in_the_way(self, part: QWidget) -> bool:
        """Tell whether a part lies in the open drawer, or wholly under it."""
        if not self.is_open() or not self._host.isAncestorOf(part):
            return False
        left, place = part.mapTo(self._host, QPoint()).x(), self.geometry()
        return self.isAncestorOf(part) or (place.left() <= left and left + part.width() <= place.right() + 1)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go round with Tab: the cross, what is held from its top, the footer."""
        if not self.is_open():
            return super().focusNextPrevChild(forwards)
        held = (self._close, self._body, self._footer)
        parts = [part for whole in held if whole is not None for part in parts_in_order(whole)]
        if not forwards:
            parts.reverse()
        here = QApplication.focusWidget()
        while here is not None and here not in parts:
            here = here.parentWidget()
        behind = parts.index(here) + 1 if here is not None else 0
        there = next(filter(takes_tab, parts[behind:] + parts[:behind]), None)
        if there is None:
            return False
        there.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
        if self._scroll.isAncestorOf(there):
            self._scroll.ensureWidgetVisible(there)
        return True

    def event(self, event: QEvent) -> bool:
        """Keep single keys from the commands: inside the drawer nobody means what it lies over."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _single(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; let no single key through."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.close_drawer()
        else:
            event.setAccepted(_single(event))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line at the edge."""
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), theme.current().colour("hairline"))
        painter.end()

    def _restyle(self) -> None:
        look = theme.current()
        inset, gap = look.px("space", "drawer"), look.px("space", "gap")
        self._head.setContentsMargins(inset, gap, gap, gap)
        self._foot.setContentsMargins(inset, 0, inset, look.px("space", "inset"))
        self._place()

    def _place(self) -> None:
        room = self._host.size()
        width = min(theme.current().px("width", "wide_drawer" if self._wide else "drawer"), room.width())
        left = 0 if self.isRightToLeft() else room.width() - width
        self.setGeometry(left, 0, width, room.height())

    def _let_go(self) -> None:
        """Take out what is held; it lives on only where somebody else keeps it as a child."""
        body = self._scroll.takeWidget()
        for part in (body, self._footer):
            if part is not None:
                part.hide()
                part.setParent(None)
                part.deleteLater()
        self._body, self._footer = None, None

    def _arrange(self) -> None:
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._close)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Hairline())
        column.addWidget(self._scroll, 1)
        column.addLayout(self._foot)


def _single(event: QKeyEvent) -> bool:
    """Tell whether a key is pressed without Ctrl or Alt, and writes or deletes; also where its place alone is known."""
    if event.modifiers() & _COMMANDING:
        return False
    key, by_place = event.key(), event.nativeScanCode() in PHYSICAL
    deletes = key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    return deletes or key < Qt.Key.Key_Escape or (by_place and key > Qt.Key.Key_F35)


class TaskPanel(QWidget):
    """Show how far long work has come, let it be cancelled, and hold its report."""

    cancelWanted = Signal()
    closeWanted = Signal()

    def __init__(self, cancel_text: str = "", cancel_says: str = "") -> None:
        super().__init__()
        self._line = TextLabel("", "body", 500, wrap=True, tabular=True)
        self._left = TextLabel("", "small", 400, "ink2", tabular=True)
        self._bar = ProgressLine(tr("Progress"))
        self._says = TextLabel("", "sub", 400, "ink2", wrap=True)
        self._report = TextLabel("", "sub", 400, "ink2", wrap=True)
        self._cancel_text = cancel_text or tr("Cancel")
        self._cancel_says = cancel_says or tr("Cancel leaves the project unchanged.")
        self._button = PlainButton(self._cancel_text)
        self._offer = PlainButton("")
        self._act: Callable[[], object] = self.hide
        self._done = False
        self._patience = QTimer(self, singleShot=True, interval=BAR_AFTER_MS)
        self._patience.timeout.connect(self._show_bar)
        self._button.clicked.connect(self._press)
        self._offer.clicked.connect(lambda _checked=False: self._act())
        self._offer.hide()
        self._report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._arrange()
        self.hide()

    def start(self, line: str) -> None:
        """Begin: the line shows once the work takes longer than 300 ms."""
        self._done = False
        self._line.setText(line)
        self._line.setInk("ink")
        self._left.setText("")
        self._report.hide()
        self._says.setText(self._cancel_says)
        self._button.setText(self._cancel_text)
        self._button.setEnabled(True)
        self._bar.setUnknown()
        self._bar.show()
        self._patience.start()

    def set_progress(self, line: str, done: int, total: int | None, seconds_left: float | None = None) -> None:
        """Show a count of a total, or where the total is unknown (None) the count so far."""
        self._line.setText(line)
        if total is None:
            self._bar.setUnknown()
            self._left.setText(tr("{count} so far").format(count=figure(done)))
            return
        self._bar.setFractions(done / total if total else 1.0)
        self._left.setText(time_left(seconds_left) if seconds_left is not None else "")

    def show_cancelling(self) -> None:
        """Say that the work is being stopped."""
        self._says.setText(tr("Stopping…"))
        self._button.setEnabled(False)

    def show_report(
        self, line: str, report: str = "", *, fault: bool = False, offer: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Say how the work ended, with what is worth knowing, and offer Close; `offer`: another button and its act."""
        self._patience.stop()
        self._done = True
        self._line.setText(line)
        self._line.setInk("fault" if fault else "ink")
        self._left.setText("")
        self._bar.hide()
        self._report.setText(report)
        self._report.setVisible(bool(report))
        self._says.setText("")
        self._button.setText(tr("Close"))
        self._button.setEnabled(True)
        if offer is not None:
            words, self._act = offer
            self._offer.setText(words)
        self._offer.setVisible(offer is not None)
        self.show()

    def add(self, part: QWidget) -> None:
        """Put what is to be read of the report over the buttons."""
        self._column.insertWidget(self._column.count() - 1, part)

    def focus_button(self) -> None:
        """Put the focus on Cancel or, at the end, on Close."""
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> list[str]:
        """Return what is shown, from the top."""
        parts = (self._line, self._left, self._report, self._says, self._button)
        return [part.text() for part in parts if part.text() and not part.isHidden()]

    def _press(self) -> None:
        if self._done:
            self.closeWanted.emit()
        else:
            self.show_cancelling()
            self.cancelWanted.emit()

    def _show_bar(self) -> None:
        if not self._done:
            self.show()

    def _arrange(self) -> None:
        look = theme.current()
        small = look.px("space", "small")
        top = QHBoxLayout()
        top.addWidget(self._line, 1)
        top.addWidget(self._left)
        foot = QHBoxLayout()
        foot.addWidget(self._says, 1)
        foot.addWidget(self._offer)
        foot.addWidget(self._button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, small, 0, 0)
        column.setSpacing(small)
        column.addLayout(top)
        column.addWidget(self._bar)
        column.addWidget(self._report)
        column.addLayout(foot)
