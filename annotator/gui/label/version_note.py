"""A quiet line under the active tag: which earlier version of the scheme it was made under."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from annotator.core.span import Span
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import TextLabel
from annotator.gui.wording import day_text
from annotator.store import schemes
from annotator.store.schemes import Version

Find = Callable[[str], Version | None]
"""Returns the version that a tag was made under where that is not today's."""
_IDLE_MS = 250


def earlier_version(session: Session) -> Find:
    """Return what looks in a session's project, which takes a while."""
    return partial(_earlier_version, session)


def _earlier_version(session: Session, span_id: str) -> Version | None:
    if session.article is None:
        return None
    found = schemes.version_of(session.project, session.me.id, session.article.id, span_id)
    return None if found is None or found.hash == session.scheme.hash else found


class VersionNote(TextLabel):
    """Says nothing for tags of today's scheme. Once it is told how, it looks when the hand rests on a tag."""

    def __init__(self) -> None:
        super().__init__("", "small", 400, "ink2", wrap=True, tabular=True)
        self._find: Find | None = None
        self._span: tuple[str, str] = ("", "")
        self._later = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._later.timeout.connect(self._look)
        self.hide()

    def look_with(self, find: Find) -> None:
        """Look with this from now on."""
        self._find = find

    def show_span(self, span: Span | None) -> None:
        """Speak of this tag, or of none, a moment later."""
        wanted = (span.id, span.label) if span is not None else ("", "")
        if wanted != self._span:
            self._span = wanted
            self.look_again()

    def look_again(self) -> None:
        """Forget what was found: the scheme is another one."""
        self.hide()
        if self._span[0] and self._find is not None:
            self._later.start()
        else:
            self._later.stop()

    def _look(self) -> None:
        panel = self.parentWidget()
        if panel is None or not panel.isVisible():
            return  # the project was closed meanwhile
        version = self._find(self._span[0]) if self._find is not None else None
        if version is not None:
            words = tr("Made under version {number} of the scheme ({day}).")
            self.setText(words.format(number=version.number, day=day_text(version.at, year=True)))
        self.setVisible(version is not None)
