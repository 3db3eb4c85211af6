"""A project that three annotators finished, with every kind of disagreement in it, and a hand at its review."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QTest

from annotator.core.ids import GOLD
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.store import articles, gold, people
from annotator.store.articles import Work
from annotator.store.project import open_project, read_project
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project
from tests.gui.desk import ARABIC, BRIDGE, HARBOUR, Desk

NAMES = ("Ana", "Ben", "Caro")
Mark = tuple[str, str]
"""Words of an article (the second of the same after `#2`) and a label."""


def spans(text: str, *marks: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return spans of a record from (words, label) or (words, label, values)."""
    found = []
    for number, (words, label, *values) in enumerate(marks):
        start = text.index(words)
        found.append({
            "id": f"s{number}", "start": start, "end": start + len(words), "label": label, "text": words,
            "attributes": values[0] if values else {},
        })  # fmt: skip
    return found


def record(article: str, text: str, who: str, *marks: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    """Return one annotator's finished record."""
    return {"id": article, "text": text, "annotator": who, "status": "done", "spans": spans(text, *marks), **more}


ISSUED, EXPECTED = {"status": "issued"}, {"status": "anticipated"}
RENN = ("Ada Renn", "actor")


def harbour() -> Iterator[dict[str, Any]]:
    """Yield the records of the first article: only one, boundary, label, attribute, role, split, both, the article."""
    role = [{"id": "r0", "type": "threatener", "head": "s1", "child": "s0"}]
    fire = "fire on any Ostrian ship"
    yield record(
        "a-harbour", HARBOUR, "Ana", RENN, ("would " + fire, "threat", ISSUED), ("Port Sell", "location"),
        ("telephoned", "diplomatic_call", {"channel": "phone"}), ("Jon Halvar", "actor"),
        ("Ostria’s president", "actor"), ("Velmar's envoy", "actor"), ("U.S. mission", "actor"),
        relations=role, article_labels={"relevance": "relevant"}, meta={"source": "The Harrow Courier"},
    )  # fmt: skip
    yield record(
        "a-harbour", HARBOUR, "Ben", RENN, ("would " + fire + " near Port Sell 😀", "threat", EXPECTED),
        ("Port Sell", "actor"), ("telephoned", "diplomatic_call", {"channel": "meeting"}), ("Jon Halvar,", "actor"),
        ("Ostria’s", "location"), ("president", "actor"), ("Velmar", "location"),
        article_labels={"relevance": "irrelevant"},
    )  # fmt: skip
    yield record(
        "a-harbour", HARBOUR, "Caro", RENN, (fire, "threat", ISSUED), ("Port Sell", "location"),
        ("telephoned", "diplomatic_call", {"channel": "phone"}), ("Jon Halvar", "actor"),
        ("Ostria’s president", "actor"), ("Velmar's", "location"), relations=role,
        article_labels={"relevance": "relevant"},
    )  # fmt: skip


def all_records() -> Iterator[dict[str, Any]]:
    """Yield the records of the three articles; of the second nobody disagrees, the third is Arabic."""
    yield from harbour()
    for who in NAMES:
        yield record("b-bridge", BRIDGE, who, ("Tavin", "location"))
    words = "وزير الخارجية سامي النور"
    yield record("c-dialogue", ARABIC, "Ana", ("سامي النور", "actor"), ("تافين", "location"))
    yield record("c-dialogue", ARABIC, "Ben", (words, "actor"), ("تافين", "location"))


def make_review(path: Path, records: Iterator[dict[str, Any]] | None = None) -> Path:
    """Make a project of records."""
    source = path.with_suffix(".in.jsonl")
    lines = [json.dumps(one, ensure_ascii=False) for one in (records or all_records())]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = new_project(path)
    report = import_files(made, ImportRequest((source,)), "project")
    assert not report.refused
    who = next(p for p in people.people(made) if p.name == NAMES[0])
    people.set_lead(made, who.id)
    made.close()
    return path


def wait(desk: Desk, until: Callable[[], bool], seconds: float = 10.0) -> None:
    """Let the window work until something is so."""
    clock = QElapsedTimer()
    clock.start()
    while not until():
        assert clock.elapsed() < 1000 * seconds
        QTest.qWait(2)
    desk.settle()


def review(desk: Desk) -> ReviewWorkspace:
    """Go to Review and wait until the disagreements are read."""
    desk.keys("Ctrl+2")
    room = desk.window.rooms.review
    assert room is not None
    wait(desk, lambda: not room.adjudication.busy)
    return room


def gold_work(path: Path, article: str = "a-harbour") -> Work:
    """Return the gold rows that the file holds, read beside the window."""
    project = read_project(path)
    try:
        return articles.work(project, GOLD, article)
    finally:
        project.close()


def gold_tags(path: Path, article: str = "a-harbour") -> list[tuple[str, str]]:
    """Return (words, label) of the gold tags in reading order."""
    found = sorted(gold_work(path, article).spans.values(), key=lambda s: (s.start, -s.end, s.label))
    return [(span.quote, span.label) for span in found]


def choices(path: Path, article: str = "a-harbour") -> dict[str, str]:
    """Return card id -> what was decided."""
    project = read_project(path)
    try:
        return {one.id: one.choice for one in gold.layer(project, article).decisions.values()}
    finally:
        project.close()


def reopened(path: Path) -> None:
    """Open the project for writing and close it again, which checks it."""
    open_project(path).close()
