"""The questions about the whole article, each with its answers in a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.core import edits
from annotator.core.events import Row
from annotator.core.scheme import ArticleLabel, readable_name
from annotator.gui import theme
from annotator.gui.keymap import follow_keys
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import ChoiceButton, KeyCap, TextLabel, key_cap_width
from annotator.gui.widgets.words import plain_tip

KEY = "V"


def answer(session: Session, key: str, value: str | None) -> bool:
    """Store an answer about the open article, or take it away with None; it counts as work on the article."""
    stored = session.work.article_labels
    before: Row | None = {"value": stored[key]} if key in stored else None
    entries = edits.set_value("article_label", key, before, None if value is None else {"value": value})
    if entries and session.status == "new":
        entries += [("status", "", None, edits.status_row("started"))]
    return session.act("article label", entries)


class ArticleBox(QWidget):
    """Show what the scheme asks about the open article; nothing where it asks nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._built_for: tuple[ArticleLabel, ...] | None = None
        self._shown: dict[str, Any] = {}
        self._buttons: dict[str, dict[str, ChoiceButton]] = {}
        self._grid = QGridLayout(self)
        self.setAccessibleName(tr("About this article"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        session.articleChanged.connect(self.show_answers)
        session.schemeChanged.connect(self.show_answers)
        session.statusChanged.connect(self.show_answers)
        self._restyle()
        theme.hub().changed.connect(self._restyle)
        self.show_answers()

    def step(self) -> None:
        """Give the first question its next answer: each in turn, then none."""
        questions = self._session.scheme.article_labels
        if not questions:
            self._session.said.emit(tr("This scheme asks nothing about the article."))
            return
        first = questions[0]
        stored = self._session.work.article_labels.get(first.key)
        order: list[str | None] = [*first.values, None]
        value = order[(order.index(stored) + 1) % len(order)] if stored in order else order[0]
        if answer(self._session, first.key, value):
            words = tr("not answered") if value is None else readable_name(value).lower()
            self._session.said.emit(tr("{question}: {answer}.").format(question=first.name, answer=words))

    def show_answers(self) -> None:
        """Show the answers that are stored now."""
        questions = self._session.scheme.article_labels if self._session.article is not None else ()
        if questions != self._built_for:
            self._build(questions)
        stored = dict(self._session.work.article_labels)
        if stored == self._shown:
            return
        self._shown = stored
        for key, buttons in self._buttons.items():
            for value, button in buttons.items():
                button.setChecked(stored.get(key) == value)

    def _build(self, questions: tuple[ArticleLabel, ...]) -> None:
        self._built_for, self._shown, self._buttons = questions, {}, {}
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row, question in enumerate(questions):
            name = TextLabel(question.name, "sub", 400, "ink2")
            name.setToolTip(plain_tip(question.description))
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._answers(question, name.sizeHint().width()), row, 1)
            if row == 0:
                cap = KeyCap(KEY)
                follow_keys(cap, cap.setKeys, "article-value")
                self._grid.addWidget(cap, row, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(1, 1)
        self.setVisible(bool(questions))
        self._restyle()

    def _answers(self, question: ArticleLabel, taken: int) -> QWidget:
        """Return the answers to one question, in as many lines as a narrow inspector needs beside its name."""
        look = theme.current()
        hair = look.px("space", "hair")
        part = QWidget()
        lines = QVBoxLayout(part)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(hair)
        caps = look.px("space", "small") + key_cap_width(KEY)
        room = look.px("width", "inspector_min") - 2 * look.px("space", "inset") - taken - caps
        self._buttons[question.key] = {}
        line, left = QHBoxLayout(), -1
        for value in question.values:
            button = self._button(question, value)
            wide = button.sizeHint().width() + hair
            if left < wide:
                line, left = QHBoxLayout(), room
                line.setSpacing(hair)
                line.addStretch(1)
                lines.addLayout(line)
            line.insertWidget(line.count() - 1, button)
            left -= wide
            self._buttons[question.key][value] = button
        return part

    def _button(self, question: ArticleLabel, value: str) -> ChoiceButton:
        button = ChoiceButton(readable_name(value))
        button.setAccessibleName(tr("{name}: {value}").format(name=question.name, value=readable_name(value)))
        button.clicked.connect(lambda checked: self._pick(question.key, value if checked else None))
        return button

    def _pick(self, key: str, value: str | None) -> None:
        if not answer(self._session, key, value):
            for name, button in self._buttons[key].items():
                button.setChecked(self._shown.get(key) == name)

    def _restyle(self) -> None:
        look = theme.current()
        inset, hair = look.px("space", "inset"), look.px("space", "hair")
        self._grid.setContentsMargins(inset, hair, inset, hair)
        self._grid.setHorizontalSpacing(look.px("space", "small"))
        self._grid.setVerticalSpacing(hair)
        for row in range(self._grid.rowCount()):
            for column in (0, 2):
                item = self._grid.itemAtPosition(row, column)
                if item is not None and (part := item.widget()) is not None:
                    part.setFixedHeight(look.px("height", "answer"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line under the questions."""
        painter = QPainter(self)
        line = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, theme.current().colour("hairline"))
        painter.end()
