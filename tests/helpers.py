"""What the tests of core, store, formats, work and the command line share: projects, records, a hand, processes."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotator import cli
from annotator.core import edits
from annotator.core.events import Entry, Event, Row
from annotator.core.ids import uuid7
from annotator.core.span import Relation, Span
from annotator.core.zones import effective
from annotator.store import articles, history, log, people, rows
from annotator.store.project import Project, open_project
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.importing import ImportReport, ImportRequest, import_files
from annotator.work.projects import new_project

TEXT = (
    "Ostrava Marl opens its harbour to grain ships\n\n"
    "The minister of Ostrava Marl called his colleague in Tessaly on Monday 😀.\n\n"
    "“No ship will be turned away,” he said. Cafe\u0301 owners cheered.\n"
)
ROOT = Path(__file__).resolve().parent.parent


def record(**given: Any) -> dict[str, Any]:
    """Return a native record with a text and an annotator; a value of ... leaves the key out."""
    whole = {"id": "harbour", "text": TEXT, "annotator": "Ana", "status": "done", "spans": [], **given}
    return {key: value for key, value in whole.items() if value is not ...}


def span(start: int, end: int, label: str = "actor", text: str = TEXT, **given: Any) -> dict[str, Any]:
    """Return a span of a native record."""
    return {"start": start, "end": end, "label": label, "text": text[start:end], **given}


def write_records(path: Path, records: Iterable[Mapping[str, Any] | bytes]) -> Path:
    """Write records as JSON lines; bytes stand for a line as it is."""
    lines = [r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode("utf-8") for r in records]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def bring(project: Project, source: Path, *more: Path, **options: Any) -> ImportReport:
    """Import files as the command line does."""
    return import_files(project, ImportRequest((source, *more), **options), "project")


def bring_records(project: Project, folder: Path, *records: Mapping[str, Any] | bytes, **options: Any) -> ImportReport:
    """Import records from a file of their own."""
    number = len(list(folder.glob("in*.jsonl")))
    return bring(project, write_records(folder / f"in{number}.jsonl", records), **options)


def exported(project: Project, folder: Path, **options: Any) -> bytes:
    """Return the bytes of an export."""
    target = folder / "exported.jsonl"
    export_file(project, target, ExportRequest(**options))
    return target.read_bytes()


def exported_records(project: Project, folder: Path, **options: Any) -> list[dict[str, Any]]:
    """Return the records of an export."""
    return [json.loads(line) for line in exported(project, folder, **options).split(b"\n")[:-1]]


def project_with(folder: Path, *records: Mapping[str, Any]) -> Project:
    """Make a project and import records into it."""
    project = new_project(folder / "p.annotator")
    if records:
        report = bring_records(project, folder, *records)
        assert not report.refused
    return project


def tables(project: Project) -> dict[tuple[str, str], dict[tuple[str, str], str]]:
    """Return what stands in the tables of every stream, in a form where true is not 1."""
    found = project.db.execute("SELECT s.pk, o.id, s.article FROM streams s JOIN owners o ON o.pk = s.owner").fetchall()
    state = {
        (owner, article): {key: json.dumps(row, sort_keys=True) for key, row in rows.everything(project.db, pk)}
        for pk, owner, article in found
    }
    return {place: held for place, held in state.items() if held}


def count(project: Project, table: str) -> int:
    """Return how many rows a table has."""
    return int(project.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def listing(folder: Path) -> dict[str, str]:
    """Return every path below a folder with the hash of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
    }


@dataclass
class Hand:
    """Does to one article what a person does in the window."""

    project: Project
    me: str
    article: str
    stacks: history.Stacks = field(default_factory=history.Stacks)

    @staticmethod
    def of(project: Project, article: str, name: str = "Hand") -> Hand:
        """Return a hand on an article, with what it can undo and redo by the log."""
        me = people.find_or_add(project, name).id
        return Hand(project, me, article, history.stacks(project, me, article))

    @property
    def work(self) -> articles.Work:
        """Return what stands."""
        return articles.work(self.project, self.me, self.article)

    def do(self, kind: str, entries: list[Entry], action: str | None = None) -> Event | None:
        """Record one action, unless it changes nothing."""
        if not entries:
            return None
        done = log.record(
            self.project, owner=self.me, article=self.article, entries=entries, kind=kind, actor=self.me, action=action
        )
        self.stacks.add(done.id, None)
        return done

    def tag(self, start: int, end: int, label: str = "actor", **given: Any) -> Span:
        """Tag a range; the first tag starts the article."""
        text = self.project.text(self.article)
        made = Span(given.pop("id", uuid7()), start, end, text[start:end], label, **given)
        started: list[Entry] = []
        if self.work.status == "new":
            started = [("status", "", None, edits.status_row("started"))]
        self.do("add", [*edits.add_span(made), *started])
        return made

    def move(self, item: Span, start: int, end: int) -> None:
        quote = self.project.text(self.article)[start:end]
        self.do("move", edits.change_span(item, start=start, end=end, quote=quote))

    def change(self, item: Span, **new: Any) -> None:
        self.do("change", edits.change_span(item, **new))

    def remove(self, item: Span) -> Event | None:
        work = self.work
        links = [r for r in work.relations.values() if item.id in (r.head, r.child)]
        return self.do("remove", edits.remove_span(item, work.attributes_of(item.id), links))

    def put(self, table: str, row: str, after: Row | None) -> Event | None:
        """Set or clear a whole row."""
        before = articles.read_row(self.project, self.me, self.article, table, row)
        return self.do(table, edits.set_value(table, row, before, after))

    def link(self, head: Span, child: Span, kind: str = "role") -> None:
        made = Relation(uuid7(), kind, head.id, child.id)
        self.put("relation", made.id, edits.relation_row(made))

    def toggle(self, place: int) -> None:
        """Turn one of the article's zones off or on."""
        pk = articles.pk_of(self.project, self.article)
        assert pk is not None
        detected = articles.article(self.project, pk).detected
        overrides = self.work.overrides
        every = sorted({*detected, *effective(detected, overrides.values())})
        if every:
            zone = every[place % len(every)]
            self.do("zone", edits.toggle_zone(zone, detected, overrides.get(zone.key)))

    def undo(self) -> history.Taken | None:
        return self._take_back(self.stacks.undo, "undo")

    def redo(self) -> history.Taken | None:
        return self._take_back(self.stacks.redo, "redo")

    def _take_back(self, stack: list[str], kind: str) -> history.Taken | None:
        if not stack:
            return None
        taken = history.take_back(self.project, self.me, stack[-1], kind)
        for done in taken.events:
            if done.article == self.article:
                self.stacks.add(done.id, done.undoes)
        return taken

    def reopen(self) -> None:
        """Close the project, open it again and take the stacks from its log."""
        self.project.close()
        self.project = open_project(self.project.path)
        self.stacks = history.stacks(self.project, self.me, self.article)


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: bytes
    err: str

    @property
    def json(self) -> Any:
        """Return the one object that was printed."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """Return the one line on stderr; fails where there are more or it is a traceback."""
        lines = self.err.split("\n")
        assert len(lines) == 2, self.err
        assert lines[1] == ""
        assert lines[0].startswith("annotator: "), self.err
        return lines[0]


def call(monkeypatch: pytest.MonkeyPatch, *args: str | Path) -> Outcome:
    """Run a command in this process, through the same door as the shell."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["annotator", *map(str, args)])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        out.flush()
        err.flush()
        return Outcome(code, out.buffer.getvalue(), err.buffer.getvalue().decode("utf-8"))


_WITHOUT_OVERRIDE = """
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execvp(sys.argv[1], sys.argv[1:])
"""
ORDINARY = (sys.executable, "-c", _WITHOUT_OVERRIDE)
"""Starts a command for which file modes hold, root or not."""


def run(*args: str | Path, **options: Any) -> Outcome:
    """Run a command in a process of its own."""
    return run_python("-m", "annotator", *args, **options)


def run_python(*args: str | Path, before: Sequence[str] = (), **options: Any) -> Outcome:
    """Run Python in a process of its own, with the program and the tests in reach; `before` starts it."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, "cwd": ROOT, **options}
    done = subprocess.run([*before, sys.executable, *map(str, args)], check=False, **options)
    return Outcome(done.returncode, done.stdout or b"", (done.stderr or b"").decode("utf-8", "replace"))
