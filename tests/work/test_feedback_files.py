"""Feedback files: whose articles they hold, that gold is in them and nobody else, and that none of it comes back."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD, person_id
from annotator.store import articles, feedback, gold, log, people
from annotator.store.audit import audit
from annotator.store.project import Project, open_project, read_project
from annotator.work import own_feedback, reviewing
from annotator.work.feedback_files import FeedbackReport, FeedbackRequest, make_feedback, told
from annotator.work.merging import merge_files
from annotator.work.packaging import Choice, PackageRequest, make_packages
from annotator.work.progress import Cancelled, Progress
from tests.helpers import Hand, bring_records, call, exported, listing, project_with, record, span, tables

OTHER_TEXT = "Tessaly answers the minister\n\nNobody in Tessaly called anybody.\n"
LEA, ANA, BEN = (person_id(name) for name in ("Leocadia", "Ana", "Benedikt"))


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Project]:
    """A lead's project: Ana and Benedikt differ on `harbour`, agree on `calm`; `open` has no gold, `bens` no Ana."""
    made = project_with(
        tmp_path,
        record(
            spans=[span(0, 7), span(31, 36, "threat"), span(76, 82, "diplomatic_call", attributes={"channel": "phone"})]
        ),
        record(
            annotator="Benedikt", notes=[{"id": "bn", "text": "bens doubt"}],
            spans=[
                span(0, 12, note="benedikts note"), span(31, 36, "location", id="ben-span"), span(114, 121, "threat"),
                span(76, 82, "diplomatic_call", attributes={"channel": "meeting"}),
            ],
        ),
        record(id="calm", text=OTHER_TEXT, spans=[span(0, 7, "location", OTHER_TEXT)]),
        record(id="calm", text=OTHER_TEXT, annotator="Benedikt", spans=[span(0, 7, "location", OTHER_TEXT)]),
        record(id="open", text="Nothing decided\n"),
        record(
            id="open", text="Nothing decided\n", annotator="Benedikt", spans=[span(0, 7, "actor", "Nothing decided\n")]
        ),
        record(id="bens", text="Whispers in Oblast\n", annotator="Benedikt"),
        record(id="bens", text="Whispers in Oblast\n", status="started"),
    )  # fmt: skip
    people.add_person(made, "Leocadia", LEA, lead=True)
    decide(made, "harbour", "0:12", BEN, note="secret reasons")
    decide(made, "harbour", "31:36", ANA)
    decide(made, "harbour", "76:82", BEN)
    card = reviewing.card(made, "harbour", "114:121")
    assert card is not None
    reviewing.reject(made, card, LEA, note="never mind it")
    settle(made, "calm")
    gold_row(made, "bens")
    yield made
    made.close()


def decide(project: Project, article: str, card: str, whose: str, note: str = "") -> None:
    """Take somebody's version of a card."""
    found = reviewing.card(project, article, card)
    assert found is not None
    version = next(one for one in found.versions if whose in one.annotators)
    reviewing.take(project, found, version, LEA, note)


def settle(project: Project, article: str) -> None:
    """Let what all agree on go to gold."""
    reviewing.settle(project, LEA)
    assert gold.layer(project, article).status == "done"


def gold_row(project: Project, article: str) -> None:
    """Set the gold layer of an article done."""
    Hand(project, GOLD, article).put("status", "", edits.status_row("done"))


def write(source: Project, folder: Path, *annotators: str, with_test: bool = False) -> FeedbackReport:
    folder.mkdir(exist_ok=True)
    return make_feedback(source, FeedbackRequest(folder, annotators, with_test))


def raw(path: Path, sql: str) -> list[tuple[Any, ...]]:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def test_each_gets_what_they_finished_and_is_adjudicated(source: Project, tmp_path: Path) -> None:
    before = tables(source), [event.id for event in log.all_events(source)]
    report = write(source, tmp_path / "out")
    assert (tables(source), [event.id for event in log.all_events(source)]) == before
    assert [(one.who.name, one.path.name, one.articles, one.withheld) for one in report.files] == [
        ("Ana", "p-Ana-feedback.annotator", 2, 0), ("Benedikt", "p-Benedikt-feedback.annotator", 3, 0),
    ]  # fmt: skip
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [one.path.name for one in report.files]
    assert raw(report.files[0].path, "SELECT id FROM articles ORDER BY pk") == [("harbour",), ("calm",)]
    assert raw(report.files[1].path, "SELECT id FROM articles ORDER BY pk") == [("harbour",), ("calm",), ("bens",)]
    assert "Ana: 2 articles with gold in" in told(report)
    assert report.as_json()["feedback"][0]["annotator_id"] == ANA


def test_gold_stands_in_it_and_the_comparison_is_the_leads(source: Project, tmp_path: Path) -> None:
    path = write(source, tmp_path / "out", "Ana").files[0].path
    opened = open_project(path)
    try:
        assert audit(opened) == []
        assert feedback.is_feedback(opened)
        assert not feedback.is_feedback(source)
        for article in ("harbour", "calm"):
            mine, theirs = (articles.work(one, GOLD, article) for one in (opened, source))
            assert sorted((s.start, s.end, s.label, s.quote) for s in mine.spans.values()) == sorted(
                (s.start, s.end, s.label, s.quote) for s in theirs.spans.values()
            )
            assert articles.work(opened, ANA, article) == articles.work(source, ANA, article)
        here, there = (own_feedback.compare(one, ANA, "harbour") for one in (opened, source))
        assert told_of(here) == told_of(there) == [
            ("boundary", "Ostrava Marl"), ("attribute", "called"),
        ]  # fmt: skip
        assert (here.same, here.mine, here.gold) == (2, 3, 3)
        assert here.f1 == pytest.approx(2 / 3)
        assert [(one.id, one.places) for one in own_feedback.overview(opened, ANA)] == [("harbour", 2), ("calm", 0)]
    finally:
        opened.close()


def told_of(compared: own_feedback.Compared) -> list[tuple[str, str]]:
    return [(" ".join(place.kinds), place.words) for place in compared.places]


def test_nothing_of_anybody_else_is_in_the_bytes(source: Project, tmp_path: Path) -> None:
    foreign = [
        event for event in log.all_events(source) if event.owner != ANA or event.article not in ("harbour", "calm")
    ]
    path = write(source, tmp_path / "out", "Ana").files[0].path
    held = path.read_bytes()
    strange = [
        "Benedikt", "Leocadia", BEN, LEA, "benedikts note", "bens doubt", "ben-span", "secret reasons", "never mind",
        "Whispers", "Nothing decided", '"decision"', '"reject"', '"take"', '"rule"', str(tmp_path),
        *(event.id for event in foreign), *(event.action for event in foreign if event.action),
    ]  # fmt: skip
    for article in ("harbour", "calm"):
        strange += [one.versions for one in gold.layer(source, article).decisions.values()]
    for words in strange:
        assert words.encode() not in held, words
        as_bytes = uuid.UUID(words).bytes if len(words) == 36 and words.count("-") == 4 else None
        assert as_bytes is None or as_bytes not in held, words
    for event in foreign:
        assert bytes.fromhex(event.sha) not in held
    assert raw(path, "SELECT count(*) FROM decisions") == [(0,)]
    assert raw(path, "SELECT count(*) FROM assignments") == [(0,)]
    assert {one for (one,) in raw(path, "SELECT id FROM owners")} == {ANA, GOLD, "scheme", "project"}
    # What Benedikt alone marked, and gold did not take, is nobody's: no tag, no payload has its words.
    only_bens = source.text("harbour")[114:121]
    assert raw(path, f"SELECT count(*) FROM spans WHERE quote = '{only_bens}'") == [(0,)]
    assert raw(path, f"SELECT count(*) FROM events WHERE payload LIKE '%{only_bens}%'") == [(0,)]
    assert raw(path, f"SELECT count(*) FROM texts WHERE text LIKE '%{only_bens}%'") == [(1,)]


def test_gold_is_one_event_an_article_that_names_nobody(source: Project, tmp_path: Path) -> None:
    path = write(source, tmp_path / "out", "Ana").files[0].path
    opened = read_project(path)
    try:
        events = [event for event in log.all_events(opened) if event.owner == GOLD]
        assert [(event.article, event.n, event.actor) for event in events] == [("harbour", 1, GOLD), ("calm", 1, GOLD)]
        assert {event.device for event in events} == {opened.value("package")}
        tables_used = {entry[0] for event in events for entry in event.entries()}
        assert tables_used == {"span", "attribute", "status"}
        notes = [after["note"] for event in events for table, _, _, after in event.entries()
                 if table == "span" and after]  # fmt: skip
        assert set(notes) == {""}
        owned = {event.id for event in log.all_events(opened) if event.owner == ANA}
        assert owned == {
            event.id for event in log.all_events(source) if event.owner == ANA and event.article in ("harbour", "calm")
        }
    finally:
        opened.close()


def test_roles_and_answers_of_gold_travel(tmp_path: Path) -> None:
    made = project_with(
        tmp_path,
        record(spans=[span(0, 7, "threat")]),
        record(
            annotator="gold", annotator_id=GOLD, article_labels={"relevance": "relevant"},
            spans=[span(0, 7, "threat", id="gold-head"), span(47, 58, id="gold-filler", note="why", origin="import")],
            relations=[{"id": "r", "type": "threatener", "head": "gold-head", "child": "gold-filler"}],
        ),
    )  # fmt: skip
    path = write(made, tmp_path / "out").files[0].path
    opened = read_project(path)
    try:
        layer = gold.layer(opened, "harbour")
        assert layer.labels == {"relevance": "relevant"}
        assert [
            (link.type, layer.spans[link.head].quote, layer.spans[link.child].quote)
            for link in layer.relations.values()
        ] == [("threatener", "Ostrava", made.text("harbour")[47:58])]
        assert {(s.note, s.origin, s.created) for s in layer.spans.values()} == {("", "hand", "")}
    finally:
        opened.close()
    assert b"gold-filler" not in path.read_bytes()
    made.close()


def test_none_of_its_gold_comes_back_by_a_merge(source: Project, tmp_path: Path) -> None:
    path = write(source, tmp_path / "out", "Ana").files[0].path
    worked = open_project(path)
    Hand(worked, ANA, "calm").tag(10, 17, "threat")
    hand = Hand(worked, GOLD, "harbour")
    hand.tag(50, 55, "threat")
    worked.close()
    before = {place: rows for place, rows in tables(source).items() if place[0] == GOLD}
    events = {event.id for event in log.all_events(source) if event.owner == GOLD}
    done = merge_files(source, [path], LEA)
    assert done.files[0].events == 1
    assert {place: rows for place, rows in tables(source).items() if place[0] == GOLD} == before
    assert {event.id for event in log.all_events(source) if event.owner == GOLD} == events
    assert len(articles.work(source, ANA, "calm").spans) == 2
    assert audit(source) == []


def test_an_untouched_file_brings_nothing(source: Project, tmp_path: Path) -> None:
    report = write(source, tmp_path / "out")
    before = exported(source, tmp_path)
    done = merge_files(source, [one.path for one in report.files], LEA)
    assert [one.events for one in done.files] == [0, 0]
    assert exported(source, tmp_path) == before


def test_hidden_gold_articles_stay_out_unless_asked_for(source: Project, tmp_path: Path) -> None:
    zoe = given_a_test(source, tmp_path)
    assert feedback.tests_of(source, zoe) == {"harbour"}
    assert feedback.tests_of(source, BEN) == frozenset()
    assert [identity for _, identity in feedback.ready(source, zoe)] == ["harbour", "open"]
    one = write(source, tmp_path / "out", "Zoe").files[0]
    assert (one.articles, one.withheld) == (1, 1)
    assert raw(one.path, "SELECT id FROM articles") == [("open",)]
    assert "1 hidden gold articles left out" in told(FeedbackReport((one,)))
    whole = write(source, tmp_path / "whole", "Zoe", with_test=True).files[0]
    assert (whole.articles, whole.withheld) == (2, 0)


def given_a_test(source: Project, tmp_path: Path) -> str:
    """Give Zoe a package of `open` with one hidden gold article, let her finish both, and decide `open`."""
    folder = tmp_path / "given"
    folder.mkdir()
    drop(source, "calm")
    drop(source, "bens")
    made = make_packages(source, PackageRequest(folder, ("Zoe",), Choice("ids", ids=("open",)), gold=1), LEA)
    path, zoe = made.files[0].path, made.files[0].who.id
    assert b"test" not in b"".join(str(one).encode() for one in raw(path, "SELECT key, value FROM project"))
    package = open_project(path)
    for article in ("harbour", "open"):
        Hand(package, zoe, article).put("status", "", edits.status_row("done"))
    package.close()
    merge_files(source, [path], LEA)
    gold_row(source, "open")
    return zoe


def drop(project: Project, article: str) -> None:
    """Let an article count as not adjudicated."""
    Hand(project, GOLD, article).put("status", "", edits.status_row("started"))


def test_an_article_given_again_after_its_end_is_no_test(source: Project, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    make_packages(source, PackageRequest(folder, ("Ana",), Choice("ids", ids=("harbour", "open"))), LEA)
    assert feedback.tests_of(source, ANA) == frozenset()
    assert write(source, tmp_path / "out", "Ana").files[0].articles == 2


def test_an_article_given_before_it_was_decided_is_no_test(source: Project, tmp_path: Path) -> None:
    folder = tmp_path / "first"
    folder.mkdir()
    made = make_packages(source, PackageRequest(folder, ("Zoe",), Choice("ids", ids=("open",))), LEA)
    gold_row(source, "open")
    zoe = made.files[0].who.id
    Hand(source, zoe, "open").put("status", "", edits.status_row("done"))
    assert feedback.tests_of(source, zoe) == frozenset()
    assert write(source, tmp_path / "out", "Zoe").files[0].withheld == 0


def test_what_is_in_the_way(source: Project, tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="no annotator 'Zed'"):
        write(source, tmp_path / "out", "Zed")
    with pytest.raises(AnnotatorError, match="there is no feedback to write"):
        write(source, tmp_path / "out", "Leocadia")
    with pytest.raises(AnnotatorError, match="no such folder"):
        make_feedback(source, FeedbackRequest(tmp_path / "nowhere" / "at all"))
    report = write(source, tmp_path / "out", "Ana", "Leocadia")
    assert [who.name for who in report.without] == ["Leocadia"]
    assert "Leocadia: no finished article is adjudicated yet." in told(report)
    before = listing(tmp_path / "out")
    again = write(source, tmp_path / "out")
    assert "p-Ana-feedback-2.annotator" in [one.path.name for one in again.files]
    assert {name: hash_ for name, hash_ in listing(tmp_path / "out").items() if name in before} == before
    assert "Leocadia" in [who.name for who in again.without]
    inside = open_project(report.files[0].path)
    try:
        with pytest.raises(AnnotatorError, match="work package itself"):
            write(inside, tmp_path / "more")
    finally:
        inside.close()


def test_two_of_one_name_get_a_file_each(source: Project, tmp_path: Path) -> None:
    other = str(uuid.uuid4())
    bring_records(source, tmp_path, record(annotator_id=other, id="calm", text=OTHER_TEXT))
    gold_row_again(source)
    names = [one.path.name for one in write(source, tmp_path / "out").files if one.who.name == "Ana"]
    assert sorted(names) == sorted(f"p-Ana-{one[:8]}-feedback.annotator" for one in (ANA, other))


def gold_row_again(project: Project) -> None:
    if gold.layer(project, "calm").status != "done":
        gold_row(project, "calm")


def test_cancel_and_a_fault_leave_nothing(source: Project, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for stop_at in (0, 1, 2):
        with pytest.raises(Cancelled):
            make_feedback(source, FeedbackRequest(folder), cancelled_at(stop_at))
        assert list(folder.iterdir()) == []


def cancelled_at(step: int) -> Progress:
    """Return a progress that is cancelled when it hears of its n-th step."""
    heard = 0

    def tell(*_told: object) -> None:
        nonlocal heard
        heard += 1
        if heard > step:
            made.cancel()

    made = Progress(tell)
    return made


def test_the_report_is_one_object(source: Project, tmp_path: Path) -> None:
    found = json.loads(json.dumps(write(source, tmp_path / "out").as_json()))
    assert set(found) == {"feedback", "without"}
    assert set(found["feedback"][0]) == {"path", "annotator", "annotator_id", "articles", "withheld"}


def test_the_command_line_writes_them_beside_an_open_window(
    source: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = call(monkeypatch, "package", source.path, folder, "--feedback", "--annotators", "Ana", "Leocadia", "--json")
    assert (done.code, done.json["without"]) == (0, ["Leocadia"])
    assert [one["path"] for one in done.json["feedback"]] == [str(folder / "p-Ana-feedback.annotator")]
    assert done.json["feedback"][0]["articles"] == 2
    again = call(monkeypatch, "package", source.path, folder, "--feedback")
    assert again.code == 0
    assert b"p-Ana-feedback-2.annotator" in again.out
    assert b"Leocadia: no finished article is adjudicated yet." in again.out
    whole = call(monkeypatch, "package", source.path, folder, "--feedback", "--with-test")
    assert whole.code == 0
    assert b"Benedikt: 3 articles with gold in" in whole.out


@pytest.mark.parametrize(
    "wrong",
    [[], ["--with-test", "--annotators", "Ana"], ["--feedback", "--overlap", "25"], ["--feedback", "--status", "done"]],
)
def test_options_that_do_not_go_together(
    source: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: list[str]
) -> None:
    done = call(monkeypatch, "package", source.path, tmp_path, *wrong)
    assert done.code == 2
    assert "Error: " in done.err
    assert list(tmp_path.glob("p-*.annotator")) == []
