"""The page that makes a new project: a file, a label scheme, one button; faults stand under their field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.scheme import parse_scheme
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import Field, MainButton, PlainButton, TextLabel, ValueButton
from annotator.gui.widgets.rows import Rows
from annotator.store.files import SUFFIX
from annotator.work.projects import new_project, read_scheme

_NAME = "News"  # of a file, the same in every language


def project_files() -> str:
    """Return the file dialog's filter of project files."""
    return tr("News Annotator projects") + f" (*{SUFFIX})"


def folder_offer(folder: Path) -> tuple[str, Callable[[], object]]:
    """Return a button's words and what it does: a folder is shown by the system's own program."""
    return tr("Open folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.absolute())))


class FileRow(QWidget):
    """A path to write or to find by `Browse…`, and a line under it for what is wrong with it."""

    def __init__(self, name: str, browse: Callable[[], str]) -> None:
        super().__init__()
        look = theme.current()
        self.field = Field(name, name, icon="")
        self.fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.browse = PlainButton(tr("Browse…"))
        self.browse.setAccessibleDescription(name)
        self._ask = browse
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "small"))
        row.addWidget(self.field, 1)
        row.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "hair"))
        column.addLayout(row)
        column.addWidget(self.fault)
        self.browse.clicked.connect(self._browse)
        self.field.textEdited.connect(lambda _text: self.complain(""))
        self.complain("")

    def path(self) -> Path | None:
        """Return the path; one without a folder lies in the user's home folder."""
        words = self.field.text().strip()
        words = words.removeprefix("~/")
        return Path.home() / words if words else None

    def complain(self, sentence: str) -> None:
        """Say what is wrong under the field; an empty sentence takes it back."""
        self.field.setFault(sentence)
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _browse(self) -> None:
        chosen = self._ask()
        if chosen:
            self.complain("")
            self.field.setText(chosen)


class FolderRow(FileRow):
    """A folder to write or to find in a dialog, which starts in the one that is written."""

    def __init__(self, name: str, first: Path) -> None:
        super().__init__(name, self._ask_folder)
        self._name, self._first = name, first
        self.field.setText(str(first))

    def _ask_folder(self) -> str:
        return QFileDialog.getExistingDirectory(self, self._name, str(self.path() or self._first))


class NewProjectPage(QWidget):
    """Asks where the project goes and which labels it has; `made` gets the path of the new project."""

    def __init__(self, made: Callable[[Path], object]) -> None:
        super().__init__()
        self._made = made
        self.file = FileRow(tr("Project file"), self._ask_file)
        self.scheme = FileRow(tr("Scheme file (TOML)"), self._ask_scheme)
        self.ready = ValueButton(tr("Crisis news"))
        self.own = ValueButton(tr("A scheme file"))
        self.make = MainButton(tr("Make project"), "Return")
        self._choices = QButtonGroup(self)
        self._arrange()
        self.file.field.setText(str(_free(Path.home() / f"{_NAME}{SUFFIX}")))
        self.file.field.selectAll()
        self.ready.setChecked(True)
        self.scheme.hide()
        self.own.toggled.connect(self.scheme.setVisible)
        self.make.clicked.connect(self._make)
        for row in (self.file, self.scheme):
            row.field.returnPressed.connect(self._make)

    def _arrange(self) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        choices = Rows()
        for button in (self.ready, self.own):
            self._choices.addButton(button)
            choices.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(small)
        column.addWidget(TextLabel(tr("File"), "sub", 600, "ink2"))
        column.addWidget(self.file)
        column.addSpacing(small)
        column.addWidget(TextLabel(tr("Labels"), "sub", 600, "ink2"))
        column.addLayout(choices)
        column.addWidget(self.scheme)
        column.addWidget(
            TextLabel(
                tr("Crisis news has actors, locations, threats and diplomatic calls."), "sub", ink="ink2", wrap=True
            )
        )
        column.addSpacing(small)
        column.addWidget(self.make)
        column.addStretch(1)

    def _ask_file(self) -> str:
        start = self.file.path() or Path.home()
        return QFileDialog.getSaveFileName(self, tr("New project"), str(start), project_files())[0]

    def _ask_scheme(self) -> str:
        return QFileDialog.getOpenFileName(self, tr("Label scheme"), str(Path.home()), _scheme_files())[0]

    def _make(self) -> None:
        path, scheme = self.file.path(), self.scheme.path() if self.own.isChecked() else None
        self.file.complain("" if path is not None else tr("Name a file."))
        self.scheme.complain("" if scheme is not None or not self.own.isChecked() else tr("Name a scheme file."))
        if self.file.field.fault() or self.scheme.field.fault() or path is None:
            return
        try:
            if scheme is not None:
                parse_scheme(read_scheme(scheme), str(scheme))
        except AnnotatorError as error:
            self.scheme.complain(str(error))
            return
        try:
            project = new_project(path, scheme)
        except AnnotatorError as error:
            self.file.complain(str(error))
            return
        project.close()
        self._made(project.path)


def _scheme_files() -> str:
    return tr("Label schemes") + " (*.toml)"


def _free(path: Path) -> Path:
    """Return `path`, or the first numbered one that no file has yet."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem} {number}")
    return found
