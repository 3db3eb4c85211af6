"""No room, no right to write: one sentence, and nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.store.audit import audit
from annotator.store.errors import ProjectError
from annotator.store.project import open_project
from tests.helpers import (
    ORDINARY,
    ROOT,
    TEXT,
    Hand,
    bring_records,
    count,
    listing,
    project_with,
    record,
    run,
    span,
    tables,
)


def test_a_full_disk_stops_an_action_whole(tmp_path: Path) -> None:
    project = project_with(tmp_path, record(), record(id="long", text="Tessaly " * 2000, annotator=None, status="new"))
    hand = Hand.of(project, "long")
    pages = project.db.execute("PRAGMA page_count").fetchone()[0]
    project.db.execute(f"PRAGMA max_page_count = {pages}")
    done = 0
    with pytest.raises(ProjectError, match=r"the disk is full\. Free some space, then try again; nothing was changed"):  # noqa: PT012 - the state
        for start in range(0, 16000, 8):
            before = tables(project), count(project, "events")  # before the action that fails
            hand.tag(start, start + 7, note="x" * 300)
            done += 1
    assert done
    assert (tables(project), count(project, "events")) == before
    assert audit(project) == []
    project.db.execute("PRAGMA max_page_count = 100000")
    hand.tag(0, 3)
    hand.undo()
    assert tables(project) == before[0]
    project.close()


def test_a_full_disk_stops_an_import_whole(tmp_path: Path) -> None:
    project = project_with(tmp_path, record())
    before = tables(project), count(project, "articles"), count(project, "people")
    pages = project.db.execute("PRAGMA page_count").fetchone()[0]
    project.db.execute(f"PRAGMA max_page_count = {pages + 20}")
    many = [record(id=f"a{i}", text=f"{i} {TEXT}" * 20, annotator="Ben", spans=...) for i in range(300)]
    with pytest.raises(ProjectError, match="the disk is full"):
        bring_records(project, tmp_path, *many)
    assert (tables(project), count(project, "articles"), count(project, "people")) == before
    assert count(project, "batches") == 1
    project.db.execute("PRAGMA max_page_count = 100000")
    assert bring_records(project, tmp_path, *many).added == 300
    assert audit(project) == []
    project.close()


_FILL = """
import os, sys
from pathlib import Path
from annotator import cli
from tests.helpers import *
place = Path(sys.argv[1])
os.environ.update(HOME=sys.argv[2], XDG_DATA_HOME=sys.argv[2])
project = project_with(place, record())
hand = Hand.of(project, "harbour")
hand.tag(0, 7)
state, events = tables(project), count(project, "events")
ballast = place / "ballast"
with suppress(OSError), ballast.open("wb", buffering=0) as file:
    while True:
        file.write(bytes(1024))
try:
    for number in range(2000):
        state, events = tables(project), count(project, "events")
        hand.tag(8, 12, note="x" * 1000)
except AnnotatorError as error:
    print(str(error))
assert (tables(project), count(project, "events")) == (state, events)
try:
    exported(project, place)
except AnnotatorError as error:
    print(str(error))
try:
    new_project(place / "second")
except AnnotatorError as error:
    print(str(error))
names = sorted(listing(place))
ballast.unlink()
hand.tag(8, 12)
assert audit(project) == []
project.close()
print(names, sorted(listing(place)))
"""


def test_a_real_disk_that_is_full(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    script = tmp_path / "fill.py"
    script.write_text(
        "from contextlib import suppress\nfrom annotator.core.errors import AnnotatorError\n"
        "from annotator.store.audit import audit\n" + _FILL,
        encoding="utf-8",
    )
    mounted = f"mount -t tmpfs -o size=1m tmpfs {place} && exec {sys.executable} {script} {place} {tmp_path}"
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no small file system can be made here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    tag, export, new, names = done.stdout.strip().split("\n")
    full = "the disk is full. Free some space, then try again; nothing was changed."
    assert tag == f"{place}/p.annotator: {full}"
    assert export == f"{place}/exported.jsonl: {full}"
    assert new == f"{place}/second.annotator: {full}"
    during = ["ballast", "in0.jsonl", *(f"p.annotator{end}" for end in ("", "-shm", "-wal", ".lock"))]
    assert names == f"{during} {['in0.jsonl', 'p.annotator']}"


def modes_hold(path: Path) -> bool:
    """Tell whether an ordinary process is kept from writing here; where it is not, nothing can be tested."""
    return subprocess.run([*ORDINARY, "test", "-w", str(path)], check=False).returncode == 1


@pytest.fixture
def sealed_folder(tmp_path: Path) -> Path:
    """A folder with a project that nobody may write into."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    project_with(folder, record(spans=[span(0, 7)])).close()
    folder.chmod(0o555)
    if not modes_hold(folder):
        pytest.skip("this user can write everywhere")
    return folder


def test_a_read_only_folder_is_read_from_and_never_written_to(sealed_folder: Path, tmp_path: Path) -> None:
    before = listing(sealed_folder)
    path, options = sealed_folder / "p.annotator", {"before": ORDINARY}
    told = run("info", path, "--json", **options)
    assert told.json["annotators"][0]["spans"] == 1
    whole = run("export", path, tmp_path / "out.jsonl", **options)
    assert (whole.code, whole.err) == (0, "")
    for args in (
        ("import", path, sealed_folder / "in0.jsonl"),
        ("new", sealed_folder / "q"),
        ("export", path, sealed_folder / "out.jsonl"),
    ):
        outcome = run(*args, **options)
        assert outcome.code == 1
        assert "this place can't be written. Use a folder where you may write" in outcome.complaint
        assert str(sealed_folder) in outcome.complaint
    assert listing(sealed_folder) == before
    sealed_folder.chmod(0o755)


def test_a_read_only_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    project_with(tmp_path, record()).close()
    path = tmp_path / "p.annotator"
    path.chmod(0o444)
    if not modes_hold(path):
        pytest.skip("this user can write everywhere")
    before = listing(tmp_path)
    outcome = run("import", path, tmp_path / "in0.jsonl", before=ORDINARY)
    assert "this place can't be written" in outcome.complaint
    assert listing(tmp_path) == before
    path.chmod(0o644)
    open_project(path).close()
