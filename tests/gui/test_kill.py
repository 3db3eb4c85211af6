"""Twenty windows die in the middle of their work: what they had painted is in the file, whole, and nothing is half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from annotator.core.fold import fold
from annotator.store import audit, log, people
from annotator.store.project import Project, open_project
from tests.gui.desk import ARTICLES, make_project
from tests.helpers import ROOT

FILES, KILLS = 2, 10
PAINTED = (1, 12)
DELAY = 0.03
Shown = tuple[tuple[int, int, str, bool], ...]


def _lives(project: Path, seed: int) -> list[tuple[str, Shown]]:
    """Start a window, end it at a random moment, and return what it had painted: (article, tags)."""
    draw = Random(seed)
    wanted = draw.randint(*PAINTED)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.gui.killed_window", str(project), str(seed)],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        watchdog = threading.Timer(60, child.kill)
        watchdog.start()
        lines = []
        for line in child.stdout:
            lines.append(line)
            if len(lines) == wanted:
                time.sleep(draw.uniform(0, DELAY))
                child.send_signal(signal.SIGKILL)
        watchdog.cancel()
        assert child.wait() == -signal.SIGKILL, child.stderr.read().decode() if child.stderr else ""
    whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return [(article, tuple(map(tuple, words))) for article, words in whole]


def _states(project: Project, article: str) -> Iterator[Shown]:
    """Yield what an annotator's tags on an article were after each of their events, from none on."""
    who = next(p for p in people.people(project) if p.name == "Ana")
    stream = log.stream(project, who.id, article)
    events = list(log.events_of(project, stream.pk)) if stream else []
    for count in range(len(events) + 1):
        rows = fold((e.id, e.entries()) for e in events[:count]).rows
        spans = [row for (table, _), row in rows.items() if table == "span"]
        yield tuple(sorted((r["start"], r["end"], r["label"], r["unsure"]) for r in spans))


def _follow_each_other(painted: list[Shown], states: list[Shown]) -> bool:
    """Tell whether what was painted came in the order in which it is logged, all of it."""
    left = iter(states)
    shown = [one for number, one in enumerate(painted) if number == 0 or one != painted[number - 1]]
    return all(any(state == one for state in left) for one in shown)


def _one_file(path: Path, seed: int) -> tuple[int, int]:
    """Kill a window on one file again and again; return how many paintings and how many events there were."""
    painted: dict[str, list[Shown]] = {article: [] for article in ARTICLES}
    count = 0
    for kill in range(KILLS):
        seen = _lives(path, seed + kill)
        count += len(seen)
        for article, shown in seen:
            painted[article].append(shown)
        project = open_project(path)  # the lock died with the window
        try:
            assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert audit.audit(project) == []
            for article, states in painted.items():
                assert _follow_each_other(states, list(_states(project, article))), (article, states)
            events = project.db.execute("SELECT count(*) FROM events").fetchone()[0]
        finally:
            project.close()
    return count, events


@pytest.mark.skipif(os.name == "nt", reason="this signal is Unix's")
def test_what_was_painted_survives_a_kill(tmp_path: Path) -> None:
    paths = [make_project(tmp_path / f"{number}.annotator") for number in range(FILES)]
    with ThreadPoolExecutor(FILES) as pool:
        results = list(pool.map(_one_file, paths, range(7, 7 + 100 * FILES, 100)))
    assert sum(painted for painted, _ in results) > FILES * KILLS
    assert sum(events for _, events in results) > 40
