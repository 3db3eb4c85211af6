"""Parts that the pages of import and export share: heads, facts with a list behind them, names of files, commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import ElidedLabel, PlainButton, QuietButton, TextLabel
from annotator.gui.widgets.area import TextArea
from annotator.gui.widgets.painting import draw_icon, draw_text, mirrored

_LINES, _FEW = 9, 3
_MOST = 5000
"""So many lines of a list are shown; all are copied."""
_INSTALLS = "Install it with: "


def head(words: str) -> TextLabel:
    """Return the words over a section."""
    return TextLabel(words, "sub", 600, "ink2")


def column_in(part: QWidget, spacing: str = "hair") -> QVBoxLayout:
    """Return a column without margins that fills a part."""
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().px("space", spacing))
    return column


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)


class FileName(ElidedLabel):
    """A file's name behind its icon, cut in the middle where it is too long: its ending is never lost."""

    def __init__(self, name: str, icon: str = "file") -> None:
        self._icon = icon
        super().__init__(name, "body", 500)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, area = theme.current(), self.contentsRect()
        side = look.px("icon", "field")
        start = side + look.px("space", "small")
        painter = QPainter(self)
        place = QRect(0, 0, side, self.height())
        draw_icon(painter, mirrored(place, self.width(), self.layoutDirection()), self._icon, "ink2", "field")
        words = mirrored(area.adjusted(start, 0, 0, 0), self.width(), self.layoutDirection())
        shown = QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, words.width())
        draw_text(painter, words, shown, self.font(), look.colour(self.ink()), direction=self.layoutDirection())
        painter.end()


class Lines(QWidget):
    """Many lines to read, which scroll, and a button that copies all of them."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._all = lines
        self.area = TextArea(name, min(_LINES, max(_FEW, _FEW * len(lines))))
        self.area.lines.setReadOnly(True)
        shown = list(lines[:_MOST])
        if len(lines) > _MOST:
            rest = len(lines) - _MOST
            shown.append(ntr("And {n} more line, which Copy takes too.", "And {n} more lines; Copy takes them.", rest))
        self.area.setText("\n\n".join(shown))
        self.copy = QuietButton(tr("Copy"))
        self.copy.setAccessibleDescription(name)
        self.copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText("\n".join(self._all)))
        column = column_in(self)
        column.addWidget(self.area)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignRight)


class Fact(QWidget):
    """A name, what is so, and where there is more to read a button that shows it below."""

    def __init__(self, name: str, value: str, *, strong: bool = False, ink: str = "ink") -> None:
        super().__init__()
        look = theme.current()
        self.name = name
        self.value = TextLabel(value, "body", 600 if strong else 400, ink, wrap=True, tabular=True)
        self.show_button = QuietButton(tr("Show"))
        self.show_button.setCheckable(True)
        self.show_button.hide()
        self._lines: Callable[[], Sequence[str]] = list
        self._list: Lines | None = None
        caption = self._caption = TextLabel(name, ink="ink2", wrap=True)
        caption.setFixedWidth(look.px("width", "fact"))
        self._row = QHBoxLayout()
        self._row.setSpacing(look.px("space", "small"))
        self._row.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.value, 1, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column = column_in(self)
        self._column.addLayout(self._row)
        self.show_button.toggled.connect(self._toggle)

    def offer(self, lines: Callable[[], Sequence[str]]) -> Fact:
        """Let these lines be shown."""
        self._lines = lines
        self.show_button.setAccessibleDescription(self.name)
        self.show_button.show()
        for part in (self._caption, self.value):
            self._row.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        return self

    def _toggle(self, on: bool) -> None:
        self.show_button.setText(tr("Hide") if on else tr("Show"))
        if on and self._list is None:
            self._list = Lines(self.name, self._lines())
            self._column.addWidget(self._list)
        if self._list is not None:
            self._list.setVisible(on)


def counted(name: str, count: int, lines: Callable[[], Sequence[str]], *, fault: bool = False) -> Fact:
    """Return a count of things that are listed behind `Show`."""
    found = Fact(name, figure(count), ink="fault" if fault and count else "ink")
    return found.offer(lines) if count else found


class Trouble(QWidget):
    """What is in the way, in a sentence; a command that solves it can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self._command = ""
        self._words = TextLabel("", ink="fault", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = PlainButton(tr("Copy command"))
        self.copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(self._command))
        column = column_in(self, "small")
        column.addWidget(self._words)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.say("")

    def words(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one takes it back."""
        self._command = sentence.partition(_INSTALLS)[2]
        self._words.setText(sentence)
        self.copy.setVisible(bool(self._command))
        self.copy.setAccessibleDescription(self._command)
        self.setVisible(bool(sentence))


def size_text(size: int) -> str:
    """Say how large a file is: `812 bytes`, `14 kB`, `4.1 MB`."""
    if size < 1000:
        return ntr("{n} byte", "{n} bytes", size)
    for unit, name in ((1e9, tr("{size} GB")), (1e6, tr("{size} MB")), (1e3, tr("{size} kB"))):
        if size >= unit:
            scaled = size / unit
            return name.format(size=f"{scaled:.1f}" if scaled < 10 and unit > 1e3 else f"{scaled:.0f}")
    return ""
