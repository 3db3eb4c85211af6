"""Stories are found beside the window, only grow, and stay what a person or a file said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from annotator.news import copies
from annotator.store import layers, sketches, stories
from annotator.store.audit import audit
from annotator.store.project import Project, open_project, read_project
from annotator.work import clustering
from annotator.work import corpus as acts
from annotator.work.clustering import Clustered, cluster_new
from annotator.work.progress import Cancelled, Progress
from tests.benchmarks import wire
from tests.helpers import bring, bring_records, exported, project_with, record, run, span, tables, write_records

NONE = Clustered()


def report(seed: int, kept: int = 16, at: str = "") -> str:
    """Return a made-up report, cut to some of its paragraphs under a headline of its own."""
    draw = Random(seed)
    return "\n\n".join([f"Headline {seed} {at}", *wire.story(draw, {"thing": f"pier {seed}"})[1 : kept + 1]]) + "\n"


def news(name: str, text: str, published: str = "", **more: object) -> dict[str, object]:
    meta = {"published": published} if published else {}
    return record(id=name, text=text, annotator=None, status=..., spans=..., meta=meta, **more)


def quietly(project: Project) -> Clustered:
    return cluster_new(project, rest=lambda _seconds: None)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    records = [news("a", report(1)), news("b", report(2)), news("c", report(1, 8, "cut")), news("d", report(3))]
    made = project_with(tmp_path, *records)
    yield made
    made.close()


def test_copies_come_into_one_story(project: Project) -> None:
    assert quietly(project) == Clustered(articles=2, stories=1)
    assert stories.stories(project) == {"a": "a", "c": "a"}
    assert stories.story_of(project, 3) == [(1, "a", "Headline 1"), (3, "c", "Headline 1 cut")]
    assert stories.story_of(project, 2) == []
    assert quietly(project) == NONE
    assert audit(project) == []


def test_a_story_grows_and_two_are_never_made_one(project: Project, tmp_path: Path) -> None:
    quietly(project)
    bring_records(project, tmp_path, news("e", report(2, 9, "later")))
    assert quietly(project) == Clustered(articles=2, stories=1)
    before = stories.stories(project)
    assert before == {"a": "a", "c": "a", "b": "b", "e": "b"}
    bridge = report(1) + "\n" + report(2)
    bring_records(project, tmp_path, news("f", bridge), news("g", bridge + "\nMore.\n"))
    quietly(project)
    after = stories.stories(project)
    assert before.items() <= after.items()
    assert {after["f"], after["g"]} <= {"a", "b"}


def test_a_text_that_quotes_two_moves_neither_of_them(project: Project, tmp_path: Path) -> None:
    quietly(project)
    before = {one.id: one.story for one in layers.listed(project)}
    bring_records(project, tmp_path, news("f", report(2) + "\n" + report(3)), news("g", report(1) + "\n" + report(2)))
    quietly(project)
    after = {one.id: one.story for one in layers.listed(project)}
    assert before.items() <= after.items()
    assert after["f"] in ("b", "d")
    assert after["g"] in ("a", "b")
    assert audit(project) == []


def test_what_was_not_looked_into_is_counted(project: Project) -> None:
    assert sketches.waiting(project) == 4
    acts.remove(project, [2], "lead")
    assert sketches.waiting(project) == 3
    quietly(project)
    assert sketches.waiting(project) == 0


def test_copies_that_a_merge_brings_are_found_and_an_export_says_what_was_not_looked_for(
    project: Project, tmp_path: Path
) -> None:
    for folder in ("other", "out"):
        (tmp_path / folder).mkdir()
    text = report(1, 9, "x")
    done = {"text": text, "annotator": "Ann", "status": "done", "spans": [span(0, 8, text=text)]}
    other = project_with(tmp_path / "other", record(id="z", **done))
    other.close()
    bring_records(project, tmp_path, record(id="y", **done))
    project.close()
    split = ("--dataset", "--split", "50/0/50", "--annotator", "Ann")
    assert "copies of 5 articles" in run("export", project.path, tmp_path / "out" / "one", *split).err
    assert run("merge", project.path, other.path).code == 0
    assert "copies of" not in run("export", project.path, tmp_path / "out" / "two", *split).err
    found = read_project(project.path)
    assert stories.stories(found).keys() >= {"a", "y", "z"}
    found.close()


def test_groups_of_a_file_are_stories_from_the_start(tmp_path: Path) -> None:
    project = project_with(tmp_path, news("a", report(1), group="x"), news("b", report(1, 9), group="y"))
    bring_records(project, tmp_path, news("c", report(1, 10, "third")))
    assert quietly(project) == Clustered(articles=1, stories=0)
    found = stories.stories(project)
    assert (found["a"], found["b"]) == ("x", "y")
    assert found["c"] in ("x", "y")
    project.close()


def test_what_a_person_said_holds(project: Project, tmp_path: Path) -> None:
    quietly(project)
    acts.split_off(project, 3, "lead")
    assert stories.stories(project) == {"a": "a", "c": "c"}
    sketches.forget(project)
    quietly(project)
    assert stories.stories(project) == {"a": "a", "c": "c"}
    acts.undo(project, "lead")
    assert stories.stories(project) == {"a": "a", "c": "a"}
    acts.join(project, [2, 3], "lead")
    sketches.forget(project)
    quietly(project)
    assert stories.stories(project) == {"a": "a", "b": "a", "c": "a"}
    assert exported(project, tmp_path).count(b'"group":"a"') == 3


def test_dates_far_apart_part_near_copies_but_not_the_same_text(tmp_path: Path) -> None:
    dates = ("2024-05-01", "2024-06-30", "", "2024-05-15")
    project = project_with(tmp_path, *[news(f"n{at}", report(1, 9 + at, str(at)), day) for at, day in enumerate(dates)])
    quietly(project)
    assert stories.stories(project) == {"n0": "n0", "n1": "n0", "n2": "n0", "n3": "n0"}  # n2 holds them together
    project.close()
    (tmp_path / "two").mkdir()
    records = [news("n0", report(1), dates[0]), news("n1", report(1, 9), dates[1])]
    project = project_with(tmp_path / "two", *records, news("n2", report(1).upper(), "1999-01-01"))
    quietly(project)
    assert stories.stories(project) == {"n0": "n0", "n2": "n0"}
    project.close()


def test_short_texts_are_copies_only_word_for_word(tmp_path: Path) -> None:
    texts = ("Rain in Merovia on Monday.", "rain  in Merovia on Monday. ", "Rain in Merovia on Tuesday.")
    project = project_with(tmp_path, *[news(f"n{at}", text) for at, text in enumerate(texts)])
    quietly(project)
    assert stories.stories(project) == {"n0": "n0", "n1": "n0"}
    project.close()


def test_an_export_brings_the_same_groups_back(project: Project, tmp_path: Path) -> None:
    quietly(project)
    acts.split_off(project, 1, "lead")
    first = exported(project, tmp_path)
    (tmp_path / "again").mkdir()
    other = project_with(tmp_path / "again")
    assert bring(other, write_records(tmp_path / "again" / "x.jsonl", first.split(b"\n")[:-1])).repaired == []
    assert exported(other, tmp_path / "again") == first
    quietly(other)
    assert exported(other, tmp_path / "again") == first
    assert bring(project, tmp_path / "again" / "x.jsonl").repaired == []
    other.close()


class Stops(Progress):
    """Cancels at a step."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._left = at

    def check(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled("Cancelled.")


def test_it_goes_on_wherever_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [news(f"n{at}", report(at // 2, 16 - at % 2 * 6, str(at))) for at in range(6)]
    project = project_with(tmp_path, *records)
    monkeypatch.setattr(clustering, "_LIST", 3)
    monkeypatch.setattr(clustering, "_PACK", 2)
    stopped = 0
    for at in range(0, 200, 2):
        try:
            cluster_new(project, Stops(at), lambda _seconds: None)
            break
        except Cancelled:
            stopped += 1
        project.close()
        project = open_project(project.path)
    assert stopped > 3
    assert stories.stories(project) == {f"n{at}": f"n{at // 2 * 2}" for at in range(6)}
    assert audit(project) == []
    project.close()


def test_no_text_is_read_twice_and_no_row_of_the_log_changes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quietly(project)
    before, read = tables(project), []
    bring_records(project, tmp_path, news("e", report(9)))
    whole = copies.sketch
    monkeypatch.setattr(copies, "sketch", lambda text: read.append(text) or whole(text))
    quietly(project)
    assert len(read) == 1
    assert tables(project) == before


def test_removed_articles_keep_their_story(project: Project) -> None:
    acts.remove(project, [1], "lead")
    quietly(project)
    assert stories.stories(project) == {"c": "a"}
    acts.restore(project, [1], "lead")
    assert stories.stories(project) == {"a": "a", "c": "a"}


def test_articles_of_an_open_import_wait(project: Project) -> None:
    project.db.execute("INSERT INTO batches (kind, started, request, open) VALUES ('import', '', '{}', 1)")
    project.db.execute("UPDATE articles SET batch = (SELECT max(pk) FROM batches) WHERE id = 'c'")
    assert quietly(project) == NONE
    project.db.execute("UPDATE batches SET open = 0")
    assert quietly(project) == Clustered(articles=2, stories=1)
