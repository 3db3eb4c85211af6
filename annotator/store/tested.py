"""Who was given an article when its gold stood already: that tests the person, and tells nothing new about the gold.

It follows from the order of events in the lead's file; nothing of it is written into a package.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.core.events import decode
from annotator.core.ids import GOLD, PROJECT_OWNER
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class _Moment:
    """When an event came into this file: its number, the merge that brought it, its id."""

    seq: int
    batch: int | None
    id: bytes

    def before(self, other: _Moment) -> bool:
        """Tell whether this came first; of what one merge brought, its id tells when it was made."""
        if self.batch is not None and self.batch == other.batch:
            return self.id < other.id
        return self.seq < other.seq


@dataclass(slots=True)
class _Story:
    """What happened to one article: when it was given to whom, and each owner's status from a moment on."""

    given: list[tuple[str, _Moment]] = field(default_factory=list)
    statuses: list[tuple[str, _Moment, str]] = field(default_factory=list)

    def tested(self) -> frozenset[str]:
        return frozenset(who for who, at in self.given if self._done(GOLD, at) and not self._was_done(who, at))

    def _done(self, owner: str, at: _Moment) -> bool:
        until = [status for one, when, status in self.statuses if one == owner and when.before(at)]
        return bool(until) and until[-1] == "done"

    def _was_done(self, owner: str, at: _Moment) -> bool:
        return any(one == owner and status == "done" and when.before(at) for one, when, status in self.statuses)


def takers(project: Project, only: Sequence[str] | None = None) -> dict[str, frozenset[str]]:
    """Return article id -> people who were given it while its gold was done and who had not finished it before.

    `only` names some articles. Articles that test nobody are left out.
    """
    stories = _stories(project, _candidates(project, only))
    return {article: who for article, story in stories.items() if (who := story.tested())}


def _candidates(project: Project, only: Sequence[str] | None) -> list[str]:
    """Return articles that were given to somebody after their gold layer was begun: few, found without their events."""
    newest = "(SELECT max(e.seq) FROM events e WHERE e.stream = s.pk)"
    oldest = "(SELECT min(e.seq) FROM events e WHERE e.stream = g.pk)"
    # A CROSS JOIN keeps the order of the tables: from the articles on, each by its index.
    first = "streams s" if only is None else "json_each(?3) j CROSS JOIN streams s ON s.article = j.value"
    sql = (
        f"SELECT s.article FROM {first} CROSS JOIN streams g ON g.article = s.article "
        "WHERE s.owner = (SELECT pk FROM owners WHERE id = ?1) AND g.owner = (SELECT pk FROM owners WHERE id = ?2) "
        f"AND EXISTS (SELECT 1 FROM assignments a WHERE a.stream = s.pk) AND {oldest} < {newest}"
    )
    given = () if only is None else (json.dumps(list(only)),)
    return [article for (article,) in project.db.execute(sql, (PROJECT_OWNER, GOLD, *given))]


def _stories(project: Project, articles: Sequence[str]) -> dict[str, _Story]:
    sql = (
        "SELECT s.article, o.id, e.seq, e.batch, e.id, e.payload FROM json_each(?) j "
        "CROSS JOIN streams s ON s.article = j.value CROSS JOIN owners o ON o.pk = s.owner "
        "CROSS JOIN events e ON e.stream = s.pk WHERE e.v = 1 "
        """AND (instr(e.payload, '["status",""') OR instr(e.payload, '["assignment","')) ORDER BY e.seq"""
    )
    out: dict[str, _Story] = {}
    for article, owner, seq, batch, identity, payload in project.db.execute(sql, (json.dumps(list(articles)),)):
        story, moment = out.setdefault(article, _Story()), _Moment(seq, batch, identity)
        for table, row, _, after in decode(payload):
            if table == "status":
                story.statuses.append((owner, moment, str((after or {}).get("status", "new"))))
            elif table == "assignment" and after and owner == PROJECT_OWNER:
                story.given.append((row, moment))
    return out
