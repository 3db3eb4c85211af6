"""What a package holds, and above all what it does not hold: read with plain sqlite3 and byte by byte."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core import edits, sharing
from annotator.core.errors import AnnotatorError
from annotator.core.events import check
from annotator.core.ids import GOLD, PROJECT_OWNER
from annotator.core.scheme import with_labels
from annotator.core.zones import KINDS
from annotator.store import articles, assigning, history, log, packages, people, schemes, stories, time
from annotator.store.audit import audit
from annotator.store.people import Person
from annotator.store.project import Project, open_project, read_project
from annotator.store.time import Spell
from annotator.work import corpus
from tests.helpers import TEXT, Hand, bring_records, listing, project_with, record, span, tables

FIRST, SECOND, THIRD = (str(uuid.uuid4()) for _ in range(3))
DESK, OTHER_DESK = str(uuid.uuid4()), str(uuid.uuid4())


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Project]:
    """A lead's project: Ana and Ben have worked on `harbour` and `mine`, Ben alone on `secret-article`; gold stands."""
    (tmp_path / "newsroom-inbox").mkdir()
    (tmp_path / "newsroom-inbox" / "leaked-by-ben.txt").write_text("A file of Ben\n\nIt has its own words.\n", "utf-8")
    made = project_with(
        tmp_path,
        record(
            meta={"source": "Wire", "file": "/home/lea/bens-exports/harbour.txt", "import_path": "bens-exports/h.txt"},
            group="secret-article",
        ),
        record(
            annotator="Benedikt", spans=[span(8, 12, note="benedikts note")], notes=[{"id": "bn", "text": "bens doubt"}]
        ),
        record(id="mine", text="Mine and Tessaly\n", status="started"),
        record(
            id="secret-article", text="Whispers in Oblast\n", annotator="Benedikt", status="skipped", reason="no time"
        ),
        record(id="gone", text="Nobody read this\n", annotator=None, status=...),
    )
    made._device = DESK  # noqa: SLF001  # the lead's own
    bring_records(made, tmp_path / "newsroom-inbox")
    ana, ben = _who(made, "Ana"), _who(made, "Benedikt")
    hand = Hand.of(made, "harbour", ben.id)
    hand.tag(20, 27, "location", note="whisper whisper", id="ben-span")
    made._device = OTHER_DESK  # noqa: SLF001  # Ana's
    hand = Hand.of(made, "harbour", ana.id)
    first = hand.tag(0, 12, note="my note", id="ana-span")
    hand.move(first, 0, 7)
    hand.change(first, label="location")
    hand.undo()
    time.add(made, [Spell(ana.id, "harbour", 12.5), Spell(ana.id, "secret-article", 3.0)])
    made._device = DESK  # noqa: SLF001
    time.add(made, [Spell(ben.id, "harbour", 44.0)])
    _gold(made, "harbour")
    plain = made.scheme
    schemes.change(made, with_labels(plain, ["retired_thought"]), ben.id, "thought of by Benedikt")
    schemes.change(made, with_labels(plain, ["vessel"]), ben.id, "add vessel")
    yield made
    made.close()


def _who(project: Project, name: str) -> Person:
    return next(who for who in people.people(project) if who.name == name)


def _gold(project: Project, article: str) -> None:
    made = span(28, 35, "threat", id="gold-span")
    row = {"start": 28, "end": 35, "quote": made["text"], "label": "threat", "unsure": False, "note": "gold words",
           "origin": "hand", "created": ""}  # fmt: skip
    log.record(
        project, owner=GOLD, article=article, kind="decide", actor=_who(project, "Benedikt").id,
        entries=[("span", "gold-span", None, row), ("status", "", None, edits.status_row("done"))],
    )  # fmt: skip


def _pack(source: Project, path: Path, who: Person, *ids: str, package: str = "") -> Path:
    with packages.being_made(path) as building:
        packages.write(source, (building, path), who, package or str(uuid.uuid4()), ids, lambda _done: None)
        packages.give_name(building, path)
    return path


def _raw(path: Path, *sql: str) -> list[tuple[Any, ...]]:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return [row for one in sql for row in db.execute(one)]
    finally:
        db.close()


def test_nothing_of_anybody_else_is_in_the_bytes(source: Project, tmp_path: Path) -> None:
    ana, ben = _who(source, "Ana"), _who(source, "Benedikt")
    foreign = [
        event for event in log.all_events(source) if event.owner != ana.id or event.article not in ("harbour", "mine")
    ]
    path = _pack(source, tmp_path / "ana.annotator", ana, "mine", "harbour")
    held = path.read_bytes()
    strange = [
        "Benedikt", ben.id, "benedikts note", "bens doubt", "whisper", "ben-span", "Whispers in Oblast", "no time",
        "secret-article", "gone", "Nobody read this", "gold-span", "gold words", GOLD, DESK, "bens-exports", "leaked",
        "newsroom", "retired_thought", "thought of", "add vessel", str(tmp_path), "/home",
    ]  # fmt: skip
    strange += [event.id for event in foreign] + [event.action for event in foreign if event.action]
    for words in strange:
        assert words.encode() not in held, words
        with_bytes = uuid.UUID(words).bytes if len(words) == 36 and words.count("-") == 4 else None
        assert with_bytes is None or with_bytes not in held, words
    for event in foreign:
        assert bytes.fromhex(event.sha) not in held
    for words in ("Ana", ana.id, "my note", "ana-span", "Tessaly", OTHER_DESK, "vessel", source.id):
        assert words.encode() in held, words


def test_what_the_tables_hold(source: Project, tmp_path: Path) -> None:
    ana = _who(source, "Ana")
    path = _pack(source, tmp_path / "ana.annotator", ana, "mine", "harbour", package=DESK[::-1])
    assert _raw(path, "SELECT id FROM articles ORDER BY pk") == [("mine",), ("harbour",)]
    owners = _raw(path, "SELECT id FROM owners")
    assert {owner for (owner,) in owners} == {ana.id, "scheme", PROJECT_OWNER}
    assert _raw(path, "SELECT o.id, p.name, p.lead FROM people p JOIN owners o ON o.pk = p.owner") == [
        (ana.id, "Ana", 0)
    ]
    assert {article for (article,) in _raw(path, "SELECT article FROM streams")} == {"harbour", "mine", ""}
    assert _raw(path, "SELECT count(*) FROM schemes") == [(1,)]
    assert _raw(path, "SELECT article, seconds FROM time_spent") == [("harbour", 12.5)]
    assert _raw(path, "SELECT kind, request, open FROM batches") == [("package", "{}", 0)]
    assert _raw(path, "SELECT batch FROM articles WHERE batch IS NOT NULL") == []
    empty = ("assignments", "decisions", "agreement", "clashes", "indexed", "search")
    assert _raw(path, *(f"SELECT count(*) FROM {table}" for table in empty)) == [(0,)] * len(empty)
    values = dict(_raw(path, "SELECT key, value FROM project"))
    manifest = json.loads(values.pop("manifest"))
    made_of = [(one, articles.article(source, articles.pk_of(source, one) or 0).sha256) for one in ("mine", "harbour")]
    assert manifest == {"articles": 2, "digest": sharing.digest(made_of), "scheme": source.scheme.hash}
    assert values.pop("id") not in (source.id, DESK[::-1])
    assert values == {
        "package": DESK[::-1], "package_of": source.id, "package_owner": ana.id, "opener": ana.id,
        "scheme": source.scheme.hash, "package_from": source.path.stem,
    }  # fmt: skip


def test_meta_travels_but_not_where_it_was_read_from(source: Project, tmp_path: Path) -> None:
    path = _pack(source, tmp_path / "ana.annotator", _who(source, "Ana"), "harbour", "secret-article")
    assert _raw(path, "SELECT source, meta, wire FROM articles WHERE id = 'harbour'") == [
        ("Wire", '{"source": "Wire"}', "secret-article")
    ]
    alone = _pack(source, tmp_path / "alone.annotator", _who(source, "Ana"), "harbour")
    assert _raw(alone, "SELECT wire FROM articles") == [(None,)]


def test_a_story_called_after_an_article_that_was_split_off_names_it_to_nobody(source: Project, tmp_path: Path) -> None:
    secret, harbour = (articles.pk_of(source, one) or 0 for one in ("secret-article", "harbour"))
    corpus.join(source, [secret, harbour], "lead")
    corpus.split_off(source, secret, "lead")
    corpus.join(source, [secret, articles.pk_of(source, "mine") or 0], "lead")
    assert stories.stories(source)["mine"] == "secret-article~"
    path = _pack(source, tmp_path / "ana.annotator", _who(source, "Ana"), "mine")
    assert b"secret-article" not in path.read_bytes()


def test_own_work_travels_as_it_is_and_folds_again(source: Project, tmp_path: Path) -> None:
    ana = _who(source, "Ana")
    path = _pack(source, tmp_path / "ana.annotator", ana, "mine", "harbour")
    package = open_project(path)
    try:
        assert audit(package) == []
        for article in ("mine", "harbour"):
            mine, theirs = log.stream(package, ana.id, article), log.stream(source, ana.id, article)
            assert mine is not None
            assert theirs is not None
            assert list(log.events_of(package, mine.pk)) == list(log.events_of(source, theirs.pk))
            assert articles.work(package, ana.id, article) == articles.work(source, ana.id, article)
        before = tables(package)
        for (pk,) in package.db.execute("SELECT pk FROM streams").fetchall():
            with package.write():
                log.refold(package, pk)
        assert tables(package) == before
        assert [version.number for version in schemes.versions(package)] == [1]
    finally:
        package.close()


def test_undo_does_not_reach_over_but_what_is_made_here_is_undone(source: Project, tmp_path: Path) -> None:
    ana = _who(source, "Ana")
    package = open_project(_pack(source, tmp_path / "ana.annotator", ana, "harbour"))
    try:
        assert history.stacks(package, ana.id, "harbour") == history.Stacks()
        hand = Hand.of(package, "harbour", ana.id)
        n = log.stream(package, ana.id, "harbour").n  # type: ignore[union-attr]
        hand.tag(50, 53)
        hand.reopen()
        package = hand.project
        assert hand.undo() is not None
        assert hand.undo() is None
        assert set(hand.work.spans) == {"ana-span"}
        assert log.stream(package, ana.id, "harbour").n == n + 2  # type: ignore[union-attr]
        assert audit(package) == []
        for event in log.all_events(package):
            check(event)
    finally:
        package.close()


def test_events_of_a_newer_program_travel_unread(source: Project, tmp_path: Path) -> None:
    ana = _who(source, "Ana")
    where = log.stream(source, ana.id, "mine")
    assert where is not None
    with source.write():
        source.db.execute("UPDATE events SET v = 9, payload = '[\"new\"]' WHERE stream = ?", (where.pk,))
    path = _pack(source, tmp_path / "ana.annotator", ana, "mine")
    assert _raw(path, "SELECT v, payload FROM events WHERE v > 1") == [(9, '["new"]')]


def test_the_leads_zones_come_as_the_articles_own(source: Project, tmp_path: Path) -> None:
    zone = {"start": 0, "end": 46, "kind": KINDS[0], "duplicate": False, "off": False}
    log.record(
        source, owner=PROJECT_OWNER, article="harbour", kind="zone", actor=PROJECT_OWNER,
        entries=[("zone", f"{KINDS[0]}:0:46", None, zone)],
    )  # fmt: skip
    ana = _who(source, "Ana")
    package = read_project(_pack(source, tmp_path / "ana.annotator", ana, "harbour"))
    try:
        shown = []
        for project in (source, package):
            item = articles.article(project, articles.pk_of(project, "harbour") or 0)
            shown.append(articles.zones_for(project, item, articles.work(project, ana.id, "harbour")))
        assert shown[0] == shown[1]
        assert any((zone.start, zone.end) == (0, 46) for zone in shown[1])
    finally:
        package.close()


def test_a_new_person_gets_a_package_without_a_stream(source: Project, tmp_path: Path) -> None:
    zoe = Person(str(uuid.uuid4()), "Zoë")
    path = _pack(source, tmp_path / "zoe.annotator", zoe, "harbour", "gone")
    assert _raw(path, "SELECT article FROM streams") == [("",)]
    assert b"Ana" not in path.read_bytes()
    package = read_project(path)
    try:
        assert people.owner(package) == Person(zoe.id, "Zoë")
        about = packages.about(package)
        assert about is not None
        assert (about.owner, about.project, about.articles) == (zoe.id, source.id, 2)
        assert package.text("harbour") == TEXT
    finally:
        package.close()
    assert packages.about(source) is None


def test_a_changed_text_is_not_passed_on(source: Project, tmp_path: Path) -> None:
    with source.write():
        source.db.execute("UPDATE texts SET text = 'Other' WHERE article = ?", (articles.pk_of(source, "harbour"),))
    before = listing(tmp_path)
    with pytest.raises(AnnotatorError, match="harbour does not match its hash"):
        _pack(source, tmp_path / "ana.annotator", _who(source, "Ana"), "mine", "harbour")
    assert listing(tmp_path).keys() == before.keys()


def test_a_single_file_without_a_log_or_lock_beside_it(source: Project, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = _pack(source, folder / "ana.annotator", _who(source, "Ana"), "mine")
    assert sorted(one.name for one in folder.iterdir()) == ["ana.annotator"]
    assert path.read_bytes()[18:20] == b"\x01\x01"  # rollback journal: no log of its own
    with pytest.raises(AnnotatorError, match="already a file of this name"):
        _pack(source, path, _who(source, "Ana"), "mine")


def test_the_scheme_of_a_package_is_the_leads(source: Project, tmp_path: Path) -> None:
    ana = _who(source, "Ana")
    package = open_project(_pack(source, tmp_path / "ana.annotator", ana, "harbour"))
    try:
        with pytest.raises(AnnotatorError, match="the scheme of a work package is the lead's"):
            schemes.change(package, with_labels(package.scheme, ["new"]), ana.id, "add")
        assert package.scheme.hash == source.scheme.hash
    finally:
        package.close()


def test_who_was_given_what(source: Project) -> None:
    ana, ben = _who(source, "Ana"), _who(source, "Benedikt")
    assert (assigning.given(source), assigning.all_assigned(source)) == ([], {})
    _assign(source, {ana.id: FIRST, ben.id: SECOND}, {"harbour": [ana.id, ben.id], "mine": [ana.id]})
    assert assigning.assigned(source, "harbour") == {ana.id, ben.id}
    assert assigning.all_assigned(source) == {"harbour": {ana.id, ben.id}, "mine": {ana.id}}
    assert assigning.given(source) == [
        assigning.Given(ana.id, "Ana", 2, 1), assigning.Given(ben.id, "Benedikt", 1, 1)
    ]  # fmt: skip
    every = assigning.ids(source)
    assert [every[pk] for pk in assigning.ungiven(source)] == ["secret-article", "gone"]
    assert [every[pk] for pk in assigning.with_status(source, "new")] == ["gone"]
    assert [every[pk] for pk in assigning.with_status(source, "skipped")] == ["secret-article"]
    assert assigning.adjudicated(source) == ["harbour"]
    assert assigning.worked_on(source, ben.id) == {"harbour", "secret-article"}


def test_assignments_are_one_event_an_article_and_one_action(source: Project) -> None:
    ana, ben = _who(source, "Ana"), _who(source, "Benedikt")
    _assign(source, {ana.id: FIRST, ben.id: SECOND}, {"harbour": [ana.id, ben.id], "mine": [ana.id]})
    _assign(source, {ana.id: THIRD}, {"mine": [ana.id]})
    events = [event for event in log.all_events(source) if event.kind == "assign"]
    assert [(e.owner, e.article, e.entries()) for e in events] == [
        (PROJECT_OWNER, "harbour", [
            ("assignment", ana.id, None, {"package": FIRST}), ("assignment", ben.id, None, {"package": SECOND})
        ]),
        (PROJECT_OWNER, "mine", [("assignment", ana.id, None, {"package": FIRST})]),
        (PROJECT_OWNER, "mine", [("assignment", ana.id, {"package": FIRST}, {"package": THIRD})]),
    ]  # fmt: skip
    actions = [event.action for event in events]
    assert actions[0] == actions[1] != actions[2]
    assert audit(source) == []


def test_what_is_under_way_is_not_read_and_leaves_no_trace(source: Project) -> None:
    ana = _who(source, "Ana")
    _assign(source, {ana.id: FIRST}, {"mine": [ana.id]})
    before, events = tables(source), list(log.all_events(source))
    given = assigning.all_assigned(source)
    work = assigning.Assignment(source, ana.id, {ana.id: SECOND}, [])
    work.write({"harbour": [ana.id], "mine": [ana.id]}, lambda _done: None, seconds=0.0)
    assert "harbour" not in assigning.all_assigned(source)
    work.cancel()
    assert (tables(source), list(log.all_events(source)), assigning.all_assigned(source)) == (before, events, given)
    assert source.db.execute("SELECT count(*) FROM batches WHERE kind = 'package'").fetchone() == (0,)
    assert audit(source) == []


@pytest.mark.parametrize("came_out", [True, False])
def test_what_a_crash_cut_off_is_ended_by_its_files(source: Project, tmp_path: Path, came_out: bool) -> None:
    ana = _who(source, "Ana")
    target = tmp_path / "ana.annotator"
    work = assigning.Assignment(source, ana.id, {ana.id: FIRST}, [(tmp_path / ".ana.new", target)])
    work.write({"mine": [ana.id]}, lambda _done: None)
    if came_out:
        target.touch()
    assigning.clear_cut_off(source)
    assert assigning.all_assigned(source) == ({"mine": {ana.id}} if came_out else {})
    assert audit(source) == []
    assert target.exists() == came_out


def test_a_torn_note_of_what_is_under_way_is_told(source: Project) -> None:
    for request in ("", "[]", '{"packages": ["1\'"], "files": [], "action": ""}', '{"packages": 1}'):
        with source.write():
            source.db.execute("DELETE FROM batches WHERE kind = 'package'")
            source.db.execute(
                "INSERT INTO batches (kind, started, request, open) VALUES ('package', '', ?, 1)", (request,)
            )
        with pytest.raises(AnnotatorError, match="the file is damaged"):
            assigning.given(source)


def _assign(source: Project, which: dict[str, str], persons: dict[str, list[str]]) -> None:
    work = assigning.Assignment(source, PROJECT_OWNER, which, [])
    work.write(persons, lambda _done: None)
    work.finish(lambda: None)
