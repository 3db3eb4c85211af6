"""Feedback: an annotator's finished work against the gold layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.core.ids import GOLD, person_id
from annotator.work import feedback
from tests.helpers import Hand, project_with, record, span

ANA = person_id("Ana")


def gold(**given: Any) -> dict[str, Any]:
    return record(annotator="gold", annotator_id=GOLD, **given)


def test_differences_are_told_with_both_sides(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        record(spans=[span(0, 7), span(31, 36), span(47, 50)], article_labels={"topic": "war"}),
        gold(spans=[span(0, 12), span(31, 36), span(76, 82)], article_labels={"topic": "peace"}),
    )
    found = feedback.differences(project, ANA, "harbour")
    assert found.reason == ""
    assert [(one.kind, one.words, one.start, one.end) for one in found.differences] == [
        ("boundary", "Ostrava Marl", 0, 12),
        ("one", "The", 47, 50),
        ("one", "called", 76, 82),
        ("article", "topic", 0, 0),
    ]
    edge, mine, missed, topic = found.differences
    assert [[s.quote for s in side] for side in (edge.my_spans, edge.gold_spans)] == [["Ostrava"], ["Ostrava Marl"]]
    assert (len(mine.my_spans), mine.gold_spans, missed.my_spans, len(missed.gold_spans)) == (1, (), (), 1)
    assert (topic.mine, topic.right) == ("war", "peace")


def test_nothing_is_told_before_both_are_done(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        record(spans=[span(0, 7)]),
        gold(spans=[span(0, 12)], status="started"),
        record(annotator="Ben", status="started", spans=[span(0, 7)]),
    )
    assert "not adjudicated" in feedback.differences(project, ANA, "harbour").reason
    Hand(project, GOLD, "harbour").put("status", "", {"status": "done", "reason": ""})
    assert len(feedback.differences(project, ANA, "harbour").differences) == 1
    open_still = feedback.differences(project, person_id("Ben"), "harbour")
    assert open_still.differences == ()
    assert open_still.reason.startswith("Finish the article first")
    assert feedback.differences(project, person_id("Cleo"), "harbour").reason == open_still.reason
