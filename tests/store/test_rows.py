from __future__ import annotations

from typing import Any

import pytest

from annotator.core import edits
from annotator.core.span import Span
from annotator.store import rows
from annotator.store.project import Project

STREAM = 1


def span_row(number: int) -> dict[str, Any]:
    return edits.span_row(Span("", number, number + 3, "abc", "actor", number % 2 == 0, "note", "import", "2031-05-14"))


@pytest.mark.parametrize("count", [0, 1, 39, 40, 41, 120, 121])
def test_many_rows_are_written_as_one_alone_would_be(project: Project, count: int) -> None:
    """Rows go to SQLite in packs and a rest: none is lost, doubled or mixed up at the seams."""
    wanted = {("span", f"s{n}"): span_row(n) for n in range(count)}
    wanted |= {("attribute", f"s{n}/key"): {"value": [str(n), "é"]} for n in range(count)}
    wanted |= {("relation", f"r{n}"): {"type": "place", "head": f"s{n}", "child": "s0"} for n in range(count)}
    with project.write():
        rows.insert_many(project.db, ((STREAM, table, row, values) for (table, row), values in wanted.items()))
    found = {key: row for key, row in rows.everything(project.db, STREAM) if key[0] != "status"}
    assert found == wanted
    assert all(type(row["unsure"]) is bool for (table, _), row in found.items() if table == "span")


def test_spans_are_read_alike_on_both_ways(project: Project) -> None:
    with project.write():
        rows.insert_many(project.db, ((STREAM, "span", f"s{n}", span_row(n)) for n in range(50)))
    spans = list(rows.spans_of(project.db, [STREAM]))
    assert spans == [(s, edits.span_of(row, v)) for s, _, row, v in rows.of_streams(project.db, [STREAM], ["span"])]
    assert len(spans) == 50
    assert all(type(span.unsure) is bool for _, span in spans)
