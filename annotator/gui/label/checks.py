"""The end check: what is open when an article is to be finished, shown once, and the way from one hint to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from annotator.core.checks import OpenHint, open_hints
from annotator.core.scheme import Scheme
from annotator.gui.article.view import ArticleView
from annotator.gui.label.edge_keys import key_name
from annotator.gui.label.hand import Hand
from annotator.gui.language import figure, ntr, tr
from annotator.gui.session import Session
from annotator.gui.widgets import Strip
from annotator.gui.wording import one_line

_NAMES_SHOWN = 3
_LONGEST_NAME = 40
# A long article takes longer to look over than a tag may wait: there it waits for a pause of the hand.
_LONG_ARTICLE = 50_000
_PAUSE_MS = 400


class EndCheck(QObject):
    """Looks over the open article; asks nothing, writes nothing, and holds an article back once at most."""

    def __init__(self, session: Session, view: ArticleView, hand: Hand, strip: Strip) -> None:
        super().__init__(view)
        self._session, self._view, self._hand, self._strip = session, view, hand, strip
        self._held = False
        self._note = ""
        self._last: OpenHint | None = None
        self._skipped: set[tuple[int, int]] = set()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._look_again)
        session.articleChanged.connect(self._forget)
        for changed in (session.spansChanged, session.zonesChanged, session.schemeChanged):
            changed.connect(self._changed)

    def pass_over(self, article: str, places: set[tuple[int, int]]) -> None:
        """Count these mentions (code points, half-open) as looked at until another article is opened."""
        if self._session.article is not None and self._session.article.id == article:
            self._skipped |= places

    def open_hints(self) -> list[OpenHint]:
        """Return what is open in the article, in reading order."""
        session, article = self._session, self._session.article
        if article is None:
            return []
        found = open_hints(article.text, article.zones, session.spans.values(), session.lacking, session.scheme)
        return [hint for hint in found if hint.span or (hint.start, hint.end) not in self._skipped]

    def holds(self) -> bool:
        """Go to the first open hint and tell True; an article that was held back since it was opened is let go."""
        found = [] if self._held else self.open_hints()
        if not found:
            self._hide()
            return False
        self._held = True
        self._show(found)
        self._go_to(found[0], found)
        return True

    def next_hint(self) -> None:
        """Go to the next open hint behind the active tag or caret, going round."""
        found = self.open_hints()
        if not found:
            self._session.said.emit(tr("No open hints."))
            return
        last = self._last
        if last is not None and self._stands_at(last):
            following = next((hint for hint in found if hint > last), found[0])
        else:
            active = self._session.spans.get(self._session.active)
            place = active.start if active is not None else self._view.caret()
            following = next((hint for hint in found if hint.start >= place), found[0])
        self._go_to(following, found)

    def _go_to(self, hint: OpenHint, found: Sequence[OpenHint]) -> None:
        """Make the tag of a hint active, or select the mention so that a label's key tags it."""
        if hint.span:
            self._hand.activate(hint.span)
        else:
            self._view.activate("")
            self._view.select_range(hint.start, hint.end)
            self._view.scroll_to(hint.start, hint.end)
        self._last = hint
        place, count = figure(found.index(hint) + 1), figure(len(found))
        words = tr("{hint} {place} of {count}.")
        self._session.said.emit(words.format(hint=describe(hint, self._session.scheme), place=place, count=count))

    def _stands_at(self, hint: OpenHint) -> bool:
        """Tell whether the person is still where a hint has led."""
        if hint.span:
            return self._session.active == hint.span
        return self._view.selected_range() == (hint.start, hint.end)

    def _show(self, found: Sequence[OpenHint]) -> None:
        """Say what is open above the label bar; a fault that stands there stays."""
        if self._strip.is_fault():
            return
        detail = tr("{done} again finishes. {next} goes to the next one.")
        self._note = summary(found, self._session.scheme)
        self._strip.show_note(self._note, detail.format(done=key_name("done"), next=key_name("hint")), icon="hint")

    def _hide(self) -> None:
        if self._note and not self._strip.is_fault() and self._strip.title() == self._note:
            self._strip.hide()
        self._note = ""

    def _changed(self, *_what: object) -> None:
        """Look again, as long as the strip is shown, once what was done is painted."""
        article = self._session.article
        if self._note and article is not None:
            self._later.start(_PAUSE_MS if len(article.text) > _LONG_ARTICLE else 0)

    def _look_again(self) -> None:
        """Keep the strip true: it goes when nothing is open any more, or when its reader closed it."""
        if not self._note or self._strip.isHidden() or self._strip.title() != self._note:
            self._note = ""
        elif found := self.open_hints():
            self._show(found)
        else:
            self._hide()

    def _forget(self) -> None:
        self._later.stop()
        self._hide()
        self._held, self._last, self._skipped = False, None, set()


def summary(found: Sequence[OpenHint], scheme: Scheme) -> str:
    """Say what is open in one line: untagged mentions by name, missing values by label, edges."""
    names = Counter(hint.words for hint in found if hint.kind == "mention").most_common()
    parts = [
        ntr("{n} untagged mention of {name}", "{n} untagged mentions of {name}", count).format(name=short(name))
        for name, count in names[:_NAMES_SHOWN]
    ]
    if more := sum(count for _name, count in names[_NAMES_SHOWN:]):
        parts.append(ntr("{n} of another name", "{n} of other names", more))
    missing = Counter((hint.label, hint.words) for hint in found if hint.kind == "missing")
    for (key, attribute), count in missing.items():
        words = ntr("{n} {label} without {attribute}", "{n} {label} tags without {attribute}", count)
        parts.append(words.format(label=_label(key, scheme).lower(), attribute=attribute.lower()))
    if edges := sum(hint.kind == "edge" for hint in found):
        parts.append(ntr("{n} tag off the edge rule", "{n} tags off the edge rule", edges))
    return " · ".join(parts)


def describe(hint: OpenHint, scheme: Scheme) -> str:
    """Say what is open at one place."""
    if hint.kind == "mention":
        return tr("Untagged mention of {name}:").format(name=short(hint.words))
    if hint.kind == "missing":
        return tr("{label} without {attribute}:").format(label=_label(hint.label, scheme), attribute=hint.words.lower())
    if hint.words:
        return tr("“{words}” at the edge of this tag:").format(words=short(hint.words))
    return tr("Spaces at the edge of this tag:")


def short(name: str) -> str:
    """Return a name on one line, cut where it is very long."""
    whole = one_line(name)
    return whole if len(whole) <= _LONGEST_NAME else whole[: _LONGEST_NAME - 1] + "…"


def _label(key: str, scheme: Scheme) -> str:
    label = scheme.label(key)
    return label.name if label is not None else key
