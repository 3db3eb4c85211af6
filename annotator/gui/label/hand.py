"""What the keys do to the article: tag, relabel, step, move edges, remove, switch zones."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTextBoundaryFinder

from annotator.core import words
from annotator.core.offsets import OffsetMap
from annotator.core.span import Span
from annotator.core.zones import Zone, furniture_at
from annotator.gui.article.breaks import qt_breaks
from annotator.gui.article.view import ArticleView
from annotator.gui.keymap import key_words
from annotator.gui.label.edge_keys import EdgeKeys
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.wording import is_right_to_left, zone_name

_LONGEST_CLUSTER = 200


class Hand(QObject):
    """Turns keys and clicks into actions of the session, on the view's selection and active span."""

    def __init__(self, session: Session, view: ArticleView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.edges = EdgeKeys(session, view)
        self._moves_start = False
        self._blocked = False
        session.activeChanged.connect(self._active_changed)
        view.selectionMoved.connect(self._unblock)

    @property
    def moves_start(self) -> bool:
        """Tell whether the edge keys move the start of the active span."""
        return self._moves_start

    def block(self) -> None:
        """Let digits do nothing until the caret moves: a search ended without a hit."""
        self._blocked = True

    def label(self, key: str) -> None:
        """Tag the selection, else relabel the active span, else tag the word at the caret."""
        if self._blocked:
            self._session.said.emit(tr("No hit was found. Move the caret or select words, then tag."))
            return
        chosen = self._view.selected_range()
        if chosen is not None:
            self._tag(key, *chosen)
        elif self._session.active:
            self._session.relabel(self._session.active, key)
        else:
            word = words.word_at(self._session_text(), self._view.caret(), qt_breaks)
            if word is None:
                self._session.said.emit(tr("There is no word at the caret. Select words, then tag."))
            else:
                self._tag(key, *word)

    def _session_text(self) -> str:
        article = self._session.article
        return article.text if article else ""

    def _tag(self, key: str, first: int, last: int) -> None:
        """Tag what the edge rule leaves of a range (code points, half-open)."""
        start, end = self.edges.range_for(first, last)
        if start >= end:
            self._session.said.emit(tr("Only spaces are selected. Select words, then tag."))
            return
        if not self._session.tag(key, start, end):
            return
        made = self._session.active
        self._view.set_caret(end)
        self._session.set_active(made)
        said = [self.edges.tagged((first, last), (start, end))]
        zone = furniture_at(self._session.article.zones, start, end) if self._session.article else None
        if zone is not None:
            name = tr("second copy") if zone.duplicate else zone_name(zone.kind)
            words = tr("Tagged in a {zone}: such lines are usually left out. {key} counts them as article.")
            said.append(words.format(zone=name, key=key_words("zone") or tr("Zones")))
        if any(said):
            self._session.said.emit(" ".join(filter(None, said)))

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) span active, from the active one or the caret, going round."""
        spans = self._session.sorted_spans()
        if not spans:
            self._session.said.emit(tr("Nothing is tagged in this article yet."))
            return
        ids = [s.id for s in spans]
        if self._session.active in ids:
            target = spans[(ids.index(self._session.active) + by) % len(spans)]
        else:
            target = _from_caret(spans, self._view.caret(), by)
        self.activate(target.id)

    def activate(self, span_id: str) -> None:
        """Make a span active, with the caret at its end, in sight."""
        span = self._session.spans.get(span_id)
        if span is not None:
            self._view.set_caret(span.end)
            self._session.set_active(span_id)
            self._view.scroll_to(span.start, span.end)

    def remove(self) -> None:
        """Remove the active span."""
        if self._active() is not None:
            self._session.remove(self._session.active)

    def switch_edge(self) -> None:
        """Let the edge keys move the other edge."""
        if self._active() is not None:
            self._moves_start = not self._moves_start
            self._session.said.emit(
                tr("Edge keys move the start of this tag.")
                if self._moves_start
                else tr("Edge keys move the end of this tag.")
            )

    def move_edge(self, to_right: bool, by_word: bool) -> None:
        """Move the chosen edge of the active span by a word or a character.

        By word, right and left are as on the screen: in a right-to-left line the arrow to the left goes on. By
        character, down goes on and up goes back.
        """
        span = self._active()
        if span is None:
            return
        text = self._session_text()
        on = to_right if not by_word or not _is_rtl(text, span.start) else not to_right
        place = span.start if self._moves_start else span.end
        if by_word and on:
            place = words.next_boundary(text, place, qt_breaks, starts=self._moves_start)
        elif by_word:
            place = words.previous_boundary(text, place, qt_breaks, ends=not self._moves_start)
        else:
            place = _one_character(text, place, on=on, starts=self._moves_start)
        start, end = words.trim(text, *((place, span.end) if self._moves_start else (span.start, place)))
        if (start, end) == (span.start, span.end):
            self._session.said.emit(tr("The article ends here."))
        elif start < end:
            self._session.move(span.id, start, end)
        else:
            self._session.said.emit(tr("A tag keeps at least one character."))

    def toggle_unsure(self) -> None:
        """Mark the active span as unsure, or not."""
        span = self._active()
        if span is not None:
            self._session.set_unsure(span.id, not span.unsure)

    def toggle_zone(self) -> None:
        """Turn the zone at the caret off, or on again."""
        article = self._session.article
        if article is None:
            return
        caret = self._view.caret()
        zone = _zone_at(article.zones, caret) or _zone_at(article.hidden_zones, caret)
        if zone is None:
            self._session.said.emit(tr("The caret is in no zone. Click into a caption or link line, then press Z."))
            return
        was_on = zone in article.zones
        if self._session.toggle_zone(zone):
            off, on = tr("This {zone} counts as article now. Z takes it back."), tr("This is a {zone} again.")
            self._session.said.emit((off if was_on else on).format(zone=zone_name(zone.kind)))

    def undo(self) -> None:
        """Take back the last action and bring its place into sight."""
        self._show(self._session.undo())

    def redo(self) -> None:
        """Bring back what was undone last and show its place."""
        self._show(self._session.redo())

    def _show(self, places: list[tuple[int, int]]) -> None:
        if places:
            self._view.scroll_to(*min(places))

    def _active(self) -> Span | None:
        span = self._session.spans.get(self._session.active)
        if span is None:
            self._session.said.emit(tr("No tag is active. Tab steps through the tags."))
        return span

    def _active_changed(self, span_id: str) -> None:
        self._moves_start = False
        if span_id:
            self._blocked = False

    def _unblock(self) -> None:
        self._blocked = False


def _from_caret(spans: list[Span], caret: int, by: int) -> Span:
    if by > 0:
        return next((s for s in spans if s.start >= caret), spans[0])
    return next((s for s in reversed(spans) if s.end <= caret), spans[-1])


def _zone_at(zones: tuple[Zone, ...], caret: int) -> Zone | None:
    return next((z for z in zones if z.start <= caret <= z.end), None)


def _is_rtl(text: str, offset: int) -> bool:
    """Tell whether the paragraph at an offset reads from right to left."""
    start = text.rfind("\n", 0, offset) + 1
    return is_right_to_left(text[start : start + 2000])


def _one_character(text: str, place: int, *, on: bool, starts: bool) -> int:
    """Return the place of an edge one written character on or back; an edge never stands at a space."""
    while True:
        place = _cluster_edge(text, place, on=on)
        beside = text[place : place + 1] if starts else text[max(0, place - 1) : place]
        if not 0 < place < len(text) or not beside.isspace():
            return place


def _cluster_edge(text: str, place: int, *, on: bool) -> int:
    """Return the nearest place behind (`on`) or before `place` that cuts no letter from its marks and no emoji."""
    first = place
    while first > max(0, place - _LONGEST_CLUSTER) and not text[first - 1].isspace():
        first -= 1
    first = max(0, first - 1)
    part = text[first : place + _LONGEST_CLUSTER]
    offsets = OffsetMap(part)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, part)
    finder.setPosition(offsets.to_qt(place - first))
    found = finder.toNextBoundary() if on else finder.toPreviousBoundary()
    return place if found < 0 else first + offsets.to_text(found)
