"""How the articles that a filter leaves are spread: over time, sources, languages, lengths and my labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.store.corpus_filter import Filter, Question, question, roomy
from annotator.store.errors import spoken
from annotator.store.merged import hidden_spans
from annotator.store.project import Project

_DAYS = 92  # up to so many different days are shown each, more go by month
_BINS = 12
_STEPS = (1, 2, 5)
_DATED = "a.published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts of articles: by date (YYYY-MM-DD, or YYYY-MM where they reach over a quarter of a year), source, language.

    `words` are (low, high, articles), half-open, without a gap; `labels` are (key, my tags, articles with one).
    Articles without a value are left out of its list.
    """

    dates: list[tuple[str, int]]
    sources: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    words: list[tuple[int, int, int]]
    labels: list[tuple[str, int, int]]


def distribution(project: Project, me: str, chosen: Filter) -> Distribution:
    """Return how the articles that a filter leaves are spread; raises QueryError where it can't be asked for."""
    with spoken(project.path), roomy(project):
        asked = question(project, me, chosen)
        return Distribution(
            _dates(project, asked),
            sorted(_counted(project, asked, "a.source"), key=lambda one: (-one[1], one[0])),
            sorted(_counted(project, asked, "a.language"), key=lambda one: (-one[1], one[0])),
            _words(project, asked),
            _labels(project, asked),
        )


def _counted(project: Project, asked: Question, value: str, also: str = "1") -> list[tuple[str, int]]:
    sql = (
        f"SELECT {value} AS value, count(*) FROM articles a {asked.joins} WHERE {asked.where} AND {also} "
        "GROUP BY value ORDER BY value"
    )
    return [(one, many) for one, many in project.db.execute(sql, asked.values) if one != ""]


def _dates(project: Project, asked: Question) -> list[tuple[str, int]]:
    days = _counted(project, asked, "substr(a.published, 1, 10)", _DATED)
    if len(days) <= _DAYS and (not days or _months(days[0][0], days[-1][0]) < 3):
        return days
    months: Counter[str] = Counter()
    for day, many in days:
        months[day[:7]] += many
    return sorted(months.items())


def _months(first: str, last: str) -> int:
    """Return how many months lie between two days."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def _words(project: Project, asked: Question) -> list[tuple[int, int, int]]:
    """Return a histogram of at most `_BINS` bins of a round width, from the shortest article to the longest."""
    found = project.db.execute(
        f"SELECT a.words, count(*) FROM articles a {asked.joins} WHERE {asked.where} GROUP BY a.words", asked.values
    ).fetchall()
    if not found:
        return []
    shortest, longest = min(one for one, _ in found), max(one for one, _ in found)
    width = next(
        step * 10**power
        for power in range(12)
        for step in _STEPS
        if longest // (step * 10**power) - shortest // (step * 10**power) < _BINS
    )
    bins: Counter[int] = Counter()
    for words, many in found:
        bins[words // width] += many
    return [(n * width, (n + 1) * width, bins[n]) for n in range(shortest // width, longest // width + 1)]


def _labels(project: Project, asked: Question) -> list[tuple[str, int, int]]:
    """Return my labels in the order of the scheme, then by key; tags count under the label they read as."""
    joins = asked.joins or "JOIN streams s ON s.article = a.id AND s.owner = :me "
    merged = project.scheme.mapping
    streams = [
        pk
        for (pk,) in project.db.execute(
            f"SELECT s.pk FROM articles a {joins} WHERE {asked.where} AND s.pk IS NOT NULL", asked.values
        )
    ]
    spans: Counter[str] = Counter()
    articles: dict[str, set[int]] = {}
    plain: Counter[str] = Counter()
    for first in range(0, len(streams), 500):
        some = streams[first : first + 500]
        among = ", ".join(map(str, some))
        sql = f"SELECT stream, label, count(*) FROM spans WHERE stream IN ({among}) GROUP BY stream, label"
        hidden = [(stream, label, -many) for stream, label, many in hidden_spans(project, merged, some)]
        for stream, label, many in [*project.db.execute(sql), *hidden]:
            read_as = merged.get(label, label)
            spans[read_as] += many
            if merged:
                articles.setdefault(read_as, set()).add(stream)
            else:
                plain[read_as] += 1
    order = {label.key: place for place, label in enumerate(project.scheme.labels)}
    keys = sorted(spans, key=lambda key: (order.get(key, len(order)), key))
    return [(key, spans[key], len(articles[key]) if merged else plain[key]) for key in keys]
