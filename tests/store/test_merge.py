"""Merging files: the union of their logs, the same in any order, checked, nothing lost and nothing twice."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import edits
from annotator.core.events import Event, encode, seal
from annotator.core.ids import GOLD, SCHEME_OWNER, uuid7
from annotator.core.scheme import with_labels
from annotator.core.span import Span
from annotator.store import articles, history, log, people, schemes, time
from annotator.store.audit import audit
from annotator.store.project import Project
from annotator.store.time import Spell
from annotator.work.projects import new_project
from annotator.work.scheming import change_label
from tests.helpers import TEXT, Hand, bring_records, count, exported, listing, record, span, tables
from tests.store.merging import IDS, NAMES, base, brought, copy_of, merged, package_of, put_event, reason, state, who


@pytest.fixture
def root(tmp_path: Path) -> Project:
    """A project that files go on from."""
    return base(tmp_path)


# Random histories


def _act(rng: Random, project: Project, name: str, devices: list[str]) -> None:
    project._device = rng.choice(devices)  # noqa: SLF001 - a copied file may go on under the device it came from
    hand = Hand.of(project, rng.choice(IDS), name)
    spans = sorted(hand.work.spans.values(), key=lambda s: s.id)
    choice = rng.randrange(9)
    if choice < 3 or not spans:
        start = rng.randrange(40)
        hand.tag(start, start + rng.randrange(1, 9), rng.choice(("actor", "place", "event")))
    elif choice == 3:
        hand.change(rng.choice(spans), label=rng.choice(("actor", "place", "event")))
    elif choice == 4:
        hand.remove(rng.choice(spans))
    elif choice == 5:
        hand.undo()
    elif choice == 6:
        hand.redo()
    elif choice == 7:
        hand.put("attribute", f"{rng.choice(spans).id}/certainty", {"value": rng.choice(("low", "high"))})
    else:
        hand.put("status", "", {"status": rng.choice(("done", "skipped")), "reason": ""})


def _rewrite(rng: Random, project: Project) -> None:
    lead, scheme = people.people(project)[0].id, project.scheme
    if rng.random() < 0.5:
        schemes.change(
            project, change_label(scheme, scheme.labels[0].key, name=f"Name {rng.random()}"), lead, "renamed"
        )
    else:
        log.set_scheme(project, with_labels(scheme, [f"NEW{rng.randrange(4)}"]), lead)


def _desks(rng: Random, folder: Path, root: Project) -> list[Project]:
    """Return files that went on from a project: copies, packages, and one of somebody else's."""
    devices = [str(uuid.UUID(int=n)) for n in range(3)]
    found = [copy_of(root, f"desk{n}") for n in range(2)]
    found.append(package_of(root, who(root, rng.choice(NAMES))))
    (folder / "far").mkdir()
    far = new_project(folder / "far" / "far.annotator")
    bring_records(far, folder / "far", record(id="alpha", spans=[span(0, 7, "FAR")]), record(id="delta", text="Far.\n"))
    found.append(far)
    for _ in range(rng.randrange(4, 16)):
        project = rng.choice(found)
        name = rng.choice(NAMES) if not project.value("package") else people.people(project)[0].name
        if rng.random() < 0.15 and not project.value("package"):
            _rewrite(rng, project)
        elif rng.random() < 0.15:
            time.add(project, [Spell(people.people(project)[0].id, "alpha", 2.0)] if project is not far else [])
        elif project is far:
            hand = Hand.of(far, rng.choice(("alpha", "delta")), "Dora")
            hand.tag(0, 3, rng.choice(("actor", "FAR2")))
        else:
            _act(rng, project, name, devices)
    return found


@settings(max_examples=8)
@given(seed=st.integers(0, 10**9))
def test_any_order_of_files_gives_the_same_project(seed: int) -> None:
    rng = Random(seed)
    with TemporaryDirectory() as there:
        folder = Path(there)
        root = base(folder)
        others = _desks(rng, folder, root)
        if rng.random() < 0.4:  # one desk took in another before
            merged(others[0], others[1])
        for other in others:
            other.close()
        paths = [other.path for other in others]
        seen: list[tuple[object, ...]] = []
        for turn in range(3):
            rng.shuffle(paths)
            fresh = copy_of(root, f"merged{turn}")
            for path in paths if turn else [paths]:
                report = merged(fresh, *(path if isinstance(path, list) else [path]))
                assert [one.refused for one in report.files] == [[] for _ in report.files]
            assert audit(fresh) == []
            seen.append(state(fresh, folder))
            before = count(fresh, "events")
            again = merged(fresh, *paths)
            assert [one.nothing_new for one in again.files] == [True] * len(paths)
            assert count(fresh, "events") == before
            assert state(fresh, folder) == seen[-1]
            assert fresh.scheme.hash == fresh.value("scheme")
            fresh.close()
        assert seen[1:] == seen[:-1]
        root.close()


# What is taken


def test_a_package_brings_its_annotators_work_alone(root: Project) -> None:
    package = package_of(root, who(root, "Ben"), ("alpha", "beta"))
    hand = Hand.of(package, "beta", "Ben")
    hand.tag(0, 7)
    hand.put("status", "", {"status": "done", "reason": ""})
    with package.write():
        key = people.owner_key(package, str(uuid.uuid4()))
        package.db.execute("INSERT INTO people (owner, name, created) VALUES (?, 'Mallory', '')", (key,))
    Hand(package, who(package, "Mallory").id, "beta").tag(0, 7)
    found = brought(root, package)
    assert (found.events, found.articles, found.streams, found.finished) == (2, 0, 1, 1)
    assert found.annotators == ["Ben"]
    assert [(r.article, r.annotator) for r in found.refused] == [("beta", "Mallory")]
    assert who(root, "Ben").id in {owner for owner, _ in tables(root)}
    assert "Mallory" not in {p.name for p in people.people(root)}
    assert audit(root) == []


def test_a_copy_brings_everything(root: Project) -> None:
    copy = copy_of(root, "copy")
    Hand.of(copy, "beta", "Ben").tag(0, 7)
    gold = edits.add_span(Span("g", 0, 7, TEXT[:7], "actor"))
    log.record(copy, owner=GOLD, article="beta", entries=gold, kind="take", actor=who(copy, "Ana").id)
    schemes.change(copy, change_label(copy.scheme, "actor", name="Agent"), who(copy, "Ana").id, "renamed")
    people.add_person(copy, "Dora")
    time.add(copy, [Spell(who(copy, "Ben").id, "beta", 3.5)])
    found = brought(root, copy)
    assert found.events == 3
    assert found.annotators == ["Ben", "gold"]
    assert tables(root) == tables(copy)
    assert root.value("scheme") == copy.value("scheme")
    assert root.scheme.hash == copy.scheme.hash
    assert [p.name for p in people.people(root)] == ["Ana", "Ben", "Cleo", "Dora"]
    assert time.spent(root, who(root, "Ben").id, "beta") == 3.5


def test_another_project_brings_people_their_articles_and_labels(root: Project, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    far = new_project(tmp_path / "far" / "far.annotator")
    text = "Far away\n\nA ship sank.\n"
    bring_records(
        far, tmp_path / "far",
        record(
            id="delta", text=text, annotator="Dora", spans=[span(0, 3, "FAR", text)], meta={"source": "Wire"}, group="g"
        ),
        record(id="epsilon", text=text + "More.\n", annotator=None, status=..., spans=...),
    )  # fmt: skip
    log.record(far, owner=GOLD, article="delta", entries=[("note", "n", None, {"text": "x"})], kind="note", actor="x")
    people.find_or_add(far, "Idle")
    lead = who(root, "Ana")
    found = brought(root, far)
    assert (found.articles, found.streams, found.annotators, found.labels_added) == (2, 1, ["Dora"], ["FAR"])
    assert found.refused == []
    assert root.scheme.label("FAR") is not None
    assert [p.name for p in people.people(root)] == ["Ana", "Ben", "Cleo", "Dora"]
    assert [p.name for p in people.people(root) if p.lead] == [lead.name]
    item = articles.article(root, articles.pk_of(root, "delta") or 0)
    assert (item.meta, item.wire, item.words) == ({"source": "Wire"}, "g", 5)
    assert GOLD not in {owner for owner, _ in tables(root)}
    assert audit(root) == []
    last = log.stream(root, SCHEME_OWNER, "")
    assert last is not None
    assert last.n == 2


def test_articles_that_come_keep_their_zones(root: Project, tmp_path: Path) -> None:
    far = copy_of(root, "far")
    zones = [{"start": 0, "end": 45, "kind": "caption"}]
    bring_records(far, tmp_path, record(id="z", zones=zones, annotator=None, status=..., spans=...))
    merged(root, far)
    assert exported(root, tmp_path) == exported(far, tmp_path)


def test_one_person_has_the_earlier_name_and_two_of_one_name_stay(root: Project) -> None:
    copy, other = copy_of(root, "copy"), copy_of(root, "other")
    ben = who(root, "Ben").id
    for project, name in ((copy, "Benedikt"), (other, "Ben!")):
        with project.write():
            project.db.execute(
                "UPDATE people SET name = ?, created = '2001-01-01T00:00:00.000Z' "
                "WHERE owner = (SELECT pk FROM owners WHERE id = ?)",
                (name, ben),
            )
    people.add_person(other, "Cleo")
    assert brought(root, copy).conflicts == []
    assert people.person(root, ben) == people.Person(ben, "Benedikt")
    (clash,) = brought(root, other).conflicts
    assert people.person(root, ben) == people.Person(ben, "Ben!")
    assert (clash.kind, clash.annotator) == ("name", "Cleo")
    assert [p.name for p in people.people(root)].count("Cleo") == 2


def test_a_name_that_turns_into_somebody_elses_is_told(root: Project) -> None:
    package = package_of(root, who(root, "Ana"))
    with package.write():
        package.db.execute("UPDATE people SET name = 'Ben', created = '2001-01-01T00:00:00.000Z'")
    (clash,) = brought(root, package).conflicts
    assert (clash.kind, clash.annotator) == ("name", "Ben")
    assert brought(root, package).conflicts == []


def test_an_article_with_another_text_is_left_out_and_the_rest_is_taken(root: Project, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    far = new_project(tmp_path / "far" / "far.annotator")
    other = TEXT.replace("grain", "grape")
    beta, gamma = record(id="beta", text=other, spans=[span(0, 7, "NEW")]), record(id="gamma", spans=[span(0, 7)])
    bring_records(far, tmp_path / "far", beta, gamma)
    time.add(far, [Spell(who(far, "Ana").id, "beta", 1.0), Spell(who(far, "Ana").id, "gamma", 2.0)])
    found = brought(root, far)
    assert [(c.kind, c.article) for c in found.conflicts] == [("text", "beta")]
    assert (found.streams, found.labels_added, found.refused) == (1, [], [])
    assert count(root, "time_spent") == 1
    assert root.text("beta") == TEXT
    assert audit(root) == []


def test_undo_does_not_reach_what_came(root: Project) -> None:
    copy = copy_of(root, "copy")
    hand = Hand.of(copy, "beta", "Ben")
    hand.tag(0, 7)
    merged(root, copy)
    assert history.stacks(root, hand.me, "beta").undo == []
    Hand.of(root, "beta", "Ben").tag(8, 12)
    assert len(history.stacks(root, hand.me, "beta").undo) == 1


def test_the_log_goes_on_where_it_stood(root: Project) -> None:
    copy = copy_of(root, "copy")
    hand = Hand.of(copy, "beta", "Ben")
    hand.tag(0, 7)
    merged(root, copy)
    hand.tag(8, 12)
    assert brought(root, copy).events == 1
    mine = Hand.of(root, "beta", "Ben")
    mine.tag(13, 18)
    assert tables(root)[mine.me, "beta"].keys() > tables(copy)[mine.me, "beta"].keys()
    stream = log.stream(root, mine.me, "beta")
    assert stream is not None
    assert stream.n == 3
    assert stream.clean
    assert audit(root) == []


def test_counts_of_agreement_go_where_work_came(root: Project) -> None:
    with root.write():
        for pk in (1, 2):
            root.db.execute("INSERT INTO agreement (article, counts) VALUES (?, x'00')", (pk,))
    copy = copy_of(root, "copy")
    Hand.of(copy, "beta", "Ben").tag(0, 7)
    merged(root, copy)
    left = [pk for (pk,) in root.db.execute("SELECT article FROM agreement")]
    assert articles.pk_of(root, "beta") not in left
    assert articles.pk_of(root, "alpha") in left


def test_work_that_began_here_meanwhile_is_folded_with_it(root: Project) -> None:
    from annotator.store import arrivals, merge
    from annotator.store.outside import Outside

    copy = copy_of(root, "copy")
    Hand.of(copy, "beta", "Ben").tag(0, 7)
    Hand.of(copy, "alpha", "Ana").tag(8, 12)
    plan = arrivals.prepare(root, Outside(root, copy))
    Hand.of(root, "beta", "Ben").tag(13, 18)
    Hand.of(root, "alpha", "Ana").tag(13, 18)
    merge.write(root, plan, "{}", "project")
    assert audit(root) == []
    for name, article, tags in (("Ben", "beta", 2), ("Ana", "alpha", 3)):
        assert len(articles.work(root, who(root, name).id, article).spans) == tags


# What is refused


def made(project: Project, name: str, article: str, **given: object) -> Event:
    """Return the next event of somebody's stream: a tag on the first word, unless told otherwise."""
    me = who(project, name).id
    where = log.stream(project, me, article)
    entries = edits.add_span(Span(uuid7(), 0, 7, TEXT[:7], "actor"))
    new = seal(
        owner=me, article=article, n=(where.n if where else 0) + 1, actor=me, device=project.device, kind="add",
        scheme=project.value("scheme"), payload=encode(entries),
    )  # fmt: skip
    return replace(new, **given)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"payload": '[["span","s",null,{"label":"x"}]]'}, "not complete"),
        ({"n": 2**31}, "out of range"),
        ({"n": 3}, "Events 1 to 2 are missing"),
        ({"id": "2f1c3a52-6a84-4f0e-9c2d-5b8f1a7e9d10"}, "no UUID of version 7"),
        ({"article": "omega"}, "in neither file"),
    ],
)
def test_an_unsound_event_refuses_its_stream_and_no_other(root: Project, spoil: dict[str, object], why: str) -> None:
    copy = copy_of(root, "copy")
    put_event(copy, replace(made(copy, "Ben", "beta"), **spoil))
    Hand.of(copy, "gamma", "Ben").tag(0, 7)
    before = tables(root)
    found = brought(root, copy)
    (refused,) = found.refused
    assert (refused.article, refused.annotator) == (spoil.get("article", "beta"), "Ben")
    assert why in refused.reason
    assert found.streams == 1
    assert {place for place in tables(root) if place not in before} == {(who(root, "Ben").id, "gamma")}
    assert audit(root) == []


def test_an_event_that_is_here_with_other_content_is_refused(root: Project) -> None:
    hand = Hand.of(root, "beta", "Ben")
    hand.tag(0, 7)
    copy = copy_of(root, "copy")
    event = log.event(copy, hand.stacks.undo[-1])
    assert event is not None
    with copy.write():
        copy.db.execute("DELETE FROM events WHERE id = ?", (log.packed(event.id),))
    put_event(copy, replace(event, payload=event.payload.replace("actor", "place")))
    (refused,) = brought(root, copy).refused
    assert "here with other content" in refused.reason


def test_an_id_of_another_stream_is_refused(root: Project) -> None:
    copy = copy_of(root, "copy")
    event = Hand.of(root, "beta", "Ben").put("note", "n", {"text": "x"})
    assert event is not None
    put_event(copy, made(copy, "Cleo", "gamma", id=event.id))
    (refused,) = brought(root, copy).refused
    assert (refused.article, refused.annotator) == ("gamma", "Cleo")
    assert "other content" in refused.reason


def test_a_changed_event_is_refused(root: Project) -> None:
    copy = copy_of(root, "copy")
    Hand.of(copy, "beta", "Ben").tag(0, 7)
    with copy.write():
        copy.db.execute("UPDATE events SET kind = 'x' WHERE seq = (SELECT max(seq) FROM events)")
    (refused,) = brought(root, copy).refused
    assert "does not match its hash" in refused.reason


def test_an_event_of_a_newer_format_is_kept_and_not_folded(root: Project) -> None:
    copy = copy_of(root, "copy")
    Hand.of(copy, "beta", "Ben").tag(0, 7)
    put_event(copy, made(copy, "Ben", "beta", v=9, payload='{"new":true}'))
    found = brought(root, copy)
    assert (found.events, found.refused) == (2, [])
    assert len(articles.work(root, who(root, "Ben").id, "beta").spans) == 1
    assert audit(root) == []
    with pytest.raises(Exception, match="newer News Annotator"):
        Hand.of(root, "beta", "Ben").tag(8, 12)


def test_people_who_cant_be_are_refused(root: Project) -> None:
    copy = copy_of(root, "copy")
    people.add_person(copy, "Gold", GOLD)
    with copy.write():
        copy.db.execute("UPDATE people SET name = 'a|b' WHERE name = 'Ben'")
    hand = Hand(copy, who(copy, "a|b").id, "beta")
    hand.tag(0, 7)
    found = brought(root, copy)
    assert [(r.annotator, r.article) for r in found.refused] == [("a|b", "beta"), ("a|b", None)]
    assert [p.name for p in people.people(root)] == ["Ana", "Ben", "Cleo"]


def test_whole_files_are_refused_with_a_sentence(root: Project, tmp_path: Path) -> None:
    assert "the project itself" in reason(root, root.path)
    assert "no such file" in reason(root, tmp_path / "none.annotator")
    (tmp_path / "x.annotator").write_text("x" * 200, encoding="utf-8")
    assert "not an annotator project" in reason(root, tmp_path / "x.annotator")
    (tmp_path / "far").mkdir()
    far = base(tmp_path / "far")
    assert "package of another project" in reason(root, package_of(far, who(far, "Ana")))
    short = package_of(root, who(root, "Ana"))
    with short.write():
        short.set_value("manifest", json.dumps({"articles": 2, "digest": "x", "scheme": "y"}))
    assert "not those it was made with" in reason(root, short)
    assert "takes in no other project" in reason(package_of(root, who(root, "Ana")), far)
    spoilt = copy_of(root, "spoilt")
    with spoilt.write():
        spoilt.db.execute("UPDATE texts SET text = replace(text, 'grain', 'grape') WHERE article = 2")
    assert "does not match its hash" in reason(root, spoilt)
    lying = copy_of(root, "lying")
    with lying.write():
        lying.db.execute("UPDATE schemes SET toml = toml || '# more'")
    assert "scheme in this file does not match" in reason(root, lying)
    assert count(root, "batches") == 1


@pytest.mark.parametrize(
    "spoil", [lambda d: d.replace(b"Ostrava", b"Ostr\xffva"), lambda d: d[:9000], lambda d: d[:100]]
)
def test_a_damaged_file_is_refused_with_a_sentence(
    root: Project, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    copy = copy_of(root, "copy")
    copy.close()
    bad = tmp_path / "bad.annotator"
    bad.write_bytes(spoil(copy.path.read_bytes()))
    found = reason(root, bad)
    assert found.startswith(f"{bad}: ")
    assert "damaged" in found
    assert count(root, "batches") == 1
    assert audit(root) == []


def test_a_file_of_an_older_format_is_read_and_left_as_it_is(root: Project, tmp_path: Path) -> None:
    old = tmp_path / "old.annotator"
    old.write_bytes(Path(__file__).with_name("data").joinpath("v3.annotator").read_bytes())
    before = listing(tmp_path)
    found = brought(root, old)
    assert not found.whole
    assert found.events > 0
    assert {k: v for k, v in listing(tmp_path).items() if k.startswith("old")} == {
        k: v for k, v in before.items() if k.startswith("old")
    }
    assert audit(root) == []


def test_a_package_of_the_project_may_be_merged_with_its_own_copy(root: Project) -> None:
    package = package_of(root, who(root, "Ben"))
    copy = copy_of(package, "copy")
    Hand.of(copy, "beta", "Ben").tag(0, 7)
    assert brought(package, copy).events == 1
    assert brought(root, package).events == 1
    assert brought(root, copy).nothing_new
