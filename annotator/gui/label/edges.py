"""Hints beside the active tag: the edge rules it breaks, what the scheme says of such a place, overlaps."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.core import checks
from annotator.core.boundary import Fault
from annotator.core.hints import hints
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.label.checks import short
from annotator.gui.label.edge_keys import left_out, trimmed
from annotator.gui.language import ntr, tr
from annotator.gui.session import Session
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.gui.widgets.painting import draw_icon, mirrored

_MOST_OVERLAPS = 2


class HintLines(QWidget):
    """Quiet lines about one tag, with a button where the edge rule would help; hidden where nothing is to be said."""

    trimWanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[list[str], str] = ([], "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.current().px("space", "hair"), 0, 0)
        self._column.setSpacing(theme.current().px("space", "hair"))
        self._lines: list[_Line] = []
        self._button = QuietButton("", "B")
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(self.trimWanted)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addSpacing(_indent() - theme.current().px("space", "small"))
        below.addWidget(self._button)
        below.addStretch(1)
        self._column.addLayout(below)
        self.hide()

    def lines(self) -> list[str]:
        """Return what is said, from the top."""
        return [line.text() for line in self._lines]

    def button(self) -> QuietButton:
        """Return the button that applies the edge rule; hidden where it would change nothing."""
        return self._button

    def show_span(self, span: Span | None) -> None:
        """Say what there is to say of a tag."""
        shown = self._words(span) if span is not None else ([], "")
        if shown == self._shown:
            return
        self._shown = shown
        lines, button = shown
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [_Line(words) for words in lines]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(place, line)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setVisible(bool(lines or button))

    def _words(self, span: Span) -> tuple[list[str], str]:
        """Return the lines about a tag, and what the button says."""
        article = self._session.article
        if article is None:
            return [], ""
        text, scheme = article.text, self._session.scheme
        broken = checks.edge_faults(text, span, scheme)
        gone = left_out(broken)
        button = ""
        if trimmed(text, span, self._session) != (span.start, span.end):
            title = next((fault.words for fault in broken if fault.kind == "title"), "")
            what = (gone[:1].lower() + gone[1:]) or (
                tr("“{words}”").format(words=short(title)) if title else tr("the spaces")
            )
            button = tr("Leave out {words}").format(words=what)
        lines = [*filter(None, map(_sentence, broken)), *hints(text, span, scheme), *self._overlaps(span)]
        return lines, button

    def _overlaps(self, span: Span) -> list[str]:
        """Say which tags of the same layer share words with a tag."""
        label = self._session.scheme.label(span.label)
        layers = {one.key: one.layer for one in self._session.scheme.labels}
        others = [
            other
            for other in self._session.spans.values()
            if other.start < span.end and span.start < other.end and other.id != span.id
            and label is not None and layers.get(other.label) == label.layer
        ]  # fmt: skip
        others.sort(key=lambda other: (other.start, -other.end, other.id))
        said = [
            tr("Overlaps “{words}” ({label}) in the same layer.").format(
                words=short(other.quote), label=self._name(other.label)
            )
            for other in others[:_MOST_OVERLAPS]
        ]
        if more := len(others) - len(said):
            said.append(ntr("Overlaps {n} more tag of this layer.", "Overlaps {n} more tags of this layer.", more))
        return said

    def _name(self, key: str) -> str:
        label = self._session.scheme.label(key)
        return label.name if label is not None else key


class _Line(QWidget):
    """One hint: a small sign and words that wrap."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = TextLabel(words, "sub", ink="ink2", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addSpacing(_indent())
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(words)

    def text(self) -> str:
        """Return the words."""
        return self._words.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign beside the first line."""
        painter = QPainter(self)
        place = QRect(0, 0, theme.current().px("icon", "small"), self._words.fontMetrics().height())
        draw_icon(painter, mirrored(place, self.width(), self.layoutDirection()), "hint", "ink3", "small")
        painter.end()


def _indent() -> int:
    """Return where the words of a hint begin, behind its sign."""
    look = theme.current()
    return look.px("icon", "small") + look.px("space", "hair")


def _sentence(fault: Fault) -> str:
    """Say which rule a tag breaks, where no button says it already."""
    if fault.kind == "cut word":
        return tr("The edge goes through the word “{word}”.").format(word=short(fault.words))
    if fault.kind == "title":
        return tr("A person is the name alone, without title or rank.")
    return ""
