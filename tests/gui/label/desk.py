"""An annotator's desk held in memory: the session's face without a project file, for tests of single widgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from annotator import paths
from annotator.core.scheme import Attribute, Scheme, parse_scheme
from annotator.core.span import Relation, Span
from annotator.gui.session import Session
from annotator.store.articles import Work
from annotator.store.queue import QueueRow

HEADLINES = (
    ("Harbour strike in Port Amsel enters third week", "Amsel Tribune", "2031-05-11", "done", 9),
    ("Talvane and Merovia trade accusations over patrol boats", "The Harrow Courier", "2031-05-11", "done", 22),
    ("Narrow Sea council calls emergency session", "Ilmark Radio", "2031-05-12", "done", 14),
    ("Grain prices climb as border traffic slows", "Market Wire", "2031-05-12", "done", 0),
    ("Brennick chosen for talks between ministers", "The Harrow Courier", "2031-05-13", "done", 11),
    ("Weather: storms expected on the Sorrel coast", "Ilmark Radio", "2031-05-13", "skipped", 0),
    ("Merovia threatens to close the Lhassen Pass as envoys meet", "The Harrow Courier", "2031-05-14", "started", 6),
    ("Talvane’s prime minister cancels visit to Ilmark", "Talvane Post", "2031-05-14", "new", 0),
    ("وزير الخارجية يدعو إلى إبقاء الطريق مفتوحا أمام المساعدات الطبية", "Sahil Today", "2031-05-16", "new", 0),
)
TEXT = (
    "Merovia warned on Wednesday that it would close the Lhassen Pass to all freight from Talvane unless the patrol "
    "boats leave Sorrel Bay. President Dario Kesh telephoned Prime Minister Ilse Varanne late on Tuesday."
)


@dataclass(slots=True)
class Article:
    """The open article."""

    pk: int
    id: str
    text: str
    headline: str
    words: int = 30
    zones: tuple[object, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Me:
    """The annotator at the desk."""

    id: str = "p1"
    name: str = "mira"
    lead: bool = True


def default_scheme() -> Scheme:
    """Read the scheme that ships with the program."""
    path = paths.resource("schemes/crisis-news.toml")
    return parse_scheme(path.read_text(encoding="utf-8"), path.name)


def span(key: str, quote: str, label: str, nth: int = 0, **more: Any) -> Span:
    """Make a span over a quote of `TEXT`."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return Span(key, start, start + len(quote), quote, label, **more)


def default_rows(count: int = 24) -> list[QueueRow]:
    """Make a queue: the invented headlines first, then numbered new ones."""
    known = [QueueRow(n + 1, f"a{n + 1}", *line) for n, line in enumerate(HEADLINES[:count])]
    return known + [
        QueueRow(n, f"a{n}", f"Article number {n} about the pass", "Market Wire", "2031-05-17", "new", 0)
        for n in range(len(known) + 1, count + 1)
    ]


class Desk(QObject):
    """Rows, spans and attributes in plain lists; every action is kept in `calls`."""

    articleChanged = Signal()
    spansChanged = Signal(object)
    activeChanged = Signal(str)
    statusChanged = Signal(int)
    zonesChanged = Signal()
    saved = Signal()
    failed = Signal(str, str)
    said = Signal(str)
    progressChanged = Signal()
    queueChanged = Signal()
    schemeChanged = Signal()
    annotatorChanged = Signal()

    def __init__(self, rows: list[QueueRow] | None = None, spans: list[Span] | None = None) -> None:
        super().__init__()
        self.rows = default_rows() if rows is None else rows
        self.me = Me()
        self.scheme = default_scheme()
        self.article: Article | None = None
        self.spans = {one.id: one for one in spans or []}
        self.attributes: dict[tuple[str, str], object] = {}
        self.relations: list[Relation] = []
        self.status, self.reason, self.active = "new", "", ""
        self.calls: list[tuple[object, ...]] = []
        self.refuses = False

    @property
    def work(self) -> Work:
        """Return what was done on the open article."""
        relations = {one.id: one for one in self.relations}
        return Work(self.spans, self.attributes, relations, self.status, self.reason)

    def open_article(self, pk: int) -> None:
        """Open an article."""
        self.calls.append(("open_article", pk))
        row = self._row(pk)
        self.article = Article(pk, row.id, TEXT, row.headline)
        self.status, self.active = row.status, ""
        self.articleChanged.emit()
        self.activeChanged.emit("")

    def set_status(self, pk: int, status: str) -> None:
        """Give an article a status, as finishing or skipping it does."""
        self.rows = [replace(row, status=status) if row.pk == pk else row for row in self.rows]
        if self.article is not None and self.article.pk == pk:
            self.status = status
        self.progressChanged.emit()
        self.statusChanged.emit(pk)

    def put_span(self, one: Span) -> None:
        """Add or change a span, as a tagging key does."""
        self.spans[one.id] = one
        self.spansChanged.emit({one.id})

    def remove(self, span_id: str) -> None:
        """Remove a span."""
        self.calls.append(("remove", span_id))
        del self.spans[span_id]
        self.spansChanged.emit({span_id})
        if self.active == span_id:
            self.set_active("")

    def set_active(self, span_id: str) -> None:
        """Make a span active, or none."""
        self.calls.append(("set_active", span_id))
        self.active = span_id
        self.activeChanged.emit(span_id)

    def set_attribute(self, span_id: str, key: str, value: object) -> None:
        """Set an attribute, or take it away with None."""
        self.calls.append(("set_attribute", span_id, key, value))
        if self.refuses:
            self.failed.emit("Not saved", "The disk is full. Free some space, then try again.")
            return
        if value is None:
            self.attributes.pop((span_id, key), None)
        else:
            self.attributes[span_id, key] = value
        self.spansChanged.emit({span_id})

    def set_unsure(self, span_id: str, unsure: bool) -> None:
        """Mark a span as unsure."""
        self.calls.append(("set_unsure", span_id, unsure))
        if self.refuses:
            self.failed.emit("Not saved", "The disk is full. Free some space, then try again.")
            return
        self.put_span(replace(self.spans[span_id], unsure=unsure))

    def set_note(self, span_id: str, note: str) -> None:
        """Set a span's note."""
        self.calls.append(("set_note", span_id, note))
        self.put_span(replace(self.spans[span_id], note=note))

    def queue(self, text: str, status: str) -> list[int]:
        """Return the articles that match, in order."""
        return [row.pk for row in self._matching(text) if status == "all" or _group(row) == status]

    def queue_rows(self, pks: list[int]) -> list[QueueRow]:
        """Return some rows of the queue."""
        self.calls.append(("queue_rows", len(pks)))
        wanted = set(pks)
        return [row for row in self.rows if row.pk in wanted]

    def queue_counts(self, text: str) -> dict[str, int]:
        """Count the matching articles a status."""
        groups = [_group(row) for row in self._matching(text)]
        started = sum(row.status == "started" for row in self._matching(text))
        return {"all": len(groups), "started": started} | {
            key: groups.count(key) for key in ("todo", "done", "skipped")
        }

    def progress(self) -> tuple[int, int, int]:
        """Return finished, all and started articles."""
        states = [row.status for row in self.rows]
        return states.count("done") + states.count("skipped"), len(states), states.count("started")

    def missing(self, span_id: str) -> list[Attribute]:
        """Return the required attributes without a value."""
        wanted = self.scheme.attributes_of(self.spans[span_id].label)
        return [one for one in wanted if one.required and (span_id, one.key) not in self.attributes]

    def sorted_spans(self) -> list[Span]:
        """Return the spans in reading order."""
        return sorted(self.spans.values(), key=lambda one: (one.start, -one.end, one.label))

    def session(self) -> Session:
        """Return the desk as what the widgets take it for."""
        return cast(Session, self)

    def names_called(self) -> list[object]:
        """Return the actions that were called, in order."""
        return [call[0] for call in self.calls]

    def _row(self, pk: int) -> QueueRow:
        return next(row for row in self.rows if row.pk == pk)

    def _matching(self, text: str) -> list[QueueRow]:
        wanted = text.casefold()
        return [row for row in self.rows if wanted in f"{row.headline} {row.source}".casefold()]


def _group(row: QueueRow) -> str:
    return "todo" if row.status in ("new", "started") else row.status


def full_desk() -> Desk:
    """Return a desk with an open article that holds tags, roles and one value that is missing."""
    desk = Desk(
        spans=[
            span("s1", "Merovia", "actor"),
            span("s2", "close the Lhassen Pass to all freight from Talvane", "threat"),
            span("s3", "Lhassen Pass", "location"),
            span("s4", "Talvane", "actor"),
            span("s5", "Dario Kesh", "actor"),
            span("s6", "telephoned", "diplomatic_call"),
        ]
    )
    desk.attributes["s2", "status"] = "issued"
    desk.relations = [
        Relation("r1", "threatener", "s2", "s1"),
        Relation("r2", "target", "s2", "s4"),
        Relation("r3", "place", "s2", "s3"),
    ]
    desk.open_article(7)
    desk.calls.clear()
    return desk
