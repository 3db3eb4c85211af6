"""One open conflict in the drawer: where each version is from and what it changed, and the buttons that settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core.events import Row
from annotator.core.fold import Key
from annotator.core.ids import GOLD, PROJECT_OWNER, SCHEME_OWNER
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.language import N_, figure, ntr, tr
from annotator.gui.widgets import PlainButton, TextLabel
from annotator.gui.widgets.rows import Rows
from annotator.gui.widgets.words import plain_tip
from annotator.gui.wording import date_text, facts_line, one_line
from annotator.store.conflicts import Branch, Open

_STATUSES = {"new": N_("not begun"), "started": N_("begun"), "done": N_("finished"), "skipped": N_("skipped")}
_SAID = 4
"""Changes of a version that are told one by one."""
_QUOTED = 40
"""Characters of a tag's words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An open conflict with what it is called, and the number of its article."""

    open: Open
    title: str
    who: str
    pk: int | None = None


class ConflictCard(QWidget):
    """One open conflict: where it is, what each version has, and the buttons that settle it.

    `settle` gets the conflict and the id of the version to keep, `go` the article's number.
    """

    def __init__(
        self, shown: Shown, scheme: Scheme, settle: Callable[[Open, str], object], go: Callable[[int], object]
    ) -> None:
        super().__init__()
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "hair"))
        one = shown.open
        title = _title(shown)
        column.addWidget(TextLabel(title, "body", 600, wrap=True))
        rows = Rows()
        buttons = QVBoxLayout()
        buttons.setContentsMargins(0, look.px("space", "hair"), 0, 0)
        buttons.addLayout(rows)
        for number, branch in enumerate(one.branches, start=1):
            head, facts, changes = _version(one, branch, number, scheme)
            column.addSpacing(look.px("space", "hair"))
            line = TextLabel(head, "sub", 600, wrap=True, tabular=True)
            line.setToolTip(plain_tip(branch.source))
            column.addWidget(line)
            for words in (facts, changes):
                if words:
                    column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True, tabular=True))
            button = PlainButton(tr("Keep version {n}").format(n=figure(number)))
            button.setAccessibleDescription(". ".join(words for words in (title, head, facts, changes) if words))
            button.clicked.connect(partial(_press, settle, one, branch.id))
            rows.addWidget(button)
        if one.clashes:
            words = ntr("{n} row was changed in both.", "{n} rows were changed in both.", len(one.clashes))
            column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        if one.fork.owner != SCHEME_OWNER:
            words = tr("Together, as it stands now: {what}").format(what=_state(one.together))
            column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True, tabular=True))
        both = PlainButton(_keep_all(one))
        both.setAccessibleDescription(title)
        both.clicked.connect(partial(_press, settle, one, ""))
        rows.addWidget(both)
        if shown.pk is not None:
            opens = PlainButton(tr("Open article"))
            opens.setAccessibleDescription(title)
            opens.clicked.connect(partial(_go, go, shown.pk))
            rows.addWidget(opens)
        column.addLayout(buttons)


def _press(settle: Callable[[Open, str], object], one: Open, keep: str, _checked: bool = False) -> None:
    settle(one, keep)


def _go(go: Callable[[int], object], pk: int, _checked: bool = False) -> None:
    go(pk)


def _keep_all(one: Open) -> str:
    if one.fork.owner == SCHEME_OWNER:
        return tr("Leave as it stands")
    return tr("Keep both") if len(one.branches) < 3 else tr("Keep all")


def _title(shown: Shown) -> str:
    owner = shown.open.fork.owner
    if owner == SCHEME_OWNER:
        return tr("The scheme was changed in two files")
    if owner == PROJECT_OWNER:
        return tr("{article}: what the project holds of it").format(article=shown.title)
    if owner == GOLD:
        return tr("{article}: decisions").format(article=shown.title)
    return tr("{article}: {annotator}").format(article=shown.title, annotator=shown.who)


def _version(one: Open, branch: Branch, number: int, scheme: Scheme) -> tuple[str, str, str]:
    """Return what a version is called, what it amounts to, and what it changed in words."""
    where = tr("this project") if branch.here else Path(branch.source).name if branch.source else tr("another file")
    head = tr("Version {n}, from {file}").format(n=figure(number), file=where)
    actions = ntr("{n} action", "{n} actions", len(branch.own))
    last = tr("last changed {when}").format(when=_when(branch.last))
    if one.fork.owner != SCHEME_OWNER:
        changes = _changes(one.before.rows, branch.folded.rows, scheme)
        return head, facts_line((_state(branch), actions, last)), tr("; ").join(changes)
    stands = tr("it stands now") if branch.folded.rows == one.together.folded.rows else ""
    what = branch.own[-1].kind.removeprefix("scheme: ") if branch.own else ""
    return head, facts_line((what, actions, last, stands)), ""


def _changes(before: dict[Key, Row], after: dict[Key, Row], scheme: Scheme) -> list[str]:
    """Say what a version changed since all were one: tags by their words, the rest by number."""
    names = {label.key: label.name for label in scheme.labels}
    tags = [key for key in {**before, **after} if key[0] == "span" and before.get(key) != after.get(key)]
    tags.sort(key=lambda key: ((after.get(key) or before[key])["start"], key))
    said = [_change(before.get(key), after.get(key), names) for key in tags[:_SAID]]
    others = _others(before, after)
    if len(tags) > _SAID:
        said.append(ntr("{n} tag more", "{n} tags more", len(tags) - _SAID))
    if others:
        said.append(ntr("{n} value, role or note", "{n} values, roles or notes", others))
    return said


def _others(before: dict[Key, Row], after: dict[Key, Row]) -> int:
    """Return how many rows differ that are neither tags nor the status."""
    keys: Iterable[Key] = {**before, **after}
    return sum(key[0] not in ("span", "status", "decision") and before.get(key) != after.get(key) for key in keys)


def _change(before: Row | None, after: Row | None, names: dict[str, str]) -> str:
    if before is None or after is None:
        row = after or before or {}
        words = tr("added {tag}") if before is None else tr("removed {tag}")
        return words.format(tag=_tag(row, names))
    return tr("{before} is now {after}").format(before=_tag(before, names), after=_tag(after, names))


def _tag(row: Row, names: dict[str, str]) -> str:
    quote = one_line(str(row["quote"]))
    short = quote if len(quote) <= _QUOTED else quote[: _QUOTED - 1].rstrip() + "…"
    return tr("“{words}” ({label})").format(words=short, label=names.get(str(row["label"]), str(row["label"])))


def _state(branch: Branch) -> str:
    tags, words = ntr("{n} tag", "{n} tags", branch.tags), _STATUSES[branch.status]
    return tr("{tags}, {status}").format(tags=tags, status=tr(words))


def _when(at: str) -> str:
    """Say a time of the log as day and second of this place."""
    moment = datetime.fromisoformat(at).astimezone()
    return tr("{day}, {time}").format(day=date_text(moment.date(), year=True), time=f"{moment:%H:%M:%S}")
