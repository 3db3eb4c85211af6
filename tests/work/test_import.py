"""Import of native records: what is new, what is there, what is refused; nothing imported leaves no trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from annotator.core.ids import person_id
from annotator.formats import jsonl
from annotator.store import people
from annotator.store.audit import audit
from annotator.store.project import Project
from annotator.work import importing
from annotator.work.importing import ImportRequest, import_files
from annotator.work.progress import Cancelled, Left, Progress
from tests.helpers import (
    TEXT,
    Hand,
    bring,
    bring_records,
    count,
    exported_records,
    listing,
    project_with,
    record,
    span,
    tables,
    write_records,
)

EVERYTHING = (
    "articles", "texts", "streams", "events", "spans", "attributes", "relations", "statuses", "zone_overrides", "notes",
    "article_labels", "people", "owners", "schemes", "batches", "clashes",
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Any:
    made = project_with(tmp_path)
    yield made
    made.close()


def trace(project: Project) -> dict[str, Any]:
    """Return all that an import could leave behind: rows, settings, and the names of files."""
    rows: dict[str, Any] = {table: count(project, table) for table in EVERYTHING}
    rows["settings"] = project.db.execute("SELECT * FROM project ORDER BY key").fetchall()
    rows["files"] = [name for name in listing(project.path.parent) if not name.endswith(".jsonl")]
    return rows


def test_one_bad_record_never_stops_the_rest(project: Project, tmp_path: Path) -> None:
    source = write_records(
        tmp_path / "in.jsonl",
        [record(id="a"), b"{broken", b"", record(id="b", spans=[span(0, 7), {"start": 5}]), b"  ", record(id="c")],
    )
    report = bring(project, source)
    assert (report.read, report.added, report.exit_code) == (4, 2, 3)
    assert [(r.file, r.line) for r in report.refused] == [(str(source), 2), (str(source), 4)]
    assert "broken JSON" in str(report.refused[0])
    assert str(report.refused[1]) == f'{source}, line 4: span 2 needs whole numbers as "start" and "end"'
    assert [r["id"] for r in exported_records(project, tmp_path)] == ["a", "c"]


def test_a_refused_record_leaves_no_annotator_and_no_label(project: Project, tmp_path: Path) -> None:
    bring_records(project, tmp_path, record())
    report = bring_records(
        project, tmp_path, record(text="Another text.\n", annotator="Stranger", spans=[]), record(id="b"),
        record(id="c", annotator="Odd", spans=[span(0, 7, "a|b")]),
    )  # fmt: skip
    assert [r.reason for r in report.refused] == [
        "article 'harbour' is already in the project with another text",
        "the label 'a|b' holds “|”, which no label may hold",
    ]
    assert [p.name for p in people.people(project)] == ["Ana"]
    assert report.labels_added == []


@pytest.mark.parametrize(
    "lines",
    [
        [b"{broken"],
        [b""],
        [record(spans=[{"start": "0", "end": 7, "label": "x"}]), b"[]"],
        [record(annotator="a|b")],
        [record(spans=[span(0, 7, "NEW|LABEL")])],
    ],
    ids=["broken", "empty", "two", "name", "label"],
)
def test_nothing_imported_leaves_no_trace(project: Project, tmp_path: Path, lines: list[Any]) -> None:
    before = trace(project)
    report = bring(project, write_records(tmp_path / "in.jsonl", lines))
    assert (report.added, report.exit_code) == (0, 1)
    assert report.refused
    assert trace(project) == before


def test_an_empty_file_beside_a_good_one_is_told(project: Project, tmp_path: Path) -> None:
    empty = write_records(tmp_path / "empty.jsonl", [])
    report = bring(project, write_records(tmp_path / "good.jsonl", [record()]), empty)
    assert report.exit_code == 3
    assert [(r.file, r.line, r.reason[:17]) for r in report.refused] == [(str(empty), 0, "the file is empty")]


def test_the_same_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    found = record(
        spans=[span(0, 7, id="s", attributes={"k": 1})], notes=[{"text": "x"}], article_labels={"t": True},
        zones=[{"start": 0, "end": 7, "kind": "caption"}],
    )  # fmt: skip
    report = bring_records(project, tmp_path, found, found)
    assert (report.read, report.added, report.already, report.refused) == (2, 1, 1, [])
    before = trace(project)
    report = bring_records(project, tmp_path, found)
    assert (report.added, report.already, report.exit_code) == (0, 1, 0)
    assert trace(project) == before


def test_other_work_of_one_annotator_in_one_import_is_refused(project: Project, tmp_path: Path) -> None:
    report = bring_records(project, tmp_path, record(), record(spans=[span(0, 7)]))
    assert [r.line for r in report.refused] == [2]
    assert "other work of this annotator on article 'harbour' stood before it" in report.refused[0].reason


def test_a_record_of_an_article_that_is_there_adds_what_is_new(project: Project, tmp_path: Path) -> None:
    bring_records(project, tmp_path, record(spans=[span(0, 7, id="a")], status="started"))
    events = count(project, "events")
    report = bring_records(
        project, tmp_path,
        record(spans=[span(0, 7, id="a", note="other"), span(8, 12, id="b")], status="done"),
        record(annotator="Ben", spans=[span(0, 7, id="a")]),
    )  # fmt: skip
    assert (report.added, report.refused) == (2, [])
    assert len(report.repaired) == 1
    assert "2 tags or values differ from the project's, which were kept" in report.repaired[0]
    mine, theirs = exported_records(project, tmp_path)
    assert [(s["id"], s["note"]) for s in mine["spans"]] == [("a", ""), ("b", "")]
    assert mine["status"] == "started"
    assert len(theirs["spans"]) == 1
    assert count(project, "events") == events + 2  # one an (article, owner)
    assert audit(project) == []


def test_the_same_record_twice_on_an_article_that_is_there(project: Project, tmp_path: Path) -> None:
    bring_records(project, tmp_path, record(annotator=None, status="new"))
    found = record(spans=[span(0, 7)])
    report = bring_records(project, tmp_path, found, found)
    assert (report.added, report.already) == (1, 1)
    assert count(project, "spans") == 1


def test_imported_work_is_worked_on_like_any_other(project: Project, tmp_path: Path) -> None:
    bring_records(project, tmp_path, record(spans=[span(0, 7, id="a", attributes={"k": 1}), span(8, 12, id="b")]))
    hand = Hand.of(project, "harbour", "Ana")
    state = tables(project)
    hand.remove(hand.work.spans["a"])
    hand.change(hand.work.spans["b"], label="location")
    assert audit(project) == []
    hand.undo()
    hand.undo()
    assert tables(project) == state
    assert hand.undo() is None


def test_ids_that_are_equal_meet_nobody_elses_rows(project: Project, tmp_path: Path) -> None:
    bring_records(
        project, tmp_path, *(record(id=a, annotator=p, spans=[span(0, 7, id="s")]) for a in "xy" for p in ("P", "Q"))
    )
    Hand.of(project, "x", "P").remove(Hand.of(project, "x", "P").work.spans["s"])
    left = {(r["id"], r["annotator"]): len(r["spans"]) for r in exported_records(project, tmp_path)}
    assert left == {("x", "P"): 0, ("x", "Q"): 1, ("y", "P"): 1, ("y", "Q"): 1}


def test_two_annotators_of_one_name_stay_two(project: Project, tmp_path: Path) -> None:
    other = "42167ffc-46a6-4b5b-9094-1039d46f3aea"
    bring_records(project, tmp_path, record(annotator_id=other, spans=[span(0, 7)]), record(spans=[span(8, 12)]))
    assert [p.id for p in people.people(project)] == sorted([other, person_id("Ana")])
    assert [(r["annotator_id"], len(r["spans"])) for r in exported_records(project, tmp_path)] == [
        (i, 1) for i in sorted([other, person_id("Ana")])
    ]


def test_whose_unnamed_work_it_is(project: Project, tmp_path: Path) -> None:
    unnamed = record(annotator=..., spans=[span(0, 7)])
    bring(project, write_records(tmp_path / "Team A.jsonl", [unnamed]))
    bring(project, write_records(tmp_path / "x.jsonl", [unnamed]), annotator="  Ben  ")
    known = people.find_or_add(project, "Cleo")
    bring(project, write_records(tmp_path / "y.jsonl", [unnamed]), annotator="Cleo")
    assert [(r["annotator"], r["status"]) for r in exported_records(project, tmp_path)] == [
        ("Ben", "done"), ("Cleo", "done"), ("Team A", "done"),
    ]  # fmt: skip
    assert sorted(p.id for p in people.people(project)) == sorted([known.id, person_id("Ben"), person_id("Team A")])
    people.add_person(project, "Cleo")
    report = bring(project, tmp_path / "y.jsonl", annotator="Cleo")
    assert "2 annotators are called 'Cleo': name one by id" in report.refused[0].reason
    assert bring(project, tmp_path / "y.jsonl", annotator=known.id).already == 1
    with pytest.raises(AnnotatorError, match="can't be an annotator's name"):
        bring(project, tmp_path / "y.jsonl", annotator="a|b")
    report = bring(project, write_records(tmp_path / "a|b.jsonl", [unnamed]))
    assert "has to be told with --annotator" in report.refused[0].reason


def test_zones_of_a_record_are_its_owners(project: Project, tmp_path: Path) -> None:
    headline, caption = {"start": 0, "end": 45, "kind": "headline"}, {"start": 47, "end": 50, "kind": "caption"}
    bring_records(
        project, tmp_path, record(annotator="Auto"), record(annotator="Both", zones=[headline, caption]),
        record(annotator="None", zones=[]),
    )  # fmt: skip
    assert {r["annotator"]: r["zones"] for r in exported_records(project, tmp_path)} == {
        "Auto": [headline], "Both": [headline, caption], "None": [],
    }  # fmt: skip
    assert count(project, "zone_overrides") == 2


@pytest.mark.parametrize("together", [True, False])
def test_zones_that_nobody_signed_hold_for_all(project: Project, tmp_path: Path, together: bool) -> None:
    """A record without annotator re-zones the article; who comes later still gets the zones of their own record."""
    caption = {"start": 47, "end": 50, "kind": "caption"}
    found = [
        record(annotator=None, status="new", zones=[caption]),
        record(annotator="Same", zones=[caption]),
        record(annotator="Other", zones=[]),
        record(annotator="Silent"),
    ]
    for records in [found] if together else [[one] for one in found]:
        assert not bring_records(project, tmp_path, *records).refused
    assert {r["annotator"]: r["zones"] for r in exported_records(project, tmp_path)} == {
        "Same": [caption], "Other": [], "Silent": [caption],
    }  # fmt: skip


def test_meta_that_differs_is_told(project: Project, tmp_path: Path) -> None:
    report = bring_records(
        project, tmp_path, record(meta={"source": "Post"}), record(annotator="Ben", meta={"source": "Times"}),
        record(annotator="Cleo"),
    )  # fmt: skip
    assert len(report.repaired) == 1
    assert "line 2: its meta or group differs" in report.repaired[0]
    report = bring_records(project, tmp_path, record(annotator="Dan", meta={"source": "Times"}))
    assert "its meta or group differs" in report.repaired[0]


def test_texts_that_differ_only_in_case_spaces_and_quotes_are_told(project: Project, tmp_path: Path) -> None:
    report = bring_records(
        project, tmp_path, record(id="a"), record(id="b", text=TEXT.upper()), record(id="c", text="Other.\n")
    )
    assert (report.added, report.duplicates) == (3, [("b", "a")])
    report = bring_records(project, tmp_path, record(id="d", text=TEXT.replace("“", '"')))
    assert report.duplicates == [("d", "a")]


def test_strict_takes_all_or_nothing(project: Project, tmp_path: Path) -> None:
    before = trace(project)
    report = bring_records(project, tmp_path, record(id="a"), b"{", strict=True)
    assert (report.added, report.exit_code) == (0, 1)
    report = bring_records(project, tmp_path, record(id="a", spans=[span(0, 7, "ODD")]), strict=True)
    assert report.exit_code == 1
    assert [r.reason for r in report.refused] == ["the scheme has no label 'ODD'"]
    assert trace(project) == before
    report = bring_records(project, tmp_path, record(id="a", spans=[span(0, 7)]), strict=True)
    assert (report.added, report.exit_code) == (1, 0)


def test_labels_that_the_scheme_lacks_are_added_and_told(project: Project, tmp_path: Path) -> None:
    report = bring_records(project, tmp_path, record(spans=[span(0, 7, "ODD"), span(0, 7), span(0, 7, "EVEN")]))
    assert report.labels_added == ["EVEN", "ODD"]
    assert [label.key for label in project.scheme.labels if label.added] == ["EVEN", "ODD"]
    assert audit(project) == []


def test_a_huge_line_is_read_and_a_too_long_one_refused(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = record(id="huge", text="Tessaly 😀 " * 500_000)
    assert bring_records(project, tmp_path, huge).added == 1
    monkeypatch.setattr(jsonl, "MAX_LINE", 300)
    for spare in (0, 1, 2, 299, 300, 301, 302):
        short = record(id=f"s{spare}", text=f"{spare}", spans=...)
        report = bring_records(project, tmp_path, b"x" * spare, b"y" * 700, short)
        assert report.added == 1
        reasons = [r.reason for r in report.refused if r.line == 2]
        assert reasons == ["the line is longer than 256 MB: split the article"]


def test_a_text_of_more_than_twenty_million_characters_is_refused(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.work.ready.MAX_TEXT", 50)
    report = bring_records(project, tmp_path, record())
    assert report.refused[0].reason == "the text has more than 50 characters: split the article"


def test_bom_crlf_and_odd_spaces_between_records(project: Project, tmp_path: Path) -> None:
    lines = [json.dumps(record(id=i)).encode() for i in "abc"]
    (tmp_path / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n\r\n \t\n")
    report = bring(project, tmp_path / "in.jsonl")
    assert (report.read, report.added, report.refused) == (3, 3, [])


def test_sources_that_are_not_there_stop_before_anything(project: Project, tmp_path: Path) -> None:
    before = trace(project)
    with pytest.raises(AnnotatorError, match="does not exist"):
        bring(project, write_records(tmp_path / "in.jsonl", [record()]), tmp_path / "gone.jsonl")
    with pytest.raises(AnnotatorError, match="no format 'cards'"):
        bring(project, tmp_path / "in.jsonl", format="cards")
    assert trace(project) == before


class StopAt(Progress):
    """Stops the work at its n-th step."""

    def __init__(self, number: int, *, leave: bool = False) -> None:
        super().__init__(self._count)
        self.left, self._how = number, self.leave if leave else self.cancel

    def _count(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            self._how()


@pytest.mark.parametrize("steps", [1, 2, 20])
def test_cancel_leaves_no_trace(project: Project, tmp_path: Path, steps: int) -> None:
    bring_records(project, tmp_path, record())
    before = trace(project)
    many = [
        record(id=f"{i}", text=f"{i} {TEXT}", annotator="Ben", spans=[span(0, 1, "NEW", f"{i}")]) for i in range(400)
    ]
    source = write_records(tmp_path / "many.jsonl", many)
    with pytest.raises(Cancelled, match="The project is unchanged"):
        import_files(project, ImportRequest((source,)), "project", StopAt(steps))
    assert trace(project) == before
    assert bring(project, source).added == 400


def test_what_was_left_at_a_quit_is_unseen_until_it_is_gone_on_with(project: Project, tmp_path: Path) -> None:
    many = [
        record(id=f"{i}", text=f"{i} {TEXT}", annotator="Ben", spans=[span(0, 1, "NEW", f"{i}")]) for i in range(400)
    ]
    request = ImportRequest((write_records(tmp_path / "many.jsonl", many),))
    with pytest.raises(Left):
        import_files(project, request, "project", StopAt(20, leave=True))
    assert count(project, "articles") > 0
    assert exported_records(project, tmp_path) == []
    assert people.people(project) == []
    left = importing.cut_off(project, request)
    assert left is not None
    assert importing.cut_off(project, ImportRequest(request.sources, strict=True)) is None
    report = import_files(project, request, "project", resume=left)
    assert (report.read, report.added, report.labels_added) == (400, 400, ["NEW"])
    assert len(exported_records(project, tmp_path)) == 400
    assert audit(project) == []


def test_the_search_for_files_can_be_cancelled(project: Project, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        import_files(project, ImportRequest((tmp_path / "folder",)), "project", stopped)
