"""Two small pages for the drawer: who annotates, and why an article is skipped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import Field, MainButton, PlainButton, TextLabel
from annotator.store import people


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    look = theme.current()
    inset = look.px("space", "drawer")
    column = QVBoxLayout(page)
    column.setContentsMargins(inset, inset, inset, inset)
    column.setSpacing(look.px("space", "small"))
    return page, column


def annotator_page(session: Session, done: Callable[[], None]) -> QWidget:
    """Return the page that lists the project's annotators and takes a new name."""
    page, column = _page()
    if (owner := people.owner(session.project)) is not None:
        words = tr("This work package is for {name}, and its annotator can't be changed.")
        column.addWidget(TextLabel(words.format(name=owner.name), wrap=True))
        column.addStretch(1)
        return page
    column.addWidget(
        TextLabel(tr("Tags are kept apart by annotator, and nobody sees those of others."), ink="ink2", wrap=True)
    )
    field = Field(tr("Name of another annotator"), tr("Name of another annotator"), icon="")
    fault = TextLabel("", "sub", ink="fault", wrap=True)
    fault.hide()

    def choose(name: str) -> None:
        try:
            session.change_annotator(name)
        except AnnotatorError as error:
            field.setFault(str(error))
            fault.setText(str(error))
            fault.show()
        else:
            done()

    everybody = people.people(session.project)
    names = [p.name for p in everybody]
    for person in everybody:
        twice = names.count(person.name) > 1
        button = PlainButton(f"{person.name} ({person.id[:8]})" if twice else person.name)
        button.setEnabled(person.id != session.me.id)
        button.setToolTip(tr("Annotates now.") if person.id == session.me.id else "")
        button.clicked.connect(lambda _checked=False, who=person.id if twice else person.name: choose(who))
        column.addWidget(button)
    start = MainButton(tr("Go on with this name"), "Return")
    start.clicked.connect(lambda: choose(field.text()))
    field.returnPressed.connect(lambda: choose(field.text()))
    column.addWidget(field)
    column.addWidget(fault)
    column.addWidget(start)
    column.addStretch(1)
    return page


def skip_page(skip: Callable[[str], None]) -> QWidget:
    """Return the page that skips an article, with a reason or without one."""
    page, column = _page()
    words = tr("The article is left out of your work and counts as not read. Undo brings it back.")
    column.addWidget(TextLabel(words, ink="ink2", wrap=True))
    field = Field(tr("Reason, if you like"), tr("Reason"), icon="")
    button = MainButton(tr("Skip article"), "Return")
    field.returnPressed.connect(lambda: skip(field.text().strip()))
    button.clicked.connect(lambda: skip(field.text().strip()))
    column.addWidget(field)
    column.addWidget(button)
    column.addStretch(1)
    return page
