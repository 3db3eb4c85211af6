"""The page of the drawer that merges: files to choose, what came of each, and conflicts that a person settles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import theme
from annotator.gui.conflict_card import ConflictCard, Shown
from annotator.gui.language import figure, ntr, tr
from annotator.gui.rooms import LABEL, REVIEW
from annotator.gui.session import Session
from annotator.gui.tasks import Task
from annotator.gui.transfers import Words
from annotator.gui.widgets import EmptyNote, Hairline, MainButton, PlainButton, SectionHead, TextLabel
from annotator.gui.widgets.words import plain_tip
from annotator.gui.wording import facts_line
from annotator.store import articles, conflicts, people
from annotator.store.conflicts import Open
from annotator.store.files import SUFFIX
from annotator.store.project import Project
from annotator.work.merging import MergedFile, MergeReport, merge_files
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_SHOWN = 12


def show_merge(window: MainWindow, report: MergeReport | None = None) -> None:
    """Open the page in the window's drawer, with what a merge brought where there was one."""
    if window.session is not None:
        page = MergePage(window, window.session, report)
        window.drawer.open_with(tr("Merge work"), page, page.foot, wide=True)
        page.focus_first()


def start_merge(window: MainWindow, files: Sequence[Path]) -> None:
    """Merge files beside the window."""
    session = window.session
    if session is None:
        return
    project, actor = session.project, session.me.id

    def work(progress: Progress) -> MergeReport:
        with project.beside() as second:
            return merge_files(second, files, actor, progress)

    window.transfers.run(_words(), work, lambda report: _merged(window, report))


def _words() -> Words:
    return Words(
        tr("Merge work"),
        tr("Merging…"),
        tr("Merging {what}…"),
        tr("Merging {percent} %"),
        tr("Cancel merge"),
        tr("Merge cancelled"),
        tr("Nothing was merged"),
        tr("Files that are in already stay; the one at work leaves no trace."),
    )


def _merged(window: MainWindow, report: MergeReport) -> None:
    """Say what came of a merge, and show it."""
    watched = window.transfers.watched
    whole = all(one.whole for one in report.files)
    line, detail = _headline(report), " ".join(one.refused[0].reason for one in report.files if one.whole)
    window.transfers.end(line, detail, fault=whole)
    session = window.session
    if session is None:
        return
    _take_in(session)
    window.search.indexer.start_later()
    order = session.queue("", "all") if session.article is None else []
    if order:
        session.open_article(order[0])
    if watched:
        show_merge(window, report)


def _take_in(session: Session) -> None:
    """Bring the window up to what the file holds now."""
    if session.scheme.hash != session.project.value("scheme"):
        session.refresh_scheme()
    session.queueChanged.emit()
    session.progressChanged.emit()
    session.refresh()


def _headline(report: MergeReport) -> str:
    taken = [one for one in report.files if not one.whole]
    if not taken:
        return tr("Nothing was merged")
    if report.cancelled:
        return ntr("Merge cancelled after {n} file", "Merge cancelled after {n} files", len(taken))
    if all(one.nothing_new for one in taken):
        return tr("Merged: nothing new")
    return ntr("Merged {n} file", "Merged {n} files", len(taken))


@dataclass(frozen=True, slots=True)
class _Found:
    """The first open conflicts, how many there are, the articles of all, and headlines of articles asked for by id."""

    shown: list[Shown]
    count: int
    articles: frozenset[str]
    headlines: dict[str, str]


def _look(project: Project, asked: frozenset[str], progress: Progress) -> _Found:
    """Return what is open; it runs beside the window."""
    with project.beside() as second:
        names = {person.id: person.name for person in people.people(second)}
        found = conflicts.forks(second)
        shown = []
        for fork in found[:_SHOWN]:
            progress.check()
            pk, _visible = articles.find(second, fork.article)
            title = _headline_of(second, fork.article)
            shown.append(Shown(conflicts.look(second, fork), title, names.get(fork.owner, fork.owner), pk))
        headlines = {one: _headline_of(second, one) for one in asked}
        return _Found(shown, len(found), frozenset(fork.article for fork in found), headlines)


def _headline_of(project: Project, article: str) -> str:
    """Return the headline of an article, or its id where there is none."""
    pk, _visible = articles.find(project, article)
    return (articles.article(project, pk).headline if pk is not None else "") or article


class MergePage(QWidget):
    """Shows the outcome of a merge and the open conflicts; `foot` holds the button for files and stays in sight."""

    def __init__(self, window: MainWindow, session: Session, report: MergeReport | None = None) -> None:
        super().__init__()
        self._window, self._session = window, session
        self._task: Task | None = None
        self.choose = MainButton(tr("Choose files…"))
        self.choose.clicked.connect(lambda _checked=False: self._ask())
        self.review = PlainButton(tr("Review"))
        self.review.setAccessibleDescription(tr("Go on to what annotators disagree on"))
        self.review.clicked.connect(lambda _checked=False: self._go_review())
        self._parts = [_FilePart(one) for one in report.files] if report is not None else []
        self.foot = QWidget()
        self.head = SectionHead(tr("Open conflicts"), "", foldable=False)
        self.fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.fault.hide()
        self._conflicts = QVBoxLayout()
        self._arrange(report)
        self._load()

    def focus_first(self) -> None:
        """Put the focus on the button for files."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Wait for what reads beside the page before it goes."""
        if event.type() in (QEvent.Type.Hide, QEvent.Type.DeferredDelete):
            self._stop()
        return super().event(event)

    # Files

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Merge work"), str(self._window.settings.folder),
            tr("Projects and packages") + f" (*{SUFFIX});;" + tr("All files") + " (*)",
        )  # fmt: skip
        if chosen:
            self._window.settings.folder = Path(chosen[0]).parent
            start_merge(self._window, [Path(one) for one in chosen])

    # Conflicts

    def _load(self) -> None:
        """Look for open conflicts beside the window."""
        project = self._session.project
        self._stop()
        asked = frozenset(one for part in self._parts for one in part.articles())
        task = self._task = Task(lambda progress: _look(project, asked, progress), self)
        task.succeeded.connect(self._show)
        task.broke.connect(self._complain)
        task.begin()

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.leave()
            task.end()
            task.deleteLater()

    def _show(self, found: _Found) -> None:
        shown, count = found.shown, found.count
        _clear(self._conflicts)
        self.head.setCount(figure(count))
        for part in self._parts:
            part.show_conflicts(found)
        for one in shown:
            self._conflicts.addWidget(ConflictCard(one, self._session.scheme, self._settle, self._open))
        if count > len(shown):
            words = ntr("And {n} more, shown when these are settled.", "And {n} more, shown when these are settled.",
                        count - len(shown))  # fmt: skip
            self._conflicts.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        if not shown:
            self._conflicts.addWidget(
                EmptyNote(tr("No conflicts are open"), tr("Work that goes on in two files would be listed here."))
            )

    def _settle(self, one: Open, keep: str) -> None:
        session = self._session
        try:
            conflicts.settle(session.project, one.fork, session.me.id, keep)
        except AnnotatorError as error:
            self._complain(str(error))
        else:
            self._complain("")
            _take_in(session)
            session.said.emit(tr("The conflict is settled. Nothing was erased from the log."))
        self.focus_first()
        self._load()

    def _open(self, pk: int) -> None:
        """Show the article of a conflict in Label."""
        self._window.drawer.close_drawer()
        self._window.rooms.show(LABEL)
        if self._session.open_article(pk):
            self._window.rooms.focus()

    def _go_review(self) -> None:
        self._window.drawer.close_drawer()
        self._window.rooms.show(REVIEW)

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # How it looks

    def _arrange(self, report: MergeReport | None) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(small)
        if report is None:
            words = tr(
                "Choose what came back: packages, copies of this project, other projects. A merge adds what is not "
                "here yet; it overwrites nothing, and the same file twice changes nothing."
            )
            column.addWidget(TextLabel(words, ink="ink2", wrap=True))
        else:
            column.addWidget(TextLabel(_headline(report), "head", 600, wrap=True))
            for part in self._parts:
                column.addWidget(part)
                column.addWidget(Hairline())
        column.addSpacing(small)
        column.addWidget(self.head)
        column.addWidget(self.fault)
        self._conflicts.setSpacing(look.px("space", "inset"))
        column.addLayout(self._conflicts)
        column.addStretch(1)
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, small, 0, 0)
        foot.setSpacing(small)
        foot.addWidget(self.choose)
        foot.addWidget(self.review)
        foot.addStretch(1)
        self.review.setVisible(report is not None and any(not one.whole for one in report.files))


class _FilePart(QWidget):
    """One file: its name, what it brought, what was refused or has to be looked at."""

    def __init__(self, one: MergedFile) -> None:
        super().__init__()
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space", "hair"), 0, look.px("space", "hair"))
        column.setSpacing(look.px("space", "hair"))
        name = TextLabel(Path(one.path).name, "body", 600, wrap=True)
        name.setToolTip(plain_tip(one.path))
        column.addWidget(name)
        if not one.whole:
            column.addWidget(TextLabel(_facts(one), "sub", ink="ink2", wrap=True, tabular=True))
        if one.labels_added:
            words = tr("Labels added to the scheme: {labels}.").format(labels=tr(", ").join(one.labels_added))
            column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        for sentence in _first(_refusals(one)):
            column.addWidget(TextLabel(sentence, "sub", ink="fault", wrap=True))
        self._told = one.conflicts
        self._conflicts = TextLabel("", "sub", wrap=True)
        self._conflicts.hide()
        column.addWidget(self._conflicts)

    def articles(self) -> set[str]:
        """Return the ids of the articles that its conflicts are on."""
        return {conflict.article for conflict in self._told if conflict.article}

    def show_conflicts(self, found: _Found) -> None:
        """Name the conflicts that are still open, and those that nobody settles."""
        told = [
            _said(one.kind, found.headlines.get(one.article or "", one.article), one.annotator)
            for one in self._told
            if one.kind in ("text", "name") or (one.article or "") in found.articles
        ]
        self._conflicts.setText("\n".join(_first(told)))
        self._conflicts.setVisible(bool(told))


def _facts(one: MergedFile) -> str:
    if one.nothing_new:
        return tr("Nothing new: all of it was here before.")
    return facts_line((
        ntr("{n} action", "{n} actions", one.events),
        ntr("{n} new article", "{n} new articles", one.articles) if one.articles else "",
        ntr("{n} finished", "{n} finished", one.finished),
        tr(", ").join(one.annotators),
    ))  # fmt: skip


def _refusals(one: MergedFile) -> list[str]:
    if one.whole:
        return [refused.reason for refused in one.refused]
    return [
        tr("Refused: {what}: {why}").format(
            what=tr(", ").join(part for part in (refused.article, refused.annotator) if part), why=refused.reason
        )
        for refused in one.refused
    ]


def _said(kind: str, article: str | None, annotator: str | None) -> str:
    """Say a conflict in the window's words."""
    words = {
        "text": tr("“{article}” is here with another text; nothing of it was taken."),
        "work": tr("{annotator}’s work on “{article}” went on in two files; settle it below."),
        "scheme": tr("The scheme was changed in two files; settle it below."),
        "name": tr("Two annotators are called {annotator}; both stay."),
    }[kind]
    return words.format(article=article, annotator=annotator)


def _first(sentences: Sequence[str]) -> Iterable[str]:
    yield from sentences[:_SHOWN]
    if len(sentences) > _SHOWN:
        words = tr("And {count} more; `annotator merge --json` lists all.")
        yield words.format(count=figure(len(sentences) - _SHOWN))


def _clear(layout: QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if (part := item.widget()) is not None:
            part.hide()
            part.setParent(None)
            part.deleteLater()
