"""Role mode: the tags near an event carry numbers, and a number gives the tag a role of the event."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.core import edits
from annotator.core.events import Entry
from annotator.core.ids import uuid7
from annotator.core.nearby import MOST, nearest, pages
from annotator.core.scheme import RelationType
from annotator.core.span import Relation, Span
from annotator.gui.article.links import Roles
from annotator.gui.article.view import ArticleView
from annotator.gui.label.mode_bar import RANGE
from annotator.gui.label.modes import Keys, Modes
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.wording import listed, one_line

_DIGITS = frozenset(str(n) for n in range(1, MOST + 1))
_KEYS = frozenset(("Tab", "Shift+Tab", "Backspace", "Delete", "0", "PageDown", "PageUp"))


def fillers(session: Session, event: str, role: str) -> list[Relation]:
    """Return what gives tags a role of an event, the oldest first; both tags stand."""
    links = (r for r in session.relations if r.head == event and r.type == role and r.child in session.spans)
    return sorted(links, key=lambda link: link.id)


def take_away(session: Session, link_id: str) -> bool:
    """Take a role from the tag that has it."""
    link = next((link for link in session.relations if link.id == link_id), None)
    return link is not None and session.act("relation", _without(link))


def _without(*links: Relation) -> list[Entry]:
    return [("relation", link.id, edits.relation_row(link), None) for link in links]


def _with(role: str, event: str, child: str) -> list[Entry]:
    link = Relation(uuid7(), role, event, child)
    return [("relation", link.id, None, edits.relation_row(link))]


class RoleMode:
    """Give roles of one event by number. The numbers stay as they are until the mode ends."""

    def __init__(self, session: Session, view: ArticleView, event: str, told: Callable[[str], None]) -> None:
        self._session, self._view, self.event = session, view, event
        self._told = told
        self._role = ""
        self._page = 0
        self._pages: list[list[str]] = []
        self._number_all()

    @property
    def role(self) -> str:
        """Return the key of the role that the next number gives."""
        return self._role

    @property
    def roles(self) -> tuple[RelationType, ...]:
        """Return the roles of the event as its label has them now."""
        span = self._session.spans.get(self.event)
        return self._session.scheme.relations_of(span.label) if span is not None else ()

    def candidates(self) -> int:
        """Return how many tags can play a role."""
        return sum(map(len, self._pages))

    def start_at(self, role: str) -> None:
        """Go to a role; to the first empty one for an empty key."""
        keys = [one.key for one in self.roles]
        self._role = role if role in keys else next(filter(self._is_empty, keys), keys[0])
        self.show()

    def title_and_keys(self) -> tuple[str, Keys]:
        """Return what the bar says: whose role is asked for, and the keys."""
        keys: list[tuple[tuple[str, ...], str]] = [
            (("1", RANGE, str(MOST)), tr("choose")),
            (("Tab",), tr("next role")),
            (("Backspace",), tr("clear")),
            (("Shift", "1"), tr("one more")),
        ]
        if len(self._pages) > 1:
            keys.insert(1, (("0",), tr("farther")))
        span = self._session.spans.get(self.event)
        label = self._session.scheme.label(span.label) if span is not None else None
        event = label.name.lower() if label is not None else tr("event")
        return tr("{role} of this {event}").format(role=self._name(), event=event), keys

    def wants(self, name: str) -> bool:
        """Tell whether a key is the mode's."""
        return name in _KEYS or name.removeprefix("Shift+") in _DIGITS

    def key_pressed(self, name: str) -> bool:
        """Do what a key means; False when it is none of the mode's."""
        digit = name.removeprefix("Shift+")
        if digit in _DIGITS:
            self._number(int(digit), more=name != digit)
        elif name in ("Backspace", "Delete"):
            self._clear()
        elif name in ("Tab", "Shift+Tab"):
            self._step(1 if name == "Tab" else -1)
        elif name in ("0", "PageDown", "PageUp"):
            self._turn(-1 if name == "PageUp" else 1)
        else:
            return False
        return True

    def leave(self) -> None:
        """Show the article as it always is."""
        self._view.set_roles(None)
        self._told("")

    def choose(self, child: str, *, more: bool = False) -> None:
        """Give a tag the role and go on to the next empty one; a tag that has it already loses it.

        With `more` it plays the role beside those that do, and the mode stays at that role.
        """
        span, kind = self._session.spans.get(child), self._kind()
        if span is None or kind is None:
            return
        if span.label not in kind.child:
            self._session.said.emit(tr("{role}: this label cannot play that role.").format(role=kind.name))
            return
        links = fillers(self._session, self.event, kind.key)
        own = [link for link in links if link.child == child]
        if own:
            entries = _without(*own)
        elif more:
            entries = _with(kind.key, self.event, child)
        else:
            entries = [*_without(*links), *_with(kind.key, self.event, child)]
        if not self._session.act("relation", entries):
            return
        saying = tr("{role}: “{words}” taken away.") if own else tr("{role}: “{words}”.")
        self._session.said.emit(saying.format(role=kind.name, words=one_line(span.quote)))
        if not own and not more:
            self._go_on()
        self.show()

    def follow(self) -> bool:
        """Take in what changed outside the mode; False when the event has no roles any more."""
        if not self.roles:
            return False
        known = {key for page in self._pages for key in page}
        wanted = {span.id for span in self._session.spans.values() if span.label in self._labels()} - {self.event}
        if known != wanted:
            self._number_all()
        if self._kind() is None:
            self.start_at("")
        self.show()
        return True

    def show(self) -> None:
        """Bring numbers, chips and links in the article up to what holds now."""
        kind = self._kind()
        page = self._pages[self._page] if self._pages else []
        numbers = {
            key: place
            for place, key in enumerate(page, start=1)
            if kind is not None and key in self._session.spans and self._session.spans[key].label in kind.child
        }
        given: dict[str, list[str]] = {}
        for role in self.roles:
            for link in fillers(self._session, self.event, role.key):
                given.setdefault(link.child, []).append(role.name[:1].lower() + role.name[1:])
        self._view.set_roles(Roles(self.event, numbers, {key: listed(names) for key, names in given.items()}))
        self._told(self._role)

    def _number(self, number: int, *, more: bool) -> None:
        page = self._pages[self._page] if self._pages else []
        if number <= len(page):
            self.choose(page[number - 1], more=more)
        else:
            self._session.said.emit(tr("No tag has the number {number}.").format(number=number))

    def _clear(self) -> None:
        links = fillers(self._session, self.event, self._role)
        if not links:
            self._session.said.emit(tr("This role is empty."))
        elif self._session.act("relation", _without(*links)):
            self.show()

    def _step(self, by: int) -> None:
        keys = [one.key for one in self.roles]
        self.start_at(keys[(keys.index(self._role) + by) % len(keys)])

    def _turn(self, by: int) -> None:
        if len(self._pages) < 2:
            self._session.said.emit(tr("All tags that can play a role have a number already."))
            return
        self._page = (self._page + by) % len(self._pages)
        self.show()

    def _go_on(self) -> None:
        """Go to the next empty role behind this one, going round; stay where none is empty."""
        keys = [one.key for one in self.roles]
        here = keys.index(self._role)
        self._role = next(filter(self._is_empty, keys[here + 1 :] + keys[:here]), self._role)

    def _is_empty(self, role: str) -> bool:
        return not fillers(self._session, self.event, role)

    def _kind(self) -> RelationType | None:
        return next((one for one in self.roles if one.key == self._role), None)

    def _name(self) -> str:
        kind = self._kind()
        return kind.name if kind is not None else ""

    def _labels(self) -> set[str]:
        return {label for role in self.roles for label in role.child}

    def _number_all(self) -> None:
        """Deal the numbers out: tags that play a role already first, then the nearest."""
        spans, article = self._session.spans, self._session.article
        event = spans.get(self.event)
        if event is None or article is None:
            return
        used = {link.child for link in self._session.relations if link.head == self.event}
        found = nearest(article.text, event, spans.values(), self._labels(), used)
        self._pages = [[span.id for span in page] for page in pages(found)]
        self._page = 0


class RoleHand(QObject):
    """Start role mode on the active event and keep it in step with the session."""

    roleChanged = Signal(str)

    def __init__(self, session: Session, view: ArticleView, modes: Modes) -> None:
        super().__init__(view)
        self._session, self._view, self._modes = session, view, modes
        self._mode: RoleMode | None = None
        session.activeChanged.connect(self._active_changed)
        session.spansChanged.connect(self._follow)
        session.schemeChanged.connect(self._follow)
        session.articleChanged.connect(self._follow)

    def start(self, role: str = "") -> None:
        """Begin at one role (key) of the active event, else at its first empty one; say why where that can't be."""
        event = self._session.spans.get(self._session.active)
        if event is None:
            self._session.said.emit(tr("No tag is active. Tab steps through the tags."))
        elif not self._session.scheme.relations_of(event.label):
            self._say_no_roles(event)
        elif self._running() is not None and self._mode is not None:
            self._mode.start_at(role)
            self._modes.show()
        else:
            self._enter(event, role)

    def _enter(self, event: Span, role: str) -> None:
        mode = RoleMode(self._session, self._view, event.id, self.roleChanged.emit)
        if not mode.candidates():
            self._session.said.emit(tr("No tag can play a role here yet. Tag the words first, then press R."))
            return
        self._modes.leave()
        self._mode = mode
        mode.start_at(role)
        self._modes.enter(mode)
        self._modes.clicked = self._clicked
        self._view.scroll_to(event.start, event.end)

    def _say_no_roles(self, span: Span) -> None:
        scheme = self._session.scheme
        label = scheme.label(span.label)
        events = [one.name.lower() for one in scheme.live if scheme.relations_of(one.key)]
        name = label.name if label is not None else span.label
        if events:
            text = tr("{label} has no roles. Roles belong to: {events}.").format(label=name, events=listed(events))
        else:
            text = tr("This scheme has no roles.")
        self._session.said.emit(text)

    def _running(self) -> RoleMode | None:
        if self._mode is not None and self._modes.running is not self._mode:
            self._mode = None
        return self._mode

    def _clicked(self, span_id: str) -> bool:
        """Take a click on a tag that can play a role; every other click ends the mode."""
        mode = self._running()
        if mode is None or not span_id:
            return False
        if span_id != mode.event:
            kind = next((one for one in mode.roles if one.key == mode.role), None)
            span = self._session.spans.get(span_id)
            if span is None or kind is None or span.label not in kind.child:
                return False
            mode.choose(span_id)
        self._view.set_active(mode.event, scroll=False)
        self._modes.show()
        return True

    def _active_changed(self, span_id: str) -> None:
        mode = self._running()
        if mode is not None and span_id != mode.event:
            self._modes.leave()

    def _follow(self, _changed: object = None) -> None:
        mode = self._running()
        if mode is None:
            return
        if mode.follow():
            self._modes.show()
        else:
            self._modes.leave()
