"""The other mentions of a name: tag them all at once, or step through them one key each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from annotator.core import edits, persons
from annotator.core.events import Entry, now
from annotator.core.ids import uuid7
from annotator.core.mentions import Mention, Page
from annotator.core.span import Span
from annotator.gui.article.view import ArticleView
from annotator.gui.keymap import first_key, label_key
from annotator.gui.label.checks import short
from annotator.gui.label.mode_bar import RANGE
from annotator.gui.label.modes import Keys, Modes
from annotator.gui.language import ntr, tr
from annotator.gui.session import Session
from annotator.gui.wording import listed

_THIS = "A"


class MentionHand(QObject):
    """What the keys of mentions do, from the active tag; `skipped`: the article, and what was passed over."""

    skipped = Signal(str, object)

    def __init__(self, session: Session, view: ArticleView, modes: Modes) -> None:
        super().__init__(view)
        self._session, self._view, self._modes = session, view, modes

    def tag_all(self, span_id: str = "") -> None:
        """Tag all other mentions of a tag's name like it, in one action; the active tag's where none is given."""
        source = self._source(span_id)
        if source is None:
            return
        page = self._page()
        found = page.mentions(source)
        if not found:
            self._session.said.emit(_none(source, page.shared(source)))
        elif self._session.act("mentions", _entries(self._session, source, found)):
            self._session.said.emit(_tagged(source, found))

    def step(self) -> None:
        """Go through the other mentions of the active tag's name, one after another; or end that."""
        if isinstance(self._modes.running, StepMode):
            self._modes.leave()
            return
        source = self._source("")
        if source is None:
            return
        page = self._page()
        found = page.mentions(source)
        if found:
            mode = StepMode(self._session, self._view, self._modes, source, found)
            mode.skipped.connect(self.skipped)
            self._modes.enter(mode)
        else:
            self._session.said.emit(_none(source, page.shared(source)))

    def _source(self, span_id: str) -> Span | None:
        """Return the tag whose name is meant; None, with a sentence, where there is none or its label is retired."""
        source = self._session.spans.get(span_id or self._session.active)
        if source is None:
            self._session.said.emit(tr("No tag is active. Tag a name first, or go to its tag."))
            return None
        label = self._session.scheme.label(source.label)
        if label is not None and label.retired:
            self._session.said.emit(tr("The label {label} is retired and can't be given.").format(label=label.name))
            return None
        return source

    def _page(self) -> Page:
        article = self._session.article
        text, zones = (article.text, article.zones) if article is not None else ("", ())
        return Page(text, zones, self._session.spans.values(), self._session.scheme)


class StepMode(QObject):
    """One mention after another: this label, another label, or skip. Places are those found when the mode began.

    When the mode ends, `skipped` carries the article's id and the ranges that were passed over.
    """

    skipped = Signal(str, object)

    def __init__(
        self, session: Session, view: ArticleView, modes: Modes, source: Span, places: Sequence[Mention]
    ) -> None:
        super().__init__(view)
        self._session, self._view, self._modes = session, view, modes
        self._source = source.id
        self._article = session.article.id if session.article is not None else ""
        self._name = short(persons.name_of(source.quote))
        self._places = list(places)
        self._at = 0
        self._made: dict[int, str] = {}
        self._skipped: set[int] = set()
        self._acting = False
        self._gone = False
        session.spansChanged.connect(self._follow)
        view.selectionMoved.connect(self._selection_moved)
        self._show()

    # What the bar and the keys ask

    def title_and_keys(self) -> tuple[str, Keys]:
        """Return which mention of how many is shown, and the keys with what they do."""
        title = tr("Mention {at} of {count} of “{name}”")
        tag = self._session.spans.get(self._made.get(self._at, ""))
        if tag is not None:
            title = tr("Mention {at} of {count} of “{name}”, tagged as {label}")
        label = self._label_name(tag.label) if tag is not None else ""
        title = title.format(at=self._at + 1, count=len(self._places), name=self._name, label=label)
        keys: list[tuple[Sequence[str], str]] = [((_THIS,), self._label_name(self._own_label()))]
        others = [key for each in self._session.scheme.live if (key := label_key(each))]
        if others:
            keys.append(((others[0], RANGE, others[-1]) if len(others) > 2 else others, tr("another label")))
        return title, [*keys, (("Tab",), tr("skip")), (("Shift+Tab",), tr("back"))]

    def wants(self, name: str) -> bool:
        """Tell whether a key steps or tags here."""
        return name in (_THIS, "Tab", "Shift+Tab") or self._label_of(name) != ""

    def key_pressed(self, name: str) -> bool:
        """Tag or skip the mention that is shown and go on, or go back."""
        if name == "Tab":
            if self._made.get(self._at, "") not in self._session.spans:
                self._skipped.add(self._at)
            self._go(self._at + 1)
        elif name == "Shift+Tab":
            self._go(max(0, self._at - 1))
        elif label := self._label_of(name):
            self._tag(label)
        else:
            return False
        return True

    def leave(self) -> None:
        """Say what was done; the tag that the mode began with is the active one again."""
        self._session.spansChanged.disconnect(self._follow)
        self._view.selectionMoved.disconnect(self._selection_moved)
        self.deleteLater()
        self.skipped.emit(self._article, {(self._places[at].start, self._places[at].end) for at in self._skipped})
        source = self._session.spans.get(self._source)
        if source is None:
            return
        if not self._gone:
            self._view.set_caret(self._view.caret())
            self._session.set_active(source.id)
        tagged, skipped = sum(one in self._session.spans for one in self._made.values()), len(self._skipped)
        left = len(self._places) - tagged - skipped
        said = tr("Mentions of “{name}”: {tagged} tagged, {skipped} skipped.")
        if left:
            said = tr("Mentions of “{name}”: {tagged} tagged, {skipped} skipped, {left} left.")
        self._session.said.emit(said.format(name=self._name, tagged=tagged, skipped=skipped, left=left))

    # What they do

    def _own_label(self) -> str:
        source = self._session.spans.get(self._source)
        return source.label if source is not None else ""

    def _label_of(self, name: str) -> str:
        """Return the key of the label that a key of the keyboard gives here; empty for none."""
        if name == _THIS:
            return self._own_label()
        label = self._session.scheme.label_for_key(name)
        return label.key if label is not None and not label.retired else ""

    def _label_name(self, key: str) -> str:
        label = self._session.scheme.label(key)
        return label.name if label is not None else key

    def _tag(self, label: str) -> None:
        """Tag the mention that is shown, or give its tag another label, and go on."""
        place, made = self._places[self._at], self._made.get(self._at, "")
        self._acting = True
        if made not in self._session.spans:
            made = self._session.tag(label, place.start, place.end, "mention")
            stands = made != ""
        else:
            stands = self._session.spans[made].label == label or self._session.relabel(made, label)
        self._acting = False
        if stands:
            self._made[self._at] = made
            self._skipped.discard(self._at)
            self._go(self._at + 1)

    def _go(self, to: int) -> None:
        """Show a mention; behind the last one the mode ends."""
        if to >= len(self._places):
            self._modes.leave()
        else:
            self._at = to
            self._show()
            self._modes.show()

    def _show(self) -> None:
        """Select the mention and bring it into sight; no tag is active meanwhile."""
        place = self._places[self._at]
        self._acting = True
        self._session.set_active("")
        self._view.select_range(place.start, place.end)
        self._view.scroll_to(place.start, place.end)
        self._acting = False

    def _follow(self, changed: set[str]) -> None:
        """Go along with undo and redo: back to the mention that lost its tag, on from one that has it again."""
        if self._acting:
            return
        if self._source not in self._session.spans:
            self._gone = True
            self._modes.leave()
            return
        touched = [at for at, made in self._made.items() if made in changed]
        if touched:
            back = touched[0]
            self._go(back + 1 if self._made[back] in self._session.spans else back)
        else:
            self._modes.show()

    def _selection_moved(self) -> None:
        """End the mode when a hand selects something else or moves the caret."""
        place = self._places[self._at]
        if not self._acting and self._view.selected_range() != (place.start, place.end):
            self._gone = True
            self._modes.leave()


def _entries(session: Session, source: Span, found: Sequence[Mention]) -> list[Entry]:
    """Return the entries that tag these places like a tag, without its values."""
    article = session.article
    text = article.text if article is not None else ""
    entries: list[Entry] = []
    created = now()
    for place in found:
        quote = text[place.start : place.end]
        span = Span(uuid7(), place.start, place.end, quote, source.label, False, "", "mention", created)
        entries += edits.add_span(span)
    if session.status == "new":
        entries += [("status", "", None, edits.status_row("started"))]
    return entries


def _tagged(source: Span, found: Sequence[Mention]) -> str:
    """Say how many mentions were tagged, how many of them in a shorter form, and how to take them back."""
    forms = Counter(place.alias for place in found if place.alias)
    shorter = listed(tr("{count} as “{name}”").format(count=n, name=short(form)) for form, n in forms.items())
    if shorter:
        said = ntr(
            "{n} mention of “{name}” tagged, {shorter}.", "{n} mentions of “{name}” tagged, {shorter}.", len(found)
        )
    else:
        said = ntr("{n} mention of “{name}” tagged.", "{n} mentions of “{name}” tagged.", len(found))
    said = said.format(name=short(persons.name_of(source.quote)), shorter=shorter)
    return " ".join(filter(None, [said, _way_back(len(found))]))


def _way_back(count: int) -> str:
    """Say which key takes that many tags back; nothing where no key does."""
    key = QKeySequence(first_key("undo")).toString(QKeySequence.SequenceFormat.NativeText)
    return ntr("{key} takes it back.", "{key} takes them back.", count).format(key=key) if key else ""


def _none(source: Span, shared: str) -> str:
    """Say that the name stands nowhere else, or that its last name may be somebody else's."""
    name = short(persons.name_of(source.quote))
    if shared:
        said = tr("No other mention of “{name}” to tag: “{alias}” alone may be somebody else.")
        return said.format(name=name, alias=short(shared))
    return tr("No other mention of “{name}” to tag in this article.").format(name=name)
