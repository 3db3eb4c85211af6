"""Which project the window shows: opening, making, closing, remembering."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from annotator.core.errors import AnnotatorError
from annotator.gui.collecting import HOLDING
from annotator.gui.language import tr
from annotator.gui.new_project import NewProjectPage, project_files
from annotator.gui.session import Session
from annotator.gui.settings import Remembered
from annotator.gui.work_package import follow_package
from annotator.store import articles, people
from annotator.store.files import existing, project_path
from annotator.store.project import Project, open_project
from annotator.work.projects import sample_project

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_SETTLED_MS = 1000


class Projects(QObject):
    """Opens and closes projects in a window and keeps the list of recent ones."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._remember_now)

    def open(self, path: Path, annotator: str | None = None, *, raise_errors: bool = False) -> bool:
        """Show a project; False when it can't be opened, which a strip then explains.

        `raise_errors`: let the command line say it instead.
        """
        path = existing(path).absolute()  # dialogs start beside it
        known = self._window.settings.remembered(path)
        shown = self._window.session
        if shown is not None and _same(shown.project.path, path):
            self._window.drawer.close_drawer()
            return True
        try:
            project = open_project(path, quick=_untouched(path, known))
            try:
                me = _who(project, annotator, known, self._window.user)
            except BaseException:
                project.close()
                raise
        except AnnotatorError as error:
            if raise_errors:
                raise
            self._window.tell_fault(tr("The project can't be opened"), str(error))
            return False
        self.close()
        session = Session(project, me)
        follow_package(self._window, session)
        self._window.show_session(session)
        self._remember(session)
        first = _start_article(session, known.article)
        if first is None or not session.open_article(first):
            session.close_article()
        session.articleChanged.connect(self._settled.start)
        self._window.transfers.offer_unfinished()
        self._window.search.begin()
        if project.notice:
            session.said.emit(project.notice)
        return True

    def close(self) -> None:
        """Close the project that is shown, if any, and remember where its user stopped."""
        session = self._window.session
        if session is None:
            return
        self._settled.stop()
        self._window.transfers.leave()
        self._window.search.leave()
        self._window.leave_session()
        HOLDING.thaw()
        path = session.project.path
        item = self._remember(session)
        try:
            session.project.close()
            status = path.stat()
        except AnnotatorError as error:
            self._window.tell_fault(tr("The project was not closed cleanly"), str(error))
        except OSError as error:
            self._window.tell_fault(tr("The project's file is gone"), f"{path}: {error.strerror}.")
        else:
            item.size, item.changed = status.st_size, status.st_mtime_ns
            self._window.settings.remember(item)

    def _remember_now(self) -> None:
        """Note which article is open, for the case that the program is not closed in order."""
        if self._window.session is not None:
            self._remember(self._window.session)

    def _remember(self, session: Session) -> Remembered:
        path = session.project.path
        item = self._window.settings.remembered(path)
        finished, total, _ = session.progress()
        item.opened, item.finished, item.total, item.annotator = 0.0, finished, total, session.me.id
        item.name, item.size, item.changed = path.stem, -1, -1
        if session.article is not None:
            item.article = session.article.id
        self._window.settings.remember(item)
        return item

    def ask_new(self) -> None:
        """Ask in the drawer for a file and a scheme, and make a project of them."""
        self._window.drawer.open_with(tr("New project"), NewProjectPage(self._made))

    def _made(self, path: Path) -> None:
        self._window.drawer.close_drawer()
        self.open(path)

    def ask_open(self) -> None:
        """Ask for a project file and open it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open project"), str(self._window.settings.folder), project_files()
        )
        if chosen:
            self._window.settings.folder = Path(chosen).parent
            self.open(Path(chosen))

    def open_sample(self) -> None:
        """Open the sample, made from the seeds when it is not there yet."""
        try:
            path = sample_project()
        except AnnotatorError as error:
            self._window.tell_fault(tr("The sample can't be made"), str(error))
            return
        self.open(path)

    def ask_copy(self) -> None:
        """Ask for a file and write a copy of the project there."""
        session = self._window.session
        if session is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save a copy"), str(session.project.path.parent), project_files()
        )
        if not chosen:
            return
        target = Path(chosen)
        if target.resolve() == session.project.path.resolve():
            self._window.tell_fault(tr("No copy was made"), tr("This is the open project itself. Choose another name."))
            return
        self._window.transfers.start_copy(project_path(target))


def _same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _untouched(path: Path, known: Remembered) -> bool:
    """Tell whether the file is just as this program left it."""
    try:
        status = path.stat()
    except OSError:
        return False
    return (known.size, known.changed) == (status.st_size, status.st_mtime_ns)


def _who(project: Project, annotator: str | None, known: Remembered, user: str) -> people.Person:
    """Return who labels: the one asked for, else a package's owner, the last one here, the sample's first, the user."""
    if annotator is not None:
        return people.find_or_add(project, annotator)
    if project.value("package"):
        return people.find_or_add(project, project.value("package_owner"))
    last = people.person(project, known.annotator) if known.annotator else None
    if last is None and project.value("opener"):
        last = people.person(project, project.value("opener"))
    return last or people.find_or_add(project, user)


def _start_article(session: Session, identity: str) -> int | None:
    """Return the article that was open last, else the first of the queue."""
    last = articles.pk_of(session.project, identity) if identity else None
    if last is not None:
        return last
    order = session.queue("", "all")
    return order[0] if order else None
