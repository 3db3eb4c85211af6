"""The agreement of a project: exact after every edit, counted anew where the file can't be trusted."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from annotator.agreement.figures import Figures
from annotator.core.errors import AnnotatorError
from annotator.core.events import Entry
from annotator.core.ids import GOLD
from annotator.store import log, people, schemes
from annotator.store.project import Project, open_project, read_project
from annotator.work import comparing, corpus
from annotator.work.agreeing import Agreement, agreement_of, as_json
from annotator.work.agreement_text import told
from annotator.work.clustering import cluster_new
from annotator.work.progress import Cancelled, Progress
from annotator.work.scheming import add_label, merge_label, part_label
from tests.helpers import TEXT, Hand, bring_records, count, project_with, record, span

NAMES = ("Ana", "Ben", "Cyd")


def records(articles: int = 6, seed: int = 1) -> list[dict[str, object]]:
    chance = random.Random(seed)
    found = []
    for at in range(articles):
        for name in NAMES:
            starts = sorted(chance.sample(range(0, 100, 7), 4))
            spans = [span(s, s + chance.randrange(2, 12), chance.choice(["actor", "location"])) for s in starts]
            status = chance.choice(["done", "done", "done", "started"])
            found.append(record(id=f"a{at}", text=TEXT + str(at), annotator=name, status=status, spans=spans))
    return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = project_with(tmp_path, *records())
    yield made
    made.close()


def fresh(project: Project) -> Figures:
    """Return the figures from the rows alone."""
    twin = read_project(project.path)
    try:
        return agreement_of(twin)
    finally:
        twin.close()


def test_figures_are_exact_after_every_edit(project: Project) -> None:
    agreement = Agreement(project.second())
    assert agreement.figures() == fresh(project)
    chance = random.Random(7)
    hands = [Hand.of(project, f"a{at}", name) for at in range(6) for name in NAMES]
    for _ in range(25):
        hand = chance.choice(hands)
        spans = list(hand.work.spans.values())
        match chance.choice(["tag", "remove", "relabel", "status", "undo", "value", "link", "answer"]):
            case "tag":
                start = chance.randrange(90)
                hand.tag(start, start + chance.randrange(1, 20), chance.choice(["actor", "threat"]))
            case "remove" if spans:
                hand.remove(chance.choice(spans))
            case "relabel" if spans:
                hand.change(chance.choice(spans), label="location")
            case "status":
                status = chance.choice(["done", "started", "skipped"])
                hand.put("status", "", {"status": status, "reason": ""})
            case "undo":
                hand.undo()
            case "value" if spans:
                hand.put("attribute", f"{chance.choice(spans).id}/k", {"value": chance.choice([1, "1", True])})
            case "link" if len(spans) > 1:
                hand.link(*chance.sample(spans, 2))
            case "answer":
                hand.put("article_label", "topic", {"value": chance.choice(["a", "b"])})
        assert agreement.figures(intervals=False) == Agreement(project, trusting=False).figures(intervals=False)
    assert agreement.figures() == fresh(project)


def test_counts_are_kept_and_an_edit_drops_those_of_its_article_alone(project: Project) -> None:
    Agreement(project.second()).figures()
    kept = count(project, "agreement")
    assert kept == fresh(project).compared > 3
    hand = Hand.of(project, "a0", "Ana")
    hand.put("status", "", {"status": "done", "reason": ""})
    Hand.of(project, "a0", "Ben").put("status", "", {"status": "done", "reason": ""})
    Agreement(project.second()).figures()
    before = dict(project.db.execute("SELECT article, counts FROM agreement").fetchall())
    hand.tag(0, 30)
    after = dict(project.db.execute("SELECT article, counts FROM agreement").fetchall())
    [gone] = before.keys() - after.keys()
    assert project.db.execute("SELECT id FROM articles WHERE pk = ?", (gone,)).fetchone() == ("a0",)
    assert after == {number: counts for number, counts in before.items() if number != gone}
    assert Agreement(project.second()).figures() == fresh(project)
    assert dict(project.db.execute("SELECT article, counts FROM agreement").fetchall())[gone] != before[gone]


def test_kept_counts_are_used_where_they_hold(project: Project) -> None:
    """Whoever trusts the file takes what it keeps; the command line counts."""
    before = Agreement(project.second()).figures()
    with project.write():
        project.db.execute("DELETE FROM spans")
    assert Agreement(project.second()).figures() == before
    assert fresh(project).f1["exact"].mean.value is None


@pytest.mark.parametrize("counts", [b"", b"garbage" * 100, b"\x80\x04N."])
def test_what_a_stranger_kept_is_counted_anew(project: Project, counts: bytes) -> None:
    Agreement(project.second()).figures()
    with project.write():
        project.db.execute("UPDATE agreement SET counts = ?", (counts,))
        project.db.execute("INSERT OR REPLACE INTO agreement SELECT pk, x'00' FROM articles LIMIT 2")
    assert Agreement(project.second()).figures() == fresh(project)
    assert counts not in [held for (held,) in project.db.execute("SELECT counts FROM agreement")]


def test_counts_of_other_people_are_counted_anew(project: Project) -> None:
    Agreement(project.second()).figures()
    two = Agreement(project.second(), ["Ana", "Cyd"]).figures()
    assert [two.names[one] for one in two.annotators] == ["Ana", "Cyd"]
    twin = read_project(project.path)
    assert two == agreement_of(twin, ["Cyd", "Ana"])
    twin.close()
    assert Agreement(project.second()).figures() == fresh(project)


def test_a_file_that_is_read_alone_keeps_nothing(project: Project) -> None:
    found = fresh(project)
    assert count(project, "agreement") == 0
    project.close()
    again = read_project(project.path)
    assert Agreement(again).figures() == found
    again.close()


def test_merged_labels_are_read_as_one_and_spans_that_coincide_count_once(tmp_path: Path) -> None:
    both = [span(0, 7, "actor", id="1"), span(0, 7, "location", id="2", attributes={"k": "x"})]
    project = project_with(
        tmp_path,
        record(spans=both, relations=[{"id": "r", "type": "in", "head": "2", "child": "1"}]),
        record(annotator="Ben", spans=[span(0, 7, "actor", id="1", attributes={"k": "x"})]),
        record(id="other", text="Other.\n", spans=[]),
        record(id="other", text="Other.\n", annotator="Ben", spans=[]),
    )
    agreement = Agreement(project.second())
    before = agreement.figures()
    assert before.f1["exact"].mean.value == pytest.approx(2 / 3)
    assert count(project, "agreement") == 2
    me = people.find_or_add(project, "Ana").id
    schemes.change(project, merge_label(project.scheme, "location", "actor"), me, "merge")
    assert count(project, "agreement") == 0
    after = agreement.figures()
    assert (after.f1["exact"].mean.value, after.spans) == (1.0, {"actor": 2})
    assert (after.attributes["actor", "k"].units, after.attributes["actor", "k"].coverage) == (1, 1.0)
    assert after.relations["exact"].labels == {}
    assert after == fresh(project) == Agreement(project.second()).figures()
    schemes.change(project, part_label(project.scheme, "location"), me, "part")
    assert agreement.figures() == before
    project.close()


def test_a_scheme_that_reads_the_same_keeps_the_counts(project: Project) -> None:
    Agreement(project.second()).figures()
    kept = count(project, "agreement")
    me = people.find_or_add(project, "Ana").id
    schemes.change(project, add_label(project.scheme, "Weather"), me, "add")
    assert count(project, "agreement") == kept > 0


def test_new_articles_and_people_come_in(project: Project, tmp_path: Path) -> None:
    agreement = Agreement(project.second())
    before = agreement.figures()
    more = [record(id="late", text="Late news.\n", annotator=name, spans=[]) for name in ("Ana", "Dora")]
    bring_records(project, tmp_path, *more)
    after = agreement.figures()
    assert after == fresh(project)
    assert (after.compared, len(after.annotators)) == (before.compared + 1, len(before.annotators) + 1)


def adjudicate(project: Project, article: str, *ranges: tuple[int, int], status: str = "done") -> None:
    text = project.text(article)
    entries: list[Entry] = [("status", "", None, {"status": status, "reason": ""})]
    entries += [
        ("span", f"g{start}", None, {
            "start": start, "end": end, "quote": text[start:end], "label": "actor", "unsure": False, "note": "",
            "origin": "hand", "created": "2026-01-01T00:00:00Z",
        })
        for start, end in ranges
    ]  # fmt: skip
    log.record(project, owner=GOLD, article=article, entries=entries, kind="add", actor=GOLD)


def test_gold_counts_where_it_is_done_and_so_is_the_person(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        record(spans=[span(0, 7), span(8, 12)]),
        record(annotator="Ben", spans=[span(0, 7)], status="started"),
        record(id="b", text="Ostrava Marl", annotator="Ben", spans=[span(0, 7, text="Ostrava Marl")]),
    )
    agreement = Agreement(project.second())
    assert agreement.figures().gold == {}
    adjudicate(project, "harbour", (0, 7), (8, 12))
    adjudicate(project, "b", (0, 7), status="started")
    found = agreement.figures()
    assert found == fresh(project) == Agreement(project.second()).figures()
    assert {found.names[one]: gold.articles for one, gold in found.gold.items()} == {"Ana": 1}
    [gold] = found.gold.values()
    assert (gold.f1["exact"].value, gold.f1["exact"].reason) == (1.0, "no interval: it takes 5 articles or more")
    assert len(found.annotators) == 2
    Hand.of(project, "harbour", "Ana").tag(20, 25)
    assert agreement.figures().gold[found.annotators[0]].f1["exact"].value == pytest.approx(4 / 5)
    project.close()


def test_a_span_behind_its_text_is_told_of(project: Project) -> None:
    with project.write():
        project.db.execute('UPDATE spans SET "end" = 99999 WHERE stream = (SELECT min(stream) FROM spans)')
        project.db.execute("UPDATE statuses SET status = 'done'")
    with pytest.raises(AnnotatorError, match="a span ends behind its text: the file was changed from outside"):
        fresh(project)


def test_articles_are_read_in_parts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fresh(project)
    monkeypatch.setattr(comparing, "_TOGETHER", 2)
    assert fresh(project) == whole


def test_work_can_be_stopped(project: Project) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        Agreement(project.second()).figures(progress)
    assert count(project, "agreement") == 0


def test_an_article_that_changes_while_counts_are_kept_is_left_out(project: Project) -> None:
    """The window writes between the counting and the keeping."""

    class Meddling(Progress):
        steps = 0

        def check(self) -> None:
            self.steps += 1
            if self.steps == 3:
                Hand.of(project, "a1", "Ana").tag(0, 3, "threat")

    for name in NAMES:
        Hand.of(project, "a1", name).put("status", "", {"status": "done", "reason": ""})
    agreement = Agreement(project.second())
    agreement.figures(Meddling())
    changed = project.db.execute("SELECT pk FROM articles WHERE id = 'a1'").fetchone()[0]
    held = {number for (number,) in project.db.execute("SELECT article FROM agreement")}
    assert held
    assert changed not in held
    assert agreement.figures() == fresh(project)


def test_a_project_is_opened_and_closed_without_a_trace_of_agreement(project: Project) -> None:
    Agreement(project.second()).figures()
    project.close()
    again = open_project(project.path)
    assert Agreement(again).figures() == fresh(again)
    again.close()


def _in_stories(folder: Path) -> Project:
    """Make a project of six articles, of which 0, 1 and 2 are one story, 3 and 4 another; a0 was finished by one."""
    found = records()
    for one in found:
        at = int(str(one["id"])[1:])
        one["status"] = "started" if at == 0 and one["annotator"] != "Ana" else "done"
        if at == 1 and one["annotator"] == "Cyd":
            one["status"] = "started"
        if at < 5:
            one["group"] = "early" if at < 3 else "late"
    return project_with(folder, *found)


def test_a_wire_story_counts_once(tmp_path: Path) -> None:
    """The article that most finished stands for its story, of those the first."""
    project = _in_stories(tmp_path)
    figures = fresh(project)
    assert figures.compared == 3
    assert figures.excluded == {"finished_by_one": 1, "finished_by_nobody": 0, "copies": 2}
    alone = project_with(_new(tmp_path, "alone"), *[one for one in records() if one["id"] in ("a2", "a3", "a5")])
    for one, name in ((one, name) for one in ("a2", "a3", "a5") for name in NAMES):
        Hand.of(alone, one, name).put("status", "", {"status": "done", "reason": ""})
    wanted = fresh(alone)
    assert figures.f1 == wanted.f1
    assert figures.alpha == wanted.alpha
    assert figures.spans == wanted.spans
    assert figures.shared == wanted.shared
    assert "2 as copies of a wire story" in told(figures, project.scheme)
    alone.close()
    project.close()


def test_which_copy_counts_follows_every_change(tmp_path: Path) -> None:
    project = _in_stories(tmp_path)
    lead = people.find_or_add(project, "Ana").id
    agreement = Agreement(project.second())
    assert agreement.figures() == fresh(project)
    changes = [
        lambda: Hand.of(project, "a1", "Cyd").put("status", "", {"status": "done", "reason": ""}),
        lambda: corpus.remove(project, [2], lead),
        lambda: Hand.of(project, "a0", "Ben").put("status", "", {"status": "done", "reason": ""}),
        lambda: corpus.split_off(project, 5, lead),
        lambda: corpus.restore(project, [2], lead),
        lambda: corpus.join(project, [1, 4, 5, 6], lead),
        lambda: corpus.undo(project, lead),
        lambda: corpus.remove(project, [1, 2, 3, 4, 5, 6], lead),
        lambda: corpus.undo(project, lead),
    ]
    for change in changes:
        before = agreement.figures()
        change()
        after = agreement.figures()
        assert after == fresh(project)
        assert after != before or change is changes[2]
    twin = Agreement(project.second())
    assert twin.figures() == fresh(project)
    project.close()


def test_copies_that_are_found_count_once_too(tmp_path: Path) -> None:
    project = project_with(tmp_path, *[{**one, "status": "done"} for one in records()])
    agreement = Agreement(project.second())
    assert agreement.figures().compared == 6
    cluster_new(project, rest=lambda _seconds: None)
    figures = agreement.figures()
    assert (figures.compared, figures.excluded["copies"]) == (1, 5)
    assert figures == fresh(project)
    assert as_json(figures, project)["articles"]["excluded"]["copies"] == 5
    project.close()


def _new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name
