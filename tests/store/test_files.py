from __future__ import annotations

from pathlib import Path

import pytest

from annotator.store import files
from annotator.store.project import open_project
from tests.helpers import Hand, listing, project_with, record, tables


@pytest.mark.parametrize(
    ("place", "remote"),
    [
        ("/home/ana/p.annotator", False),
        ("/mnt/share/p.annotator", True),
        ("/mnt/share/local/p.annotator", False),
        ("/mnt/shared/p.annotator", False),
        ("/mnt/our drive/news/p.annotator", True),
        ("/run/sshfs/p.annotator", True),
        ("/p.annotator", False),
    ],
)
def test_a_network_drive_is_known_by_the_list_of_mounts(tmp_path: Path, place: str, remote: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "server:/export /mnt/share nfs4 rw 0 0\n"
        "/dev/sdb1 /mnt/share/local ext4 rw 0 0\n"
        "//server/our /mnt/our\\040drive cifs rw 0 0\n"
        "ana@host: /run/sshfs fuse.sshfs rw 0 0\n"
        "broken\n",
        encoding="utf-8",
    )
    assert files.is_remote(Path(place), mounts) == remote


def test_where_no_list_of_mounts_is_nothing_is_remote(tmp_path: Path) -> None:
    assert not files.is_remote(tmp_path, tmp_path / "none")


def test_on_a_network_drive_no_write_ahead_log_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_with(tmp_path, record())
    project.close()
    monkeypatch.setattr(files, "is_remote", lambda path: path == project.path)
    project = open_project(project.path)
    assert "network drive" in project.notice
    assert project.db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    Hand.of(project, "harbour").tag(0, 7)
    assert "p.annotator-wal" not in listing(tmp_path)
    state = tables(project)
    project.close()
    monkeypatch.undo()
    project = open_project(project.path)
    assert project.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert tables(project) == state
    project.close()


@pytest.mark.parametrize(
    ("given", "made"), [("p", "p.annotator"), ("p.annotator", "p.annotator"), ("p.db", "p.db"), (".p", ".p.annotator")]
)
def test_the_suffix_is_added_where_there_is_none(given: str, made: str) -> None:
    assert files.project_path(Path("x", given)) == Path("x", made)
