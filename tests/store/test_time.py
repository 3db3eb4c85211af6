"""Time spent is added up a person and an article, and nothing that was written changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.store import people, time
from annotator.store.time import Spell
from annotator.work.projects import new_project


def test_stretches_add_up_for_each_person_and_article(tmp_path: Path) -> None:
    project = new_project(tmp_path / "a.annotator")
    ana, ben = (people.add_person(project, name).id for name in ("Ana", "Ben"))
    time.add(project, [Spell(ana, "x", 12.5), Spell(ben, "x", 3.0)])
    time.add(project, [Spell(ana, "x", 30.0), Spell(ana, "y", 1.0)])
    assert time.spent(project, ana, "x") == pytest.approx(42.5)
    assert time.spent(project, ben, "x") == pytest.approx(3.0)
    assert time.spent(project, ana, "z") == 0.0
    assert time.spent(project, "nobody", "x") == 0.0
    assert project.db.execute("SELECT count(*), count(DISTINCT id) FROM time_spent").fetchone() == (4, 4)
    project.close()


def test_nothing_is_written_where_there_is_nothing_to_add(tmp_path: Path) -> None:
    project = new_project(tmp_path / "a.annotator")
    before = project.db.conn.total_changes
    time.add(project, [])
    time.add(project, [Spell("somebody", "x", 0.0)])
    assert project.db.conn.total_changes == before
    project.close()
