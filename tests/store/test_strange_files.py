"""A file that is no project of ours, or a damaged one, is refused in one sentence before anything is written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from annotator.store import schema
from annotator.store.errors import ProjectError
from annotator.store.project import open_project, read_project
from annotator.work.projects import info
from tests.helpers import listing, project_with, record


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's file, closed."""
    project = project_with(tmp_path_factory.mktemp("whole"), record())
    project.close()
    return project.path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "p.annotator"))


def change(path: Path, *statements: str) -> None:
    """Change a file with bare SQLite, as a stranger may."""
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def refused(path: Path, match: str) -> None:
    """Expect both ways of opening to refuse the file, to name it, and to leave everything as it is."""
    before = listing(path.parent)
    for opener in (open_project, read_project):
        with pytest.raises(ProjectError, match=match) as told:
            opener(path)
        assert str(path) in str(told.value)
        assert "\n" not in str(told.value)
    assert listing(path.parent) == before


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "the file is empty. Restore it"),
        (b"Hello, this is a text.\n" * 20, "not an annotator project. Choose a project or package that"),
        (b"SQLite format 3\0", "not an annotator project"),
        (b"SQLite format 3\0" + bytes(200), "database of another program"),
        (b"\x89PNG\r\n" + bytes(300), "not an annotator project"),
    ],
    ids=["empty", "text", "stub", "header", "picture"],
)
def test_what_is_no_database(tmp_path: Path, content: bytes, match: str) -> None:
    path = tmp_path / "p.annotator"
    path.write_bytes(content)
    refused(path, match)


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    refused(tmp_path / "gone.annotator", "no such file. Check the path, or make a new project")
    (tmp_path / "folder.annotator").mkdir()
    refused(tmp_path / "folder.annotator", "a folder, not a project file")
    with pytest.raises(ProjectError, match="no ordinary file"):
        read_project(Path("/dev/null"))
    with pytest.raises(ProjectError, match="name too long"):
        read_project(tmp_path / ("x" * 300))


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    change(path, "CREATE TABLE notes (text TEXT)")
    refused(path, "database of another program")


def test_a_project_of_a_newer_program(path: Path) -> None:
    change(path, f"PRAGMA user_version = {schema.NEWEST + 1}")
    refused(path, f"newer News Annotator .format {schema.NEWEST + 1}, this program knows {schema.NEWEST}.. Update")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE evil (x)",
        "CREATE VIEW evil AS SELECT * FROM spans",
        "CREATE INDEX evil ON spans(label)",
        "CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM spans; END",
        "CREATE TRIGGER articles_evil AFTER UPDATE ON articles BEGIN UPDATE texts SET text = 'evil'; END",
        "CREATE VIRTUAL TABLE evil USING fts5(text)",
    ],
)
def test_parts_that_this_program_did_not_make(path: Path, statement: str) -> None:
    change(path, statement)
    refused(path, "parts that this program did not make")


def test_a_table_of_ours_that_says_something_else(path: Path) -> None:
    change(path, "DROP TABLE notes", "CREATE TABLE notes (stream INTEGER, id TEXT, text TEXT)")
    refused(path, "did not make .notes")


def test_a_table_that_is_missing(path: Path) -> None:
    change(path, "DROP TABLE clashes")
    refused(path, "the file is damaged .*clashes.* missing")


def test_what_analyze_leaves_is_no_stranger(path: Path) -> None:
    change(path, "ANALYZE")
    open_project(path).close()


def test_a_migration_that_claims_to_have_run(path: Path) -> None:
    """A version that the tables do not have is damage, not something to be brought up to date."""
    change(path, "PRAGMA user_version = 1")
    with pytest.raises(ProjectError, match="did not make"):
        open_project(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_file_that_was_cut(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    before = listing(path.parent)
    with pytest.raises(ProjectError, match="damaged"):
        open_project(path)
    assert listing(path.parent) == before


def test_a_file_with_rotten_pages_is_refused_for_writing_and_told_when_read(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xde\xad" * 32
    path.write_bytes(content)
    with pytest.raises(ProjectError, match="damaged"):
        open_project(path)
    with pytest.raises(ProjectError, match="damaged"):
        info(read_project(path))


def test_functions_of_a_schema_do_not_run(path: Path) -> None:
    """`trusted_schema` is off, so that not even a checked file may call what it likes."""
    for opener in (open_project, read_project):
        project = opener(path)
        settings: dict[str, Any] = {
            name: project.db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("trusted_schema", "foreign_keys", "cell_size_check", "synchronous")
        }
        assert settings == {"trusted_schema": 0, "foreign_keys": 1, "cell_size_check": 1, "synchronous": 2}
        project.close()
