"""Packages made from a project, all or none: shares, files, hidden gold, the command line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD
from annotator.store import articles, assigning, log, packages, people
from annotator.store.audit import audit
from annotator.store.project import Project, open_project, read_project
from annotator.work.folders import safe_name
from annotator.work.packaging import Choice, PackageReport, PackageRequest, ids_in, make_packages
from annotator.work.progress import Cancelled, Progress
from tests.helpers import bring_records, call, listing, project_with, record, span

MP = pytest.MonkeyPatch


def _text(number: int) -> str:
    return f"Report {number} of the coast\n\nShip {number} left the harbour at dawn.\n"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Project]:
    """A project with forty articles; Ana finished two of them, and `out` is a folder beside it."""
    (tmp_path / "out").mkdir()
    made = project_with(
        tmp_path, *(record(id=f"a{n:02}", text=_text(n), annotator=None, status="new") for n in range(40))
    )
    bring_records(
        made, tmp_path, *(record(id=f"a{n:02}", text=_text(n), spans=[span(0, 6, text=_text(n))]) for n in (3, 7))
    )
    yield made
    made.close()


def _gold(project: Project, *ids: str) -> None:
    for article in ids:
        log.record(
            project, owner=GOLD, article=article, kind="decide", actor="project",
            entries=[("status", "", None, edits.status_row("done"))],
        )  # fmt: skip


def _held(path: Path) -> list[str]:
    package = read_project(path)
    try:
        return list(assigning.ids(package).values())
    finally:
        package.close()


def _make(source: Project, folder: Path, *names: str, **options: object) -> PackageReport:
    return make_packages(source, PackageRequest(folder, names, **options), "project")  # type: ignore[arg-type]


def test_one_file_an_annotator_and_all_articles_given_out(source: Project, tmp_path: Path) -> None:
    report = _make(source, tmp_path / "out", "Ana", "Ben", "Zoë", overlap=25)
    assert sorted(listing(tmp_path / "out")) == ["p-Ana.annotator", "p-Ben.annotator", "p-Zoë.annotator"]
    assert (report.articles, report.shared) == (40, 10)
    readers = Counter(article for one in report.files for article in _held(one.path))
    assert Counter(readers.values()) == {1: 30, 2: 10}
    assert sorted(one.articles for one in report.files) == [16, 17, 17]
    assert [one.is_new for one in report.files] == [False, True, True]
    names = {who.name: who.id for who in people.people(source)}
    assert {one.who.name: one.who.id for one in report.files} == names
    given = {one.name: (one.given, one.finished) for one in assigning.given(source)}
    assert {name: count for name, (count, _) in given.items()} == {one.who.name: one.articles for one in report.files}
    assert assigning.ungiven(source) == []
    for one in report.files:
        package = open_project(one.path)
        assert audit(package) == []
        assert (people.owner(package), [p.id for p in people.people(package)]) == (one.who, [one.who.id])
        shown = list(assigning.ids(package).values())
        assert shown == sorted(shown)  # in the order of the project
        assert {a for a, persons in assigning.all_assigned(source).items() if one.who.id in persons} == set(shown)
        assert package.id != source.id
        about = packages.about(package)
        assert about is not None
        assert {event.action for event in log.all_events(package)} == {None}
        package.close()
    assert audit(source) == []


def test_the_same_is_shared_out_again_and_another_seed_differs(source: Project, tmp_path: Path) -> None:
    held = []
    for number, seed in enumerate((0, 0, 5)):
        folder = tmp_path / f"round{number}"
        folder.mkdir()
        report = _make(source, folder, "Ben", "Cleo", overlap=50, seed=seed)
        held.append([_held(one.path) for one in report.files])
    assert held[0] == held[1] != held[2]


def test_a_pilot_gives_everything_to_all(source: Project, tmp_path: Path) -> None:
    report = _make(source, tmp_path / "out", "Ana", "Ben", "Cleo", overlap=100, copies=3)
    assert [_held(one.path) for one in report.files] == [list(assigning.ids(source).values())] * 3


def test_what_is_chosen(source: Project, tmp_path: Path) -> None:
    first = _make(source, tmp_path / "out", "Ben", choice=Choice("ids", ids=("a05", "a01", "a05")))
    assert _held(first.files[0].path) == ["a01", "a05"]
    (tmp_path / "two").mkdir()
    second = _make(source, tmp_path / "two", "Ben", choice=Choice("ungiven"))
    assert second.articles == 38
    assert _held(second.files[0].path) == [one for one in assigning.ids(source).values() if one not in ("a01", "a05")]
    (tmp_path / "three").mkdir()
    third = _make(source, tmp_path / "three", "Ben", choice=Choice("status", "done"))
    assert _held(third.files[0].path) == ["a03", "a07"]
    assert assigning.given(source) == [assigning.Given(first.files[0].who.id, "Ben", 40, 0)]


def test_hidden_gold_is_mixed_in_unmarked_and_fresh_first(source: Project, tmp_path: Path) -> None:
    _gold(source, "a03", "a07", "a30", "a31", "a32")
    request = {"choice": Choice("ids", ids=tuple(f"a{n:02}" for n in range(10, 26))), "gold": 2}
    report = _make(source, tmp_path / "out", "Ana", "Ben", **request)
    gold = {"a03", "a07", "a30", "a31", "a32"}
    for one in report.files:
        held = _held(one.path)
        assert (len(held), one.articles, one.gold) == (10, 10, 2)
        assert len(gold & set(held)) == 2
        assert held != sorted(held)
        for words in ("gold", GOLD):
            assert words.encode() not in one.path.read_bytes()
    assert not {"a03", "a07"} & set(_held(report.files[0].path))  # Ana knows these
    places = [_held(one.path).index(article) for one in report.files for article in gold & set(_held(one.path))]
    assert len(set(places)) > 1
    kinds = {(event.kind, len(event.entries())) for event in log.all_events(source) if event.kind == "assign"}
    assert {kind for kind, _ in kinds} == {"assign"}


def test_gold_that_is_known_is_better_than_none_and_too_much_is_refused(source: Project, tmp_path: Path) -> None:
    _gold(source, "a03", "a07")
    chosen = Choice("ids", ids=("a20", "a21"))
    assert set(_held(_make(source, tmp_path / "out", "Ana", choice=chosen, gold=2).files[0].path)) == {
        "a03", "a07", "a20", "a21"
    }  # fmt: skip
    (tmp_path / "two").mkdir()
    inside = Choice("ids", ids=("a03", "a20"))
    assert sorted(_held(_make(source, tmp_path / "two", "Ana", choice=inside, gold=2).files[0].path)) == [
        "a03", "a07", "a20"
    ]  # fmt: skip
    with pytest.raises(AnnotatorError, match="3 hidden gold articles are asked for, but 2 articles are adjudicated"):
        _make(source, tmp_path / "out", "Ben", gold=3)


def test_a_file_that_is_there_is_never_replaced(source: Project, tmp_path: Path) -> None:
    (tmp_path / "out" / "p-Ben.annotator").write_text("mine", encoding="utf-8")
    for number in (2, 3):
        report = _make(source, tmp_path / "out", "Ana", "Ben", "Ben-2", "BEN-3")
        assert report.files[1].path == tmp_path / "out" / f"p-Ben-{number + 2}.annotator"
        assert all(one.path.is_file() for one in report.files)
    assert len(listing(tmp_path / "out")) == 9
    assert (tmp_path / "out" / "p-Ben.annotator").read_text(encoding="utf-8") == "mine"


class _Stop(Progress):
    """Stops the work at its nth step, by cancel or by a fault."""

    def __init__(self, at: int, error: BaseException | None = None) -> None:
        super().__init__()
        self.steps, self._at, self._error = 0, at, error

    def step(self, done: int, total: int | None, what: str = "") -> None:
        self.steps += 1
        if self.steps == self._at:
            if self._error is not None:
                raise self._error
            self.cancel()
        super().step(done, total, what)


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("error", [None, OSError(28, "No space left"), KeyboardInterrupt()])
def test_stopped_anywhere_nothing_remains(
    source: Project, tmp_path: Path, at: int, error: BaseException | None
) -> None:
    before = listing(tmp_path / "out"), list(log.all_events(source)), people.people(source)
    request = PackageRequest(tmp_path / "out", ("Ana", "Ben", "Zoë"), overlap=25)
    with pytest.raises(Cancelled if error is None else (AnnotatorError, type(error))):
        make_packages(source, request, "project", _Stop(at, error))
    assert (listing(tmp_path / "out"), list(log.all_events(source)), people.people(source)) == before
    assert source.db.execute("SELECT count(*) FROM batches WHERE kind = 'package'").fetchone() == (0,)
    assert assigning.given(source) == []
    assert audit(source) == []
    counted = _Stop(-1)
    make_packages(source, request, "project", counted)
    assert counted.steps >= 4


def test_a_name_taken_at_the_last_moment_leaves_nothing(source: Project, tmp_path: Path) -> None:
    """Somebody makes a file of the second package's name while the packages are written."""
    late = tmp_path / "out" / "p-Ben.annotator"

    class _Meddle(Progress):
        def step(self, done: int, total: int | None, what: str = "") -> None:
            late.write_text("theirs", encoding="utf-8")
            super().step(done, total, what)

    with pytest.raises(AnnotatorError, match=r"p-Ben.annotator: There is already a file"):
        make_packages(source, PackageRequest(tmp_path / "out", ("Ana", "Ben")), "project", _Meddle())
    assert sorted(listing(tmp_path / "out")) == ["p-Ben.annotator"]
    assert late.read_text(encoding="utf-8") == "theirs"
    assert assigning.given(source) == []
    assert [who.name for who in people.people(source)] == ["Ana"]
    assert audit(source) == []


def test_faults_of_a_request(source: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    twin = people.add_person(source, "Ana")
    for names, options, reason in [
        (("Ana",), {}, "2 annotators are called 'Ana'"),
        ((twin.id, twin.id), {}, "'Ana' is named twice"),
        (("Ben", " Ben "), {}, "'Ben' is named twice"),
        (("a|b",), {}, "can't be an annotator's name"),
        ((), {}, "Nobody is named"),
        (("Ben",), {"overlap": 10}, "2 annotators are to get the same articles"),
        (("Ben",), {"choice": Choice("ids", ids=("nowhere", "a01", "x"))}, "no article 'nowhere', and 1 more"),
        (("Ben",), {"choice": Choice("status", "skipped")}, "No article is chosen"),
    ]:
        with pytest.raises(AnnotatorError, match=reason):
            _make(source, out, *names, **options)
    with pytest.raises(AnnotatorError, match="nowhere: there is no such folder"):
        _make(source, tmp_path / "nowhere" / "at all", "Ben")
    with pytest.raises(AnnotatorError, match="this is a file, not a folder"):
        _make(source, source.path, "Ben")
    assert listing(out) == {}
    report = _make(source, out, twin.id, next(w.id for w in people.people(source) if w.id != twin.id))
    assert [one.path.name for one in report.files] == [f"p-Ana-{one.who.id[:8]}.annotator" for one in report.files]


def test_a_missing_folder_is_made_and_goes_again_when_the_packages_fail(source: Project, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make_packages(source, PackageRequest(tmp_path / "new", ("Ben",), Choice()), "project", _stopped())
    assert not (tmp_path / "new").exists()
    assert _make(source, tmp_path / "new", "Ben").files[0].path.parent == tmp_path / "new"


def _stopped() -> Progress:
    progress = Progress()
    progress.cancel()
    return progress


def test_a_package_of_a_package_is_refused(source: Project, tmp_path: Path) -> None:
    report = _make(source, tmp_path / "out", "Ana")
    package = open_project(report.files[0].path)
    with pytest.raises(AnnotatorError, match="this is a work package itself"):
        _make(package, tmp_path, "Ben")
    package.close()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news-Ana", "news-Ana"), ("news-Zoë K", "news-Zoë K"), ("news-../../etc", "news-..-..-etc"),
        ('a<b>c:d"e\\f|g?h*i', "a-b-c-d-e-f-g-h-i"), ("news-علی", "news-علی"), ("...", "package"), ("n-x.", "n-x"),
        ("n-" + "é" * 200, "n-" + "é" * 79), ("a\u202eb", "a-b"),
    ],
)  # fmt: skip
def test_file_names_fit_every_system(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_the_list_of_ids(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_bytes(b"\xef\xbb\xbfa01\r\n\n  a 2\n")
    assert ids_in(path) == ("a01", "  a 2")
    for content, reason in ((b"\n\n", "holds no article id"), (b"\xff", "is not UTF-8")):
        path.write_bytes(content)
        with pytest.raises(AnnotatorError, match=reason):
            ids_in(path)
    with pytest.raises(AnnotatorError, match="can't be read"):
        ids_in(tmp_path)


def test_the_command_line(monkeypatch: MP, source: Project, tmp_path: Path) -> None:
    source.close()
    out, ids = tmp_path / "out", tmp_path / "ids.txt"
    words = ("package", source.path, out, "--annotators", "Ana", "Ben", "Zoë", "--overlap", "50", "--json")
    done = call(monkeypatch, *words)
    assert (done.code, done.err, done.out.count(b"\n")) == (0, "", 1)
    facts = done.json
    assert {key: facts[key] for key in ("articles", "shared", "copies")} == {"articles": 40, "shared": 20, "copies": 2}
    assert [list(one) for one in facts["packages"]] == [
        ["path", "annotator", "annotator_id", "new", "articles", "gold"]
    ] * 3
    assert [one["annotator"] for one in facts["packages"]] == ["Ana", "Ben", "Zoë"]
    again = call(monkeypatch, *words)
    assert [one["path"] for one in again.json["packages"]] == [
        str(out / f"p-{n}-2.annotator") for n in ("Ana", "Ben", "Zoë")
    ]
    assert len(listing(out)) == 6
    ids.write_text("a01\na02\na03\n", encoding="utf-8")
    (tmp_path / "few").mkdir()
    told = call(monkeypatch, "package", source.path, tmp_path / "few", "--annotators", "Ben", "--articles", ids)
    assert told.out.decode().split("\n")[0] == "Gave out 3 articles."
    assert call(monkeypatch, "package", source.path, out, "--annotators", "Q", "--not-given").code == 1
    assert call(monkeypatch, "package", source.path, out, "--articles", ids).code == 2
    assert call(monkeypatch, "package", source.path, "--annotators", "Q").code == 2
    both = call(monkeypatch, "package", source.path, out, "--annotators", "Q", "--articles", ids, "--status", "new")
    assert "in more than one way" in both.complaint


def test_others_work_and_new_articles_do_not_come_into_a_package(
    monkeypatch: MP, source: Project, tmp_path: Path
) -> None:
    report = _make(source, tmp_path / "out", "Ana", choice=Choice("ids", ids=("a03", "a10")))
    path = report.files[0].path
    mine, theirs, new, label = (
        json.dumps(record(id=i, text=_text(n), annotator=who, spans=[span(0, 6, b, text=_text(n))]))
        for i, n, who, b in (("a10", 10, "Ana", "actor"), ("a10", 10, "Ben", "actor"), ("a11", 11, "Ana", "actor"),
                             ("a03", 3, "Ana", "novelty"))
    )  # fmt: skip
    file = tmp_path / "work.jsonl"
    file.write_text(f"{mine}\n{theirs}\n{new}\n{label}\n", encoding="utf-8")
    done = call(monkeypatch, "import", path, file, "--json")
    assert done.code == 3
    assert [(one["line"], one["reason"].split(";")[0].split(",")[0]) for one in done.json["refused"]] == [
        (2, "a work package takes its owner's work alone"),
        (3, "article 'a11' is not in this work package"),
        (4, "the scheme has no label 'novelty'"),
    ]
    other = call(monkeypatch, "import", path, file, "--annotator", "Ben")
    assert other.code == 1
    assert "this is a work package for Ana" in other.complaint
    package = open_project(path)
    assert [who.name for who in people.people(package)] == ["Ana"]
    assert len(articles.work(package, people.people(package)[0].id, "a10").spans) == 1
    assert audit(package) == []
    package.close()
