"""Make `v<N>.annotator` and `v<N>.jsonl` of today's format: run it before a migration is added, then commit both.

The migration test opens every stored `v*.annotator`, upgrades it and compares its export with the `.jsonl` beside it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from annotator.core import edits
from annotator.core.events import Entry
from annotator.core.span import Relation, Span
from annotator.core.zones import Zone
from annotator.store import articles, history, log, people
from annotator.store.project import Project
from annotator.store.schema import NEWEST
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project

HERE = Path(__file__).resolve().parent
HARBOUR = (
    "Ostrava Marl opens its harbour to grain ships\n\n"
    "The minister of Ostrava Marl called his colleague in Tessaly on Monday 😀.\n\n"
    "“No ship will be turned away,” he said. Cafe\u0301 owners cheered.\n"
)
ARABIC = "وزير الخارجية يزور مرفأ تيسالي\n\nقال الوزير إن السفن ستعود غدا.\n"
EMPTY = "Weather stays mild in Tessaly\n\nNothing else happened.\n"


def _records() -> list[dict[str, object]]:
    minister = {"id": "m", "start": 51, "end": 59, "label": "ACTOR", "text": "minister", "unsure": True, "note": "who?"}
    state = {"id": "o", "start": 63, "end": 75, "label": "LOCATION", "attributes": {"certainty": "high", "n": 2}}
    return [
        {
            "id": "harbour", "text": HARBOUR, "annotator": "Ana",
            "meta": {"source": "Marl Post", "published": "2024-05-06", "rank": 10**20},
            "status": "done", "spans": [minister, state], "group": "grain",
            "relations": [{"type": "in", "head": "m", "child": "o"}], "notes": [{"id": "n", "text": "wire copy?"}],
            "article_labels": {"topic": "trade"},
            "zones": [{"start": 0, "end": 45, "kind": "headline"}, {"start": 47, "end": 60, "kind": "byline"}],
        },
        {"id": "harbour", "text": HARBOUR, "annotator": "Ben", "status": "skipped", "reason": "not news"},
        {"id": "arabic", "text": ARABIC, "annotator": None},
        {"id": "empty", "text": EMPTY, "annotator": "Ben", "status": "done", "spans": []},
    ]  # fmt: skip


def _by_hand(project: Project, me: str) -> None:
    """Do what a person does in the window: tag, link, change, remove, take back, bring back."""

    def act(kind: str, entries: list[Entry]) -> str:
        return log.record(project, owner=me, article="arabic", entries=entries, kind=kind, actor=me).id

    head, tail = Span("a", 0, 4, ARABIC[0:4], "ACTOR"), Span("b", 5, 13, ARABIC[5:13], "ACTOR", created="2024-05-06")
    act("add", [*edits.add_span(head), ("status", "", None, edits.status_row("started"))])
    act("add", edits.add_span(tail))
    act("relate", [("relation", "r", None, edits.relation_row(Relation("r", "is", "a", "b")))])
    act("attribute", edits.set_value("attribute", "a/role", None, {"value": ["x", "y"]}))
    moved = act("move", edits.change_span(tail, start=5, end=14, quote=ARABIC[5:14]))
    back = history.take_back(project, me, moved, "undo").events[0].id
    history.take_back(project, me, back, "redo")
    act("zone", edits.toggle_zone(Zone(0, 30, "headline"), [Zone(0, 30, "headline")], None))
    work = articles.work(project, me, "arabic")
    removed = act("remove", edits.remove_span(work.spans["a"], work.attributes_of("a"), work.relations.values()))
    history.take_back(project, me, removed, "undo")


def main() -> None:
    """Write the two files beside this script."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "records.jsonl")
        source.write_text("".join(json.dumps(r) + "\n" for r in _records()), encoding="utf-8")
        project = new_project(Path(place, f"v{NEWEST}.annotator"))
        report = import_files(project, ImportRequest((source,)), "project")
        if report.refused:
            raise SystemExit(str(report.refused[0]))
        _by_hand(project, people.find_or_add(project, "Cleo").id)
        export_file(project, HERE / f"v{NEWEST}.jsonl", ExportRequest())
        project.close()
        (HERE / project.path.name).write_bytes(project.path.read_bytes())


if __name__ == "__main__":
    main()
