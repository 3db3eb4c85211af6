"""What a lead does to many articles at once: each call is one action, undone as a whole.

Every function takes the numbers of articles, an actor's id and a Progress; Cancelled leaves no trace of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.events import Entry, Row
from annotator.core.fold import inverse
from annotator.core.ids import MAX_ID
from annotator.core.zones import Zone, overrides_for
from annotator.store import acting, articles, people, stories
from annotator.store.acting import Action, Job, Reader
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work import zoning
from annotator.work.progress import Progress
from annotator.work.zoning import Rules

_LONGEST = 60


def remove(project: Project, pks: Sequence[int], actor: str, reason: str = "", progress: Progress | None = None) -> int:
    """Take articles out of sight everywhere; return how many. All work on them is kept and comes back with them."""
    return _set(project, pks, actor, "remove", ("removal", ""), {"reason": reason}, progress)


def restore(project: Project, pks: Sequence[int], actor: str, progress: Progress | None = None) -> int:
    """Bring removed articles back with all that was done on them; return how many."""
    return _set(project, pks, actor, "restore", ("removal", ""), None, progress)


def tag(project: Project, pks: Sequence[int], name: str, actor: str, progress: Progress | None = None) -> int:
    """Put a tag on articles; return how many did not have it. Raises AnnotatorError for a name that can't be one."""
    return _set(project, pks, actor, "tag", ("tag", _tag_name(name)), {"value": ""}, progress)


def untag(project: Project, pks: Sequence[int], name: str, actor: str, progress: Progress | None = None) -> int:
    """Take a tag off articles; return how many had it."""
    return _set(project, pks, actor, "untag", ("tag", name), None, progress)


def assign(
    project: Project, pks: Sequence[int], people_: Sequence[str], actor: str, progress: Progress | None = None
) -> int:
    """Give articles to people (ids); return how many articles somebody got anew. No package is written."""
    named = [people.person(project, one) for one in people_]
    if not named or None in named:
        raise AnnotatorError(f"{project.path}: there is no such annotator. Choose one of the project's.")

    def make(reader: Reader) -> list[Entry]:
        return [("assignment", one, None, {"package": ""}) for one in people_ if reader("assignment", one) is None]

    facts = {"people": [who.name for who in named if who is not None]}
    return _act(project, actor, "give", facts, pks, lambda _pk, _article: make, progress)


def rezone(
    project: Project, pks: Sequence[int], actor: str, progress: Progress | None = None, rules: Rules | None = None
) -> int:
    """Find the zones of articles anew, by the project's words too; return of how many they changed.

    What people changed themselves stays on top, and what a lead marked for everybody stays.
    """
    find = rules or zoning.rules(project)

    def job(pk: int, article: str) -> Callable[[Reader], list[Entry]]:
        item = articles.article(project, pk)
        wanted = {one.key: one for one in overrides_for(item.detected, zoning.found_again(project, item, find))}
        before = articles.project_overrides(project, article)

        def make(reader: Reader) -> list[Entry]:
            out: list[Entry] = []
            for key in sorted({*wanted, *(one.key for one in before)}):
                after = edits.zone_row(wanted[key]) if key in wanted else None
                out += edits.set_value("zone", key, reader("zone", key), after)
            return out

        return make

    return _act(project, actor, "rezone", {}, pks, job, progress)


def mark(project: Project, pk: int, place: Zone, kind: str, actor: str) -> int:
    """Say for everybody what a place of an article is (`''`: article text); return 1, or 0 where it is so already.

    `place` gives the range (code points, half-open) and the copy mark.
    """

    def job(pk: int, article: str) -> Callable[[Reader], list[Entry]]:
        detected = articles.article(project, pk).detected
        standing = {one.key: one for one in articles.project_overrides(project, article)}
        entries = edits.mark_zone(place, kind, detected, standing)
        return lambda _reader: entries

    return _act(project, actor, zoning.MARKED, {"zone": kind}, [pk], job, None)


def split_off(project: Project, pk: int, actor: str) -> int:
    """Take an article out of its story; return 1, or 0 where it stands alone."""
    if len(stories.story_of(project, pk)) < 2:
        return 0
    [(_, own)] = acting.ids(project, [pk])
    story = own[: MAX_ID - 8]
    while stories.is_story(project, story):  # the story may be called after this very article
        story += "~"
    return _set(project, [pk], actor, "split", ("story", ""), {"story": story}, None)


def join(project: Project, pks: Sequence[int], actor: str, progress: Progress | None = None) -> int:
    """Make articles copies of one story, that of the first of them that has one; return how many moved.

    The other articles of their stories stay where they are.
    """
    first = sorted(pks)
    standing = stories.story_ids(project, first)
    named = acting.ids(project, first)
    if len(named) < 2:
        return 0
    story = next((standing[pk] for pk in first if pk in standing), named[0][1])
    moved = [pk for pk in first if standing.get(pk) != story]
    return _set(project, moved, actor, "join", ("story", ""), {"story": story}, progress)


def undo(project: Project, actor: str, progress: Progress | None = None) -> str | None:
    """Take back somebody's last action on the corpus; return a sentence of what was undone, None where there is none.

    What changed since stays as it is, and the sentence says so.
    """
    return _turn(project, actor, "undo", progress)


def redo(project: Project, actor: str, progress: Progress | None = None) -> str | None:
    """Bring back what was undone last; return a sentence, None where there is nothing."""
    return _turn(project, actor, "redo", progress)


def can_undo(project: Project, actor: str) -> tuple[bool, bool]:
    """Tell whether there is an action to take back, and one to bring back."""
    found, _ = acting.stacks(project, actor)
    return bool(found.undo), bool(found.redo)


def _tag_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise AnnotatorError(f"A tag needs a name of 1 to {_LONGEST} characters. Write one.")
    return name


def _set(
    project: Project, pks: Sequence[int], actor: str, kind: str, place: tuple[str, str], after: Row | None,
    progress: Progress | None,
) -> int:  # fmt: skip
    """Set or clear one row in the project's stream of each article; one that stands so already is passed over."""

    def make(reader: Reader) -> list[Entry]:
        before = reader(*place)
        # The reason of a removal that stands is not changed by another one.
        return [] if kind == "remove" and before else edits.set_value(*place, before, after)

    facts = {"name": place[1]} if place[1] else {}
    return _act(project, actor, kind, facts, pks, lambda _pk, _article: make, progress)


def _act(
    project: Project, actor: str, kind: str, facts: Mapping[str, Any], pks: Sequence[int],
    make: Callable[[int, str], Callable[[Reader], list[Entry]]], progress: Progress | None,
) -> int:  # fmt: skip
    with spoken(project.path):
        named = acting.ids(project, pks)
        jobs = (Job(pk, article, make(pk, article)) for pk, article in named)
        return _run(project, Action(project, actor, kind, dict(facts)), jobs, len(named), progress or Progress())


def _run(project: Project, action: Action, jobs: Iterator[Job], total: int, progress: Progress) -> int:
    """Carry an action out, or leave nothing of it."""
    if project.value("package"):
        raise AnnotatorError(f"{project.path}: this is a work package; its articles are the lead's. Ask the lead.")
    acting.clear_cut_off(project)
    try:
        action.write(jobs, lambda done: progress.step(done, total))
        progress.check()
        return action.finish()
    except BaseException:
        action.cancel()
        raise


def _turn(project: Project, actor: str, kind: str, progress: Progress | None) -> str | None:
    left = 0

    def back(entries: Sequence[Entry], reader: Reader) -> list[Entry]:
        nonlocal left
        turned, skipped = inverse(entries, reader)
        left += bool(skipped)
        return turned

    with spoken(project.path):
        found, known = acting.stacks(project, actor)
        stack = found.undo if kind == "undo" else found.redo
        if not stack:
            return None
        done = known[stack[-1]]
        total, jobs = acting.inverse_jobs(project, done.action, back)
        action = Action(project, actor, kind, {"of": _origin(done, known)}, undoes=done.action)
        count = _run(project, action, jobs, total, progress or Progress())
    origin = known[str(_origin(done, known))]
    return _sentence(origin.kind, origin.facts, count, left, again=kind == "redo")


def _origin(done: acting.Done, known: Mapping[str, acting.Done]) -> str:
    """Return the id of the action that an undo or redo goes back to, through all that was undone and redone."""
    of = done.facts.get("of")
    return of if isinstance(of, str) and of in known else done.action


_SAID = {
    "remove": "{articles} removed",
    "restore": "{articles} restored",
    "tag": "{articles} tagged “{name}”",
    "untag": "tag “{name}” taken off {articles}",
    "give": "{articles} given to {people}",
    "rezone": "zones of {articles} found anew",
    "mark": "a zone marked for everybody",
    "split": "{articles} split off",
    "join": "{articles} joined to a story",
}


def _sentence(kind: str, facts: Mapping[str, Any], count: int, left: int, *, again: bool) -> str:
    named = facts.get("people", [])
    what = _SAID.get(kind, "{articles} changed").format(
        articles=_articles(count), name=facts.get("name", ""), people=", ".join(map(str, named))
    )
    stay = f" {_articles(left)} changed since and stay as they are." if left else ""
    return f"{'Done again' if again else 'Undone'}: {what}.{stay}"


def _articles(count: int) -> str:
    return f"{count:,} article" if count == 1 else f"{count:,} articles"
