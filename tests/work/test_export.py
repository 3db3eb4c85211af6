from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from annotator.store import people, schemes
from annotator.store.errors import ProjectError
from annotator.store.project import Project, open_project, read_project
from annotator.work import scheming
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.progress import Cancelled, Progress
from tests.helpers import (
    Hand,
    bring,
    bring_records,
    exported,
    exported_records,
    listing,
    project_with,
    record,
    span,
    tables,
)


@pytest.fixture
def project(tmp_path: Path) -> Any:
    made = project_with(
        tmp_path,
        record(id="b", annotator="Ben", status="done", spans=[span(0, 7)]),
        record(id="b", annotator="Ana", status="skipped", reason="short", spans=[]),
        record(id="a", annotator=None, status="new", text="Nobody's.\n"),
        record(id="c", annotator="Ana", status="started", text="Open.\n"),
    )
    yield made
    made.close()


def places(records: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    return [(r["id"], r["annotator"], r["status"]) for r in records]


def test_one_record_an_article_and_annotator_in_a_fixed_order(project: Project, tmp_path: Path) -> None:
    assert places(exported_records(project, tmp_path)) == [
        ("a", None, "new"), ("b", "Ana", "skipped"), ("b", "Ben", "done"), ("c", "Ana", "started"),
    ]  # fmt: skip


def test_work_that_was_all_taken_back_is_no_work(project: Project, tmp_path: Path) -> None:
    hand = Hand.of(project, "a")
    hand.tag(0, 6)
    hand.undo()
    assert places(exported_records(project, tmp_path))[0] == ("a", None, "new")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"annotators": ("Ana",)}, [("b", "Ana", "skipped"), ("c", "Ana", "started")]),
        ({"statuses": ("done", "skipped")}, [("b", "Ana", "skipped"), ("b", "Ben", "done")]),
        ({"statuses": ("new",)}, [("a", None, "new")]),
        ({"annotators": ("Ana", "Ben"), "statuses": ("done",)}, [("b", "Ben", "done")]),
        ({"annotators": ("Ben",), "statuses": ("new",)}, []),
    ],
)
def test_filters_only_leave_records_out(
    project: Project, tmp_path: Path, options: dict[str, Any], expected: list[Any]
) -> None:
    whole = exported(project, tmp_path).split(b"\n")
    part = exported(project, tmp_path, **options).split(b"\n")
    assert places([json.loads(line) for line in part[:-1]]) == expected
    assert set(part) <= set(whole)


def test_an_annotator_nobody_knows(project: Project, tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="there is no annotator 'Zoe'; the project knows Ana, Ben"):
        exported(project, tmp_path, annotators=("Zoe",))
    with pytest.raises(AnnotatorError, match="no format 'nonesuch'"):
        exported(project, tmp_path, format="nonesuch")
    assert "exported.jsonl" not in listing(tmp_path)


def test_the_target_changes_only_when_all_is_written(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    target.chmod(0o600)
    before = listing(tmp_path)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export_file(project, target, ExportRequest(), progress)
    with project.write():
        project.db.execute("UPDATE texts SET text = text || 'x' WHERE article = (SELECT max(article) FROM texts)")
    with pytest.raises(AnnotatorError, match="does not match its hash"):
        export_file(project, target, ExportRequest())
    assert {k: v for k, v in listing(tmp_path).items() if not k.startswith("p.")} == {
        k: v for k, v in before.items() if not k.startswith("p.")
    }
    with project.write():
        project.db.execute("UPDATE texts SET text = substr(text, 1, length(text) - 1) WHERE text LIKE '%x'")
    export_file(project, target, ExportRequest())
    assert target.read_bytes() != b"old"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_span_that_left_its_words_is_not_exported(project: Project, tmp_path: Path) -> None:
    with project.write():
        project.db.execute("UPDATE spans SET start = start + 1")
    with pytest.raises(AnnotatorError, match="does not match its words"):
        exported(project, tmp_path)


def test_the_project_itself_is_never_replaced(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to(project.path)
    for target in (project.path, link):
        with pytest.raises(AnnotatorError, match="is the project itself"):
            export_file(project, target, ExportRequest())
    project.close()
    open_project(project.path).close()


def test_who_reads_the_old_target_reads_it_to_its_end(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old " * 10_000)
    with target.open("rb") as reader:
        reader.read(4)
        export_file(project, target, ExportRequest())
        assert reader.read() == b"old " * 9_999
    assert target.read_bytes().startswith(b'{"id":"a"')


def test_a_link_keeps_pointing(project: Project, tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_bytes(b"")
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    export_file(project, tmp_path / "link.jsonl", ExportRequest())
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes()


@pytest.mark.parametrize("name", ["gone/out.jsonl", "folder", "x" * 300])
def test_a_target_that_can_not_be(project: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(listing(tmp_path))
    with pytest.raises(AnnotatorError, match=r"no such folder. Make it first|Check the path|Name a file"):
        export_file(project, tmp_path / name, ExportRequest())
    assert sorted(listing(tmp_path)) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
def test_a_full_device(project: Project) -> None:
    with pytest.raises(ProjectError, match="/dev/full: the disk is full"):
        export_file(project, Path("/dev/full"), ExportRequest())


def test_a_pipe_is_written_into(project: Project, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export_file(project, pipe, ExportRequest())
    assert os.read(reader, 100_000) == exported(project, tmp_path)
    os.close(reader)


def test_an_export_while_the_window_goes_on_labelling(project: Project, tmp_path: Path) -> None:
    before = exported(project, tmp_path)
    reader = read_project(project.path)

    class Meanwhile(Progress):
        def step(self, *_: object) -> None:
            Hand.of(project, "c").tag(0, 4)

    export_file(reader, tmp_path / "out.jsonl", ExportRequest(), Meanwhile())
    reader.close()
    assert len(exported_records(project, tmp_path)) == before.count(b"\n") + 1
    assert (tmp_path / "out.jsonl").read_bytes() in (before, exported(project, tmp_path))


def test_a_big_export_says_how_far_it_is(project: Project, tmp_path: Path) -> None:
    bring_records(
        project, tmp_path, *(record(id=f"x{i}", text=f"{i}.\n", annotator=None, status="new") for i in range(90))
    )
    told: list[tuple[int, int | None]] = []
    export_file(
        project, tmp_path / "o.jsonl", ExportRequest(), Progress(lambda done, total, _: told.append((done, total)))
    )
    assert told == [(0, 93), (32, 93), (64, 93)]


# --- after the scheme changed


def merged(project: Project) -> None:
    """Give the project a label merged into actor, with spans of both on the same words and a role of each."""
    me = people.find_or_add(project, "Hand").id
    schemes.change(project, scheming.add_label(project.scheme, "Minister"), me, "add")
    hand = Hand.of(project, "b")
    minister = hand.tag(0, 7, "minister", id="m", note="of trade", created="2026")
    actor, call = hand.tag(0, 7, "actor", id="a", created="2027"), hand.tag(9, 12, "diplomatic_call", id="c")
    hand.tag(20, 24, "minister", id="n", unsure=True)
    hand.put("attribute", "m/sector", {"value": "GOV"})
    hand.link(call, minister, "caller")
    hand.link(call, actor, "recipient")
    schemes.change(project, scheming.merge_label(project.scheme, "minister", "actor"), me, "merge")


def mine(project: Project, folder: Path) -> dict[str, Any]:
    (found,) = exported_records(project, folder, annotators=("Hand",))
    return found


def test_a_rename_leaves_the_key_in_the_export(project: Project, tmp_path: Path) -> None:
    before = exported_records(project, tmp_path)
    me = people.find_or_add(project, "Hand").id
    schemes.change(project, scheming.change_label(project.scheme, "actor", name="Who"), me, "rename")
    after = exported_records(project, tmp_path)
    assert {r["scheme_version"] for r in after} == {project.scheme.version} != {r["scheme_version"] for r in before}
    assert [r | {"scheme_version": ""} for r in after] == [r | {"scheme_version": ""} for r in before]


def test_a_merge_writes_the_label_that_tags_are_read_as(project: Project, tmp_path: Path) -> None:
    merged(project)
    found = mine(project, tmp_path)
    assert [(s["id"], s["label"]) for s in found["spans"]] == [("a", "actor"), ("c", "diplomatic_call"), ("n", "actor")]
    assert (found["spans"][0]["note"], found["spans"][0]["attributes"]) == ("of trade", {"sector": "GOV"})
    assert {(r["type"], r["head"], r["child"]) for r in found["relations"]} == {
        ("caller", "c", "a"), ("recipient", "c", "a"),
    }  # fmt: skip


def test_a_merge_that_is_undone_exports_what_was_there(project: Project, tmp_path: Path) -> None:
    merged(project)
    assert schemes.take_back(project, people.find_or_add(project, "Hand").id, "undo")
    labels = [s["label"] for s in mine(project, tmp_path)["spans"]]
    assert sorted(labels) == ["actor", "diplomatic_call", "minister", "minister"]


def test_a_record_exported_after_a_merge_changes_nothing_when_it_comes_back(project: Project, tmp_path: Path) -> None:
    merged(project)
    before, held = exported(project, tmp_path), tables(project)
    report = bring(project, tmp_path / "exported.jsonl")
    assert (report.added, report.repaired, report.refused) == (0, [], [])
    assert (exported(project, tmp_path), tables(project)) == (before, held)


def test_a_record_exported_before_a_merge_changes_nothing_either(project: Project, tmp_path: Path) -> None:
    merged(project)
    me = people.find_or_add(project, "Hand").id
    schemes.take_back(project, me, "undo")
    exported(project, tmp_path)
    schemes.take_back(project, me, "redo")
    held = tables(project)
    report = bring(project, tmp_path / "exported.jsonl")
    assert (report.added, report.repaired) == (0, [])
    assert tables(project) == held


def test_a_record_that_differs_is_still_told_of_after_a_merge(project: Project, tmp_path: Path) -> None:
    merged(project)
    found = mine(project, tmp_path)
    found["spans"][0]["note"] = "another"
    report = bring_records(project, tmp_path, found)
    assert len(report.repaired) == 1
    assert "1 tags or values differ" in report.repaired[0]
