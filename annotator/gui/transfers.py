"""Import and export in the window: beside the work, with progress and cancel, in the drawer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import theme
from annotator.gui.asking import Asker
from annotator.gui.drawer import TaskPanel
from annotator.gui.language import figure, ntr, tr
from annotator.gui.new_project import folder_offer
from annotator.gui.tasks import Task
from annotator.gui.widgets import MainButton, PlainButton, TextLabel
from annotator.gui.wording import listed
from annotator.store import bulk
from annotator.work.orders import ExportReport, ExportRequest, ImportReport, ImportRequest
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


Offer = tuple[str, Callable[[], object]]
"""A button's words, and what it does."""


@dataclass(frozen=True, slots=True)
class Words:
    """What long work is called: its title, what it does, its button to stop it."""

    title: str
    doing: str
    doing_what: str
    share: str
    cancel: str
    cancelled: str
    failed: str
    cancel_says: str = ""

    def at_work(self, what: str = "") -> str:
        """Say what is done, of which there is no measure yet."""
        return self.doing_what.format(what=what) if what else self.doing


def _importing() -> Words:
    return Words(
        tr("Import"),
        tr("Importing…"),
        tr("Importing {what}…"),
        tr("Importing {percent} %"),
        tr("Cancel import"),
        tr("Import cancelled"),
        tr("Import failed"),
    )


def _exporting() -> Words:
    return Words(
        tr("Export"),
        tr("Exporting…"),
        tr("Exporting {what}…"),
        tr("Exporting {percent} %"),
        tr("Cancel export"),
        tr("Export cancelled"),
        tr("Export failed"),
    )


def _copying() -> Words:
    return Words(
        tr("Save a copy"),
        tr("Copying…"),
        tr("Copying {what}…"),
        tr("Copying {percent} %"),
        tr("Cancel copy"),
        tr("Copy cancelled"),
        tr("Copy failed"),
    )


class Transfers(QObject):
    """Runs one import, export or copy at a time for the window's project."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._task: Task | None = None
        self._panel: TaskPanel | None = None
        self._holder: QWidget | None = None
        self._words = _importing()
        self._began = 0.0
        self.asker = Asker(self)
        window.drawer.closed.connect(self.asker.drop)

    @property
    def busy(self) -> bool:
        """Tell whether something runs."""
        return self._task is not None

    def _free(self) -> bool:
        """Tell whether nothing runs; else show what does, with its button to cancel."""
        if self._task is not None:
            self._show_panel(self._task)
        return self._task is None

    def ask_import(self) -> None:
        """Ask for files and look at them."""
        if not self._free() or self._window.session is None:
            return
        from annotator.work.finding import suffixes

        readable = " ".join(f"*{ending}" for ending in suffixes())
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Import"),
            str(self._window.settings.folder),
            tr("News and annotations") + f" ({readable});;" + tr("All files") + " (*)",
        )
        if chosen:
            self._window.settings.folder = Path(chosen[0]).parent
            self.look_at([Path(c) for c in chosen])

    def ask_import_folder(self) -> None:
        """Ask for a folder and look at its files."""
        if not self._free() or self._window.session is None:
            return
        chosen = QFileDialog.getExistingDirectory(self._window, tr("Import folder"), str(self._window.settings.folder))
        if chosen:
            self._window.settings.folder = Path(chosen)
            self.look_at([Path(chosen)])

    def look_at(self, sources: Sequence[Path]) -> None:
        """Show in the drawer what these files and folders would bring, before they are imported."""
        session = self._window.session
        if session is None or not self._free():
            return
        from annotator.gui.importing.page import ImportPage

        page = ImportPage(self._window, session, sources, self.asker)
        self._window.drawer.open_with(tr("Import"), page, page.foot)

    def ask_export(self) -> None:
        """Show in the drawer what can be exported."""
        self._ask_export(gold=False)

    def ask_export_gold(self) -> None:
        """Show in the drawer what can be exported, the gold layer chosen."""
        self._ask_export(gold=True)

    def _ask_export(self, *, gold: bool) -> None:
        session = self._window.session
        if session is None or not self._free():
            return
        from annotator.gui.exporting.page import ExportPage

        page = ExportPage(self._window, session, self.asker, gold=gold)
        self._window.drawer.open_with(tr("Export"), page, page.foot)
        page.format.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_packages(self) -> None:
        """Show who was given what, and ask for new work packages."""
        if self._free():
            from annotator.gui.packaging import show_packages

            show_packages(self._window)

    def ask_merge(self) -> None:
        """Show what is open from merges before, and ask for files to merge."""
        if self._free():
            from annotator.gui.merging import show_merge

            show_merge(self._window)

    @property
    def watched(self) -> bool:
        """Tell whether the drawer shows what runs, or how it ended."""
        return self._shown_panel() is not None

    def start_import(self, request: ImportRequest, resume: int | None = None) -> None:
        """Import beside the window."""
        session = self._window.session
        if session is None:
            return
        project, actor = session.project, session.me.id

        def work(progress: Progress) -> ImportReport:
            from annotator.work.importing import import_files  # it brings readers along: no time in the window

            with project.beside() as second:
                return import_files(second, request, actor, progress, resume=resume)

        self.run(_importing(), work, self._imported)

    def start_export(self, target: Path, request: ExportRequest | None = None, pks: Sequence[int] = ()) -> None:
        """Export beside the window; `pks` names the articles by their row keys (none: those of the request)."""
        session = self._window.session
        if session is None:
            return
        project = session.project

        def work(progress: Progress) -> tuple[Path, ExportReport]:
            from annotator.work.exporting import export_file
            from annotator.work.outlining import of_articles

            with project.beside() as second:
                asked = of_articles(second, request or ExportRequest(), pks)
                return target, export_file(second, target, asked, progress)

        self.run(_exporting(), work, self._exported)

    def start_copy(self, target: Path) -> None:
        """Write a copy of the project beside the window."""
        session = self._window.session
        if session is None or not self._free():
            return
        project = session.project

        def work(_progress: Progress) -> Path:
            with project.beside() as second:
                second.copy_to(target)
            return target

        self.run(_copying(), work, self._copied)

    def _copied(self, target: Path) -> None:
        self.end(tr("Saved a copy"), tr("It is in {file}.").format(file=target))

    def run(self, words: Words, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Run long work beside the window; `done` gets its result and says so by `end`."""
        if not self._free():
            return
        task = Task(work, self)
        self._task, self._words, self._began = task, words, time.monotonic()
        # What a task said before it was left behind arrives later: it is nobody's any more.
        task.progressed.connect(lambda *told: self._if_mine(task, lambda: self._progress(*told)))
        task.succeeded.connect(lambda result: self._if_mine(task, lambda: done(result)))
        task.cancelled.connect(
            lambda: self._if_mine(task, lambda: self.end(words.cancelled, tr("The project is unchanged.")))
        )
        task.broke.connect(lambda sentence: self._if_mine(task, lambda: self.end(words.failed, sentence, fault=True)))
        task.finished.connect(lambda: self._finished(task))
        self._show_panel(task)
        self._window.status.set_task(words.at_work())
        task.begin()

    def _if_mine(self, task: Task, act: Callable[[], None]) -> None:
        if task is self._task:
            act()

    def _finished(self, task: Task) -> None:
        task.deleteLater()
        if task is self._task:
            self._task = None

    def _show_panel(self, task: Task) -> None:
        """Show in the drawer how far a task is."""
        if self._shown_panel() is not None:
            return
        panel = TaskPanel(self._words.cancel, self._words.cancel_says)
        panel.cancelWanted.connect(task.cancel)
        panel.closeWanted.connect(self._window.drawer.close_drawer)
        self._panel, self._holder = panel, _body(panel)
        self._window.drawer.open_with(self._words.title, self._holder)
        panel.start(self._words.at_work())

    def _shown_panel(self) -> TaskPanel | None:
        """Return the panel of what runs; None once the drawer was closed or holds something else."""
        return self._panel if self._window.drawer.body() is self._holder else None

    def _progress(self, at: int, total: int, what: str) -> None:
        spent = time.monotonic() - self._began
        left = spent * (total - at) / at if at and total and spent > 1 else None
        line = self._words.share.format(percent=100 * at // total) if total else self._words.at_work(what)
        self._window.status.set_task(line if total else self._words.at_work())
        panel = self._shown_panel()
        if panel is not None:
            panel.set_progress(line, at, total or None, left)

    def end(
        self, line: str, report: str = "", *, fault: bool = False, offer: Offer | None = None,
        details: Callable[[], QWidget] | None = None,
    ) -> None:  # fmt: skip
        """Say how the work ended, in its panel or, where that was closed, in a strip.

        `offer`: a button and its act; `details` makes what is shown under the panel, or at the strip's button.
        """
        self._window.status.set_task("")
        panel, self._panel = self._shown_panel(), None
        if panel is not None:
            panel.show_report(line, report, fault=fault, offer=offer)
            if details is not None:
                panel.add(details())
            if self._window.drawer.holds_focus():
                panel.focus_button()
        elif fault:
            self._window.tell_fault(line, report)
        elif details is not None and offer is None:
            self._window.tell_note(line, report, tr("Show report"), lambda: self._show_details(line, details))
        else:
            self._window.tell_note(line, report, *(offer or ()))

    def _show_details(self, line: str, details: Callable[[], QWidget]) -> None:
        """Show in the drawer what is to be read of work that ended while the drawer was closed."""
        self._window.strip.hide()
        self._window.drawer.open_with(line, _body(details()))

    def _imported(self, report: ImportReport) -> None:
        nothing = not report.added and not report.already
        done = tr("Imported {added} of {read}").format(added=figure(report.added), read=figure(report.read))
        line = tr("Nothing was imported") if nothing else done
        from annotator.gui.importing.found import ImportDetails

        self.end(line, fault=nothing and bool(report.refused), details=lambda: ImportDetails(report))
        session = self._window.session
        if session is None or nothing:
            return
        if report.labels_added:
            session.refresh_scheme()
        session.queueChanged.emit()
        session.progressChanged.emit()
        session.refresh()
        self._window.search.indexer.start_later()
        order = session.queue("", "all") if session.article is None else []
        if order:
            session.open_article(order[0])

    def _exported(self, result: tuple[Path, ExportReport]) -> None:
        target, report = result
        session = self._window.session
        if session is None:
            return
        scheme = session.scheme
        from annotator.gui.exporting.report import ExportDetails

        self.end(
            ntr("Exported {n} line", "Exported {n} lines", report.records)
            if report.path is None or target.is_file()
            else ntr("Exported {n} article", "Exported {n} articles", report.articles),
            tr("{articles} with {tags} are in {file}.").format(
                articles=ntr("{n} article", "{n} articles", report.articles),
                tags=ntr("{n} tag", "{n} tags", report.spans),
                file=target,
            ),
            offer=folder_offer(target if target.is_dir() else target.parent),
            details=lambda: ExportDetails(target, report, scheme),
        )

    def offer_unfinished(self) -> None:
        """Offer to go on with an import that a crash or a quit cut off, or to remove it."""
        session = self._window.session
        found = bulk.open_batches(session.project) if session else []
        if not found:
            return
        batch = found[0]
        resume, remove = MainButton(tr("Resume import")), PlainButton(tr("Remove"))
        resume.clicked.connect(lambda: self.start_import(ImportRequest.from_json(batch.request), batch.pk))
        remove.clicked.connect(lambda: self._remove(batch.pk))
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(remove)
        row.addWidget(resume)
        words = TextLabel(
            ntr(
                "An import was cut off after {n} article, which nobody sees yet. Resume reads {files} again and goes "
                "on; Remove leaves the project as it was before.",
                "An import was cut off after {n} articles, which nobody sees yet. Resume reads {files} again and goes "
                "on; Remove leaves the project as it was before.",
                batch.articles,
            ).format(files=listed(batch.request["sources"][:3])),
            wrap=True,
        )
        self._window.drawer.open_with(tr("Unfinished import"), _body(words), foot)

    def _remove(self, pk: int) -> None:
        session = self._window.session
        if session is None:
            return
        try:
            bulk.remove_batch(session.project, pk)
        except AnnotatorError as error:
            self._window.tell_fault(tr("The import was not removed"), str(error))
        else:
            self._window.drawer.close_drawer()
            session.said.emit(tr("The unfinished import was removed."))

    def leave(self) -> None:
        """Stop what runs, at once; an import waits to be gone on with at the next opening."""
        self.asker.leave()
        task, self._task = self._task, None
        if task is not None:
            task.leave()
            task.end()
            self._window.status.set_task("")


def _body(*parts: QWidget) -> QWidget:
    body = QWidget()
    inset = theme.current().px("space", "drawer")
    column = QVBoxLayout(body)
    column.setContentsMargins(inset, inset, inset, inset)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return body
