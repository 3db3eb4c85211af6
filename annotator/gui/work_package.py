"""What the window says of a work package: whose it is and from where, and once it is finished, what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.language import ntr, tr
from annotator.gui.new_project import folder_offer
from annotator.store.feedback import is_feedback

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session


def follow_package(window: MainWindow, session: Session) -> None:
    """Say in the status bar whether a project is a work package, and follow how far it is."""
    project = session.project
    if not project.value("package") or is_feedback(project):
        window.status.set_package("")
        return
    source = project.value("package_from")
    words = tr("Work package for {name}, from {project}") if source else tr("Work package for {name}")
    window.status.set_package(words.format(name=session.me.name, project=source))
    _Finish(window, session)


class _Finish(QObject):
    """Says that a package is finished at the moment when it is."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(session)
        self._window, self._session = window, session
        self._finished = self._is_finished()
        session.progressChanged.connect(self._check)

    def _is_finished(self) -> bool:
        finished, total, _ = self._session.progress()
        return 0 < total <= finished

    def _check(self) -> None:
        before, self._finished = self._finished, self._is_finished()
        if self._finished and not before:
            total = self._session.progress()[1]
            path = self._session.project.path
            head = ntr("The {n} article is finished", "All {n} articles are finished", total)
            self._window.tell_note(
                head, tr("Send this file back: {path}").format(path=path), *folder_offer(path.parent)
            )
