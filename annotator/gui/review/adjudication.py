"""The work behind the review: disagreements are read beside the window, decisions are stored on its thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.agreement.cards import Card, Role, Version, shuffled
from annotator.core.errors import AnnotatorError
from annotator.core.span import Span
from annotator.gui.collecting import HOLDING
from annotator.gui.language import ntr, tr
from annotator.gui.review.lanes import clipped
from annotator.gui.review.open_card import Shown
from annotator.gui.review.role_words import lost_words, missing_words
from annotator.gui.review.shelf import Shelf
from annotator.gui.session import Session
from annotator.gui.tasks import Task
from annotator.gui.wording import day_text, facts_line
from annotator.store import articles, log
from annotator.store.project import Project
from annotator.work import reviewing, settling
from annotator.work.lost_roles import LostRole, is_marked
from annotator.work.progress import Progress
from annotator.work.reviewing import CHANGED, Listed
from annotator.work.settling import Tidied

_AFTER = 80
_OPENING = 900
"""How many characters of an article stand beside a question about the whole of it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of this sitting: what the foot says of it, and its card; many at once have none."""

    words: str
    article: str = ""
    id: str = ""


class Adjudication(QObject):
    """Holds the shelf of disagreements. `read` carries how many articles were settled by rule.

    `changed` carries the article that a decision, or taking one back, was about; `failed` a title and the reason;
    `tidied` the boundaries that punctuation alone parts, and whether they were settled.
    """

    read = Signal(int)
    reading = Signal(int, int)
    changed = Signal(str)
    failed = Signal(str, str)
    tidied = Signal(object, bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._tidying: Task | None = None
        self._again = False
        self._touched: set[str] = set()
        self._secret = ""
        self._clearing: Task | None = None
        self._after: dict[tuple[str, str], str] | None = {}
        self.shelf = Shelf()
        self.known = False
        self._seen = -1
        self.can_undo = False
        self.done: list[Decision] = []
        self.undone: list[Decision] = []

    @property
    def project(self) -> Project:
        """Return the open project."""
        return self._session.project

    @property
    def busy(self) -> bool:
        """Tell whether anything is being done beside the window."""
        return self._task is not None or self._tidying is not None

    # Reading

    def refresh_if_changed(self) -> None:
        """Read again, unless nothing but decisions of this sitting came into the project since."""
        if not self._is_current():
            self.refresh()

    def _is_current(self) -> bool:
        return self.known and self._task is None and self._seen == log.last_seq(self.project)

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Count what is written inside the block as seen, where all before was: its article alone is read again."""
        current = self._is_current()
        yield
        if current:
            self._seen = log.last_seq(self.project)

    def refresh(self) -> None:
        """Settle by rule what all agree on, then read all disagreements, beside the window."""
        self._again = self._task is not None
        if self._again:
            return
        project, actor = self.project, self._session.me.id
        task = Task(lambda progress: _read(project, actor, progress), self)
        self._task, self._touched = task, set()
        task.progressed.connect(lambda done, total, _what: self.reading.emit(done, total))
        task.succeeded.connect(lambda found: self._take_in(task, found))
        task.broke.connect(lambda sentence: self._broke(task, sentence))
        task.finished.connect(lambda: self._finished(task))
        task.begin()

    def leave(self) -> None:
        """Stop reading: the project is closed."""
        tasks = [task for task in (self._task, self._tidying, self._clearing) if task is not None]
        self._task = self._tidying = self._clearing = self._after = None
        for task in tasks:
            task.leave()
            task.end()

    def _take_in(self, task: Task, found: tuple[int, Shelf, int]) -> None:
        if task is not self._task:
            return
        old = self.shelf
        settled, self.shelf, self._seen = found
        self.known = True
        self._ask_undo()
        for article in self._touched:
            self.shelf.replace(article, self._rows(article))
        self.read.emit(settled)
        self._clear(old)

    def _clear(self, old: Shelf) -> None:
        """Let a shelf go that is shown no more, beside the window: so many rows take a while."""
        if self._clearing is not None:
            self._clearing.end()
            self._clearing.deleteLater()
        self._clearing = Task(lambda _progress: old.clear(), self)
        self._clearing.begin()

    def _broke(self, task: Task, sentence: str) -> None:
        if task is self._task:
            self.failed.emit(tr("The disagreements can’t be read"), sentence)

    def _finished(self, task: Task) -> None:
        task.deleteLater()
        if task is not self._task:
            return
        self._task = None
        self.reading.emit(0, 0)
        if self._again:
            self.refresh()

    def _rows(self, article: str) -> list[Listed]:
        try:
            return reviewing.listing_of(self.project, article)
        except AnnotatorError as error:
            self.failed.emit(tr("The article can’t be read"), str(error))
            return self.shelf.of_article(article)

    def rows_of(self, article: str) -> list[Listed]:
        """Return the disagreements of an article as they stand now."""
        if self.busy:
            self._touched.add(article)
        return self._rows(article)

    def words_after(self, row: Listed) -> str:
        """Return the words that follow those of a row, to its line's end; empty for a question about the article."""
        place, known = (row.article, row.id), self._after
        if known is None or row.end <= row.start:
            return ""
        if place not in known:
            try:
                text = self.project.text(row.article)
            except AnnotatorError:
                return ""
            end = max(text.find(row.words, row.start), row.start) + len(row.words)
            known[place] = text[end : end + _AFTER].partition("\n")[0]
        return known[place]

    def open(self, row: Listed, number: int, total: int) -> Shown | None:
        """Return what is to be shown of a disagreement; None where it is one no more."""
        try:
            return self._open(row, number, total)
        except AnnotatorError as error:
            self.failed.emit(tr("The disagreement can’t be opened"), str(error))
            return None

    def _open(self, row: Listed, number: int, total: int) -> Shown | None:
        project = self.project
        card = reviewing.card(project, row.article, row.id)
        if card is None:
            return None
        self._secret = self._secret or reviewing.secret(project)
        versions = shuffled(card, self._secret)
        item = articles.article(project, row.pk)
        whole = project.text(row.article)
        if card.key:
            base, (_first, last) = 0, clipped(whole, 0, 0, _OPENING)
            text = whole[:last]
        else:
            text, start, _end = reviewing.text_around(project, row.article, card.start, card.end)
            first, last = clipped(text, card.start - start, card.end - start)
            text, base = text[first:last], start + first
        decided = reviewing.decision_of(project, card)
        choice = decided.choice if decided is not None else ""
        stands = reviewing.gold_of(project, card)
        aside = reviewing.roles_without_filler(project, card) if choice else []
        taken = _taken(stands, aside, versions) if choice == "take" else -1
        words, reason, missing = tuple(span.quote for span in stands.spans), "", ""
        if decided is not None and choice:
            reason, missing = self._of_roles(aside, decided.versions, versions[taken] if taken >= 0 else None, stands)
        return Shown(
            card, versions, item.headline, _place(item, whole, card), text, base, number, total, choice, taken,
            row.state == CHANGED, decided.note if decided is not None else "", reason, missing, words,
        )  # fmt: skip

    def _of_roles(self, aside: list[LostRole], digest: str, taken: Version | None, stands: Version) -> tuple[str, str]:
        """Return why a card is to be decided again for a role, and which of its roles are not in the gold layer."""
        scheme = self._session.scheme
        if aside and is_marked(digest):
            return tr("Not in gold any more: {roles}.").format(roles=missing_words(aside, scheme)), ""
        if aside:
            said = tr("Not in gold until its card is decided: {roles}.")
            return "", said.format(roles=missing_words(aside, scheme))
        held = {(role.type, role.child.label) for role in stands.roles}
        gone = [
            role for role in (taken.roles if taken is not None else ()) if (role.type, role.child.label) not in held
        ]
        lost = [LostRole(role.type, "", "", role.child.quote) for role in gone]
        return "", tr("Not in gold: {roles}.").format(roles=missing_words(lost, scheme)) if lost else ""

    # Deciding

    def take(self, shown: Shown, place: int, letter: str, note: str) -> bool:
        """Make a version (its place from 0) the gold of its card."""
        version, words = shown.versions[place], tr("took version {letter}").format(letter=letter)
        return self._decide(shown.card, words, lambda: reviewing.take(
            self.project, shown.card, version, self._session.me.id, note))  # fmt: skip

    def save(
        self, card: Card, spans: Sequence[Span], values: Mapping[str, Mapping[str, Any]], roles: Sequence[Role],
        note: str,
    ) -> bool:  # fmt: skip
        """Make edited spans the gold of a card; none: nothing is marked there."""
        if not spans:
            return self.reject(card, note)
        return self._decide(card, tr("edited"), lambda: reviewing.edit(
            self.project, card, spans, values, self._session.me.id, note, roles))  # fmt: skip

    def answer(self, card: Card, value: object, note: str) -> bool:
        """Give a question about the article this answer in the gold layer."""
        return self._decide(card, tr("edited"), lambda: reviewing.answer(
            self.project, card, value, self._session.me.id, note))  # fmt: skip

    def reject(self, card: Card, note: str) -> bool:
        """Decide that nothing is to be marked."""
        return self._decide(card, tr("nothing here"), lambda: reviewing.reject(
            self.project, card, self._session.me.id, note))  # fmt: skip

    def write_note(self, card: Card, note: str) -> bool:
        """Write the note of a card."""
        return self._decide(card, tr("note"), lambda: reviewing.write_note(
            self.project, card, note, self._session.me.id))  # fmt: skip

    def _decide(self, card: Card, words: str, act: Callable[[], Sequence[LostRole] | None]) -> bool:
        try:
            with self._following():
                lost = act()
        except AnnotatorError as error:
            self.failed.emit(tr("The decision was not saved"), str(error))
            return False
        self.done.append(Decision(words, card.article, card.id))
        self.undone.clear()
        self.can_undo = True
        self._session.saved.emit()
        self.changed.emit(card.article)
        if lost:
            self._session.said.emit(lost_words(lost, self._session.scheme))
        return True

    def tidy(self, *, apply: bool) -> None:
        """Find the boundaries that punctuation alone parts, or settle them as one action, beside the window."""
        if self._tidying is not None:
            return
        project, actor = self.project, self._session.me.id
        task = Task(lambda progress: _tidy(project, actor, apply, progress), self)
        self._tidying = task
        task.progressed.connect(lambda done, total, _what: self.reading.emit(done, total))
        task.succeeded.connect(lambda found: self._tidied(task, found, apply))
        task.broke.connect(lambda sentence: self.failed.emit(tr("The boundaries were not settled"), sentence))
        task.finished.connect(lambda: self._tidy_ended(task))
        task.begin()

    def _tidied(self, task: Task, found: list[Tidied], apply: bool) -> None:
        if task is not self._tidying:
            return
        if apply and found:
            self.done.append(Decision(ntr("settled {n} boundary", "settled {n} boundaries", len(found))))
            self.undone.clear()
            self._session.saved.emit()
        self.tidied.emit(found, apply)

    def _tidy_ended(self, task: Task) -> None:
        task.deleteLater()
        if task is self._tidying:
            self._tidying = None
            self.reading.emit(0, 0)

    def last(self) -> str:
        """Return what was decided last in this sitting; empty for nothing."""
        return self.done[-1].words if self.done else ""

    def _ask_undo(self) -> None:
        """Find out whether there is a decision to take back, of this sitting or an earlier one."""
        self.can_undo = reviewing.can_undo(self.project, self._session.me.id)[0]

    def take_back(self, kind: str) -> tuple[str, str] | None:
        """Take back the last decision, or bring back (`redo`) what was taken back; return its article and card.

        The card is empty where many were decided at once; None: there was nothing.
        """
        act = reviewing.undo if kind == "undo" else reviewing.redo
        try:
            with self._following():
                article = act(self.project, self._session.me.id)
        except AnnotatorError as error:
            self.failed.emit(tr("The decision was not saved"), str(error))
            return None
        if article is None:
            nothing = tr("There is no decision to undo.") if kind == "undo" else tr("There is no decision to redo.")
            self._session.said.emit(nothing)
            return None
        source, target = (self.done, self.undone) if kind == "undo" else (self.undone, self.done)
        last = source.pop() if source else None
        if last is not None:
            target.append(last)
        self._ask_undo()
        self._session.saved.emit()
        if last is not None and not last.article:
            self.refresh()
            return article, ""
        before = {row.id: row for row in self.shelf.of_article(article)}
        self.changed.emit(article)
        turned = [row.id for row in self.shelf.of_article(article) if before.get(row.id) != row]
        if last is not None and last.article == article:
            turned.insert(0, last.id)
        return article, turned[0] if turned else ""


def _read(project: Project, actor: str, progress: Progress) -> tuple[int, Shelf, int]:
    """Settle, where writing is allowed; return how many articles that changed, all disagreements, the last event."""
    with project.beside() as second:
        settled = settling.settle(second, actor, progress).articles if project.lock is not None else 0
        seen = log.last_seq(second)
        listed = reviewing.listing(second, progress)
        with HOLDING.setting_aside():
            return settled, Shelf(listed), seen


def _tidy(project: Project, actor: str, apply: bool, progress: Progress) -> list[Tidied]:
    with project.beside() as second:
        return settling.tidy_boundaries(second, actor, apply, progress)


def _taken(gold: Version, aside: Sequence[LostRole], versions: Sequence[Version]) -> int:
    """Return which version reads like the gold layer, of several the one that is closest in its roles; -1 for none.

    `aside` are the roles that the layer keeps for it though they stand nowhere.
    """
    wanted = _marks(gold)
    roles = Counter([(role.type, role.child.quote) for role in gold.roles] + [(one.role, one.filler) for one in aside])

    def apart(place: int) -> tuple[int, int]:
        own = Counter((role.type, role.child.quote) for role in versions[place].roles)
        kinds, others = Counter(kind for kind, _ in own.elements()), Counter(kind for kind, _ in roles.elements())
        return ((kinds - others) + (others - kinds)).total(), ((own - roles) + (roles - own)).total()

    return min((n for n, one in enumerate(versions) if _marks(one) == wanted), key=apart, default=-1)


def _marks(version: Version) -> tuple[object, ...]:
    values = {one: sorted(held.items(), key=str) for one, held in version.values.items() if held}
    return sorted((s.start, s.end, s.label, str(values.get(s.id, []))) for s in version.spans), str(version.answer)


def _place(item: articles.Article, text: str, card: Card) -> str:
    """Return source, date and paragraph of a card in one line."""
    source, published = item.meta.get("source"), item.meta.get("published")
    where = ""
    if not card.key:
        aside = [zone for zone in item.detected if zone.kind == "headline" or zone.furniture]
        if any(zone.kind == "headline" and zone.start <= card.start < zone.end for zone in aside):
            where = tr("headline")
        else:
            number, at = 0, 0
            for line in text[: card.end].split("\n"):
                beside = any(zone.start <= at and at + len(line) <= zone.end for zone in aside)
                number += bool(line.strip()) and not beside
                at += len(line) + 1
                if at > card.start:
                    break
            where = tr("paragraph {number}").format(number=max(number, 1))
    return facts_line((
        source if isinstance(source, str) else "",
        day_text(published, year=True) if isinstance(published, str) and published else "",
        where,
    ))  # fmt: skip
