"""The page of the drawer that shares articles out: what was given so far, and what new packages are to hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core import sharing
from annotator.core.errors import AnnotatorError
from annotator.core.names import check_name
from annotator.gui import theme
from annotator.gui.feedback_files import show_feedback_files
from annotator.gui.keymap import key_words
from annotator.gui.language import figure, ntr, tr
from annotator.gui.new_project import FolderRow, folder_offer
from annotator.gui.session import Session
from annotator.gui.transfers import Words
from annotator.gui.widgets import (
    CheckRow,
    ElidedLabel,
    Field,
    Hairline,
    MainButton,
    PlainButton,
    SectionHead,
    TextLabel,
    ValueButton,
)
from annotator.gui.widgets.rows import Rows
from annotator.store import articles, assigning, people
from annotator.store.people import Person
from annotator.work.packaging import Choice, PackageReport, PackageRequest, check, make_packages
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_PERCENT, _COPIES = 25, 2
_ONE, _SEVERAL, _PILOT = range(3)


def show_packages(window: MainWindow) -> None:
    """Open the page in the window's drawer."""
    if window.session is not None:
        page = PackagesPage(window, window.session)
        window.drawer.open_with(tr("Work packages"), page, page.foot, wide=True)


def _words() -> Words:
    return Words(
        tr("Work packages"),
        tr("Writing packages…"),
        tr("Writing {what}…"),
        tr("Writing packages {percent} %"),
        tr("Cancel packages"),
        tr("Packages cancelled"),
        tr("No package was written"),
    )


class _Number(QWidget):
    """A caption and a whole number between two bounds, with a line for what is wrong with it."""

    def __init__(self, caption: str, value: int, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        look = theme.current()
        self.field = Field("", caption, icon="", in_panel=True)
        self.field.setText(str(value))
        self.field.setFixedWidth(look.px("width", "number"))
        self._fault = TextLabel("", "sub", ink="fault", wrap=True)
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "small"))
        row.addWidget(TextLabel(caption, wrap=True), 1)
        row.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "hair"))
        column.addLayout(row)
        column.addWidget(self._fault)

    def value(self) -> int | None:
        """Return the number, or None where the words are no number within the bounds."""
        words = self.field.text().strip().removesuffix("%").strip()
        number = int(words) if words.isdecimal() and len(words) < len(str(self._most)) + 1 else -1
        return number if self._least <= number <= self._most else None

    def set(self, value: int) -> None:
        """Show another number."""
        if self.value() != value:
            self.field.setText(str(value))
            self.check()

    def check(self) -> bool:
        """Say what is wrong, and tell whether all is well."""
        fine = self.value() is not None
        words = tr("Write a whole number from {least} to {most}.")
        sentence = "" if fine else words.format(least=figure(self._least), most=figure(self._most))
        self.field.setFault(sentence)
        self._fault.setText(sentence)
        self._fault.setVisible(not fine)
        return fine


class _Names(QWidget):
    """The annotators, each with a box, and a field for a new one."""

    def __init__(self, everybody: Sequence[Person], changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        look = theme.current()
        self._boxes: list[tuple[CheckRow, str]] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.field = Field(tr("Name of a new annotator"), tr("Name of a new annotator"), icon="", in_panel=True)
        self.add = PlainButton(tr("Add"))
        self._fault = TextLabel("", "sub", ink="fault", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(look.px("space", "small"))
        line.addWidget(self.field, 1)
        line.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "hair"))
        column.addLayout(self._rows)
        column.addLayout(line)
        column.addWidget(self._fault)
        self._complain("")
        self.add.clicked.connect(lambda _checked=False: self.take_name())
        self.field.returnPressed.connect(self.take_name)
        self.field.textEdited.connect(lambda _text: self._changed())
        names = [who.name for who in everybody]
        for who in everybody:
            shown = f"{who.name} ({who.id[:8]})" if names.count(who.name) > 1 else who.name
            self._add_box(shown, who.id, checked=not who.lead)

    def chosen(self) -> tuple[str, ...]:
        """Return the ids and new names of those who get a package."""
        return tuple(key for box, key in self._boxes if box.isChecked())

    def count(self) -> int:
        """Return how many get a package, the name that is being written among them."""
        return len(self.chosen()) + bool(self.field.text().strip())

    def take_name(self) -> bool:
        """Turn the words of the field into a box; False where they can't be a name or are one already."""
        words = self.field.text().strip()
        if not words:
            self._complain("")
            return True
        try:
            name = check_name(words)
        except AnnotatorError as error:
            self._complain(str(error))
            return False
        known = next((box for box, key in self._boxes if name in (box.text(), key)), None)
        if known is not None:
            known.setChecked(True)
        else:
            self._add_box(name, name, checked=True)
        self.field.clear()
        self._complain("")
        self._changed()
        return True

    def say_nobody(self) -> None:
        """Say that nobody is chosen."""
        self._complain(tr("Choose at least one annotator, or write a name."))

    def _add_box(self, shown: str, key: str, *, checked: bool) -> None:
        box = CheckRow(shown)
        box.setChecked(checked)
        box.setAccessibleDescription(tr("Gets a package"))
        box.toggled.connect(lambda _on: self._changed())
        self._boxes.append((box, key))
        self._rows.addWidget(box)

    def _complain(self, sentence: str) -> None:
        self.field.setFault(sentence)
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))


class PackagesPage(QWidget):
    """Shows how far everybody is, and asks which articles go to whom; `foot` holds the button and stays in sight."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        project = session.project
        self._articles = articles.count(project)
        self._ungiven = assigning.ungiven_count(project)
        self._gold = len(assigning.adjudicated(project))
        self._queue = list(window.label.queue.pks()) if window.label is not None else []
        self.all = ValueButton(tr("All articles: {n}").format(n=figure(self._articles)))
        self.rest = ValueButton(tr("Those nobody was given: {n}").format(n=figure(self._ungiven)))
        self.queue = ValueButton(tr("Those in the queue: {n}").format(n=figure(len(self._queue))))
        self._choices = QButtonGroup(self)
        self.names = _Names(people.people(project), self._preview)
        self.one = ValueButton(tr("Each article to one"))
        self.several = ValueButton(tr("A share to several"))
        self.pilot = ValueButton(tr("Every article to everybody (pilot)"))
        self._overlaps = QButtonGroup(self)
        self.overlap = _Number(tr("Share of articles given to several (percent)"), _PERCENT, 0, 100)
        self.copies = _Number(tr("Annotators for each of these"), _COPIES, 2, 99)
        self.gold = _Number(tr("Gold articles in each package"), 0, 0, max(self._gold, 0))
        self.folder = FolderRow(tr("Folder for the files"), project.path.parent)
        self.fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.sentence = TextLabel("", "sub", ink="ink2", wrap=True, tabular=True)
        self.write = MainButton(tr("Write packages"))
        self.feedback = PlainButton(tr("Feedback files…"))
        self.foot = QWidget()
        self._arrange()
        (self.all if self._ungiven in (0, self._articles) else self.rest).setChecked(True)
        self.several.setChecked(True)
        self._choices.buttonToggled.connect(lambda _button, _on: self._preview())
        self._overlaps.idToggled.connect(self._share)
        for number in (self.overlap, self.copies, self.gold):
            number.field.textEdited.connect(lambda _text: self._preview())
            number.field.returnPressed.connect(self._write)
        self.folder.field.returnPressed.connect(self._write)
        self.write.clicked.connect(lambda _checked=False: self._write())
        self.feedback.clicked.connect(lambda _checked=False: show_feedback_files(window))
        self._preview()

    # What is asked

    def _chosen(self) -> tuple[Choice, int]:
        if self.rest.isChecked():
            return Choice("ungiven"), self._ungiven
        if self.queue.isChecked():
            return Choice("listed", pks=tuple(self._queue)), len(self._queue)
        return Choice(), self._articles

    def _share(self, way: int, on: bool) -> None:
        """Set both numbers to what a way of sharing means."""
        if on:
            self.overlap.set((0, _PERCENT, 100)[way])
            self.copies.set(_COPIES)
            self._preview()

    def _preview(self) -> None:
        """Say what the packages would hold."""
        self._complain("")
        chosen, persons = self._chosen()[1], self.names.count()
        if self.pilot.isChecked():
            self.copies.set(max(_COPIES, persons))
        percent, copies, gold = self.overlap.value(), self.copies.value(), self.gold.value()
        self.overlap.setEnabled(self.several.isChecked())
        self.copies.setEnabled(self.several.isChecked() and percent != 0)
        if not chosen or not persons or percent is None or copies is None or gold is None:
            self.sentence.setText(tr("Choose articles and annotators to see how large the packages get."))
            return
        several = sharing.shared_count(chosen, percent)
        whole = chosen + several * (min(copies, persons) - 1)
        least, most = whole // persons + gold, -(-whole // persons) + gold
        each = figure(least) if least == most else tr("{least}–{most}").format(least=figure(least), most=figure(most))
        words = tr("{articles}, {several} of them read by {copies} annotators. {each} in each package.")
        if not several:
            words = tr("{articles}, each read by one annotator. {each} in each package.")
        self.sentence.setText(
            words.format(
                articles=ntr("{n} article", "{n} articles", chosen), several=figure(several), copies=figure(copies),
                each=each,
            )
        )  # fmt: skip

    def _write(self) -> None:
        numbers = [self.overlap, self.gold] + ([self.copies] if self.overlap.value() != 0 else [])
        faults = [number for number in numbers if not number.check()]
        if not self.names.take_name() or faults:
            return
        if not self.names.chosen():
            self.names.say_nobody()
            return
        folder = self.folder.path()
        self.folder.complain("" if folder is not None else tr("Name a folder."))
        if folder is None:
            return
        request = PackageRequest(
            folder, self.names.chosen(), self._chosen()[0], overlap=self.overlap.value() or 0,
            copies=self.copies.value() or _COPIES, gold=self.gold.value() or 0,
        )  # fmt: skip
        try:
            check(self._session.project, request, self._chosen()[1])
        except AnnotatorError as error:
            self._complain(str(error))
        else:
            start_packages(self._window, request)

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # How it looks

    def _arrange(self) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(look.px("space", "hair"))
        column.addWidget(_head(tr("Articles")))
        column.addLayout(_choice(self._choices, (self.all, self.rest, self.queue)))
        self.rest.setEnabled(self._ungiven > 0)
        self.rest.setToolTip("" if self._ungiven else tr("Every article was given to somebody."))
        column.addSpacing(small)
        column.addWidget(_head(tr("Annotators")))
        column.addWidget(self.names)
        column.addSpacing(small)
        column.addWidget(_head(tr("Overlap")))
        column.addLayout(_choice(self._overlaps, (self.one, self.several, self.pilot)))
        column.addWidget(self.overlap)
        column.addWidget(self.copies)
        column.addSpacing(small)
        column.addWidget(_head(tr("Hidden gold")))
        column.addWidget(self.gold)
        if not self._gold:
            self.gold.hide()
            words = tr("There is none yet: articles become gold once every disagreement on them is decided in Review.")
            column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        column.addSpacing(small)
        column.addWidget(_head(tr("Folder")))
        column.addWidget(self.folder)
        self._add_given(column)
        column.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(small)
        foot.addWidget(Hairline())
        foot.addWidget(self.fault)
        foot.addWidget(self.sentence)
        buttons = QHBoxLayout()
        buttons.setSpacing(small)
        buttons.addWidget(self.write)
        buttons.addWidget(self.feedback)
        buttons.addStretch(1)
        foot.addLayout(buttons)

    def _add_given(self, column: QVBoxLayout) -> None:
        """Add what was given out so far, behind a head that opens it."""
        so_far = assigning.given(self._session.project)
        if not so_far:
            return
        words = tr("{finished} of {given} finished").format(
            finished=figure(sum(one.finished for one in so_far)), given=figure(sum(one.given for one in so_far))
        )
        self.so_far = SectionHead(tr("Given out so far"), words)
        table = QWidget()
        table.setLayout(_table(so_far))
        self.so_far.folded.connect(table.setHidden)
        self.so_far.setFolded(True)
        column.addSpacing(theme.current().px("space", "small"))
        column.addWidget(self.so_far)
        column.addWidget(table)


def _choice(group: QButtonGroup, buttons: Sequence[ValueButton]) -> Rows:
    rows = Rows()
    for number, button in enumerate(buttons):
        group.addButton(button, number)
        rows.addWidget(button)
    return rows


def _head(words: str) -> TextLabel:
    return TextLabel(words, "sub", 600, "ink2")


def _table(so_far: list[assigning.Given]) -> QGridLayout:
    """Return a row for each annotator: the name, articles given, articles that came back finished."""
    look = theme.current()
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px("space", "inset"))
    grid.setVerticalSpacing(look.px("space", "hair"))
    grid.setColumnStretch(0, 1)
    right = Qt.AlignmentFlag.AlignRight
    for at, words in enumerate((tr("Annotator"), tr("Given"), tr("Finished"))):
        grid.addWidget(TextLabel(words, "small", ink="ink2"), 0, at, right if at else Qt.AlignmentFlag.AlignLeft)
    grid.addWidget(Hairline(), 1, 0, 1, 3)
    for row, one in enumerate(so_far, start=2):
        grid.addWidget(ElidedLabel(one.name), row, 0)
        for at, count in enumerate((one.given, one.finished), start=1):
            grid.addWidget(TextLabel(figure(count), tabular=True), row, at, right)
    return grid


def start_packages(window: MainWindow, request: PackageRequest) -> None:
    """Write packages beside the window."""
    session = window.session
    if session is None:
        return
    project, actor = session.project, session.me.id

    def work(progress: Progress) -> PackageReport:
        with project.beside() as second:
            return make_packages(second, request, actor, progress)

    def done(report: PackageReport) -> None:
        lines = [
            tr("{name}: {articles} in {file}").format(
                name=one.who.name, articles=ntr("{n} article", "{n} articles", one.articles), file=Path(one.path).name
            )
            for one in report.files
        ]
        where = tr("They are in {folder}. Send each annotator theirs; what comes back is brought in by {command}.")
        key = key_words("merge")
        command = tr("Merge work… ({key})").format(key=key) if key else tr("Merge work…")
        line = ntr("Wrote {n} package", "Wrote {n} packages", len(report.files))
        told = where.format(folder=request.folder, command=command)
        window.transfers.end(line, "\n".join([*lines, "", told]), offer=folder_offer(request.folder))

    window.transfers.run(_words(), work, done)
