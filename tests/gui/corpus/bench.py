"""A small corpus with sources, dates, languages, copies and the work of three people, and a hand at its table."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QTest

from annotator.gui.corpus.workspace import CorpusWorkspace
from annotator.store import corpus, people
from annotator.store.corpus import CorpusRow, Filter
from annotator.store.project import read_project
from annotator.work.importing import import_files
from annotator.work.orders import ImportRequest
from annotator.work.projects import new_project
from tests.gui.desk import Desk

HEADS = (
    ("a-strike", "Harbour strike in Port Amsel", "Amsel Tribune", "2031-05-11", "en", ""),
    ("b-boats", "Talvane and Merovia trade accusations", "The Harrow Courier", "2031-05-12", "en", "wire-1"),
    ("c-patrol", "Talvane, Merovia trade accusations on patrols", "Market Wire", "2031-05-12", "en", "wire-1"),
    ("d-sorrel", "Accusations fly over boats in Sorrel Bay", "Ilmark Radio", "2031-05-13", "en", "wire-1"),
    ("e-peche", "Pêcheurs : menace de blocus", "La Gazette d’Amsel", "2031-06-02", "fr", ""),
    ("f-radio", "وزير الخارجية يدعو إلى الحوار", "Sahil Today", "2031-06-03", "ar", ""),
    ("g-grain", "Grain prices climb", "Market Wire", "", "en", ""),
)
BODY = "Ilse Varanne warned that the Lhassen Pass would close. Nobody in Brennick answered her.\n"


def _spans(text: str, *marks: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"start": text.index(words), "end": text.index(words) + len(words), "label": label} for words, label in marks
    ]


def _records() -> list[dict[str, Any]]:
    found = []
    for place, (identity, headline, source, published, language, group) in enumerate(HEADS):
        text = f"{headline}\n\n{BODY * (place + 1)}"
        meta = {"source": source, "published": published, "language": language}
        base = {"id": identity, "text": text, "meta": meta} | ({"group": group} if group else {})
        work: list[dict[str, Any]] = [{"annotator": None}]
        if identity == "a-strike":
            marks = ("Ilse Varanne", "actor"), ("Lhassen Pass", "location"), ("Brennick", "location")
            work = [
                {"annotator": "Ana", "status": "done", "spans": _spans(text, *marks)},
                {"annotator": "Ben", "status": "done", "spans": _spans(text, marks[0])},
            ]
        elif identity == "b-boats":
            work = [{"annotator": "Ana", "status": "started", "spans": _spans(text, ("warned", "threat"))}]
        elif identity == "g-grain":
            work = [{"annotator": "Ana", "status": "done", "spans": []}, {"annotator": "Ben", "status": "skipped"}]
        found += [base | one for one in work]
    return found


def make_corpus(path: Path) -> Path:
    """Make the project; Ana leads it, Ben and Caro do not."""
    source = path.with_suffix(".in.jsonl")
    source.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in _records()), encoding="utf-8")
    made = new_project(path)
    report = import_files(made, ImportRequest((source,)), "project")
    assert not report.refused
    who = next(one for one in people.people(made) if one.name == "Ana")
    people.set_lead(made, who.id)
    people.find_or_add(made, "Caro")
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


def read(desk: Desk) -> CorpusWorkspace:
    """Wait until the corpus is read and nothing is being done to it, and return its room."""
    room = desk.window.rooms.corpus
    assert room is not None
    wait(desk, lambda: not room.bulk.busy and room.settled)
    return room


def enter(desk: Desk) -> CorpusWorkspace:
    """Go to Corpus and wait until the table is filled."""
    desk.keys("Ctrl+3")
    return read(desk)


def shown(room: CorpusWorkspace) -> list[str]:
    """Return the ids of the rows from the top; copies that stand under their story's row have a dash before."""
    model = room.model
    rows = [(line, model.row_at(line)) for line in range(len(model.pks()))]
    return [("-" if model.is_copy(line) else "") + row.id for line, row in rows if row is not None]


def chosen(room: CorpusWorkspace) -> list[str]:
    """Return the ids of the selected articles."""
    rows = [room.model.row_at(room.model.line_of(pk)) for pk in room.table.selected()]
    return [row.id for row in rows if row is not None]


def words(room: CorpusWorkspace, identity: str) -> dict[str, str]:
    """Return column -> what stands there, of one article's row."""
    line = [one.lstrip("-") for one in shown(room)].index(identity)
    columns = room.model.columns
    return {column.key: str(room.model.index(line, at).data() or "") for at, column in enumerate(columns)}


def in_file(path: Path, asked: Filter | None = None, who: str = "Ana") -> dict[str, CorpusRow]:
    """Return id -> row of the articles that the file holds, read beside the window."""
    project = read_project(path)
    try:
        me = next(one.id for one in people.people(project) if one.name == who)
        pks = corpus.articles(project, me, asked or Filter())
        return {row.id: row for row in corpus.rows(project, me, pks, ())}
    finally:
        project.close()
