"""What is open: the project, the annotator, the article; every action is committed before anyone hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.events import Entry, now
from annotator.core.fold import attribute_row
from annotator.core.ids import uuid7
from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import Relation, Span
from annotator.core.zones import Zone
from annotator.gui.language import tr
from annotator.gui.opened import (
    OpenArticle,
    Opened,
    changed_spans,
    lacking,
    missing_values,
    nothing_to,
    places_of,
    refusal,
    stands,
    taken_back,
    unfit,
)
from annotator.gui.queued import Queued
from annotator.store import history, log, people, queue, schemes
from annotator.store.articles import Work
from annotator.store.people import Person
from annotator.store.project import Project


class Session(Queued):
    """The window's state and its actions; offsets are code points, half-open."""

    articleChanged = Signal()
    spansChanged = Signal(object)
    activeChanged = Signal(str)
    statusChanged = Signal(int)
    zonesChanged = Signal()
    saved = Signal()
    failed = Signal(str, str)
    schemeChanged = Signal()
    annotatorChanged = Signal()

    def __init__(self, project: Project, me: Person, parent: QObject | None = None) -> None:
        super().__init__(project, me, parent)
        self.scheme: Scheme = project.scheme
        self.article: OpenArticle | None = None
        self.active = ""
        self.lacking: dict[str, str] = {}
        self._opened: Opened | None = None
        self._work = Work()
        self._left_behind: tuple[int, bool] | None = None
        self._again: Callable[[], object] | None = None

    # What stands

    @property
    def spans(self) -> dict[str, Span]:
        """Return my spans of the open article by id."""
        return self._work.spans

    @property
    def attributes(self) -> dict[tuple[str, str], Any]:
        """Return my attribute values of the open article by (span id, key)."""
        return self._work.attributes

    @property
    def work(self) -> Work:
        """Return all that I did on the open article; it is read, never changed."""
        return self._work

    @property
    def relations(self) -> list[Relation]:
        """Return my relations of the open article."""
        return list(self._work.relations.values())

    @property
    def status(self) -> str:
        """Return my status of the open article: new, started, done or skipped."""
        return self._work.status

    @property
    def reason(self) -> str:
        """Return why I skipped the open article, if I said so."""
        return self._work.reason

    def sorted_spans(self) -> list[Span]:
        """Return my spans in reading order; of two that start together the longer first."""
        return sorted(self.spans.values(), key=lambda s: (s.start, -s.end, s.label, s.id))

    def missing(self, span_id: str) -> list[Attribute]:
        """Return the required attributes that a span still lacks."""
        return missing_values(self.scheme, self._work, span_id)

    def _look_for_missing(self, spans: Iterable[str]) -> None:
        """Bring `lacking` (span id -> name of the first required attribute it lacks) up to these spans."""
        for span, name in lacking(self.scheme, self._work, spans):
            if name:
                self.lacking[span] = name
            else:
                self.lacking.pop(span, None)

    def refresh_scheme(self) -> None:
        """Take in a scheme that was changed beside the session: what is open reads as the new scheme has it."""
        before, self.scheme = self.scheme, self.project.scheme
        changed: set[str] = set()
        if self._opened is not None:
            changed = self._opened.read_as(self.scheme.mapping)
            self._work, self.lacking = self._opened.work, {}
            self._look_for_missing(self.spans)
        self.schemeChanged.emit()
        if changed:
            self._tell(changed, self.status, zones=False)
        if before.mapping != self.scheme.mapping:
            self.queueChanged.emit()

    def change_scheme(self, scheme: Scheme, what: str) -> bool:
        """Make a scheme the project's own, as a logged change that can be undone; `what` are its words in the log."""
        try:
            schemes.change(self.project, scheme, self.me.id, what)
        except AnnotatorError as error:
            self.failed.emit(tr("The scheme was not changed"), str(error))
            return False
        self.refresh_scheme()
        return True

    def undo_scheme(self) -> bool:
        """Take back my last change of the scheme."""
        return self._turn_scheme("undo", tr("The scheme was changed since, or you changed nothing: nothing to undo."))

    def redo_scheme(self) -> bool:
        """Bring back the change of the scheme that I took back last."""
        return self._turn_scheme("redo", tr("The scheme was changed since, or nothing was undone: nothing to redo."))

    def _turn_scheme(self, kind: str, nothing: str) -> bool:
        try:
            done = schemes.take_back(self.project, self.me.id, kind)
        except AnnotatorError as error:
            self.failed.emit(tr("The scheme was not changed"), str(error))
            return False
        if done:
            self.refresh_scheme()
        else:
            self.said.emit(nothing)
        return done

    # Going places

    def open_article(self, pk: int) -> bool:
        """Show an article; False (and `failed`) when it can't be read."""
        try:
            opened = Opened.read(self.project, self.me.id, pk)
        except AnnotatorError as error:
            self.failed.emit(tr("The article can't be opened"), str(error))
            return False
        self._opened, self._work, self._left_behind = opened, opened.work, None
        self.active = ""
        self.lacking = {}
        self._look_for_missing(self.spans)
        self.article = opened.shown()
        self.articleChanged.emit()
        self.activeChanged.emit("")
        return True

    def close_article(self) -> None:
        """Show no article (the project holds none that fits)."""
        self.article, self._opened, self._work, self._left_behind = None, None, Work(), None
        self.active = ""
        self.lacking = {}
        self.articleChanged.emit()
        self.activeChanged.emit("")

    def change_annotator(self, name: str) -> None:
        """Go on as another annotator, on the same article; raises AnnotatorError when the name can't be one."""
        who = people.find_or_add(self.project, name)
        open_now = self.article
        if self._again is not None:
            self._again = None
            self.saved.emit()
        self.close_article()
        self.me = who
        self.annotatorChanged.emit()
        self.queueChanged.emit()
        self.progressChanged.emit()
        if open_now is not None:
            self.open_article(open_now.pk)

    def refresh(self) -> None:
        """Take in what came into the open article from beside the window; caret and place stay as they are."""
        if self._opened is None or self.article is None:
            return
        before = self._work
        try:
            self._opened = Opened.read(self.project, self.me.id, self.article.pk)
        except AnnotatorError as error:
            self.failed.emit(tr("The article can't be opened"), str(error))
            return
        self._work = self._opened.work
        self._tell(changed_spans(before, self._work), before.status, zones=True)

    def set_active(self, span_id: str) -> None:
        """Make a span the active one, or none with an empty id."""
        wanted = span_id if span_id in self.spans else ""
        if wanted != self.active:
            self.active = wanted
            self.activeChanged.emit(wanted)

    # Tagging

    def tag(self, label: str, start: int, end: int, origin: str = "hand") -> str:
        """Tag a range and make the new span active; return its id, or "" when nothing was made."""
        article = self.article
        if article is None or not 0 <= start < end <= len(article.text):
            return ""
        if no := refusal(self.scheme, self._work, start, end, label):
            self.said.emit(no)
            return ""
        span = Span(uuid7(), start, end, article.text[start:end], label, False, "", origin, now())
        entries = edits.add_span(span)
        if self.status == "new":
            entries += [("status", "", None, edits.status_row("started"))]
        if not self.act("add", entries):
            return ""
        self.set_active(span.id)
        return span.id

    def relabel(self, span_id: str, label: str) -> bool:
        """Give a span another label; values and roles that the scheme does not allow there go with the old one."""
        span = self.spans.get(span_id)
        if span is None or span.label == label:
            return False
        if no := refusal(self.scheme, self._work, span.start, span.end, label):
            self.said.emit(no)
            return False
        entries = unfit(self.scheme, self._work, span, label)
        if not self.act("relabel", [*entries, *edits.change_span(span, label=label)]):
            return False
        if entries:
            self.said.emit(tr("Values and roles that do not fit the new label were removed. Undo brings them back."))
        return True

    def remove(self, span_id: str) -> bool:
        """Remove a span with its values and links; no span is active then."""
        span = self.spans.get(span_id)
        if span is None:
            return False
        relations = [r for r in self.relations if span_id in (r.head, r.child)]
        return self.act("remove", edits.remove_span(span, self._work.attributes_of(span_id), relations))

    def move(self, span_id: str, start: int, end: int) -> bool:
        """Move a span's edges; nothing happens where the range would be empty or leave the text."""
        span, article = self.spans.get(span_id), self.article
        if span is None or article is None or not 0 <= start < end <= len(article.text):
            return False
        if stands(self._work, start, end, span.label, span_id):
            self.said.emit(tr("These words have this tag already."))
            return False
        return self.act("move", edits.change_span(span, start=start, end=end, quote=article.text[start:end]))

    def set_attribute(self, span_id: str, key: str, value: Any) -> bool:
        """Set an attribute of a span, or clear it with None."""
        if span_id not in self.spans:
            return False
        old = self.attributes.get((span_id, key))
        return self.act(
            "attribute", edits.set_value("attribute", attribute_row(span_id, key), _value(old), _value(value))
        )

    def set_unsure(self, span_id: str, unsure: bool) -> bool:
        """Mark a span as unsure, or not."""
        span = self.spans.get(span_id)
        return span is not None and self.act("unsure", edits.change_span(span, unsure=unsure))

    def set_note(self, span_id: str, text: str) -> bool:
        """Write a span's note."""
        span = self.spans.get(span_id)
        return span is not None and self.act("note", edits.change_span(span, note=text))

    def toggle_zone(self, zone: Zone) -> bool:
        """Turn a zone off, or on again, for this annotator alone."""
        if self._opened is None:
            return False
        return self.act("zone", edits.toggle_zone(zone, self._opened.rezoned, self._work.overrides.get(zone.key)))

    # Finishing

    def set_status(self, status: str, reason: str = "") -> bool:
        """Set my status of the open article; True when it stands so now."""
        before = None if self.status == "new" else edits.status_row(self.status, self.reason)
        entries = edits.set_value("status", "", before, edits.status_row(status, reason))
        return not entries or self.act("status", entries)

    def finish(self, status: str, within: Sequence[int], reason: str = "") -> None:
        """Set the article done or skipped and open the next unfinished one of `within`, else stay."""
        article, stood = self.article, (self.status, self.reason)
        if article is None:
            return
        if not self.set_status(status, reason):
            self._again = lambda: self._on(article.pk, lambda: self.finish(status, within, reason))
            return
        changed = stood != (self.status, self.reason)
        following = queue.next_todo(self.project, self.me.id, article.pk, within)
        if following is None:
            self.said.emit(tr("No unfinished article is left in this list."))
        elif self.open_article(following):
            self._left_behind = article.pk, changed

    # Undo

    def undo(self) -> list[tuple[int, int]]:
        """Take back my last action on this article; right after finishing one, go back to it first.

        Return the places in the text that it touched (code points, half-open).
        """
        changed = True
        if self._left_behind is not None:
            pk, changed = self._left_behind
            if not self.open_article(pk):
                return []
        if not changed:
            self.said.emit(tr("Back on the article that was finished before."))
            return []
        return self._take_back("undo")

    def redo(self) -> list[tuple[int, int]]:
        """Bring back what was undone last on this article; return the places that it touched."""
        return self._take_back("redo")

    def _take_back(self, kind: str) -> list[tuple[int, int]]:
        stacks = self._opened.stacks if self._opened else history.Stacks()
        stack = stacks.undo if kind == "undo" else stacks.redo
        if self.article is None or not stack:
            self.said.emit(nothing_to(kind))
            return []
        try:
            taken = history.take_back(self.project, self.me.id, stack[-1], kind)
        except AnnotatorError as error:
            self._keep(lambda: self._take_back(kind), error)
            return []
        self._left_behind = None
        self._saved()
        places: list[tuple[int, int]] = []
        for event in taken.events:
            if event.article == self.article.id and event.owner == self.me.id:
                stacks.add(event.id, event.undoes)
                places += places_of(event.entries(), self.spans)
                self._follow(event.entries())
        if words := taken_back(kind, len(taken.events), len(taken.left)):
            self.said.emit(words)
        return places

    # The one way to write

    def act(self, kind: str, entries: list[Entry]) -> bool:
        """Do one action on the open article: one event, durable before anybody hears of it; False when nothing was.

        `kind` is a word for people; the entries are built by `core.edits` against the rows of today. What could not be
        saved is kept for `try_again`.
        """
        if self.article is None or self._opened is None or not entries:
            return False
        rows = self._opened.written(entries)
        try:
            event = log.record(
                self.project, owner=self.me.id, article=self.article.id, entries=rows, kind=kind, actor=self.me.id
            )
        except AnnotatorError as error:
            self._keep(lambda: self.act(kind, entries), error)
            return False
        self._left_behind = None
        self._opened.stacks.add(event.id, None)
        self._saved()
        self._follow(rows)
        return True

    @property
    def unsaved(self) -> bool:
        """Tell whether the last action could not be saved and waits to be tried again."""
        return self._again is not None

    def _saved(self) -> None:
        self._again = None
        self.saved.emit()

    def _keep(self, action: Callable[[], object], error: AnnotatorError) -> None:
        """Keep an action that could not be saved, with its article, to be tried again."""
        pk = self.article.pk if self.article is not None else -1
        self._again = lambda: self._on(pk, action)
        self.failed.emit(tr("Not saved"), str(error))

    def _on(self, pk: int, action: Callable[[], object]) -> None:
        if (self.article is not None and self.article.pk == pk) or self.open_article(pk):
            action()

    def try_again(self) -> None:
        """Repeat the action that could not be saved."""
        if self._again is not None:
            self._again()

    def _follow(self, entries: list[Entry]) -> None:
        """Bring what is shown up to the rows that these entries touched."""
        if self._opened is None:
            return
        status = self.status
        spans = self._opened.follow(self.project, self.me.id, entries)
        self._work = self._opened.work
        self._tell(spans, status, zones=any(table == "zone" for table, *_ in entries))

    def _tell(self, spans: set[str], status: str, *, zones: bool) -> None:
        """Tell everybody what changed: these spans, the status where it was another, the zones."""
        if self.article is None or self._opened is None:
            return
        self._look_for_missing(spans)
        if self.active not in self.spans:
            self.set_active("")
        if spans:
            self.spansChanged.emit(spans)
        if zones:
            shown, hidden = self._opened.zones()
            if (shown, hidden) != (self.article.zones, self.article.hidden_zones):
                self.article = replace(self.article, zones=shown, hidden_zones=hidden)
                self.zonesChanged.emit()
        if self.status != status:
            self._forget_counts()
            self.progressChanged.emit()
        self.statusChanged.emit(self.article.pk)


def _value(value: Any) -> dict[str, Any] | None:
    return None if value is None else {"value": value}
