"""Making, opening, locking, closing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import paths
from annotator.core.scheme import SchemeError
from annotator.store.creating import create_project
from annotator.store.errors import BusyError, ProjectError
from annotator.store.people import owner_key
from annotator.store.project import Project, open_project, read_project
from annotator.work.projects import default_scheme, info
from tests.helpers import ROOT, Hand, listing, project_with, record, tables


def test_a_new_project_is_one_file(tmp_path: Path) -> None:
    project = create_project(tmp_path / "p", default_scheme())
    assert project.path == tmp_path / "p.annotator"
    assert len(project.id) == 36
    project.close()
    assert list(listing(tmp_path)) == ["p.annotator"]
    head = project.path.read_bytes()[:100]
    assert head[:16] == b"SQLite format 3\0"
    assert head[68:72] == b"NANN"


@pytest.mark.parametrize("name", ["p.annotator", "p.db", "πρ 😀.annotator", "a#b?c%20.annotator"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    create_project(tmp_path / name, default_scheme()).close()
    assert list(listing(tmp_path)) == [name]
    read_project(tmp_path / name).close()
    open_project(tmp_path / name).close()


def test_a_name_may_be_given_without_its_suffix(tmp_path: Path) -> None:
    create_project(tmp_path / "p", default_scheme()).close()
    read_project(tmp_path / "p").close()
    open_project(tmp_path / "p").close()


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "p.annotator").write_text("mine", encoding="utf-8")
    before = listing(tmp_path)
    with pytest.raises(ProjectError, match="already a file"):
        create_project(tmp_path / "p", default_scheme())
    with pytest.raises(ProjectError, match="no such folder"):
        create_project(tmp_path / "gone" / "p", default_scheme())
    with pytest.raises(SchemeError):
        create_project(tmp_path / "q", "this is no scheme")
    assert listing(tmp_path) == before


def test_a_closed_project_is_one_file_and_keeps_all(project: Project) -> None:
    Hand.of(project, "harbour").tag(0, 7)
    state, folder = tables(project), project.path.parent
    project.close()
    assert [name for name in listing(folder) if name.startswith("p.")] == ["p.annotator"]
    again = read_project(project.path)
    assert tables(again) == state
    again.close()
    assert [name for name in listing(folder) if name.startswith("p.")] == ["p.annotator"]


def test_closing_never_fails_over_rows_that_are_still_being_read(project: Project) -> None:
    Hand.of(project, "harbour").tag(0, 7)
    state = tables(project)
    cursor = project.db.execute("SELECT * FROM sqlite_master")
    cursor.fetchone()
    project.close()
    del cursor
    again = open_project(project.path)
    assert tables(again) == state
    again.close()
    assert not list(project.path.parent.glob("p.annotator-*"))


def test_closing_never_fails_over_a_file_that_is_gone(project: Project) -> None:
    project.path.unlink()
    project.close()
    assert not project.path.with_name("p.annotator.lock").exists()


def test_a_second_writer_is_refused_and_readers_are_not(project: Project) -> None:
    with pytest.raises(BusyError, match=r"open in another window or command\. Close it there"):
        open_project(project.path)
    reader = read_project(project.path)
    before = info(reader)["events"]
    Hand.of(project, "harbour").tag(0, 7)
    assert info(reader)["events"] == before  # one state of the file for the whole reading
    reader.close()
    reader = read_project(project.path)
    assert info(reader)["events"] == before + 1
    reader.close()


def test_a_link_does_not_open_a_second_door(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link.annotator"
    link.symlink_to(project.path)
    with pytest.raises(BusyError):
        open_project(link)
    project.close()
    other = open_project(link)
    with pytest.raises(BusyError):
        open_project(project.path)
    other.close()
    assert not [name for name in listing(tmp_path) if name.endswith((".lock", "-wal", "-shm"))]


def test_a_reader_that_outlives_the_window_keeps_the_file_whole(project: Project) -> None:
    reader = read_project(project.path)
    state = tables(reader)
    project.close()
    assert tables(reader) == state
    reader.close()
    open_project(project.path).close()
    assert not list(project.path.parent.glob("p.annotator-*"))


def test_opening_beside_a_reader_of_a_closed_file_says_what_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    reader = read_project(project.path)
    tables(reader)
    connect = Project.__init__

    def impatient(self: Project, path: Path, db: object, lock: object) -> None:
        db.execute("PRAGMA busy_timeout = 50")  # type: ignore[attr-defined]
        connect(self, path, db, lock)  # type: ignore[arg-type]

    monkeypatch.setattr(Project, "__init__", impatient)
    with pytest.raises(BusyError, match="another program is using this project just now"):
        open_project(project.path)
    reader.close()
    open_project(project.path).close()


def test_a_reader_can_not_write(project: Project) -> None:
    reader = read_project(project.path)
    with pytest.raises(ProjectError, match="open for reading only"), reader.write():
        pass
    reader.close()


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    project_with(tmp_path, record()).close()
    code = (
        "import sys, time; from pathlib import Path; from annotator.store.project import open_project;"
        "p = open_project(Path(sys.argv[1])); print('open', flush=True); time.sleep(60)"
    )
    path = tmp_path / "p.annotator"
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(BusyError):
            open_project(path)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    open_project(path).close()
    assert [name for name in listing(tmp_path) if name.startswith("p.")] == ["p.annotator"]


def test_a_failed_opening_gives_the_lock_back(tmp_path: Path) -> None:
    project_with(tmp_path, record()).close()
    path = tmp_path / "p.annotator"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProjectError):
        open_project(path)
    path.write_bytes(whole)
    open_project(path).close()


def test_a_copy_is_a_whole_project(project: Project, tmp_path: Path) -> None:
    Hand.of(project, "harbour").tag(0, 7)
    project.copy_to(tmp_path / "copy.annotator")
    copy = open_project(tmp_path / "copy.annotator")
    assert tables(copy) == tables(project)
    copy.close()
    assert "copy.annotator" in listing(tmp_path)
    assert not list(tmp_path.glob("*.new"))


def test_a_failed_transaction_leaves_no_stale_number_of_an_owner(project: Project) -> None:
    def fail() -> None:
        with project.write():
            owner_key(project, "ghost")
            raise RuntimeError

    with project.write(), pytest.raises(RuntimeError):
        fail()
    with project.write():
        key = owner_key(project, "ghost")
    assert project.db.execute("SELECT id FROM owners WHERE pk = ?", (key,)).fetchone() == ("ghost",)


def test_the_device_keeps_its_id(project: Project) -> None:
    kept = (paths.data_dir() / "device").read_text(encoding="ascii").strip()
    assert project.device == kept
    (paths.data_dir() / "device").write_bytes(b"\xff broken")
    project.close()
    again = open_project(project.path)
    assert again.device != kept
    assert (paths.data_dir() / "device").read_text(encoding="ascii").strip() == again.device
    again.close()


def test_reading_needs_no_home(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "none"))
    reader = read_project(project.path)
    info(reader)
    assert len(reader.device) == 36
    reader.close()


def test_a_lazy_look_leaves_every_byte_and_a_lazy_writer_writes(project: Project, tmp_path: Path) -> None:
    project.close()
    before = listing(tmp_path)
    lazy = open_project(project.path, lazy=True)
    tables(lazy)
    lazy.close()
    assert listing(tmp_path) == before
    hand = Hand.of(open_project(project.path, lazy=True), "harbour")
    hand.tag(0, 7)
    assert hand.project.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    beside = hand.project.second()
    assert tables(beside) == tables(hand.project)
    beside.close_connection()
    hand.reopen()
    assert len(hand.work.spans) == 1
    hand.project.close()
    assert not list(tmp_path.glob("p.annotator-*"))


def test_a_second_connection_to_a_file_that_was_moved_away(project: Project) -> None:
    project.path.rename(project.path.with_name("elsewhere.annotator"))
    with pytest.raises(ProjectError, match="there is no such file"):
        project.second()


def test_closing_a_file_that_was_damaged_meanwhile_is_told(project: Project) -> None:
    with project.write():
        project.set_value("seen", "1")
    with project.path.open("r+b") as file:
        file.seek(100)
        file.write(b"\x55" * (project.path.stat().st_size - 100))
    with pytest.raises(ProjectError, match="the file is damaged"):
        project.close()
    assert not project.path.with_name(project.path.name + ".lock").exists()
