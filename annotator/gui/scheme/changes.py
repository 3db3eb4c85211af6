"""Changes of the scheme from the drawer: built, saved, and told about with a way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from annotator.core.scheme import Scheme, SchemeError
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.store import schemes
from annotator.work import scheming

Tell = Callable[[str, str, Callable[[], object]], object]
"""Shows a sentence with a button and what the button does."""


def code_of(name: str) -> str:
    """Return the code that other formats would write for a label of this name."""
    return re.sub(r"\W+", "_", name.lower()).strip("_")


class Changes:
    """Makes changes for the person at the session; what they are called in the log is not translated."""

    def __init__(self, session: Session, tell: Tell) -> None:
        self.session = session
        self._tell = tell

    @property
    def scheme(self) -> Scheme:
        """Return the scheme as it is now."""
        return self.session.scheme

    def allowed(self) -> bool:
        """Tell whether this person may change the scheme."""
        return self.session.leads

    def make(self, build: Callable[[Scheme], Scheme], what: str) -> str:
        """Make a change and return an empty text; else return in one sentence why it was not made."""
        try:
            wanted = build(self.scheme)
        except SchemeError as error:
            return str(error)
        if wanted.text == self.scheme.text:
            return ""
        return "" if self.session.change_scheme(wanted, what) else tr("The scheme stays as it was.")

    def move(self, key: str, by: int) -> None:
        """Move a label one place up (-1) or down (1) among those in use."""
        live = [label.key for label in self.scheme.live]
        there = live.index(key) + by if key in live else -1
        if not self.allowed() or not 0 <= there < len(live):
            return
        order = [label.key for label in self.scheme.labels]
        build = partial(scheming.move_label, key=key, to=order.index(live[there]))
        if fault := self.make(build, f"move label {self.name(key)}"):
            self.session.said.emit(fault)

    def name(self, key: str) -> str:
        """Return the name of a label, or its key where the scheme has it no more."""
        label = self.scheme.label(key)
        return label.name if label is not None else key

    def tell(self, sentence: str) -> None:
        """Say what was done, with a button that takes it back; who shows it takes it away with the next change."""
        self._tell(sentence, tr("Undo"), self.session.undo_scheme)

    def counts(self) -> dict[str, int]:
        """Return how many tags of everybody are read as each label; a merged label's own are counted there too."""
        held = schemes.span_counts(self.session.project)
        found = dict(held)
        for old, new in self.scheme.mapping.items():
            found[new] = found.get(new, 0) + held.get(old, 0)
        return found
