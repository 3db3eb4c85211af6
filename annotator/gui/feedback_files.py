"""The page of the drawer that writes feedback files: for whom, where, and whether hidden gold articles come along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import ntr, tr
from annotator.gui.new_project import FolderRow, folder_offer
from annotator.gui.session import Session
from annotator.gui.transfers import Words
from annotator.gui.widgets import CheckRow, MainButton, TextLabel
from annotator.gui.wording import facts_line
from annotator.store import people
from annotator.work.feedback_files import FeedbackFile, FeedbackReport, FeedbackRequest, make_feedback
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


def show_feedback_files(window: MainWindow) -> None:
    """Open the page in the window's drawer."""
    if window.session is not None:
        page = FeedbackFilesPage(window, window.session)
        window.drawer.open_with(tr("Feedback files"), page, page.foot)


class FeedbackFilesPage(QWidget):
    """Asks whose feedback is written, and where; `foot` holds the button and stays in sight."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        everybody = people.people(session.project)
        names = [who.name for who in everybody]
        self.boxes: list[tuple[CheckRow, str]] = []
        for who in everybody:
            box = CheckRow(f"{who.name} ({who.id[:8]})" if names.count(who.name) > 1 else who.name)
            box.setChecked(True)
            box.setAccessibleDescription(tr("Gets a feedback file"))
            box.toggled.connect(lambda _on: self._complain(""))
            self.boxes.append((box, who.id))
        self.with_test = CheckRow(tr("With articles that were hidden gold"))
        self.folder = FolderRow(tr("Folder for the files"), session.project.path.parent)
        self.fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.write = MainButton(tr("Write feedback files"))
        self.foot = QWidget()
        self._arrange()
        self._complain("")
        self.folder.field.returnPressed.connect(self._write)
        self.write.clicked.connect(lambda _checked=False: self._write())

    def _write(self) -> None:
        chosen = tuple(one for box, one in self.boxes if box.isChecked())
        folder = self.folder.path()
        self._complain("" if chosen else tr("Choose at least one annotator."))
        self.folder.complain("" if folder is not None else tr("Name a folder."))
        if chosen and folder is not None:
            named = chosen if len(chosen) < len(self.boxes) else ()
            start_feedback_files(self._window, FeedbackRequest(folder, named, self.with_test.isChecked()))

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _arrange(self) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(small)
        words = tr(
            "Each file holds the articles that the annotator finished and that are adjudicated, with their own work "
            "and gold. Nobody else is in it."
        )
        column.addWidget(TextLabel(words, ink="ink2", wrap=True))
        column.addSpacing(small)
        column.addWidget(TextLabel(tr("Annotators"), "sub", 600, "ink2"))
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for box, _ in self.boxes:
            rows.addWidget(box)
        column.addLayout(rows)
        column.addSpacing(small)
        column.addWidget(TextLabel(tr("Hidden gold"), "sub", 600, "ink2"))
        column.addWidget(self.with_test)
        words = tr("They stay out otherwise: an article whose gold somebody has seen is no test for them any more.")
        column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        column.addSpacing(small)
        column.addWidget(TextLabel(tr("Folder"), "sub", 600, "ink2"))
        column.addWidget(self.folder)
        column.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, small, 0, 0)
        foot.setSpacing(small)
        foot.addWidget(self.fault)
        foot.addWidget(self.write)


def start_feedback_files(window: MainWindow, request: FeedbackRequest) -> None:
    """Write feedback files beside the window."""
    session = window.session
    if session is None:
        return
    project = session.project

    def work(progress: Progress) -> FeedbackReport:
        with project.beside() as second:
            return make_feedback(second, request, progress)

    def done(report: FeedbackReport) -> None:
        lines = [_line(one) for one in report.files]
        nothing = tr("{name}: no finished article is adjudicated yet.")
        lines += [nothing.format(name=who.name) for who in report.without]
        where = tr("They are in {folder}. Send each annotator theirs; it opens like any project.")
        told = ntr("Wrote {n} feedback file", "Wrote {n} feedback files", len(report.files))
        page = "\n".join([*lines, "", where.format(folder=request.folder)])
        window.transfers.end(told, page, offer=folder_offer(request.folder))

    window.transfers.run(_words(), work, done)


def _line(one: FeedbackFile) -> str:
    words = tr("{name}: {articles} in {file}").format(
        name=one.who.name, articles=ntr("{n} article", "{n} articles", one.articles), file=Path(one.path).name
    )
    out = ntr("{n} hidden gold article left out", "{n} hidden gold articles left out", one.withheld)
    return facts_line((words, out if one.withheld else ""))


def _words() -> Words:
    return Words(
        tr("Feedback files"),
        tr("Writing feedback…"),
        tr("Writing {what}…"),
        tr("Writing feedback {percent} %"),
        tr("Cancel feedback"),
        tr("Feedback cancelled"),
        tr("No feedback file was written"),
    )
