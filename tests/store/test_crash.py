"""Kill the process at any moment: what was acknowledged is there, none half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.store import history
from annotator.store.audit import audit
from annotator.store.project import open_project, read_project
from tests.helpers import ROOT, Hand, listing, project_with, record

_WRITER = """
import sys
from pathlib import Path
from annotator.store.project import open_project
from tests.helpers import Hand
hand = Hand.of(open_project(Path(sys.argv[1])), "harbour")
number = int(sys.argv[2])
while True:
    kind = number % 5
    spans = sorted(hand.work.spans.values(), key=lambda s: s.note)
    if kind < 3 or not spans:
        hand.tag(number % 40, number % 40 + 5, note=f"{number:06}")
    elif kind == 3:
        hand.change(spans[-1], label=f"label{number}")
    else:
        hand.remove(spans[0])
    print(hand.stacks.undo[-1], flush=True)
    number += 1
"""


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_writer_loses_nothing_that_was_told(tmp_path: Path, seed: int) -> None:
    project_with(tmp_path, record()).close()
    path, told = tmp_path / "p.annotator", []
    for turn in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, path, str(1000 * turn)], stdout=subprocess.PIPE, cwd=ROOT
        ) as writer:
            assert writer.stdout is not None
            told.append(writer.stdout.readline())
            time.sleep(random.Random(10 * seed + turn).uniform(0.0, 0.15))
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.readlines()
        reader = read_project(path)  # what a crash left can be read before anybody repairs it
        assert audit(reader) == []
        reader.close()
    acknowledged = [line.decode().strip() for line in told if line.endswith(b"\n")]
    project = open_project(path)
    assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert audit(project) == []
    hand = Hand.of(project, "harbour")
    stored = history.stacks(project, hand.me, "harbour").undo
    assert [event for event in stored if event in set(acknowledged)] == acknowledged
    assert len(stored) <= len(acknowledged) + 2  # an action that was durable but not told, once a turn
    count = len(stored)
    for _ in range(count):
        taken = hand.undo()
        assert taken is not None
        assert not taken.left
    assert hand.work.empty()
    project.close()
    assert [name for name in listing(tmp_path) if name.startswith("p.")] == ["p.annotator"]
