"""One's own tags, brought over from a copy of the same story: offered when an untagged copy is opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.gui.label.checks import short
from annotator.gui.language import ntr, tr
from annotator.gui.session import Session
from annotator.gui.widgets import Strip
from annotator.gui.wording import listed
from annotator.work.carrying import Carrying, Copy, copies, plan

_SHOWN = 5


class CarryHand(QObject):
    """Brings tags over in one action, which one undo takes back; nobody else's work is looked at."""

    def __init__(self, session: Session, strip: Strip) -> None:
        super().__init__(strip)
        self._session, self._strip = session, strip
        self._shown = ""
        session.articleChanged.connect(self._look)
        session.spansChanged.connect(self._withdraw)

    def carry(self) -> None:
        """Bring over the tags of the copy that holds most of one's own."""
        article = self._session.article
        if article is None:
            return
        found = copies(self._session.project, self._session.me.id, article.pk)
        if not found:
            self._session.said.emit(tr("No copy of this article holds tags of yours."))
            return
        self._from(found[0])

    def _from(self, source: Copy) -> None:
        article = self._session.article
        if article is None:
            return
        carried = plan(self._session.project, self._session.me.id, source.pk, article.pk)
        if not carried.entries:
            self._session.said.emit(_told(source, carried))
        elif self._session.act("carry", carried.entries):
            self._show(_told(source, carried), _left(carried), tr("Undo"), self._session.undo)

    def _look(self) -> None:
        """Offer it where an article without tags of one's own is a copy of one that has them."""
        self._withdraw()
        article = self._session.article
        if article is None or self._session.spans or self._session.status in ("done", "skipped"):
            return
        found = copies(self._session.project, self._session.me.id, article.pk)
        if found:
            title = tr("This is a copy of “{headline}”, which you tagged").format(headline=short(found[0].headline))
            detail = ntr("{n} tag can be brought over where the words are the same.",
                         "{n} tags can be brought over where the words are the same.", found[0].tags)  # fmt: skip
            self._show(title, detail, tr("Bring over"), self.carry, icon="copies")

    def _show(self, title: str, detail: str, button: str, act: Callable[[], object], icon: str = "check") -> None:
        self._strip.show_note(title, detail, button, act, icon=icon)
        self._shown = title

    def _withdraw(self) -> None:
        """Take away what was said or offered, with the first tag after it or another article."""
        if self._shown and not self._strip.is_fault() and self._strip.title() == self._shown:
            self._strip.hide()
        self._shown = ""


def _told(source: Copy, carried: Carrying) -> str:
    name = short(source.headline)
    if carried.tags:
        return ntr("Brought over {n} tag from “{headline}”", "Brought over {n} tags from “{headline}”",
                   carried.tags).format(headline=name)  # fmt: skip
    if carried.stood and not carried.left:
        return tr("The tags of “{headline}” stand here already.").format(headline=name)
    return tr("No tag of “{headline}” stands in the same words here.").format(headline=name)


def _left(carried: Carrying) -> str:
    """Say which tags stand nowhere in the copy."""
    if not carried.left:
        return ""
    words = listed([f"“{short(span.quote)}”" for span in carried.left[:_SHOWN]])
    more = len(carried.left) - _SHOWN
    if more > 0:
        return ntr("Not found here: {words} and {n} more.", "Not found here: {words} and {n} more.", more).format(
            words=words
        )
    return tr("Not found here: {words}.").format(words=words)
