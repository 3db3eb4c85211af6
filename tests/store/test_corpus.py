"""The table of the corpus: every filter and order against a plain reading of the same project."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.query import QueryError
from annotator.store import corpus, people, search
from annotator.store.corpus import Filter
from annotator.store.log import set_scheme
from annotator.store.project import Project
from annotator.work import corpus as acts
from annotator.work.indexing import index_articles
from annotator.work.progress import Progress
from annotator.work.scheming import merge_label
from tests.helpers import TEXT, Hand, project_with, record, span

SOURCES = ("Marl Post", "Coast Wire", "")
DATES = ("2024-05-06", "2024-05-07T08:00:00Z", "2023-12-31", "")


def news(at: int, **meta: str) -> dict[str, object]:
    given = {"headline": f"Report {at % 7} of {chr(90 - at % 26)}", "source": SOURCES[at % 3]}
    given |= {"published": DATES[at % 4], "language": ("en", "ar")[at % 2], **meta}
    text = f"{TEXT}{'word ' * at}{at}"
    return record(id=f"n{at:02}", text=text, annotator=None, status=..., spans=..., meta=given)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    records = [news(at) for at in range(24)]
    for at in (1, 5, 9):
        records[at]["group"] = "grain"
    mine = [
        {**records[at], "annotator": "Ana", "status": status, "spans": [span(0, 7, "actor")] * (at % 3)}
        for at, status in ((2, "started"), (3, "done"), (4, "done"), (7, "skipped"))
    ]
    for one in mine:
        one["spans"] = [span(n, n + 3, "actor" if n else "location") for n in range(len(one["spans"]))]
    theirs = [{**records[at], "annotator": "Ben", "status": "done", "spans": []} for at in (3, 6)]
    made = project_with(tmp_path_factory.mktemp("corpus"), *records, *mine, *theirs)
    lead = people.find_or_add(made, "Ana").id
    acts.tag(made, [3, 8], "check", lead)
    acts.tag(made, [8], "later", lead)
    acts.assign(made, [4, 5], [lead], lead)
    acts.remove(made, [11, 12], lead)
    yield made
    made.close()


def me(project: Project) -> str:
    return people.find_or_add(project, "Ana").id


def found(project: Project, sort: str = "added", descending: bool = False, **asked: object) -> list[int]:
    return corpus.articles(project, me(project), Filter(**asked), sort, descending)


def every(project: Project) -> dict[int, corpus.CorpusRow]:
    return {row.pk: row for row in corpus.rows(project, me(project), range(1, 25), ["actor", "location"])}


def test_removed_articles_stand_apart(project: Project) -> None:
    assert found(project) == [pk for pk in range(1, 25) if pk not in (11, 12)]
    assert found(project, removed=True) == [11, 12]
    assert [pk for pk, row in every(project).items() if row.removed] == [11, 12]


SEEN = st.fixed_dictionaries({}, optional={
    "since": st.sampled_from(["2024", "2024-05", "2024-05-07"]), "until": st.sampled_from(["2023", "2024-05-06"]),
    "sources": st.sampled_from([("Marl Post",), ("Coast Wire", "Marl Post")]), "languages": st.just(("ar",)),
    "status": st.sampled_from(["all", "todo", "new", "started", "done", "skipped"]), "tags": st.just(("check",)),
    "labels": st.sampled_from([("actor",), ("location",)]), "wire": st.sampled_from(["first", "copies"]),
    "words": st.sampled_from(["report 3", "n01", "wire"]), "person": st.just("me"),
})  # fmt: skip


def fits(row: corpus.CorpusRow, asked: dict[str, object]) -> bool:
    """Tell what a filter should do, read off the row alone."""
    counts = row.counts or {}
    words = f"{row.headline} {row.source} {row.id}".lower()
    until = str(asked.get("until", ""))
    wire = {"first": row.first, "copies": not row.first}.get(str(asked.get("wire")), True)
    status = asked.get("status", "all")
    return (
        not row.removed
        and row.published >= str(asked.get("since", ""))
        and (not until or (row.published != "" and row.published[: len(until)] <= until))
        and row.source in asked.get("sources", (row.source,))
        and row.language in asked.get("languages", (row.language,))
        and (status in ("all", row.status) or (status == "todo" and row.status in ("new", "started")))
        and ("tags" not in asked or "check" in row.tags)
        and ("labels" not in asked or any(counts.get(label) for label in asked["labels"]))
        and wire
        and all(word in words for word in str(asked.get("words", "")).split())
        and ("person" not in asked or row.assigned > 0)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=SEEN, sort=st.sampled_from([*corpus.SORTS, "label:actor"]), descending=st.booleans())
def test_a_filter_leaves_what_a_plain_reading_leaves(
    project: Project, asked: dict[str, object], sort: str, descending: bool
) -> None:
    rows = every(project)
    given = {**asked, **({"person": me(project)} if "person" in asked else {})}
    pks = found(project, sort, descending, **given)
    assert sorted(pks) == [pk for pk, row in rows.items() if fits(row, asked)]
    keys = {
        "added": lambda r: r.pk, "headline": lambda r: r.headline.lower(), "source": lambda r: r.source.lower(),
        "published": lambda r: r.published, "language": lambda r: r.language, "words": lambda r: r.words,
        "wire": lambda r: r.copies, "finished": lambda r: r.finished,
        "status": lambda r: ("new", "started", "done", "skipped").index(r.status),
        "label:actor": lambda r: (r.counts or {}).get("actor", 0),
    }  # fmt: skip
    last = {"source": lambda r: not r.source, "published": lambda r: not r.published, "wire": lambda r: not r.story}
    last["label:actor"] = lambda r: r.counts is None
    key, behind = keys[sort], last.get(sort, lambda _r: False)
    groups = [[rows[pk] for pk in pks if behind(rows[pk]) == at] for at in (False, True)]
    assert [row.pk for group in groups for row in group] == pks
    for group in groups:
        values = [key(row) for row in group]
        assert values == sorted(values, reverse=descending)
    facets = corpus.facets(project, me(project), Filter(**given))
    assert facets.shown == len(pks)
    assert facets.total == 22


def test_a_row_tells_all_about_its_article(project: Project) -> None:
    rows = every(project)
    third, fifth = rows[4], rows[2]
    assert (third.id, third.status, third.finished, third.assigned) == ("n03", "done", 2, 1)
    assert rows[3].counts == {"actor": 1, "location": 1}
    assert rows[1].counts is None
    assert rows[4].counts == {"actor": 0, "location": 0}
    assert rows[8].tags == ("check", "later")
    assert [rows[pk].first for pk in (2, 6, 10)] == [True, False, False]
    assert {(rows[pk].story, rows[pk].copies) for pk in (2, 6, 10)} == {("grain", 3)}
    assert (fifth.language, fifth.published, fifth.source) == ("ar", "2024-05-07T08:00:00Z", "Coast Wire")
    assert third.characters == len(f"{TEXT}{'word ' * 3}3")


def test_a_removed_first_leaves_its_place_to_the_next(project: Project) -> None:
    lead = me(project)
    acts.remove(project, [2], lead)
    try:
        rows = every(project)
        assert [rows[pk].first for pk in (6, 10)] == [True, False]
        assert rows[6].copies == 2
        assert found(project, wire="copies") == [10]
    finally:
        acts.restore(project, [2], lead)


def test_facets_count_under_the_other_parts_of_the_filter(project: Project) -> None:
    facets = corpus.facets(project, me(project), Filter(sources=("Marl Post",), status="done"))
    assert facets.sources == [("Coast Wire", 1), ("Marl Post", 1)]
    assert facets.statuses == {"new": 7, "started": 0, "done": 1, "skipped": 0}
    whole = corpus.facets(project, me(project), Filter())
    assert sum(n for _, n in whole.languages) == whole.total == 22
    assert whole.tags == [("check", 2), ("later", 1)]
    assert (whole.first_date, whole.last_date) == ("2023-12-31", "2024-05-07T08:00:00Z")


def test_the_spread_adds_up(project: Project) -> None:
    spread = corpus.distribution(project, me(project), Filter())
    dated = sum(row.published != "" and not row.removed for row in every(project).values())
    assert sum(n for _, n in spread.dates) == dated
    assert [day for day, _ in spread.dates] == ["2023-12", "2024-05"]
    assert sum(n for *_, n in spread.words) == 22
    assert all(low < high and after == high for (low, high, _), (after, *_) in pairwise(spread.words))
    assert spread.labels == [("actor", 1, 1), ("location", 3, 3)]
    days = corpus.distribution(project, me(project), Filter(since="2024-05"))
    assert [day for day, _ in days.dates] == ["2024-05-06", "2024-05-07"]
    assert corpus.distribution(project, me(project), Filter(words="nowhere")).words == []


def test_merged_labels_count_as_one(tmp_path: Path) -> None:
    both = [span(0, 7, "actor"), span(0, 7, "location"), span(8, 12, "location")]
    project = project_with(tmp_path, record(spans=both))
    ana = me(project)
    set_scheme(project, merge_label(project.scheme, "location", "actor"), ana)
    [row] = corpus.rows(project, ana, [1], ["actor"])
    assert row.counts == {"actor": 2}
    assert corpus.distribution(project, ana, Filter()).labels == [("actor", 2, 1)]
    assert corpus.articles(project, ana, Filter(labels=("actor",)), "label:actor") == [1]
    project.close()


def test_words_are_asked_of_the_index_once_it_is_whole(tmp_path: Path) -> None:
    project = project_with(
        tmp_path, record(), record(id="other", text="Rain in Merovia.\n", annotator=None, status=..., spans=...)
    )
    ana = me(project)
    assert corpus.articles(project, ana, Filter(words="minister")) == []
    assert corpus.articles(project, ana, Filter(words="harb")) == [1]
    index_articles(project, Progress(), lambda _s: None)
    assert corpus.articles(project, ana, Filter(words="minis")) == [1]
    assert corpus.articles(project, ana, Filter(words="rain OR minister")) == [1, 2]
    assert corpus.articles(project, ana, Filter(words='"Rain in"')) == [2]
    assert corpus.articles(project, ana, Filter(words="label:")) == [1, 2]
    with pytest.raises(QueryError):
        corpus.articles(project, ana, Filter(words="status:never"))
    acts.remove(project, [1], ana)
    assert corpus.articles(project, ana, Filter(words="minister")) == []
    assert search.pending(project) == (1, 1)
    project.close()


def test_nobody_else_shows_in_my_columns(project: Project) -> None:
    ben = people.find_or_add(project, "Ben").id
    [row] = corpus.rows(project, ben, [4], ["actor"])
    assert (row.status, row.counts) == ("done", {"actor": 0})
    assert corpus.articles(project, ben, Filter(labels=("actor",))) == []
    assert Hand.of(project, "n03", "Ben").work.spans == {}
