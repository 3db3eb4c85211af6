"""The menu under the right button: labels for what is selected, and what can be done to a tag."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from annotator.gui.keymap import first_key, label_key
from annotator.gui.language import tr
from annotator.gui.session import Session

if TYPE_CHECKING:
    from annotator.gui.label.workspace import LabelWorkspace


def context_menu(workspace: LabelWorkspace, session: Session, span_id: str) -> QMenu:
    """Return the menu for a selection or caret, or for the tag with this id; it goes when it is closed."""
    menu = QMenu(workspace)
    for label in session.scheme.live:
        name = label.name.replace("&", "&&")
        action = menu.addAction(f"{name}\t{label_key(label)}" if label_key(label) else name)
        action.triggered.connect(partial(_choose, workspace, label.key))
    if span_id:
        menu.addSeparator()
        span = session.spans.get(span_id)
        if span is not None and session.scheme.relations_of(span.label):
            menu.addAction(tr("Roles…") + "\tR").triggered.connect(lambda _checked=False: workspace.start_roles())
        menu.addAction(tr("Tag other mentions") + f"\t{first_key('mentions')}").triggered.connect(
            lambda _checked=False: workspace.mentions.tag_all(span_id)
        )
        menu.addAction(tr("Remove tag") + "\tDel").triggered.connect(lambda _checked=False: session.remove(span_id))
    else:
        menu.addSeparator()
        menu.addAction(tr("Mark zone…") + f"\t{first_key('mark-zone')}").triggered.connect(
            lambda _checked=False: workspace.zones.start()
        )
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _choose(workspace: LabelWorkspace, key: str, _checked: bool = False) -> None:
    workspace.choose_label(key)
