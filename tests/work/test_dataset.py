"""Datasets: splits that stay, bytes that repeat, a card and a manifest that tell the truth, and folders kept safe."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from annotator.core.ids import text_sha256
from annotator.store.project import Project
from annotator.work import card, dataset, export_words, kinds, targets
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.orders import ExportReport, Loss
from annotator.work.progress import Cancelled, Progress
from tests.helpers import bring_records, call, listing, project_with, record, run, span

PAGE = "Bells over Ilmark\n\nBy Ana Vell\n\nIlmark rang its bells, and Merovia heard. Photo: K. Orr\n"
ZONES = [
    {"start": 0, "end": 17, "kind": "headline"}, {"start": 19, "end": 30, "kind": "byline"},
    {"start": 74, "end": 87, "kind": "credit"},
]  # fmt: skip
SPLIT = {"dataset": True, "splits": (60, 20, 20)}


def article(number: int, **given: Any) -> dict[str, Any]:
    text = f"Report {number} from Ilmark says that Merovia called.\n"
    spans = [span(text.index("Ilmark"), text.index("Ilmark") + 6, "location", text)]
    if number % 3 == 0:
        spans.append(span(text.index("Merovia"), text.index("Merovia") + 7, "actor", text))
    meta = {"published": f"2031-{1 + number % 12:02}-05", "source": f"paper {number % 3}", "language": "en"}
    return record(**{"id": f"a{number:03}", "text": text, "spans": spans, "meta": meta, **given})


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = project_with(tmp_path, *(article(n, group=f"w{n % 7}" if n % 2 else None) for n in range(60)))
    yield made
    made.close()


def exported(project: Project, target: Path, **options: Any) -> ExportReport:
    return export_file(project, target, ExportRequest(**{**SPLIT, **options}))


def members(folder: Path) -> dict[str, str]:
    held = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["articles"]
    return {article: split for split, articles in held.items() for article in articles}


def lines(folder: Path, split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{split}.jsonl").read_bytes().split(b"\n")[:-1]]


def test_every_article_is_in_one_split_and_no_story_in_two(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "set")
    found = members(tmp_path / "set")
    assert len(found) == 60
    for split in ("train", "dev", "test"):
        assert [one["id"] for one in lines(tmp_path / "set", split)] == sorted(
            a for a, s in found.items() if s == split
        )
    stories: dict[str, set[str]] = {}
    for n in range(1, 60, 2):
        stories.setdefault(f"w{n % 7}", set()).add(found[f"a{n:03}"])
    assert all(len(sides) == 1 for sides in stories.values())
    assert sum(part["articles"] for part in report.splits.values()) == 60
    assert sum(part["stories"] for part in report.splits.values()) == 37
    assert sum(part["labels"]["location"] for part in report.splits.values()) == 60


@pytest.mark.parametrize("options", [{}, {"seed": 5}, {"cut_dates": ("2031-06-01", "2031-09-01")}])
def test_an_article_that_is_added_moves_no_other(project: Project, tmp_path: Path, options: dict[str, Any]) -> None:
    exported(project, tmp_path / "one", **options)
    bring_records(
        project, tmp_path, article(100), article(101, group="w1"), article(102, group="a000", annotator="Ana"),
        article(103, annotator=None, spans=[], status="new"),
    )  # fmt: skip
    exported(project, tmp_path / "two", **options)
    before, after = members(tmp_path / "one"), members(tmp_path / "two")
    assert {one: after[one] for one in before} == before
    assert after.keys() - before.keys() == {"a100", "a101", "a102"}
    assert after["a101"] == after["a001"]


def test_a_copy_that_comes_later_joins_the_first_one_where_it_is(tmp_path: Path) -> None:
    project = project_with(tmp_path, *(article(n, group=f"story {n}") for n in range(30)))
    exported(project, tmp_path / "one")
    bring_records(project, tmp_path, *(article(100 + n, group=f"story {n}") for n in range(30)))
    exported(project, tmp_path / "two")
    project.close()
    after = members(tmp_path / "two")
    assert {one: after[one] for one in members(tmp_path / "one")} == members(tmp_path / "one")
    assert all(after[f"a{n:03}"] == after[f"a{100 + n:03}"] for n in range(30))


def test_by_date_the_cuts_are_found_told_and_taken_again(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "one", by_date=True)
    assert report.cut_dates is not None
    assert report.seed is None
    days = {a: f"2031-{1 + int(a[1:]) % 12:02}-05" for a in members(tmp_path / "one")}
    alone = {a: split for a, split in members(tmp_path / "one").items() if int(a[1:]) % 2 == 0}
    for one, split in alone.items():
        assert split == (
            "train" if days[one] < report.cut_dates[0] else "dev" if days[one] < report.cut_dates[1] else "test"
        )
    bring_records(project, tmp_path, *(article(n, meta={"published": f"2033-01-{n - 99:02}"}) for n in range(100, 120)))
    request = dataset.like(project, tmp_path / "one" / "manifest.json", ExportRequest(dataset=True))
    assert (request.cut_dates, request.splits) == (report.cut_dates, (60, 20, 20))
    export_file(project, tmp_path / "two", request)
    after = members(tmp_path / "two")
    assert {one: after[one] for one in alone} == alone
    assert all(after[f"a{n}"] == "test" for n in range(100, 120))
    exported(project, tmp_path / "three", by_date=True)
    assert members(tmp_path / "three") != after


def test_balance_finds_a_seed_that_keeps_its_splits(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "one", balance=True)
    assert report.seed is not None
    request = dataset.like(project, tmp_path / "one", ExportRequest(dataset=True))
    assert request.seed == report.seed
    export_file(project, tmp_path / "two", request)
    assert listing(tmp_path / "one") == listing(tmp_path / "two")


def test_another_projects_manifest_is_refused(project: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "one")
    (tmp_path / "other").mkdir()
    other = project_with(tmp_path / "other", article(1))
    with pytest.raises(AnnotatorError, match="another project's dataset"):
        dataset.like(other, tmp_path / "one", ExportRequest(dataset=True))
    other.close()
    (tmp_path / "no.json").write_text("[]")
    for path in (tmp_path / "no.json", tmp_path / "one" / "train.jsonl"):
        with pytest.raises(AnnotatorError, match="is no manifest of a dataset"):
            dataset.like(project, path, ExportRequest(dataset=True))


@pytest.mark.parametrize("format_", ["native", "huggingface", pytest.param("spacy", marks=pytest.mark.heavy)])
def test_the_same_project_and_options_give_the_same_bytes(project: Project, tmp_path: Path, format_: str) -> None:
    """Whatever the clock, the zone, the place, the seed of hashes and what was exported before."""
    exported(project, tmp_path / "one", format=format_, furniture=False)
    project.close()
    elsewhere = tmp_path / "another place" / "moved.annotator"
    elsewhere.parent.mkdir()
    shutil.copy(project.path, elsewhere)
    options = ["--dataset", "--split", "60/20/20", "--format", format_, "--no-furniture"]
    env = {**os.environ, "TZ": "America/Lima", "PYTHONHASHSEED": "2", "LC_ALL": "C"}
    outcome = run("export", elsewhere, elsewhere.parent / "two", *options, env=env)
    assert outcome.code == 0, outcome.err
    assert listing(tmp_path / "one") == listing(elsewhere.parent / "two")


WRITING = [kind.name for kind in kinds.known() if kind.writes and kind.name not in ("native", "huggingface", "spacy")]


@pytest.mark.parametrize("format_", WRITING)
def test_every_format_makes_a_dataset_and_is_replaced_by_its_own(
    project: Project, tmp_path: Path, format_: str
) -> None:
    few = tuple(f"a{n:03}" for n in range(8))
    for options in ({"dataset": True, "splits": (50, 25, 25)}, {"dataset": False, "splits": None}):
        target = tmp_path / f"out-{options['dataset']}"
        report = exported(project, target, format=format_, articles=few, **options)
        before = listing(target.parent)
        assert report.articles == 8
        exported(project, target, format=format_, articles=few, **options)
        assert listing(target.parent) == before


def test_the_manifest_lists_every_file_and_every_text(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "set", furniture=False)
    found = json.loads((tmp_path / "set" / "manifest.json").read_text(encoding="utf-8"))
    assert found["files"].keys() == {"README.md", "dev.jsonl", "scheme.toml", "test.jsonl", "train.jsonl"}
    for name, facts in found["files"].items():
        assert targets.file_facts(tmp_path / "set" / name) == facts
    assert (tmp_path / "set" / "scheme.toml").read_text(encoding="utf-8") == project.scheme.text
    for split in ("train", "dev", "test"):
        for one in lines(tmp_path / "set", split):
            assert found["articles"][split][one["id"]] == one["text_sha256"] == text_sha256(one["text"])
    assert found["splits"] == report.splits
    assert (found["project"], found["options"]["seed"]) == (project.id, 1)
    assert "Ana" not in json.dumps(found)


def test_names_stand_in_a_dataset_only_when_asked_for(project: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "set")
    whole = b"".join(path.read_bytes() for path in (tmp_path / "set").iterdir())
    assert b'"Ana"' not in whole
    assert b"Ana (" not in whole
    exported(project, tmp_path / "set", names=True)
    assert lines(tmp_path / "set", "train")[0]["annotator"] == "Ana"
    assert "Work of: Ana (`" in (tmp_path / "set" / "README.md").read_text(encoding="utf-8")


def test_the_card_tells_what_is_in_the_folder(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "set", format="huggingface")
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    front = card.split("---\n")[1]
    for line in ("license: other", "- token-classification", "- en", "  - split: validation",
                 '    path: "data/dev-00000-of-00001.parquet"'):  # fmt: skip
        assert line in front.split("\n")
    part = report.splits["train"]
    assert f"| articles | {part['articles']} |" in card
    assert "Not defined: fewer than two people finished articles." in card
    assert "paper 0 20, paper 1 20, paper 2 20" in card
    assert "Dates: 2031-01-05 to 2031-12-05 (60 of 60 articles)." in card
    assert f"version `{project.scheme.version}`" in card
    facts = targets.file_facts(tmp_path / "set" / "data" / "train-00000-of-00001.parquet")
    assert facts["sha256"] in card
    assert str(tmp_path) not in card


def test_the_card_has_the_agreement_of_two(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        *(article(n, annotator=name) for n in range(8) for name in ("Ana", "Ben")),
        article(9, annotator="Ana"),
    )
    with pytest.raises(AnnotatorError, match="Ana, Ben finished articles, and there is no gold layer"):
        exported(project, tmp_path / "set")
    report = exported(project, tmp_path / "set", everybody=True)
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert report.records == 17
    assert "Over the 8 articles of the project that two or more of 2 people finished." in card
    assert "| F1 exact, mean of pairs | 1.000" in card
    assert dataset.outline(project, ExportRequest(**SPLIT, everybody=True)).layer == ("Ana", "Ben")
    project.close()


def test_a_gold_layer_goes_before_people(tmp_path: Path) -> None:
    project = project_with(
        tmp_path, article(1, annotator="Ana"), article(2, annotator="Ben"),
        article(1, annotator="gold", annotator_id="d5a0d7cc-cd8c-5b0e-9c4a-4a4d4d0a0a0a"),
    )  # fmt: skip
    from annotator.core.ids import GOLD

    with project.write():
        project.db.execute("UPDATE owners SET id = ? WHERE id = 'd5a0d7cc-cd8c-5b0e-9c4a-4a4d4d0a0a0a'", (GOLD,))
        project.db.execute("DELETE FROM people WHERE name = 'gold'")
    report = exported(project, tmp_path / "set")
    assert (report.records, list(members(tmp_path / "set"))) == (1, ["a001"])
    assert (
        "Statuses: done. The gold layer was adjudicated on 1 articles." in (tmp_path / "set" / "README.md").read_text()
    )
    project.close()


def test_furniture_is_cut_and_the_spans_keep_their_words(tmp_path: Path) -> None:
    at = PAGE.index("Ilmark rang")
    spans = [
        span(at, at + 6, "location", PAGE), span(PAGE.index("Merovia"), PAGE.index("Merovia") + 7, "actor", PAGE),
        span(22, 30, "actor", PAGE), span(at, len(PAGE) - 5, "threat", PAGE),
    ]  # fmt: skip
    links = [{"id": "r", "type": "target", "head": "t", "child": "m"}]
    spans[3]["id"], spans[1]["id"] = "t", "m"
    bare = record(id="all", text="By Ana Vell\n", spans=[], zones=[{"start": 0, "end": 11, "kind": "byline"}])
    project = project_with(
        tmp_path, record(id="p", text=PAGE, zones=ZONES, spans=spans, relations=links, meta={"url": "x"}), bare
    )
    report = export_file(project, tmp_path / "set", ExportRequest(dataset=True, furniture=False))
    (found,) = lines(tmp_path / "set", "train")
    assert found["text"] == "Bells over Ilmark\n\nIlmark rang its bells, and Merovia heard. \n"
    assert [(s["text"], found["text"][s["start"] : s["end"]]) for s in found["spans"]] == [
        ("Ilmark", "Ilmark"), ("Merovia", "Merovia"),
    ]  # fmt: skip
    assert found["text_sha256"] == text_sha256(found["text"])
    assert found["meta"]["cut"]["text_sha256"] == text_sha256(PAGE)
    assert found["zones"] == [{"start": 0, "end": 17, "kind": "headline"}]
    assert report.losses == [
        "1 records of articles that are furniture alone",
        "1 relations with an end that was cut with furniture",
        "1 spans across the edge of furniture that was cut",
        "1 spans in furniture that was cut",
    ]
    assert report.lost[3].places == ("p 22-30 'Ana Vell'",)
    assert (report.articles, report.spans) == (1, 2)
    assert (
        "| spans in furniture that was cut | 1 | p 22-30 'Ana Vell' |" in (tmp_path / "set" / "README.md").read_text()
    )
    project.close()


def test_labels_and_articles_that_are_asked_for(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "set", labels=("actor",), articles=("a000", "a001", "a003"))
    assert len(members(tmp_path / "set")) == 3
    assert report.spans == 2
    for wrong, told in (({"labels": ("nothing",)}, "no label 'nothing'"), ({"articles": ("zz",)}, "no article 'zz'")):
        with pytest.raises(AnnotatorError, match=told):
            exported(project, tmp_path / "other", **wrong)


def test_what_lacks_is_told_before_and_after(project: Project, tmp_path: Path) -> None:
    request = ExportRequest(dataset=True, splits=(98, 1, 1))
    found = dataset.outline(project, request)
    assert "dev holds no article." in found.warnings
    assert "No split has threat, diplomatic_call." in found.warnings
    report = export_file(project, tmp_path / "set", request)
    assert report.warnings == found.warnings
    assert {split: part.as_json() for split, part in found.splits.items()} == report.splits
    assert (found.layer, found.seed) == (("Ana",), 1)


def test_nothing_to_put_in(tmp_path: Path) -> None:
    project = project_with(tmp_path, article(1, status="started"))
    with pytest.raises(AnnotatorError, match="nobody has finished an article"):
        exported(project, tmp_path / "set")
    with pytest.raises(AnnotatorError, match="no article fits"):
        exported(project, tmp_path / "set", annotators=("Ana",))
    with pytest.raises(AnnotatorError, match="are no shares"):
        exported(project, tmp_path / "set", splits=(1, 2, 3))
    assert not (tmp_path / "set").exists()
    project.close()


def test_a_folder_that_is_not_ours_is_left_alone(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "set"
    target.mkdir()
    exported(project, target)
    before = listing(target)
    exported(project, target)
    assert listing(target) == before
    (target / "notes.txt").write_text("mine")
    with pytest.raises(AnnotatorError, match=r"no export that could be replaced. It holds notes.txt"):
        exported(project, target)
    (target / "notes.txt").unlink()
    (target / "README.md").write_text("mine")
    with pytest.raises(AnnotatorError, match=r"README.md was changed since it was exported"):
        exported(project, target)
    assert (target / "README.md").read_text() == "mine"
    shutil.rmtree(target)
    target.write_text("a file")
    with pytest.raises(AnnotatorError, match=r"is a file\. Name a folder"):
        exported(project, target)
    with pytest.raises(AnnotatorError, match="there is no such folder"):
        exported(project, tmp_path / "no" / "set")
    assert not list(tmp_path.glob(".set*"))


def test_a_cancelled_or_broken_dataset_leaves_what_was_there(project: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "set")
    before = listing(tmp_path / "set")

    class Late(Progress):
        def step(self, done: int, total: int | None, what: str = "") -> None:
            if done > 30:
                self.cancel()
            super().step(done, total, what)

    for target in (tmp_path / "set", tmp_path / "new"):
        with pytest.raises(Cancelled):
            export_file(project, target, ExportRequest(dataset=True, splits=(60, 20, 20), seed=2), Late())
    with project.write():
        project.db.execute("UPDATE texts SET text = text || 'x' WHERE article = (SELECT max(article) FROM texts)")
    with pytest.raises(AnnotatorError, match="does not match its hash"):
        exported(project, tmp_path / "set", seed=2)
    assert listing(tmp_path / "set") == before
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".*"))


def test_from_the_command_line(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.close()
    target = tmp_path / "set"
    told = call(monkeypatch, "export", project.path, target, "--dataset", "--split", "60/20/20").out.decode()
    assert told.startswith("Wrote 60 records of 60 articles with 80 spans to ")
    assert f"keeps every story in its split with --seed 1, or with --like {target}." in told
    outcome = call(monkeypatch, "export", project.path, tmp_path / "two", "--dataset", "--like", target, "--json")
    assert outcome.json["splits"]["train"]["articles"] == outcome.json["articles"] - sum(
        outcome.json["splits"][split]["articles"] for split in ("dev", "test")
    )
    assert (outcome.json["seed"], outcome.json["losses"]) == (1, [])
    assert listing(tmp_path / "two") == listing(target)
    for options, complaint in (
        (["--split", "80/10/10"], "--split goes with --dataset"),
        (["--dataset", "--split", "half"], "--split half: give percent"),
        (["--dataset", "--cut-dates", "2031"], "give the first day of dev and of test"),
        (["--dataset", "--like", target, "--balance"], "--balance does not go with --like"),
        (["--dataset", "--by-date", "--balance"], "--balance does not go with splits by date"),
        (["--dataset", "--cut-dates", "2031-13-01,2031-14-01"], "are no cut dates"),
        (["--all-annotators"], "--all-annotators goes with --dataset"),
        (["--articles", tmp_path / "none"], "can't be read"),
    ):
        outcome = call(monkeypatch, "export", project.path, tmp_path / "three", *options)
        assert outcome.code == 1
        assert complaint in outcome.complaint
    assert call(monkeypatch, "export", project.path, "-", "--dataset").complaint.endswith("name a folder to export to.")
    ids = tmp_path / "ids.txt"
    ids.write_text("a001\n\na002\n")
    report = call(monkeypatch, "export", project.path, tmp_path / "few.jsonl", "--articles", ids, "--json").json
    assert report["articles"] == 2


def test_losses_are_told_on_standard_output(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_records(project, tmp_path, article(70, notes=[{"id": "n", "text": "look again"}]))
    project.close()
    outcome = call(monkeypatch, "export", project.path, tmp_path / "out.parquet", "--format", "huggingface")
    assert outcome.err == ""
    assert "Left out: 1 notes on articles (a070)." in outcome.out.decode().split("\n")


def test_words_of_articles_do_nothing_to_a_terminal_or_a_card() -> None:
    report = ExportReport(1, 1, 1, lost=[Loss("tags over the end of a line", 1, ("a 0-9 one\n\x1b[31mtwo",))])
    (line,) = export_words.told(report, Path("x")).split("\n")[1:]
    assert line == "Left out: 1 tags over the end of a line (a 0-9 one \ufffd[31mtwo)."
    assert card._line("![a](http://a.test/b.png)\n# <b>") == "![a]\\(http://a.test/b.png) # &lt;b>"  # noqa: SLF001


def test_a_dataset_is_streamed(tmp_path: Path) -> None:
    words = "Merovia called. " * 4000
    project = project_with(tmp_path, *(record(id=f"a{n}", text=f"{n} {words}") for n in range(150)))
    exported(project, tmp_path / "set")
    tracemalloc.start()
    try:
        exported(project, tmp_path / "set", seed=2)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    project.close()
    written = sum(path.stat().st_size for path in (tmp_path / "set").iterdir())
    assert written > 9_000_000
    assert peak < written / 2
