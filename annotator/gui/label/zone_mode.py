"""Mark what a part of the page is: one key opens the kinds, one digit chooses."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.core import edits, words
from annotator.core.errors import AnnotatorError
from annotator.core.zones import KINDS, Zone, effective
from annotator.gui.article.view import ArticleView
from annotator.gui.label.checks import short
from annotator.gui.label.mode_bar import RANGE
from annotator.gui.label.modes import Keys, Modes
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import Strip
from annotator.gui.wording import zone_name
from annotator.store import articles

_COPY = "C"


class ZoneHand(QObject):
    """Marks the selection, else the zone at the caret, else the caret's paragraph."""

    def __init__(self, session: Session, view: ArticleView, modes: Modes, strip: Strip) -> None:
        """`strip` offers to take back what was marked for everybody."""
        super().__init__(view)
        self._session, self._view, self._modes, self._strip = session, view, modes, strip
        self._offered = False
        session.articleChanged.connect(self._withdraw)
        session.annotatorChanged.connect(self._withdraw)

    def start(self) -> None:
        """Ask by a bar of keys what the place is; the bar goes with the first answer."""
        if isinstance(self._modes.running, ZoneMode):
            self._modes.leave()
            return
        place = self.place()
        if place is None:
            self._session.said.emit(tr("The caret is in an empty line. Select what is to be marked."))
        else:
            if self._session.leads:
                self._session.said.emit(tr("With Shift, a digit marks it for everybody."))
            self._modes.enter(ZoneMode(self, self._session, self._modes, place))

    def place(self) -> Zone | None:
        """Return what would be marked, without a kind where it is no zone yet; None in an empty line."""
        article = self._session.article
        if article is None:
            return None
        chosen = self._view.selected_range()
        caret = self._view.caret()
        if chosen is None:
            inside = next((zone for zone in article.zones if zone.start <= caret <= zone.end), None)
            if inside is not None:
                return inside
            chosen = article.text.rfind("\n", 0, caret) + 1, _line_end(article.text, caret)
        start, end = words.trim(article.text, *chosen)
        if start >= end:
            return None
        same = next((zone for zone in article.zones if (zone.start, zone.end) == (start, end)), None)
        return same or Zone(start, end, "")

    def mark_for_all(self, place: Zone, kind: str) -> None:
        """Say for everybody what a place is: in the project's stream, with a way back."""
        session, article = self._session, self._session.article
        if article is None:
            return
        from annotator.work import corpus  # a window is ready sooner without it

        try:
            changed = corpus.mark(session.project, article.pk, place, kind, session.me.id)
        except AnnotatorError as error:
            session.failed.emit(tr("The zone was not marked"), str(error))
            return
        if not changed:
            session.said.emit(tr("It is marked so already."))
            return
        session.refresh()
        done = tr("Marked as {zone} for everybody") if kind else tr("Article text for everybody")
        self._strip.show_note(done.format(zone=zone_name(kind)), "", tr("Undo"), self._take_back)
        self._offered = True

    def _take_back(self) -> None:
        from annotator.work import corpus

        session = self._session
        try:
            said = corpus.undo(session.project, session.me.id)
        except AnnotatorError as error:
            session.failed.emit(tr("The zone was not marked"), str(error))
            return
        self._withdraw()
        session.refresh()
        session.said.emit(said or tr("Nothing to undo in the corpus."))

    def _withdraw(self, *_what: object) -> None:
        """Take the offer away with the article that it is about."""
        if self._offered and not self._strip.is_fault():
            self._strip.hide()
        self._offered = False


def _line_end(text: str, caret: int) -> int:
    end = text.find("\n", caret)
    return len(text) if end < 0 else end


class ZoneMode(QObject):
    """One place, and a digit for each kind of zone."""

    def __init__(self, hand: ZoneHand, session: Session, modes: Modes, place: Zone) -> None:
        super().__init__(hand)
        self._hand, self._session, self._modes, self._place = hand, session, modes, place
        article = session.article
        self._article = article.id if article is not None else ""
        self._words = article.text[place.start : place.end] if article is not None else ""
        self._copy = place.duplicate

    def title_and_keys(self) -> tuple[str, Keys]:
        """Return what is marked, and the digits with their kinds."""
        words_ = short(self._words)
        title = tr("“{words}” is a second copy of a …") if self._copy else tr("“{words}” is a …")
        keys: list[tuple[tuple[str, ...], str]] = [
            ((str(number),), zone_name(kind)) for number, kind in enumerate(KINDS, start=1)
        ]
        keys += [(("0",), tr("article text")), ((_COPY,), tr("second copy"))]
        if self._session.leads:
            keys.append((("Shift", "0", RANGE, str(len(KINDS))), tr("for everybody")))
        return title.format(words=words_), keys

    def wants(self, name: str) -> bool:
        """Tell whether a key chooses here."""
        digit = name.removeprefix("Shift+") if self._session.leads else name
        return name == _COPY or (digit.isdigit() and int(digit) <= len(KINDS))

    def key_pressed(self, name: str) -> bool:
        """Mark the place and leave, or turn the copy mark."""
        if name == _COPY:
            self._copy = not self._copy
            return True
        digit = name.removeprefix("Shift+")
        if not digit.isdigit():
            return False
        self._modes.leave()
        self._mark("" if digit == "0" else KINDS[int(digit) - 1], everybody=digit != name)
        return True

    def leave(self) -> None:
        """Nothing of this mode is shown in the text."""

    def _mark(self, kind: str, *, everybody: bool) -> None:
        session, article = self._session, self._session.article
        if article is None or article.id != self._article:
            return
        place = Zone(self._place.start, self._place.end, kind, self._copy and kind != "")
        if everybody:
            self._hand.mark_for_all(place, kind)
            return
        item = articles.article(session.project, article.pk)
        base = effective(item.detected, articles.project_overrides(session.project, article.id))
        entries = edits.mark_zone(place, kind, base, session.work.overrides)
        if not entries:
            session.said.emit(tr("It is marked so already."))
        elif session.act("zone", entries):
            done = tr("Marked as {zone}.").format(zone=zone_name(kind)) if kind else tr("This counts as article now.")
            session.said.emit(done)
