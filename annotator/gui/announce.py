"""Say aloud what a hand did to the article's tags, for those who do not see them; silent where nobody listens."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from annotator.core.scheme import readable_name
from annotator.core.span import Span
from annotator.gui.article.view import ArticleView
from annotator.gui.label.modes import Mode, Modes
from annotator.gui.label.tag_model import needs_text
from annotator.gui.language import figure, ntr, tr
from annotator.gui.session import Session
from annotator.gui.wording import one_line

_AROUND = 40
_FEW = 3


class Voice(QObject):
    """Where everything goes that is said aloud; `spoken` carries each sentence."""

    spoken = Signal(str)


@cache
def voice() -> Voice:
    """Return the one voice of the program."""
    return Voice()


def listened() -> bool:
    """Tell whether a screen reader or another such tool is there."""
    return QAccessible.isActive()


def speak(part: QObject, sentence: str) -> None:
    """Let a screen reader say a sentence in the name of a part of the window."""
    if sentence and listened():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(part, sentence))
        voice().spoken.emit(sentence)


def tag_words(session: Session, span: Span) -> str:
    """Say a tag with its place in reading order: `Actor: Ada Renn, 1 of 3, needs a status, unsure`."""
    order = [one.id for one in session.sorted_spans()]
    words = tr("{label}: {words}, {number} of {count}").format(
        label=_name(session, span.label),
        words=one_line(span.quote),
        number=figure(order.index(span.id) + 1),
        count=figure(len(order)),
    )
    return ", ".join(filter(None, [words, *_state(session, span)]))


def _state(session: Session, span: Span) -> list[str]:
    """Say what a tag lacks and whether it is unsure."""
    return [needs_text(session.missing(span.id)), tr("unsure") if span.unsure else ""]


def _name(session: Session, key: str) -> str:
    label = session.scheme.label(key)
    return label.name if label is not None else key


def _around(text: str, start: int, end: int) -> str:
    """Return a range (code points, half-open) with the whole words before and after it."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    before = before if start <= _AROUND else before.partition(" ")[2]
    after = after if end + _AROUND >= len(text) else after.rpartition(" ")[0]
    return one_line(before + text[start:end] + after)


class Announcer(QObject):
    """Follows the session, the caret and the modes of one Label workspace.

    One step of a hand is one sentence: what came of it is collected until the window is done with it.
    """

    def __init__(self, session: Session, view: ArticleView, modes: Modes) -> None:
        super().__init__(view)
        self._session, self._view, self._modes = session, view, modes
        self._known: dict[str, Span] | None = None
        self._values: dict[tuple[str, str], object] = {}
        self._changed: set[str] = set()
        self._asked = ""
        self._told = False
        self._last: tuple[Mode | None, str] = None, ""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._say)
        session.articleChanged.connect(self._open)
        session.spansChanged.connect(self._change)
        session.activeChanged.connect(self._wait)
        view.selectionMoved.connect(self._describe)
        modes.bar.asked.connect(self._ask)
        voice().spoken.connect(self._hear)
        self._open()

    def _open(self) -> None:
        """Say which article is shown."""
        self._changed = set()
        self._known = None
        article = self._session.article
        if not listened() or article is None:
            return
        self._learn()
        count = ntr("{n} tag", "{n} tags", len(self._session.spans))
        speak(self._view, tr("{headline}, {tags}").format(headline=one_line(article.headline), tags=count))

    def _learn(self) -> None:
        """Keep what stands, to tell later what was changed."""
        self._known, self._values = dict(self._session.spans), dict(self._session.attributes)

    def _change(self, ids: set[str]) -> None:
        if listened():
            self._changed |= ids
            self._soon.start()
        else:
            self._known = None

    def _wait(self, _span_id: str) -> None:
        if listened():
            self._soon.start()

    def _ask(self, title: str) -> None:
        if listened() and self._last != (self._modes.running, title):
            self._last = self._modes.running, title
            self._asked = title
            self._soon.start()

    def _hear(self, _sentence: str) -> None:
        """Notice that another part said what it did, so that values and many tags are not said twice."""
        self._told = True

    def _say(self) -> None:
        """Say the last step in one sentence: what was done, else which tag is active, then what a mode asks."""
        active = self._session.spans.get(self._session.active)
        changed, self._changed = self._changed, set()
        asked, self._asked = self._asked, ""
        said = self._changes(changed) if changed else ""
        if not said and active is not None and not asked and not (changed and self._told):
            said = tag_words(self._session, active)
        speak(self._view, " ".join(filter(None, [said and f"{said}.", self._question(asked)])))
        self._told = False

    def _changes(self, ids: Iterable[str]) -> str:
        """Say what became of these tags, and keep what stands now."""
        before, values = self._known, self._values
        self._learn()
        if before is None:
            return ""
        after = self._session.spans
        came = [after[one] for one in ids if one in after and one not in before]
        went = [before[one] for one in ids if one in before and one not in after]
        stayed = [(before[one], after[one]) for one in ids if one in before and one in after]
        said = [self._came(came), self._went(went)]
        if self._told and len(came) + len(went) != 1:
            said = []
        if len(stayed) > _FEW:
            said.append(ntr("{n} tag changed", "{n} tags changed", len(stayed)))
        else:
            said += [self._stayed(old, new, values) for old, new in stayed]
        return ". ".join(filter(None, said))

    def _came(self, spans: list[Span]) -> str:
        if len(spans) == 1:
            return tag_words(self._session, spans[0])
        return ntr("{n} tag added", "{n} tags added", len(spans)) if spans else ""

    def _went(self, spans: list[Span]) -> str:
        if len(spans) == 1:
            said = tr("Removed {label}: {words}")
            return said.format(label=_name(self._session, spans[0].label), words=one_line(spans[0].quote))
        return ntr("{n} tag removed", "{n} tags removed", len(spans)) if spans else ""

    def _stayed(self, old: Span, new: Span, values: dict[tuple[str, str], object]) -> str:
        """Say how a tag was changed: its label, edges, doubt, note or values."""
        session = self._session
        if old.label != new.label:
            return tr("{tag}, was {label}").format(tag=tag_words(session, new), label=_name(session, old.label))
        if (old.start, old.end) != (new.start, new.end):
            return tr("Moved to {tag}").format(tag=tag_words(session, new))
        if old.unsure != new.unsure:
            said = tr("Unsure: {words}") if new.unsure else tr("Sure: {words}")
            return said.format(words=one_line(new.quote))
        if old.note != new.note:
            return tr("Note: {note}").format(note=new.note) if new.note else tr("Note removed")
        shown: list[str] = []
        for attribute in () if self._told else session.scheme.attributes_of(new.label):
            key = (new.id, attribute.key)
            value = session.attributes.get(key)
            if value != values.get(key):
                words = readable_name(str(value)) if attribute.values else str(value)
                words = words if value is not None else tr("no value")
                shown.append(tr("{attribute}: {value}").format(attribute=attribute.name, value=words))
        return ", ".join(shown)

    def _question(self, title: str) -> str:
        """Say what a mode asks, with what is to be known for an answer: the numbers, or the words around."""
        if not title or self._modes.running is None:
            return ""
        spans, roles, chosen = self._session.spans, self._view.shown_roles(), self._view.selected_range()
        if roles is not None:
            numbers = sorted((number, key) for key, number in roles.numbers.items() if key in spans)
            named = (tr("{number} {words}").format(number=n, words=one_line(spans[key].quote)) for n, key in numbers)
            return ". ".join([title, ", ".join(named)])
        if chosen is not None:
            return tr("{question}: … {words} …").format(question=title, words=_around(self._view.text(), *chosen))
        return title

    def _describe(self) -> None:
        """Let the article's description name the tags that hold the caret, the outermost first."""
        if not listened():
            return
        caret = self._view.caret()
        labels = [_name(self._session, span.label) for span in self._view.spans_at(caret)]
        words = tr("In {labels}").format(labels=", ".join(labels)) if labels else ""
        if words != self._view.accessibleDescription():
            self._view.setAccessibleDescription(words)
