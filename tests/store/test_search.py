"""The corpus search in a project file: what is found, whose work counts, and an index that is never in the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.core.edits import add_span, set_value, status_row
from annotator.core.query import QueryError, read
from annotator.core.span import Span
from annotator.store import articles, bulk, log, people, schema, search
from annotator.store.project import Project, open_project
from annotator.work.importing import import_files
from annotator.work.indexing import index_articles
from annotator.work.orders import ImportRequest
from annotator.work.progress import Left, Progress
from tests.helpers import project_with, record

TEXTS = {
    "a": "Velmar closes its harbour\n\nThe harbour fire near the café burnt all night. The harbour is shut.",
    "b": "Two towns share a bridge\n\nA fire brigade from the harbour crossed it.",
    "c": "وزير يدعو إلى الحوار\n\nقَالَ الوزير أحمد إن المرفأ مغلق.",
    "d": "שר החוץ מדבר\n\nדובר צה״ל הודיע כי הנמל סגור.",
    "e": "港口关闭\n\n中国总理访问港口城市，船只离开。",
}
META = {
    "a": {"source": "Marl Post", "published": "2031-05-14"},
    "b": {"source": "Ilm Wire", "published": "2031-06-02"},
    "c": {"source": "Marl Post", "published": "2030-05"},
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose articles are all indexed."""
    lines = [record(id=key, text=text, meta=META.get(key, {})) for key, text in TEXTS.items()]
    made = project_with(tmp_path, *lines)
    index_articles(made, Progress(), lambda _seconds: None)
    return made


def found(project: Project, question: str, me: str = "", *, in_order: bool = False) -> str:
    """Return the ids of the articles that are listed, in order."""
    query = read(question)
    answer = search.search(project, me, query, in_order=in_order)
    assert answer.total == len(answer.pks)
    return "".join(one.id for one in search.page(project, me, query, answer.pks))


def act(project: Project, me: str, article: str, words: str, label: str) -> None:
    """Tag words as a person."""
    start = TEXTS[article].index(words)
    span = Span(f"{article}-{start}", start, start + len(words), words, label)
    log.record(project, owner=me, article=article, entries=add_span(span), kind="add", actor=me)


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("harbour", "ab"), ("harbour fire", "ab"), ('"harbour fire"', "a"), ('"fire harbour"', ""), ("harb*", "ab"),
        ("harb", ""), ("harbour -brigade", "a"), ("-harbour", "cde"), ("cafe", "a"), ("bridge OR café", "ab"),
        ('"harbour fi"*', "a"), ("وزير", "c"), ("قال الوزير", "c"), ("الوزيرُ احمد", "c"), ('"الوزير أحمد"', "c"),
        ('צה"ל', "d"), ("הנמל סגור", "d"), ("港口", "e"), ("口港", ""), ("总理 船只", "e"), ("总理船只", ""),
        ("source:marl", "ac"), ("source:marl harbour", "a"), ("date:2031", "ab"), ("date:2031-05", "a"),
        ("date:05", ""), ("date:2031-05-14", "a"), ("headline:harbour", "a"),
        ("headline:bridge -source:marl", "b"), ("id:a", "a"), ("id:b OR id:c", "bc"), ("-id:a harbour", "b"),
        ("-source:marl", "bde"), ("status:new harbour", "ab"),
        ("", ""), ("NEAR(harbour fire)", ""), ("harbour*fire", "a"),
    ],
)  # fmt: skip
def test_what_is_found(project: Project, question: str, listed: str) -> None:
    assert found(project, question, in_order=True) == listed
    assert sorted(found(project, question)) == sorted(listed)


def test_the_best_comes_first_and_each_hit_is_shown_in_its_place(project: Project) -> None:
    assert found(project, "fire") == "ba"  # the shorter text
    query = read("harbour")
    one = search.page(project, "", query, search.search(project, "", query).pks)[0]
    assert (one.id, one.hits, one.source, one.published) == ("a", 3, "Marl Post", "2031-05-14")
    assert [TEXTS["a"][line.start : line.end] for line in one.lines] == ["harbour"] * 3
    assert all(line.text[line.at : line.to] == "harbour" for line in one.lines)


def test_labels_and_statuses_are_my_own(project: Project) -> None:
    ana, ben = (people.find_or_add(project, name).id for name in ("Mila", "Ben"))
    labels = [label.key for label in project.scheme.labels]
    act(project, ana, "a", "Velmar", labels[0])
    act(project, ana, "b", "bridge", labels[1])
    act(project, ben, "c", "الوزير", labels[0])
    done = set_value("status", "", None, status_row("done"))
    log.record(project, owner=ben, article="b", entries=done, kind="status", actor=ben)
    assert found(project, f"label:{labels[0]}", ana) == "a"
    assert found(project, f"label:{labels[0]}", ben) == "c"
    assert found(project, f'label:"{project.scheme.labels[1].name}" harbour', ana) == "b"
    assert found(project, f"-label:{labels[0]} harbour", ana) == "b"
    assert found(project, f"label:{labels[0]} OR label:{labels[1]}", ana) == "ab"
    assert found(project, "status:done", ben) == "b"
    assert found(project, "status:done", ana) == ""
    assert found(project, "status:new harbour", ben) == "a"
    page = search.page(project, ana, read(f"label:{labels[0]}"), [articles.pk_of(project, "a") or 0])
    assert [line.text[line.at : line.to] for line in page[0].lines] == ["Velmar"]


def test_tags_of_a_merged_label_are_found_by_both_names(project: Project) -> None:
    ana = people.find_or_add(project, "Mila").id
    first, second = (label.key for label in project.scheme.labels[:2])
    act(project, ana, "a", "Velmar", first)
    act(project, ana, "b", "bridge", second)
    text = project.scheme.text
    at = text.index(f'key = "{first}"')
    end = text.index("\n", at)
    merged = f'{text[:end]}\ninto = "{second}"\nretired = true{text[end:]}'
    with project.write():
        digest = "0" * 64
        project.db.execute("INSERT INTO schemes (hash, toml) VALUES (?, ?)", (digest, merged))
        project.set_value("scheme", digest)
    assert project.scheme.mapping == {first: second}
    assert found(project, f"label:{first}", ana) == found(project, f"label:{second}", ana) == "ab"


def test_a_label_that_is_not_there_is_said(project: Project) -> None:
    with pytest.raises(QueryError, match="has no label “weather”; it has "):
        found(project, "label:weather")


def test_many_are_counted_and_the_first_listed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 1)
    answer = search.search(project, "", read("harbour"))
    assert (len(answer.pks), answer.total, answer.best) == (1, 2, False)


# The index


def test_an_import_is_indexed_once_it_is_visible_and_leaves_nothing_when_removed(tmp_path: Path) -> None:
    made = project_with(tmp_path, record(id="a", text=TEXTS["a"]))
    batch = bulk.Batch(made, "import", {}, "project")
    batch.add_article(bulk.NewArticle("b", TEXTS["b"], "0", "0", 1, "Two towns"))
    batch.flush()
    assert search.pending(made) == (0, 1)
    assert index_articles(made, Progress()) == 1
    assert search.search(made, "", read("brigade")).total == 0
    batch.cancel()
    assert search.pending(made) == (1, 1)
    assert found(made, "brigade") == ""
    again = bulk.Batch(made, "import", {}, "project")
    again.add_article(bulk.NewArticle("e", TEXTS["e"], "1", "1", 1, "港口"))
    again.finish()
    assert index_articles(made, Progress()) == 1
    assert (found(made, "brigade"), found(made, "港口")) == ("", "e")


def test_indexing_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    lines = [record(id=f"n{n}", text=f"Report {n}\n\nShip {n} left the harbour.") for n in range(40)]
    made = project_with(tmp_path, *lines)
    steps = iter(range(100))
    progress = Progress(lambda _done, _total, _what: progress.leave() if next(steps) == 1 else None)
    with pytest.raises(Left):
        index_articles(made, progress)
    here, total = search.pending(made)
    assert 0 < here < total == 40
    assert search.search(made, "", read("harbour")).total == here
    made.close()
    made = open_project(made.path)
    assert index_articles(made, Progress()) == 40 - here
    assert search.search(made, "", read("harbour")).total == 40
    assert made.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    made.db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_the_same_article_is_never_indexed_twice(project: Project) -> None:
    pk = articles.pk_of(project, "a") or 0
    one = search.entry(project, pk)
    assert one is not None
    search.add(project, [one, one, (10_000, "ghost", "", "", "")])
    assert found(project, "harbour") == "ab"
    assert search.search(project, "", read("ghost")).total == 0


def test_an_article_can_be_forgotten_and_taken_in_again(project: Project) -> None:
    pk = articles.pk_of(project, "a") or 0
    with project.write():
        search.forget(project, pk)
        search.forget(project, pk)
    assert (found(project, "harbour"), search.search(project, "", read("café")).total) == ("b", 0)
    assert index_articles(project, Progress()) == 1
    assert found(project, '"harbour fire"') == "a"


def test_an_index_that_lies_invents_nothing_and_can_be_made_anew(project: Project) -> None:
    with project.write():
        project.db.execute("INSERT INTO search (rowid, text) VALUES (2, 'zebra')")
    assert search.search(project, "", read("zebra")).total == 1
    assert found(project, "zebra") == ""
    search.clear(project)
    assert search.pending(project)[0] == 0
    assert index_articles(project, Progress()) == 5
    assert found(project, "harbour") == "ab"


def test_the_index_has_the_parts_that_every_sqlite_makes(project: Project) -> None:
    """Another SQLite must find in the file just what it would have made itself, or it would refuse the project."""
    made = {(name, sql) for _, name, sql in schema.objects(project.db) if name.startswith("search_")}
    assert made == {
        ("search_data", "CREATE TABLE 'search_data'(id INTEGER PRIMARY KEY, block BLOB)"),
        ("search_idx", "CREATE TABLE 'search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID"),
        ("search_docsize", "CREATE TABLE 'search_docsize'(id INTEGER PRIMARY KEY, sz BLOB)"),
        ("search_config", "CREATE TABLE 'search_config'(k PRIMARY KEY, v) WITHOUT ROWID"),
    }


def test_a_writer_never_waits_long(tmp_path: Path) -> None:
    """Between two writes of the index somebody else gets in at once: nothing is left open."""
    lines = [record(id=f"n{n}", text=f"Report {n}\n\nShip {n} left the harbour.") for n in range(30)]
    made = project_with(tmp_path, *lines)
    other = sqlite3.connect(made.path, timeout=0, isolation_level=None)
    rests: list[float] = []

    def rest(seconds: float) -> None:
        rests.append(seconds)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")

    assert index_articles(made, Progress(), rest) == 30
    assert len(rests) > 30
    writes = 3  # of 8, 16 and 6 articles, each with a little joining behind it
    assert sum(seconds > 0 for seconds in rests) > 2 * writes
    other.close()


def test_an_import_leaves_indexing_to_others(tmp_path: Path) -> None:
    made = project_with(tmp_path, record(id="a", text=TEXTS["a"]))
    source = tmp_path / "b.txt"
    source.write_text(TEXTS["b"], encoding="utf-8")
    import_files(made, ImportRequest((source,)), "project")
    assert search.pending(made) == (0, 2)
