"""A stored file of every old format is opened, backed up, brought up to date, and holds what it held."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from annotator.store import files, history, people, schema, stories
from annotator.store.audit import audit
from annotator.store.errors import ProjectError
from annotator.store.project import open_project, read_project
from tests.helpers import Hand, exported, listing

DATA = Path(__file__).parent / "data"
OLD = sorted(DATA.glob("v*.annotator"))


def version_of(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


@pytest.fixture(params=[path for path in OLD if version_of(path) < schema.NEWEST], ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a stored file."""
    stored: Path = request.param
    return Path(shutil.copy(stored, tmp_path / stored.name))


def test_every_old_format_has_a_stored_file() -> None:
    assert {version_of(path) for path in OLD} >= set(range(1, schema.NEWEST))
    assert all(path.stem == f"v{version_of(path)}" for path in OLD)


def test_an_old_file_comes_up_to_date_with_all_it_held(old: Path, tmp_path: Path) -> None:
    before, version = old.read_bytes(), version_of(old)
    project = open_project(old)
    assert project.db.execute("PRAGMA user_version").fetchone()[0] == schema.NEWEST
    assert schema.objects(project.db) == schema.shape(schema.NEWEST)
    assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert audit(project) == []
    assert exported(project, tmp_path) == (DATA / f"{old.stem}.jsonl").read_bytes()
    me = next(person for person in people.people(project) if person.name == "Cleo")
    hand = Hand(project, me.id, "arabic", history.stacks(project, me.id, "arabic"))
    while hand.undo():
        assert audit(project) == []
    assert hand.work.empty()
    project.close()
    backups = [name for name in listing(tmp_path) if name.endswith(".bak")]
    if version < schema.NEWEST:
        assert backups == [f"{old.name}.v{version}.bak"]
        assert version_of(tmp_path / backups[0]) == version
        copy = Path(shutil.copy(tmp_path / backups[0], tmp_path / "again.annotator"))
        again = open_project(copy)
        assert exported(again, tmp_path) == (DATA / f"{old.stem}.jsonl").read_bytes()
        again.close()
    assert old.read_bytes() != before


def test_a_reader_leaves_an_old_file_as_it_is(old: Path, tmp_path: Path) -> None:
    before = listing(tmp_path)
    with pytest.raises(ProjectError, match=r"older format\. Open it once in the window"):
        read_project(old)
    assert listing(tmp_path) == before


def test_a_backup_never_replaces_another(old: Path, tmp_path: Path) -> None:
    version = version_of(old)
    first = tmp_path / f"{old.name}.v{version}.bak"
    first.write_bytes(b"an older backup")
    project = open_project(old)
    assert first.name not in project.notice
    project.close()
    assert first.read_bytes() == b"an older backup"
    assert version_of(first.with_name(f"{first.stem}.2.bak")) == version


def test_without_room_for_the_backup_nothing_is_migrated(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listing(tmp_path)

    def full(_db: object, target: Path) -> None:
        raise ProjectError(f"{target}: the disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(files, "copy_to", full)
        with pytest.raises(ProjectError, match="the disk is full"):
            open_project(old)
    assert version_of(old) == int(old.stem[1:])
    assert set(listing(tmp_path)) == set(before)
    open_project(old).close()


@pytest.mark.parametrize("moment", ["in the last one", "before the version is written"])
def test_a_migration_that_breaks_off_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Tables and version change in one transaction: a file between two formats would fit neither."""
    last = schema.MIGRATIONS._migrations[-1]  # noqa: SLF001 - the library has no public list
    holder, name = (last, "fn") if moment == "in the last one" else (schema.MIGRATIONS, "apply")
    whole = getattr(holder, name)

    def broken(db: object) -> None:
        whole(db)
        raise sqlite3.OperationalError("disk I/O error")

    shape = schema.shape(schema.NEWEST), schema.shape(version_of(old))
    with monkeypatch.context() as patch:
        patch.setattr(holder, name, broken)
        patch.setattr(schema, "shape", lambda version: shape[version < schema.NEWEST])
        with pytest.raises(ProjectError, match="disk I/O error"):
            open_project(old)
    assert version_of(old) == int(old.stem[1:])
    project = open_project(old)
    assert audit(project) == []
    project.close()


def test_language_and_stories_come_from_what_the_articles_held(old: Path) -> None:
    conn = sqlite3.connect(old)
    conn.execute("UPDATE articles SET meta = json_set(meta, '$.language', 'ar') WHERE id = 'arabic'")
    conn.execute("UPDATE articles SET meta = json_set(meta, '$.language', 7) WHERE id = 'empty'")
    conn.commit()
    conn.close()
    project = open_project(old)
    assert dict(project.db.execute("SELECT id, language FROM articles")) == {"harbour": "", "arabic": "ar", "empty": ""}
    assert stories.stories(project) == {"harbour": "grain"}
    assert audit(project) == []
    project.close()
