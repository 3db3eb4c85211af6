"""What the command palette offers: the commands, the scheme's labels, and articles by their headline."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.core.errors import AnnotatorError
from annotator.gui.actions import Actions
from annotator.gui.commands import COMMANDS
from annotator.gui.keymap import first_key, label_key
from annotator.gui.label.queue_model import source_line, tags_text
from annotator.gui.language import tr
from annotator.gui.palette_list import Entry
from annotator.gui.session import Session
from annotator.gui.wording import listed, one_line

_MOST_ARTICLES = 8
_LEAST_LETTERS = 2
_NOT_OFFERED = frozenset(("palette", "escape"))


def command_entries(actions: Actions) -> list[Entry]:
    """Return every command of the table, but the palette itself and the key that leaves it."""
    entries: list[Entry] = []
    for command in COMMANDS:
        if command.id in _NOT_OFFERED or not actions.offered(command):
            continue
        name, place = tr(command.text), tr(command.submenu or command.menu)
        run, why = actions.by_id[command.id].trigger, actions.reason(command)
        entries.append(Entry(command.id, name, place, first_key(command.id), tr(command.help), run, why))
    return entries


def label_entries(actions: Actions, session: Session | None) -> list[Entry]:
    """Return one entry a label of the scheme that is in use, whether it has a key or not."""
    why = "" if session is not None and session.article is not None else tr("Open an article first.")
    return [
        Entry(
            f"label:{label.key}",
            tr("Tag as {label}").format(label=label.name),
            tr("Label"),
            label_key(label),
            label.description or tr("Tag the selection, or give the active tag this label."),
            partial(actions.tag, label.key),
            why,
            label,
        )
        for label in (session.scheme.labels if session is not None else ())
        if not label.retired
    ]


def article_entries(session: Session | None, words: str, open_article: Callable[[int], object]) -> list[Entry]:
    """Return the first articles whose headline, source or id hold these words; `open_article` takes a row key."""
    if session is None or len(words.strip()) < _LEAST_LETTERS:
        return []
    try:
        rows = session.queue_rows(session.queue(words, "all")[:_MOST_ARTICLES])
    except AnnotatorError:
        return []
    return [
        Entry(
            "",
            one_line(row.headline or row.id),
            tr("Article"),
            "",
            listed((source_line(row), tags_text(row))) or tr("Open this article."),
            partial(open_article, row.pk),
        )
        for row in rows
    ]
