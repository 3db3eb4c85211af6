"""The house rules that a file can break, with the file's name in the failure."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "annotator"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 450
STANDARD_LIBRARY = sys.stdlib_module_names - {"sqlite3", "tkinter"}
# What a part may import of the program itself, besides itself.
BELOW = {
    "paths": set(),
    "core": set(),
    "store": {"core", "paths"},
    "news": {"store", "core", "paths"},
    "formats": {"store", "core", "paths"},
    "agreement": {"store", "core", "paths"},
    "work": {"news", "formats", "agreement", "store", "core", "paths"},
    "gui": {"work", "news", "formats", "agreement", "store", "core", "paths"},
    "cli": {"gui", "work", "news", "formats", "agreement", "store", "core", "paths"},
    "__main__": {"cli"},
    "__init__": set(),
}


def imports(path: Path, *, late: bool = True) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of each import; with late=False only those that run when the module is imported."""
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif late or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo.extend(ast.iter_child_nodes(node))


def part(path: Path) -> str:
    """Return the part of the program that a file belongs to: a folder of annotator/, or a module beside them."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def files_of(*parts: str) -> list[Path]:
    return [path for path in FILES if part(path) in parts]


def test_every_part_has_its_place() -> None:
    assert {part(path) for path in FILES} <= set(BELOW)


def test_arrows_point_down() -> None:
    wrong = [
        f"{place(path, line)} imports {name}"
        for path in FILES
        for line, name in imports(path)
        if name.startswith("annotator.")
        and (target := name.split(".")[1]) in BELOW
        and target not in BELOW[part(path)] | {part(path)}
    ]
    assert not wrong


def test_core_imports_the_standard_library_alone() -> None:
    allowed = STANDARD_LIBRARY | {"annotator"}
    wrong = [
        f"{place(path, line)} imports {name}"
        for path in files_of("core")
        for line, name in imports(path)
        if name.split(".")[0] not in allowed
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("modules", "home"),
    [({"sqlite3", "sqlite_utils"}, "store"), ({"PySide6", "shiboken6"}, "gui")],
    ids=["sql", "qt"],
)
def test_a_library_stays_in_its_part(modules: set[str], home: str) -> None:
    wrong = [
        f"{place(path, line)} imports {name}"
        for path in FILES
        if part(path) != home
        for line, name in imports(path)
        if name.split(".")[0] in modules
    ]
    assert not wrong


def test_the_command_line_starts_without_the_window() -> None:
    wrong = [
        f"{place(path, line)} imports {name}"
        for path in files_of("cli", "__main__")
        for line, name in imports(path, late=False)
        if name.split(".")[:2] == ["annotator", "gui"]
    ]
    assert not wrong


def test_files_stay_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST}


def test_tests_mirror_the_program() -> None:
    """Every folder of tests is a package, so that two files may bear one name."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").is_file()]
