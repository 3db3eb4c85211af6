"""The line at the window's foot: saved or not, who annotates, what was said, where in the corpus we are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStatusBar, QWidget

from annotator.gui import theme
from annotator.gui.announce import speak
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import ElidedLabel, PaintedButton, TextLabel
from annotator.gui.widgets.painting import draw_frame, draw_icon

SAID_MS = 8000


class StatusButton(PaintedButton):
    """Quiet words in the status bar that can be pressed, with an icon where there is one."""

    def __init__(self, icon: str = "", ink: str = "ink2") -> None:
        self._icon, self._token = icon, ink
        super().__init__("")

    def font_for(self) -> QFont:
        """Return the small face with even figures."""
        return theme.current().ui_font("small", tabular=True)

    def natural_size(self) -> QSize:
        """Return the room of icon and words."""
        look = theme.current()
        return QSize(
            self._start() + self.text_width(self.text(), self.font_for()) + self._pad(), look.px("height", "quiet") - 4
        )

    def paint(self, painter: QPainter) -> None:
        """Draw icon and words."""
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), look.px("radius", "cap"), look.colour(ground))
        if self._icon:
            side = look.px("icon", "small")
            place = self.mirror(QRect(self._pad(), 0, side, self.height()))
            draw_icon(painter, place, self._icon, self._token, "small")
        words = QRect(self._start(), 0, self.width() - self._start(), self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), self._token)

    def _pad(self) -> int:
        return theme.current().px("space", "hair")

    def _start(self) -> int:
        look = theme.current()
        return self._pad() + (look.px("icon", "small") + look.px("space", "hair") + 1 if self._icon else 0)


class SavedMark(QWidget):
    """`Saved` with a check, or `Not saved` with a warning."""

    def __init__(self) -> None:
        super().__init__()
        self._saved = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = TextLabel("", "small", 400, "ink2")
        row = QHBoxLayout(self)
        look = theme.current()
        row.setContentsMargins(look.px("icon", "small") + look.px("space", "hair") + 1, 0, 0, 0)
        row.addWidget(self._words)
        self.set_saved(True)
        theme.hub().changed.connect(self.update)

    def text(self) -> str:
        """Return the words."""
        return self._words.text()

    def set_saved(self, saved: bool) -> None:
        """Say whether all that was done is in the file."""
        self._saved = saved
        self._words.setText(tr("Saved") if saved else tr("Not saved"))
        self._words.setInk("ink2" if saved else "fault")
        self.setAccessibleName(self._words.text())
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon before the words."""
        painter = QPainter(self)
        place = QRect(0, 0, theme.current().px("icon", "small"), self.height())
        draw_icon(painter, place, "check" if self._saved else "warning", "ink2" if self._saved else "fault", "small")
        painter.end()


class StatusBar(QStatusBar):
    """Set each part by its own method; an empty part takes no room."""

    annotatorWanted = Signal()
    missingWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Status"))
        self.setSizeGripEnabled(False)
        # Laid out by hand: a status bar makes its own layout anew again and again, with margins that can't be set.
        self._room = QWidget(self)
        self._saved = SavedMark()
        self._annotator = StatusButton()
        self._said = ElidedLabel("", "small", 400, "ink2")
        self._said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._task = TextLabel("", "small", 400, "ink2", tabular=True)
        self._position = TextLabel("", "small", 400, "ink2", tabular=True)
        self._tags = TextLabel("", "small", 400, "ink2", tabular=True)
        self._figures = TextLabel("", "small", 400, "ink2")
        self._names = TextLabel("", "small", 400, "ink2")
        self._gold = TextLabel("", "small", 400, "ink2", tabular=True)
        self._selected = TextLabel("", "small", 400, "ink2", tabular=True)
        self._articles = TextLabel("", "small", 400, "ink2", tabular=True)
        self._where, self._leads, self._who, self._package = "label", False, "", ""
        self._missing = StatusButton("warning", "fault")
        self._time = TextLabel("", "small", 400, "ink2", tabular=True)
        self._quiet = QTimer(self, singleShot=True, interval=SAID_MS)
        self._quiet.timeout.connect(lambda: self._said.setText(""))
        self._annotator.clicked.connect(self.annotatorWanted)
        self._missing.clicked.connect(self.missingWanted)
        self._arrange()
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def set_saved(self, saved: bool) -> None:
        """Say `Saved` or `Not saved`."""
        self._saved.set_saved(saved)

    def set_package(self, words: str) -> None:
        """Say in place of the annotator's name whose work package it is; empty where it is none."""
        self._package = words

    def set_annotator(self, name: str) -> None:
        """Say who annotates; an empty name hides it, and with it `Saved`."""
        self._who = name
        words = tr("Adjudicator: {name}") if self._where == "review" else tr("Annotator: {name}")
        if self._where == "corpus" and self._leads:
            words = tr("Lead: {name}")
        self._annotator.setText(self._package or words.format(name=name) if name else "")
        self._annotator.setAccessibleDescription(tr("Change the annotator") if name else "")
        self._annotator.setVisible(bool(name))
        self._saved.setVisible(bool(name))

    def show_room(self, room: str, *, leads: bool = False) -> None:
        """Speak of the gold layer and of names in Review, of all articles in Corpus, of the open one in Label."""
        self._where, self._leads = room, leads
        self.set_annotator(self._who)
        for part in (self._position, self._tags, self._missing, self._time):
            part.setVisible(bool(part.text()) and room == "label")
        for part in (self._names, self._gold):
            part.setVisible(bool(part.text()) and room == "review")
        for part in (self._selected, self._articles):
            part.setVisible(bool(part.text()) and room == "corpus")

    def set_corpus(self, selected: int, articles: int) -> None:
        """Say how many articles are selected, of how many."""
        words = ntr("{n} selected", "{n} selected", selected) if selected else ""
        _set(self._selected, words, shown=self._where == "corpus")
        _set(self._articles, ntr("{n} article", "{n} articles", articles), shown=self._where == "corpus")

    def set_review(self, decided: int, total: int, *, names_shown: bool) -> None:
        """Say how many disagreements are decided, and whether the cards name people."""
        words = tr("Gold: {decided} of {total} decided").format(decided=figure(decided), total=figure(total))
        _set(self._gold, words if total else "", shown=self._where == "review")
        words = tr("Names are shown") if names_shown else tr("Names are hidden")
        _set(self._names, words, shown=self._where == "review")

    def say(self, sentence: str) -> None:
        """Say one sentence for eight seconds, aloud too where a screen reader runs."""
        self._said.setText(sentence)
        self._quiet.start()
        if sentence:
            speak(self._said, sentence)

    def set_task(self, phrase: str) -> None:
        """Say what goes on beside the window, as `Importing 812 of 1,240`."""
        _set(self._task, phrase)

    def set_position(self, number: int, total: int) -> None:
        """Say which article is open, from 1; 0 for none."""
        words = tr("Article {number} of {total}").format(number=figure(number), total=figure(total))
        _set(self._position, words if number else "", shown=self._where == "label")

    def set_tags(self, count: int | None) -> None:
        """Say how many tags the article has; None without an article."""
        _set(self._tags, "" if count is None else ntr("{n} tag", "{n} tags", count), shown=self._where == "label")

    def set_figures(self, phrase: str) -> None:
        """Say whether the figures of agreement hold all that was done; nothing outside the review."""
        _set(self._figures, phrase)

    def set_missing(self, count: int, attribute: str = "") -> None:
        """Say how many tags lack a required value, and of which attribute where it is always the same."""
        self._missing.setText(_missing_words(count, attribute.lower()) if count else "")
        self._missing.setAccessibleDescription(tr("Go to the first") if count else "")
        self._missing.setVisible(bool(count) and self._where == "label")

    def set_time(self, seconds: float) -> None:
        """Say how long the open article took so far, in whole minutes; nothing in the first one."""
        hours, minutes = divmod(int(seconds) // 60, 60)
        spent = tr("{hours} h {minutes} min").format(hours=hours, minutes=f"{minutes:02}") if hours else ""
        words = spent or (tr("{minutes} min").format(minutes=minutes) if minutes else "")
        if words != self._time.text():
            _set(self._time, words, shown=self._where == "label")
            self._time.setAccessibleName(tr("{time} on this article").format(time=words) if words else "")

    def words(self) -> list[str]:
        """Return what is shown, from left to right."""
        parts = (self._saved, self._annotator, self._names, self._said, self._task, self._gold, self._figures)
        of_rooms = (self._position, self._tags, self._missing, self._time, self._selected, self._articles)
        return [part.text() for part in (*parts, *of_rooms) if part.text() and not part.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the bar with its parts."""
        super().resizeEvent(event)
        self._room.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line above."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("desk"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("hairline"))
        painter.end()

    def _arrange(self) -> None:
        look = theme.current()
        inset = look.px("space", "inset")
        row = QHBoxLayout(self._room)
        row.setContentsMargins(inset, 1, inset - look.px("space", "hair"), 0)
        row.setSpacing(inset)
        row.addWidget(self._saved)
        row.addWidget(self._annotator)
        row.addWidget(self._names)
        self._names.hide()
        row.addWidget(self._said, 1)
        for part in (self._task, self._gold, self._figures, self._position, self._tags, self._missing, self._time,
                     self._selected, self._articles):  # fmt: skip
            row.addWidget(part)
            part.hide()
        self.set_annotator("")

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "status_bar"))
        self.update()


def _missing_words(count: int, attribute: str) -> str:
    if not attribute:
        return ntr("{n} needs a value", "{n} need a value", count)
    if attribute[0] in "aeiou":
        return ntr("{n} needs an {attribute}", "{n} need an {attribute}", count).format(attribute=attribute)
    return ntr("{n} needs a {attribute}", "{n} need a {attribute}", count).format(attribute=attribute)


def _set(part: TextLabel, text: str, *, shown: bool = True) -> None:
    part.setText(text)
    part.setVisible(bool(text) and shown)
