"""The edge rule of the scheme at work: what tagging leaves out, and the keys that overrule or apply it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from annotator.core import boundary, checks, words
from annotator.core.boundary import Fault
from annotator.core.span import Span
from annotator.gui.article.breaks import qt_breaks
from annotator.gui.article.view import ArticleView
from annotator.gui.commands import keys_of
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import key_text
from annotator.gui.wording import listed

Range = tuple[int, int]
_SPOKEN_KINDS = ("determiner", "possessive", "quotes", "punctuation")


@dataclass(frozen=True, slots=True)
class _Tidied:
    """A tag that was made with less than was selected."""

    span: str
    asked: Range
    made: Range


class EdgeKeys(QObject):
    """Knows when a selection is tagged as it is, and does the commands for edges; ranges are code points, half-open."""

    def __init__(self, session: Session, view: ArticleView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._exact: Range | None = None
        self._tidied: _Tidied | None = None
        view.selectionMoved.connect(self._selection_moved)
        session.articleChanged.connect(self._forget)

    def hit_selected(self, start: int, end: int) -> None:
        """Let this selection be tagged as it is: a search found it."""
        self._exact = start, end

    def range_for(self, start: int, end: int) -> Range:
        """Return what is tagged of a selection: without edge spaces, and by the rule unless it is to be exact."""
        text = self._text()
        if self._exact == (start, end):
            return words.trim(text, start, end)
        return boundary.tidy(text, start, end, self._session.scheme.boundaries, qt_breaks)

    def tagged(self, asked: Range, made: Range) -> str:
        """Remember what was left out of the tag that was just made; return a sentence about it, or an empty one."""
        text, self._exact, self._tidied = self._text(), None, None
        if words.trim(text, *asked) == made:
            return ""
        self._tidied = _Tidied(self._session.active, words.trim(text, *asked), made)
        gone = left_out(boundary.faults(text, *asked, self._session.scheme.boundaries, qt_breaks))
        return tr("{words} left out. {key} takes the exact selection.").format(words=gone, key=key_name("exact"))

    def take_exact(self) -> None:
        """Let the next tag take exactly what is selected, or give the tag just made back what was left out of it."""
        chosen = self._view.selected_range()
        if chosen is not None and self._exact == chosen:
            self._exact = None
            self._session.said.emit(tr("The next tag follows the edge rule again."))
        elif chosen is not None:
            self._exact = chosen
            self._session.said.emit(tr("The next tag takes exactly what is selected."))
        elif (tidied := self._tidied_now()) is not None:
            self._tidied = None
            if self._session.move(tidied.span, *tidied.asked):
                self._session.said.emit(tr("The tag has the exact selection now."))
        elif self._session.active:
            self._session.said.emit(tr("Nothing was left out of this tag."))
        else:
            self._session.said.emit(tr("Select words first: {key} lets a tag take them as they are.").format(
                key=key_name("exact")))  # fmt: skip

    def trim_active(self) -> None:
        """Leave out of the active tag what the rule keeps outside, else a title before a name."""
        span = self._session.spans.get(self._session.active)
        if span is None:
            self._session.said.emit(tr("No tag is active. Tab steps through the tags."))
            return
        start, end = trimmed(self._text(), span, self._session)
        if (start, end) == (span.start, span.end):
            self._session.said.emit(tr("The edges of this tag keep the rule."))
        elif self._session.move(span.id, start, end):
            self._session.said.emit(tr("The tag is “{words}” now.").format(words=self._text()[start:end]))

    def _text(self) -> str:
        article = self._session.article
        return article.text if article else ""

    def _tidied_now(self) -> _Tidied | None:
        """Return what was left out of the active tag, while it is as it was made."""
        span, tidied = self._session.spans.get(self._session.active), self._tidied
        if tidied is None or span is None or tidied.span != span.id or tidied.made != (span.start, span.end):
            return None
        return tidied

    def _selection_moved(self) -> None:
        if self._exact is not None and self._view.selected_range() != self._exact:
            self._exact = None

    def _forget(self) -> None:
        self._exact = self._tidied = None


def trimmed(text: str, span: Span, session: Session) -> Range:
    """Return the range of a tag by the edge rule; where that is what it has, without the title before a name."""
    rules = session.scheme.boundaries
    tidy = boundary.tidy(text, span.start, span.end, rules, qt_breaks)
    if tidy != (span.start, span.end) or not checks.may_have_title(span, session.scheme):
        return tidy
    return boundary.name_start(text, *tidy, rules), tidy[1]


def left_out(faults: Sequence[Fault]) -> str:
    """Name what is left out: “the”, quotation marks, “,”."""
    spoken = [fault for kind in _SPOKEN_KINDS for fault in faults if fault.kind == kind]
    named = [
        tr("quotation marks") if fault.kind == "quotes" else tr("“{words}”").format(words=fault.words)
        for fault in spoken
    ]
    joined = listed(dict.fromkeys(named))
    return joined[:1].upper() + joined[1:]


def key_name(command: str) -> str:
    """Return the first key of a command as it is printed on a key cap; its id where it has none."""
    keys = keys_of(command)
    return key_text(keys[0]) if keys else command
