"""The bar under the article: a button for every label, Skip and Done."""

from __future__ import annotations

from itertools import groupby, pairwise

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.keymap import follow_keys, label_key
from annotator.gui.keymap import hub as keymap
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import Hairline, LabelButton, MainButton, QuietButton, draw_label_mark
from annotator.gui.widgets.painting import mirrored

MOST = 9


class LabelBar(QWidget):
    """Labels in the column's width, what has no room under More. `labelChosen` carries the label's key."""

    labelChosen = Signal(str)
    skipWanted = Signal()
    doneWanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column: tuple[int, int] | None = None
        self._buttons: list[LabelButton] = []
        self._lines: list[Hairline] = []
        self._hidden: list[Label] = []
        self.setAccessibleName(tr("Labels"))
        self.more = QuietButton(tr("More"), parent=self)
        self.more.setAccessibleDescription(tr("The labels that have no room in the bar"))
        self.skip = QuietButton(tr("Skip…"), parent=self)
        self.done = MainButton(tr("Done"), in_bar=True, parent=self)
        follow_keys(self.done, self.done.setKeys, "done")
        keymap().changed.connect(self._build)
        self.more.clicked.connect(self._open_menu)
        self.skip.clicked.connect(self.skipWanted)
        self.done.clicked.connect(self.doneWanted)
        session.schemeChanged.connect(self._build)
        session.articleChanged.connect(self._enable)
        theme.hub().changed.connect(self._restyle)
        self._build()
        self._restyle()

    def set_column(self, left: int, width: int) -> None:
        """Keep the article column's edges: its left edge and width in this bar's pixels."""
        if (left, width) != self._column:
            self._column = left, width
            self._place()

    def shown_labels(self) -> list[str]:
        """Return the keys of the labels that have a button of their own now."""
        return [button.label().key for button in self._buttons if not button.isHidden()]

    def hidden_labels(self) -> list[str]:
        """Return the keys of the labels under More."""
        return [label.key for label in self._hidden]

    def menu(self) -> QMenu:
        """Make the menu that More opens."""
        menu = QMenu(self)
        for label in self._hidden:
            text = label.name.replace("&", "&&")
            action = QAction(_mark_icon(label), f"{text}\t{label_key(label)}" if label_key(label) else text, menu)
            action.triggered.connect(lambda _checked=False, key=label.key: self.labelChosen.emit(key))
            menu.addAction(action)
        return menu

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper and the line above the bar."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("paper"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("hairline"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the buttons out anew."""
        super().resizeEvent(event)
        self._place()

    def _build(self) -> None:
        for part in (*self._buttons, *self._lines):
            part.hide()
            part.deleteLater()
        labels = [label for label in self._session.scheme.labels if not label.retired]
        self._buttons, self._lines = [], []
        for place, (_layer, members) in enumerate(groupby(labels, key=lambda label: label.layer)):
            if place:
                self._lines.append(Hairline(vertical=True, parent=self))
            for label in members:
                button = LabelButton(label, self)
                button.setKeys(label_key(label))
                button.clicked.connect(lambda _checked=False, key=label.key: self.labelChosen.emit(key))
                self._buttons.append(button)
        for first, then in pairwise((*self._buttons, self.more, self.skip, self.done)):
            QWidget.setTabOrder(first, then)
        self._enable()
        self._place()

    def _enable(self) -> None:
        is_open = self._session.article is not None
        for button in (*self._buttons, self.more, self.skip, self.done):
            button.setEnabled(is_open)
            button.setToolTip("" if is_open else tr("No article is open."))

    def _place(self) -> None:
        """Put the buttons into the column: labels from the left, Done at the right edge, Skip before it."""
        left, width = self._column or (0, self.width())
        right = left + width
        right = self._set_right(self.done, right) - theme.current().px("space", "hair")
        right = self._set_right(self.skip, right) - theme.current().px("space", "small")
        shown = min(len(self._buttons), MOST)
        while shown and self._run_length(shown) > right - left:
            shown -= 1
        self._hidden = [button.label() for button in self._buttons[shown:]]
        self.more.setVisible(bool(self._hidden))
        self._set_run(left, shown)
        for part in (*self._buttons, *self._lines, self.more, self.skip, self.done):
            part.setGeometry(mirrored(part.geometry(), 2 * left + width, self.layoutDirection()))

    def _set_right(self, button: QWidget, right: int) -> int:
        size = button.sizeHint()
        button.setGeometry(right - size.width(), (self.height() + 1 - size.height()) // 2, size.width(), size.height())
        return button.x()

    def _run_length(self, shown: int) -> int:
        """Return the width of the first labels, with More where some stay out."""
        gap = self._gap()
        width = sum(button.sizeHint().width() + gap for button in self._buttons[:shown]) - gap
        width += self._breaks(shown) * (2 * gap + 1)
        return width + (gap + self.more.sizeHint().width() if shown < len(self._buttons) else 0)

    def _breaks(self, shown: int) -> int:
        layers = [button.label().layer for button in self._buttons[:shown]]
        return sum(one != two for one, two in pairwise(layers))

    def _set_run(self, left: int, shown: int) -> None:
        gap, height = self._gap(), theme.current().px("height", "quiet")
        # The first button's key cap stands on the column's edge, its padding outside.
        left -= theme.current().px("space", "hair")
        top = (self.height() + 1 - height) // 2
        lines = iter(self._lines)
        for line in self._lines:
            line.hide()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < shown)
            if place >= shown:
                continue
            if place and button.label().layer != self._buttons[place - 1].label().layer:
                line = next(lines)
                line.setGeometry(left + gap // 2, top + 4, 1, height - 8)
                line.show()
                left += gap + 1
            button.setGeometry(left, top, button.sizeHint().width(), height)
            left += button.width() + gap
        if self._hidden:
            self.more.setGeometry(left, top, self.more.sizeHint().width(), height)

    def _gap(self) -> int:
        return theme.current().px("space", "small")

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "label_bar"))
        self._place()
        self.update()

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _mark_icon(label: Label) -> QIcon:
    """Draw a label's mark for a menu."""
    side = theme.current().px("icon", "small")
    icon = QIcon()
    for dpr in (1.0, 2.0):
        pixmap = QPixmap(round(side * dpr), round(side * dpr))
        pixmap.setDevicePixelRatio(dpr)
        pixmap.fill("transparent")
        painter = QPainter(pixmap)
        draw_label_mark(painter, (side - theme.current().px("width", "mark")) // 2, side // 2, label)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
