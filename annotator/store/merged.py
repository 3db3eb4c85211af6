"""Counts of spans under merged labels: which spans do not count, since another one stands for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from annotator.store.project import Project


def hidden_spans(
    project: Project, mapping: Mapping[str, str], streams: Iterable[int] | None = None
) -> list[tuple[int, str, int]]:
    """Return (stream, label, how many spans read as this label stand behind another one), by the rule of core.mapping.

    `mapping` is merged label -> label; without `streams` the whole project is counted.
    """
    if not mapping:
        return []
    turned = f"CASE label {'WHEN ? THEN ? ' * len(mapping)}ELSE label END"
    merged, all_of_them = (
        ", ".join("?" * count) for count in (len(mapping), len(mapping) + len(set(mapping.values())))
    )
    within = "" if streams is None else f"stream IN ({', '.join(str(int(one)) for one in streams)}) AND "
    return [
        (stream, label, extra)
        for stream, label, extra in project.db.execute(
            f"SELECT stream, read_as, sum(many - 1) FROM (SELECT stream, {turned} AS read_as, count(*) AS many "
            f'FROM spans WHERE {within}label IN ({all_of_them}) GROUP BY stream, start, "end", read_as '
            f"HAVING many > 1 AND max(label IN ({merged}))) GROUP BY stream, read_as",
            (*chain.from_iterable(mapping.items()), *mapping, *set(mapping.values()), *mapping),
        )
    ]
