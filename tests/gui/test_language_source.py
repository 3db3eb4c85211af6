"""The source of the window: translators' tools find every string, and none is shown past the translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator.gui
from annotator.gui.commands import COMMANDS, MENUS
from annotator.gui.mode_keys import MODE_KEYS

SOURCES = sorted(Path(annotator.gui.__file__).parent.rglob("*.py"))
TELLS = {"tr": 1, "ntr": 2, "N_": 1}
TABLES = {
    "GONE", "REMOVE", "text", "_MONTHS[day.month - 1]", "command.text", "command.help", "command.menu",
    "command.submenu or command.menu", "c.text", "c.help", "other.text", "row.command.menu", "menu", "name", "submenu",
    "mode.name", "words",
}  # fmt: skip
"""Look-ups in tables whose words are marked where they stand."""

SHOWS = frozenset(
    ("setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setWindowTitle",
     "setTitle", "setStatusTip", "addAction", "addMenu", "addItem", "setItemText", "emit", "say", "show_note",
     "show_fault", "show_report", "tell_fault", "tell_note", "open_with", "set_task", "setFault", "complain",
     "setCount", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory",
     "drawText")
)  # fmt: skip
MAKES = frozenset(
    ("TextLabel", "ElidedLabel", "QLabel", "QuietButton", "PlainButton", "MainButton", "ValueButton", "ChoiceButton",
     "CheckRow", "IconButton", "RailButton", "Field", "EmptyNote", "ActionCard", "SectionHead", "ProgressLine",
     "DropDown", "MarkdownText", "QAction", "QMenu", "Entry", "Row", "draw_text", "QAccessibleAnnouncementEvent",
     "Conflict")
)  # fmt: skip
NOT_SHOWN = {"Return", "English", "News Annotator", "Ctrl+Z", "Ctrl+Shift+Z", "X"}
_WORDS = re.compile(r"^[A-Z][a-z]|[A-Za-z’'] +[A-Za-z]|[a-z]{2,}[.…]$")


def calls(source: str) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            yield node, name


def unfindable(source: str) -> list[str]:
    """Return the translated texts that are neither literal nor a look-up in a table, and those inside f-strings."""
    found = []
    for node, name in calls(source):
        for text in node.args[: TELLS.get(name, 0)]:
            literal = isinstance(text, ast.Constant) and isinstance(text.value, str)
            if not literal and ast.unparse(text) not in TABLES:
                found.append(ast.unparse(node))
    for formatted in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)):
        for node, name in calls(ast.unparse(formatted)):
            if name in TELLS and any(isinstance(text, ast.Constant) for text in node.args):
                found.append(ast.unparse(formatted))
    return found


def unwrapped(source: str) -> list[str]:
    """Return the literal words that are given to something that shows or says them."""
    found = []
    for node, name in calls(source):
        if name in SHOWS or name in MAKES:
            given = [*node.args, *(more.value for more in node.keywords)]
            found += [f"{name}: {text}" for part in given for text in _literals(part) if _is_words(text)]
    return found


def _is_words(text: str) -> bool:
    return text not in NOT_SHOWN and bool(_WORDS.search(text))


def _literals(node: ast.expr) -> Iterator[str]:
    """Yield the literal texts that an expression can be, but not those that it gives to another call."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, (ast.IfExp, ast.BoolOp, ast.JoinedStr, ast.BinOp, ast.Tuple, ast.List)):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr) and child is not getattr(node, "test", None):
                yield from _literals(child)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
        yield from _literals(node.func.value)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_is_whole_and_goes_through_the_translation(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert unfindable(source) == []
    assert unwrapped(source) == []


def test_every_word_of_the_tables_is_marked() -> None:
    gui = Path(annotator.gui.__file__).parent
    tables = ("commands.py", "mode_keys.py", "corpus/commands.py")
    source = "\n".join((gui / name).read_text(encoding="utf-8") for name in tables)
    marked = {ast.literal_eval(node.args[0]) for node, name in calls(source) if name == "N_"}
    assert {*MENUS, *(c.submenu for c in COMMANDS if c.submenu), *(mode.name for mode in MODE_KEYS)} <= marked
    assert {words for mode in MODE_KEYS for _keys, words in mode.keys} <= marked
    literal = {
        text.value
        for node, name in calls(source)
        if name == "Command"
        for text in (node.args[1], node.args[5])
        if isinstance(text, ast.Constant)
    }
    assert {words for c in COMMANDS for words in (c.text, c.help)} <= marked | literal


@pytest.mark.parametrize(
    "line",
    [
        'tr(f"{n} tags")', "tr(sentence)", 'ntr("{n} tag", many, 2)', 'x = f"{tr(\'Label\')}: "', 'tr("a" + name)',
    ],
)  # fmt: skip
def test_what_no_tool_finds_is_seen(line: str) -> None:
    assert unfindable(line)


@pytest.mark.parametrize(
    "line",
    [
        'button.setText("Close")', 'said.emit("Nothing was done.")', 'TextLabel(f"Version {n}", "sub")',
        'part.setToolTip("Annotates now." if me else "")', 'Field("find a word", tr("Find"))',
        'strip.show_note("Done and {n} more".format(n=3))', 'part.setToolTip(tip or "Go on")',
    ],
)  # fmt: skip
def test_what_is_shown_past_the_translation_is_seen(line: str) -> None:
    assert unwrapped(line)
    assert not unwrapped('TextLabel(tr("Version {n}").format(n=1), "sub", ink="ink2")')
