"""What is done to many articles at once: beside the window, with progress and cancel, each one step to undo."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.language import figure, ntr, tr
from annotator.gui.session import Session
from annotator.gui.tasks import Task
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.corpus.strip import SelectionStrip

Work = Callable[[Project, Progress], object]
_AFTER_S = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """One step: what it is called while it goes on, what it does, what is said of its result, whether undo offers."""

    doing: str
    work: Work
    done: Callable[[object], str]
    undoable: bool = True


class Bulk(QObject):
    """Does one step at a time; `changed` comes when the corpus is another, `failed` with a sentence."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, strip: SelectionStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._strip = session, strip
        self._task: Task | None = None
        self._began = 0.0
        strip.cancelWanted.connect(self._cancel)

    @property
    def busy(self) -> bool:
        """Tell whether something is being done."""
        return self._task is not None

    def leave(self) -> None:
        """Stop what is being done; nothing of it stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.end()

    # The steps

    def remove(self, pks: Sequence[int]) -> None:
        """Take articles out of the corpus."""
        me = self._session.me.id
        self._run(Job(tr("Removing"), lambda p, progress: _steps().remove(p, pks, me, progress=progress), _removed))

    def restore(self, pks: Sequence[int]) -> None:
        """Bring articles back that were taken out."""
        me = self._session.me.id
        self._run(Job(tr("Restoring"), lambda p, progress: _steps().restore(p, pks, me, progress=progress), _restored))

    def tag(self, pks: Sequence[int], name: str) -> None:
        """Give articles a tag."""
        me = self._session.me.id
        self._run(Job(tr("Tagging"), lambda p, progress: _steps().tag(p, pks, name, me, progress=progress),
                      lambda count: _tagged(count, name)))  # fmt: skip

    def untag(self, pks: Sequence[int], name: str) -> None:
        """Take a tag from articles."""
        me = self._session.me.id
        self._run(Job(tr("Tagging"), lambda p, progress: _steps().untag(p, pks, name, me, progress=progress),
                      lambda count: _untagged(count, name)))  # fmt: skip

    def assign(self, pks: Sequence[int], people: Sequence[str]) -> None:
        """Give articles to people, by their ids."""
        me = self._session.me.id
        self._run(Job(tr("Assigning"), lambda p, progress: _steps().assign(p, pks, people, me, progress=progress),
                      _assigned))  # fmt: skip

    def rezone(self, pks: Sequence[int]) -> None:
        """Look again for what is not the article in these articles."""
        me = self._session.me.id
        self._run(
            Job(tr("Finding zones"), lambda p, progress: _steps().rezone(p, pks, me, progress=progress), _rezoned)
        )

    def split_off(self, pk: int) -> None:
        """Take an article out of its wire story."""
        me = self._session.me.id
        self._run(Job(tr("Parting"), lambda p, _progress: _steps().split_off(p, pk, me), _parted))

    def join(self, pks: Sequence[int]) -> None:
        """Make articles copies of one story."""
        me = self._session.me.id
        self._run(Job(tr("Joining"), lambda p, progress: _steps().join(p, pks, me, progress=progress), _joined))

    def undo(self) -> None:
        """Take back my last step."""
        me = self._session.me.id
        nothing = tr("Nothing to undo in the corpus.")
        self._run(
            Job(
                tr("Undoing"),
                lambda p, progress: _steps().undo(p, me, progress),
                lambda said: str(said or nothing),
                False,
            )
        )

    def redo(self) -> None:
        """Bring back what was undone last."""
        me = self._session.me.id
        nothing = tr("Nothing to redo in the corpus.")
        self._run(
            Job(
                tr("Redoing"),
                lambda p, progress: _steps().redo(p, me, progress),
                lambda said: str(said or nothing),
                False,
            )
        )

    # How they run

    def _run(self, job: Job) -> None:
        if self._task is not None:
            self._session.said.emit(tr("Another step is still being done."))
            return
        project = self._session.project

        def work(progress: Progress) -> object:
            with project.beside() as second:
                return job.work(second, progress)

        task = self._task = Task(work, self)
        self._began = time.monotonic()
        task.progressed.connect(lambda *told: self._progress(job, *told) if task is self._task else None)
        task.succeeded.connect(lambda result: self._ended(task, job.done(result), undoable=job.undoable))
        task.cancelled.connect(lambda: self._ended(task, tr("Cancelled. Nothing was changed."), undoable=False))
        task.broke.connect(lambda sentence: self._broke(task, sentence))
        task.finished.connect(task.deleteLater)
        self._strip.show_work(tr("{doing}…").format(doing=job.doing))
        task.begin()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _progress(self, job: Job, at: int, total: int, _what: str) -> None:
        if not total:
            return
        spent = time.monotonic() - self._began
        left = spent * (total - at) / at if at and spent > _AFTER_S else None
        words = tr("{doing}: {n} of {all}")
        line = words.format(doing=job.doing, n=figure(at), all=figure(total))
        self._strip.show_progress(line, at / total, left)

    def _ended(self, task: Task, words: str, *, undoable: bool) -> None:
        if task is not self._task:
            return
        self._task = None
        self._strip.show_done(words, undoable=undoable)
        self._session.said.emit(words)
        self.changed.emit()

    def _broke(self, task: Task, sentence: str) -> None:
        if task is self._task:
            self._task = None
            self._strip.show_done("", undoable=False)
            self.failed.emit(sentence)


def _steps() -> ModuleType:
    """Return what does the steps; the table is there sooner without it."""
    from annotator.work import corpus

    return corpus


def _count(result: object) -> int:
    return result if isinstance(result, int) else 0


def _removed(result: object) -> str:
    return ntr("{n} article removed.", "{n} articles removed.", _count(result))


def _restored(result: object) -> str:
    return ntr("{n} article restored.", "{n} articles restored.", _count(result))


def _tagged(result: object, name: str) -> str:
    words = ntr("{n} article has “{name}” now.", "{n} articles have “{name}” now.", _count(result))
    return words.format(name=name)


def _untagged(result: object, name: str) -> str:
    words = ntr("“{name}” taken from {n} article.", "“{name}” taken from {n} articles.", _count(result))
    return words.format(name=name)


def _assigned(result: object) -> str:
    return ntr("{n} article assigned.", "{n} articles assigned.", _count(result))


def _rezoned(result: object) -> str:
    return ntr("{n} article has other zones now.", "{n} articles have other zones now.", _count(result))


def _parted(result: object) -> str:
    return tr("The article is no copy any more.") if _count(result) else tr("The article stands alone already.")


def _joined(result: object) -> str:
    return ntr("{n} article joined.", "{n} articles joined into one story.", _count(result))
