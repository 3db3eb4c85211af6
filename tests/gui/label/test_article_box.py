"""Questions about the whole article: answered by key and by click, undone, kept with the work."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.gui.widgets import ChoiceButton
from annotator.store.project import read_project
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import default_scheme, new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored, write_articles

LONG = "".join(
    f'\n[[article_label]]\nkey = "q{n}"\nname = "Question {n}"\nvalues = [{values}]\n'
    for n, values in enumerate(('"yes", "no"', '"eyewitness", "spokesperson", "document", "other_paper", "unknown"'))
)


def answers(desk: Desk) -> dict[str, ChoiceButton]:
    """Return the answers that can be seen, by their accessible names."""
    found = desk.label.inspector.article_box.findChildren(ChoiceButton)
    return {one.accessibleName(): one for one in found if one.isVisible()}


def chosen(desk: Desk) -> list[str]:
    """Return the answers that look chosen."""
    return [name for name, button in answers(desk).items() if button.isChecked()]


def project_with(path: Path, questions: str) -> Path:
    """Make a project whose scheme asks these questions in place of its own."""
    rules = path.with_suffix(".toml")
    rules.write_text(default_scheme().rpartition("\n[[article_label]]")[0] + "\n" + questions, encoding="utf-8")
    project = new_project(path, rules)
    import_files(project, ImportRequest((write_articles(path.with_suffix(".jsonl")),)), "project")
    project.close()
    return path


def test_v_goes_through_the_answers_and_back_to_none(desk: Desk, project: Path) -> None:
    assert chosen(desk) == []
    desk.keys("V")
    assert stored(project).article_labels == {"relevance": "relevant"}
    assert stored(project).status == "started"
    assert chosen(desk) == ["Relevance: Relevant"]
    assert "Relevance: relevant." in desk.said
    desk.keys("V")
    assert stored(project).article_labels == {"relevance": "irrelevant"}
    assert chosen(desk) == ["Relevance: Irrelevant"]
    desk.keys("V")
    assert stored(project).article_labels == {}
    assert chosen(desk) == []
    desk.keys("V")
    assert stored(project).article_labels == {"relevance": "relevant"}
    assert desk.label.view.hasFocus()


def test_an_answer_is_one_action_with_the_status(desk: Desk, project: Path) -> None:
    desk.keys("V", "V")
    desk.keys("Ctrl+Z")
    assert (stored(project).article_labels, stored(project).status) == ({"relevance": "relevant"}, "started")
    assert chosen(desk) == ["Relevance: Relevant"]
    desk.keys("Ctrl+Z")
    assert (stored(project).article_labels, stored(project).status) == ({}, "new")
    assert chosen(desk) == []
    desk.keys("Ctrl+Shift+Z")
    assert (stored(project).article_labels, stored(project).status) == ({"relevance": "relevant"}, "started")
    assert chosen(desk) == ["Relevance: Relevant"]


def test_no_answer_leaves_no_row(desk: Desk, project: Path) -> None:
    desk.keys("V", "V", "V")
    file = read_project(project)
    assert file.db.execute("SELECT count(*) FROM article_labels").fetchone() == (0,)
    file.close()


def test_a_finished_article_stays_finished(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Return", "Ctrl+PgUp", "V")
    assert (stored(project).article_labels, stored(project).status) == ({"relevance": "relevant"}, "done")


def test_a_click_chooses_and_a_second_one_takes_away(desk: Desk, project: Path) -> None:
    desk.click(answers(desk)["Relevance: Irrelevant"])
    assert stored(project).article_labels == {"relevance": "irrelevant"}
    assert chosen(desk) == ["Relevance: Irrelevant"]
    desk.click(answers(desk)["Relevance: Irrelevant"])
    assert stored(project).article_labels == {}
    assert chosen(desk) == []


def test_each_article_has_its_own_answers(desk: Desk) -> None:
    desk.keys("V", "Ctrl+PgDown")
    assert chosen(desk) == []
    desk.keys("Ctrl+PgUp")
    assert chosen(desk) == ["Relevance: Relevant"]


def test_answers_are_exported(open_desk: OpenDesk, project: Path, tmp_path: Path) -> None:
    desk = open_desk(project)
    desk.keys("V", "V")
    target = tmp_path / "out.jsonl"
    export_file(desk.session.project, target, ExportRequest())
    records = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [r["article_labels"] for r in records if r["annotator"] == "Ana"] == [{"relevance": "irrelevant"}]


def test_several_questions_are_all_shown_and_none_is_cut(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = project_with(tmp_path / "news.annotator", LONG)
    desk = open_desk(path, size=(1280, 800))
    assert len(answers(desk)) == 7
    for button in answers(desk).values():
        assert button.width() >= button.sizeHint().width()
        assert button.visibleRegion().boundingRect() == button.rect()
    desk.click(answers(desk)["Question 1: Document"])
    desk.keys("V")
    assert stored(path).article_labels == {"q0": "yes", "q1": "document"}


def test_a_scheme_without_questions_shows_nothing(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = project_with(tmp_path / "news.annotator", "")
    desk = open_desk(path)
    assert not desk.label.inspector.article_box.isVisible()
    desk.keys("V")
    assert "asks nothing about the article" in desk.said
    assert stored(path).status == "new"
