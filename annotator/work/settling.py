"""Settling: what needs no person's judgement goes to the gold layer, by rule or in one action over all articles."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from itertools import groupby

from annotator.agreement.cards import Card, Version
from annotator.core.boundary import tidy
from annotator.core.ids import uuid7
from annotator.core.scheme_model import Boundaries
from annotator.core.span import Span
from annotator.store import assigning, gold
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work import adjudicating
from annotator.work.adjudicating import View
from annotator.work.progress import Progress

_CHUNK = 40
_SECONDS = 0.008
"""After so long a transaction ends; with its commit it stays under 20 ms."""
_MARK = "settled"


@dataclass(frozen=True, slots=True)
class Settled:
    """How many articles settling changed, and how many spans it brought to the gold layer."""

    articles: int
    spans: int


@dataclass(frozen=True, slots=True)
class Tidied:
    """A boundary card whose versions differ by punctuation and spaces alone: what each reads, and what is to stand."""

    pk: int
    article: str
    id: str
    versions: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]


def settle(project: Project, actor: str, progress: Progress | None = None) -> Settled:
    """Bring what all agree on to gold, in short transactions, and take back what they agree on no more.

    Only articles that anything happened to since the last settling are looked at.
    """
    progress = progress or Progress()
    with spoken(project.path):
        first = gold.last_event(project)
        waiting = _waiting(project)
        assigned = assigning.all_assigned(project)
    articles = spans = 0
    for done in range(0, len(waiting), _CHUNK):
        progress.step(done, len(waiting))
        changed, added = _settle_few(project, waiting[done : done + _CHUNK], assigned, actor, progress)
        articles += changed
        spans += added
    last = gold.last_event(project)
    with project.write():
        # An event of anybody else meanwhile is looked at again next time.
        project.set_value(_MARK, _mark(project, last if last - first == articles else first))
    return Settled(articles, spans)


def _waiting(project: Project) -> list[str]:
    """Return the articles to be looked at, in the order they came."""
    every = list(dict.fromkeys([*gold.finished_by_several(project), *gold.with_layer(project)]))
    seq, _, rest = project.value(_MARK).partition(" ")
    if not rest or project.value(_MARK) != _mark(project, int(seq)):
        return every
    touched = gold.touched_since(project, int(seq))
    return [article for article in every if article in touched]


def _mark(project: Project, seq: int) -> str:
    """Return what tells that all up to an event was looked at, in this file and under these merged labels."""
    return f"{seq} {gold.event_at(project, seq)} {json.dumps(sorted(project.scheme.mapping.items()))}"


def _settle_few(
    project: Project, articles: list[str], assigned: dict[str, frozenset[str]], actor: str, progress: Progress
) -> tuple[int, int]:
    """Settle some articles; return how many of them changed and how many spans they gained."""
    changed = added = 0
    left = list(articles)
    views: dict[str, View] = {}
    read_at = -1
    while left:
        progress.check()
        if read_at != gold.last_event(project):
            read_at = gold.last_event(project)
            found = gold.finished(project, left, layers=True, least=0)
            views = {one.id: adjudicating.view(one, assigned.get(one.id, frozenset()), agreed=True) for one in found}
        with project.write():
            if read_at != gold.last_event(project):
                continue  # somebody was faster
            began = time.perf_counter()
            while left and time.perf_counter() - began < _SECONDS:
                article = left.pop(0)
                seen = views[article] if article in views else adjudicating.look(project, article)
                after = adjudicating.settle_layer(seen)
                made = gold.record(project, seen.layer, after, actor=actor, kind=gold.BY_RULE)
                changed += made is not None
                added += len(after.spans.keys() - seen.layer.spans.keys())
            read_at = gold.last_event(project)
    return changed, added


def tidy_boundaries(project: Project, actor: str, apply: bool, progress: Progress | None = None) -> list[Tidied]:
    """Return the open cards that punctuation alone parts; with `apply` decide them all, as one action to undo."""
    progress = progress or Progress()
    rules = replace(project.scheme.boundaries, punctuation=True, possessive=False, determiners=(), titles=())
    found: list[Tidied] = []
    with spoken(project.path):
        total = len(gold.finished_by_several(project))
        for done, one in enumerate(gold.finished(project)):
            progress.step(done, total)
            disputed, standing = adjudicating.disputed(one), adjudicating.Standing(one.layer)
            text = project.text(one.id) if any(card.kind == "boundary" for card in disputed) else ""
            for card in disputed:
                ranges = _common(text, card, rules) if standing.state(card) == adjudicating.OPEN else None
                if ranges is not None:
                    found.append(_told(one.pk, card, text, ranges))
    return _decide(project, actor, found, rules, progress) if apply else found


def _common(text: str, card: Card, rules: Boundaries) -> list[tuple[int, int]] | None:
    """Return the ranges that the spans of every version have without edge punctuation; None where they differ."""
    if card.kind != "boundary" or not all(version.spans for version in card.versions):
        return None
    first, *others = (_bare(text, version, rules) for version in card.versions)
    return [(start, end) for start, end, *_ in first] if all(other == first for other in others) else None


def _bare(text: str, version: Version, rules: Boundaries) -> list[tuple[int, int, str, str, str]]:
    """Return what a version says where all spans are read without punctuation at their edges, in a fixed order."""

    def place(span: Span) -> tuple[int, int, str]:
        return (*tidy(text, span.start, span.end, rules), span.label)

    said = []
    for span in version.spans:
        roles = sorted((role.type, place(role.child)) for role in version.roles if role.head == span.id)
        values = json.dumps(version.values.get(span.id, {}), sort_keys=True)
        said.append((*place(span), values, json.dumps(roles)))
    return sorted(said)


def _told(pk: int, card: Card, text: str, ranges: list[tuple[int, int]]) -> Tidied:
    read = tuple(tuple(span.quote for span in version.spans) for version in card.versions)
    return Tidied(pk, card.article, card.id, read, tuple(text[start:end] for start, end in ranges))


def _decide(project: Project, actor: str, listed: list[Tidied], rules: Boundaries, progress: Progress) -> list[Tidied]:
    """Decide the cards, an event for each article, and return those that still were as they were listed."""
    action = uuid7()
    waiting = [(article, {one.id: one for one in group}) for article, group in groupby(listed, lambda one: one.article)]
    done: list[Tidied] = []
    while waiting:
        progress.step(len(done), len(listed))
        with project.write():
            began = time.perf_counter()
            while waiting and time.perf_counter() - began < _SECONDS:
                article, wanted = waiting.pop(0)
                done += _decide_article(project, actor, article, wanted, rules, action)
    return done


def _decide_article(
    project: Project, actor: str, article: str, wanted: dict[str, Tidied], rules: Boundaries, action: str
) -> list[Tidied]:
    seen = adjudicating.look(project, article)
    after, text, standing = seen.layer.copy(), project.text(article), adjudicating.Standing(seen.layer)
    done: list[Tidied] = []
    for card in seen.disputed:
        ranges = _common(text, card, rules) if card.id in wanted else None
        if ranges is None or standing.state(card) != adjudicating.OPEN:
            continue
        same = next((v for v in card.versions if sorted((s.start, s.end) for s in v.spans) == sorted(ranges)), None)
        what = adjudicating.chosen(same or card.versions[0])
        if same is None:
            what = replace(what, spans=[_tidied(span, text, rules) for span in what.spans])
        adjudicating.put(after, card, "take" if same else "edit", what)
        done.append(wanted[card.id])
    if done:
        after.relink(seen.places)
        after.status = adjudicating.status(seen, after)
        gold.record(project, seen.layer, after, actor=actor, kind="tidy", action=action)
    return done


def _tidied(span: Span, text: str, rules: Boundaries) -> Span:
    start, end = tidy(text, span.start, span.end, rules)
    return replace(span, start=start, end=end, quote=text[start:end])
