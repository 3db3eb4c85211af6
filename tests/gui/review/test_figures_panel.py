"""The figures of the review: worked out beside the window, each a way to its cards, saved as pictures and a report."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QToolTip, QWidget

from annotator.gui.review.annotators import AnnotatorsPage
from annotator.gui.review.card_model import CardModel, as_row
from annotator.gui.review.drawing import DrawingView
from annotator.gui.review.figures_column import FiguresColumn
from annotator.gui.review.figures_panel import FiguresPanel, filter_of
from annotator.gui.review.filter import Filter
from annotator.gui.review.saved_line import SavedLine
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.gui.widgets import SectionHead, TextLabel
from annotator.store import people
from annotator.store.project import read_project
from annotator.work.agreeing import agreement_of
from annotator.work.reviewing import Listed
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project
from tests.gui.review.bench import review, wait
from tests.work.agreement_figures import HOSTILE, JONAS, MIRA, SCHEME, empty, figures, nested


@pytest.fixture
def panel(lead: Desk, room: ReviewWorkspace) -> FiguresPanel:
    """Return the figures of the review, worked out."""
    wait(lead, lambda: room.figures.up_to_date)
    return room.figures


def view(panel: FiguresPanel | FiguresColumn | AnnotatorsPage, begins: str) -> DrawingView:
    """Return the chart of a name."""
    return next(one for one in panel.findChildren(DrawingView) if one.accessibleName().startswith(begins))


def ids(path: Path) -> dict[str, str]:
    project = read_project(path)
    try:
        return {person.name: person.id for person in people.people(project)}
    finally:
        project.close()


def listed_in(room: ReviewWorkspace) -> list[Listed]:
    """Return the disagreements in the list."""
    model = room.pane.list.model()
    assert isinstance(model, CardModel)
    return [row for row in map(as_row, map(model.entry, range(model.rowCount()))) if row is not None]


def button(desk: Desk, words: str) -> QAbstractButton:
    return next(b for b in desk.window.findChildren(QAbstractButton) if b.text() == words and b.isVisible())


def test_the_figures_are_those_of_the_command_line(panel: FiguresPanel, reviewed: Path) -> None:
    project = read_project(reviewed)
    told = agreement_of(project)
    project.close()
    assert panel.figures is not None
    assert panel.figures.f1 == told.f1
    assert panel.figures.alpha == told.alpha
    assert f"{told.f1['overlap'].mean.value:.2f}" in view(panel, "Agreement").drawing.words()


def test_the_status_bar_says_when_they_are_there(lead: Desk, panel: FiguresPanel) -> None:
    assert "Figures up to date" in lead.said
    panel.refresh()
    assert "Figuring…" in lead.said
    wait(lead, lambda: panel.up_to_date)
    assert "Figures up to date" in lead.said
    lead.keys("Ctrl+1")
    assert "Figur" not in lead.said


def test_an_edit_in_label_changes_the_figures_of_the_review(lead: Desk, panel: FiguresPanel) -> None:
    assert panel.figures is not None
    before = panel.figures.f1["exact"].mean.value
    lead.keys("Ctrl+1")
    lead.tag("Velmar would", "1")
    lead.keys("Ctrl+2")
    wait(lead, lambda: panel.up_to_date)
    assert panel.figures.f1["exact"].mean.value != before


def test_every_figure_opens_its_cards(lead: Desk, panel: FiguresPanel, reviewed: Path) -> None:
    wanted: list[Filter] = []
    panel.filterWanted.connect(wanted.append)
    who = ids(reviewed)
    pairs, labels = view(panel, "Pairs"), view(panel, "Labels: F1")
    pairs.go_to(("pair", who["Ana"], who["Ben"]))
    QTest.keyClick(pairs, Qt.Key.Key_Return)
    lead.click(labels, labels.place_of(next(s for s in labels.drawing.spots if s.id[1] == "actor")).center())
    assert wanted == [Filter(people=(who["Ana"], who["Ben"])), Filter(label="actor")]
    kinds = view(panel, "Kinds")
    kinds.go_to(("kind", "boundary"))
    QTest.keyClick(kinds, Qt.Key.Key_Return)
    assert wanted[-1] == Filter(kind="boundary")
    kinds.go_to(("kind", "boundary"))
    QTest.keyClick(kinds, Qt.Key.Key_Return)  # once more: all again
    assert wanted[-1] == Filter()


@pytest.mark.parametrize(
    ("identity", "wanted"),
    [
        (("figure", "exact"), Filter(lowers="exact")),
        (("figure", "layered_u"), Filter(lowers="layered_u")),
        (("alpha", "cu"), Filter(lowers="cu")),
        (("pair", "a", "b"), Filter(people=("a", "b"))),
        (("label", "actor"), Filter(label="actor")),
        (("kind", "role"), Filter(kind="role")),
        (("confused", "a", "b"), Filter(labels=("a", "b"))),
        (("attribute", "threat", "status"), Filter(kind="attribute", label="threat")),
        (("role", "target"), Filter(kind="role")),
        (("article", "relevance"), Filter(kind="article")),
    ],
)
def test_what_a_figure_stands_for(identity: tuple[str, ...], wanted: Filter) -> None:
    assert filter_of(identity) == wanted


def test_the_kind_that_is_listed_is_marked(lead: Desk, room: ReviewWorkspace, panel: FiguresPanel) -> None:
    room.show_filter(Filter(kind="label"))
    lead.settle()
    kinds = view(panel, "Kinds")
    marked = [s for s in kinds.drawing.shapes if getattr(s, "fill", "") == "row"]
    assert len(marked) == 1
    room.show_filter(Filter())
    assert not [s for s in kinds.drawing.shapes if getattr(s, "fill", "") == "row"]


def test_why_there_is_no_interval_is_said(panel: FiguresPanel) -> None:
    assert "No interval: it takes 5 articles or more." in panel.column.words()
    assert ", no interval: it takes 5 articles or more" in view(panel, "Agreement").drawing.spots[0].words


def test_another_f1_is_chosen(panel: FiguresPanel, lead: Desk) -> None:
    assert panel.figures is not None
    lead.click(button(lead, "Exact"))
    value = panel.figures.f1["exact"].labels["actor"].value
    labels = view(panel, "Labels: F1, exact")
    assert f"{value:.2f}" in labels.drawing.words()
    assert view(panel, "Pairs: F1, exact").drawing.spots
    assert view(panel, "Trend: F1, overlap")


def test_further_figures_unfold(panel: FiguresPanel, lead: Desk) -> None:
    further = next(head for head in panel.findChildren(SectionHead) if head.text() == "Further figures")
    units = view(panel, "Unitizing α")
    assert not units.isVisible()
    further.setFocus(Qt.FocusReason.TabFocusReason)
    lead.keys("Return")
    assert units.isVisible()
    assert "Layered uα" in units.drawing.words()
    assert not view(panel, "Labels: (k)uα").isVisible()  # tags nest here
    assert view(panel, "Attributes").isVisible()


def test_a_narrow_window_shows_three_numbers_and_the_rest_in_the_drawer(lead: Desk, panel: FiguresPanel) -> None:
    lead.window.resize(1280, 800)
    lead.settle(50)
    assert not panel.column.isVisible()
    shown = [v for v in panel.findChildren(DrawingView) if v.isVisible()]
    assert len(shown) == 1
    assert len(shown[0].drawing.spots) == 3
    assert "3 articles" in [label.text() for label in panel.findChildren(TextLabel) if label.isVisible()]
    lead.click(button(lead, "All figures…"))
    body = lead.window.drawer.body()
    assert isinstance(body, FiguresColumn)
    assert view(body, "Pairs").isVisible()
    assert view(body, "Kinds").drawing.spots


def test_nobody_to_compare_with(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = make_project(tmp_path / "new.annotator")
    desk = open_desk(path)
    panel = review(desk).figures
    wait(desk, lambda: panel.up_to_date)
    words = panel.column.words()
    assert "Nothing to compare yet" in words
    assert any("two annotators have finished the same article" in one for one in words)
    assert not [v for v in panel.findChildren(DrawingView) if v.isVisible() and v.drawing.spots]


def test_figures_of_nothing_and_a_fault_are_said(lead: Desk) -> None:
    column = FiguresColumn(SCHEME, "overlap")
    column.show()
    assert "The figures are being worked out…" in column.words()
    column.show_figures(None, SCHEME, "The file is gone.")
    assert "The file is gone." in column.words()
    column.show_figures(empty(), SCHEME)
    assert "0 articles, finished by 2 or more" in column.words()
    column.show_figures(figures(), SCHEME)
    assert "Probability that α is under\u00a0.667:\u00a014\u00a0%, under\u00a0.800:\u00a099\u00a0%" in column.words()
    assert "n/a: nobody used the label" in column.words()
    column.close()
    column.deleteLater()
    lead.settle()


def test_annotators_are_compared_in_the_drawer(lead: Desk, panel: FiguresPanel, reviewed: Path) -> None:
    lead.window.commands.by_id["review-annotators"].trigger()
    lead.settle()
    page = lead.window.drawer.body()
    assert isinstance(page, AnnotatorsPage)
    wanted: list[Filter] = []
    panel.filterWanted.connect(wanted.append)
    who = ids(reviewed)
    table = view(page, "Against all")
    assert {"Ana", "Ben", "Caro"} <= set(table.drawing.words())
    table.go_to(("only", who["Ben"]))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert wanted == [Filter(kind="one", people=(who["Ben"],))]
    page.who.setCurrentText("Ben")
    swapped = view(page, "Labels taken")
    swapped.go_to(("confused", "actor", "location"))
    QTest.keyClick(swapped, Qt.Key.Key_Return)
    assert wanted[-1] == Filter(labels=("actor", "location"), people=(who["Ben"],))


def test_the_gold_layer_is_compared_with_its_limits(lead: Desk) -> None:
    page = AnnotatorsPage(figures(), SCHEME)
    page.show()
    assert "mira" in view(page, "Against the gold").drawing.words()
    said = [label.text() for label in page.findChildren(TextLabel)]
    assert any("helped to make it" in one for one in said)
    page.show_figures(empty(), SCHEME)
    assert not view(page, "Against the gold").isVisible()
    page.close()
    page.deleteLater()
    lead.settle()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_chart_is_saved_from_its_menu(
    lead: Desk, panel: FiguresPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    target = tmp_path / f"pairs.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), ""))
    pairs = view(panel, "Pairs")
    panel.column.menuWanted.emit(panel.column.charts()[0], pairs.mapToGlobal(QPoint(10, 10)))
    lead.settle()
    lead.choose(f"Save as {kind.upper()}")
    wait(lead, lambda: f"Saved the chart: {target.name}" in lead.said)
    assert not lead.window.strip.isVisible()
    if kind == "svg":
        words = "".join(ET.fromstring(target.read_text(encoding="utf-8")).itertext())
        assert words.count("Pairs: F1, overlap") == 2  # for a screen reader and over the chart
        assert {"Ana", "Ben", "Caro"} <= set(words.split("\n"))
    else:
        image = QImage(str(target))
        assert image.width() == 704


def test_the_report_is_saved_with_ctrl_r(
    lead: Desk, panel: FiguresPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "agreement.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    lead.keys("Ctrl+R")
    wait(lead, lambda: "Saved the report: agreement.html" in lead.said)
    assert not lead.window.strip.isVisible()  # it would lie over what decides a card
    page = target.read_text(encoding="utf-8")
    assert panel.figures is not None
    assert f"{panel.figures.f1['exact'].pooled.value:.2f}" in page
    assert "Ana and Ben" in page
    assert [one.name for one in tmp_path.iterdir() if "agreement" in one.name] == ["agreement.html"]


def test_what_was_saved_can_be_opened_from_a_line_that_covers_nothing(
    lead: Desk, panel: FiguresPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, opened = tmp_path / "agreement.html", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    line = panel.findChild(SavedLine)
    assert line is not None
    for width in (1440, 1280):
        lead.window.resize(width, 800)
        lead.settle(50)
        lead.keys("Ctrl+R")
        wait(lead, line.isVisible)
        assert panel.rect().contains(line.geometry())
        others = [part for part in panel.children() if isinstance(part, QWidget) and part.isVisible() and part != line]
        assert not any(part.geometry().intersects(line.geometry()) for part in others)
        lead.click(button(lead, "Open file"))
        assert [url.toLocalFile() for url in opened] == [str(target)]
        assert not line.isVisible()
        opened.clear()
    line.offer("Saved the report", target)
    line.findChildren(QAbstractButton)[0].setFocus(Qt.FocusReason.TabFocusReason)
    line.findChild(QTimer).timeout.emit()
    assert line.isVisible()  # nothing goes away under the keyboard
    panel.focus()
    line.findChild(QTimer).timeout.emit()
    assert not line.isVisible()


def test_a_figure_on_top_lists_the_cards_that_lower_it(lead: Desk, room: ReviewWorkspace, panel: FiguresPanel) -> None:
    numbers, every = view(panel, "Agreement"), len(listed_in(room))
    listed = {}
    for kind in ("overlap", "exact"):
        spot = next(one for one in numbers.drawing.spots if one.id == ("figure", kind))
        lead.click(numbers, numbers.place_of(spot).center())
        assert room.browsing.filter == Filter(lowers=kind)
        listed[kind] = {row.kind for row in listed_in(room)}
        assert f"Lowers {spot.words.partition(':')[0]}" in room.pane.filter_words.text()
    assert "boundary" in listed["exact"] - listed["overlap"]
    assert not {"attribute", "role", "article"} & listed["exact"]
    lead.click(numbers, numbers.place_of(spot).center())  # once more: all again
    assert len(listed_in(room)) == every


def test_tips_explain_beside_the_figures(panel: FiguresPanel) -> None:
    numbers, kinds = view(panel, "Agreement"), view(panel, "Kinds")
    for chart in (numbers, kinds):
        for spot in chart.drawing.spots:
            assert spot.tip
            assert not any(digit in spot.tip.partition(". No interval")[0] for digit in "23456789")
    place = numbers.place_of(numbers.drawing.spots[0])
    event = QHelpEvent(QEvent.Type.ToolTip, place.center(), numbers.mapToGlobal(place.center()))
    QApplication.sendEvent(numbers, event)
    tip = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "qtooltip_label")
    assert tip.isVisible()
    assert numbers.drawing.spots[0].tip in tip.text()
    assert not tip.geometry().intersects(QRect(numbers.mapToGlobal(QPoint(0, 0)), numbers.size()))
    QToolTip.hideText()


def test_the_trend_is_read_and_not_pressed(lead: Desk) -> None:
    column = FiguresColumn(SCHEME, "overlap")
    column.show_figures(figures(), SCHEME)
    column.resize(368, 900)
    column.show()
    pressed: list[object] = []
    column.pressed.connect(pressed.append)
    trend = view(column, "Trend")
    QTest.mouseClick(trend, Qt.MouseButton.LeftButton, pos=trend.place_of(trend.drawing.spots[3]).center())
    QTest.keyClick(trend, Qt.Key.Key_Return)
    assert not pressed
    assert trend.accessibleDescription() == trend.drawing.spots[3].words
    column.close()
    column.deleteLater()
    lead.settle()


def test_nesting_is_said_once_over_the_further_figures(lead: Desk) -> None:
    column = FiguresColumn(SCHEME, "overlap")
    column.show_figures(nested(), SCHEME)
    column.show()
    lead.settle()
    further = next(head for head in column.findChildren(SectionHead) if head.text() == "Further figures")
    further.click()
    said = "What one annotator marked overlaps in 8 of 10 articles, which uα does not allow for."
    assert column.words().count(said) == 1
    assert not any("n/a: what" in words for words in column.words())
    assert [spot.id for spot in view(column, "Unitizing α").drawing.spots] == [("alpha", "layered_u")]
    assert not view(column, "Labels: (k)uα").isVisible()
    on_top = view(column, "Agreement").drawing.spots[-1]
    assert "tags of one annotator overlap" in on_top.tip
    column.show_figures(figures(), SCHEME)
    assert said not in column.words()
    column.close()
    column.deleteLater()
    lead.settle()


def test_a_report_that_can_not_be_written_says_why(
    lead: Desk, panel: FiguresPanel, monkeypatch: pytest.MonkeyPatch, reviewed: Path
) -> None:
    assert panel.up_to_date
    before = reviewed.stat().st_size
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(reviewed), ""))
    lead.keys("Ctrl+R")
    wait(lead, lead.window.strip.isVisible)
    assert lead.window.strip.is_fault()
    assert lead.window.strip.title() == "The report was not saved"
    assert reviewed.stat().st_size >= before


def test_the_figures_are_explained(lead: Desk, panel: FiguresPanel) -> None:
    lead.click(panel.column.more)
    lead.choose("Explain")
    assert lead.window.drawer.title() == "The figures explained"


def test_a_project_is_left_while_it_is_figured(lead: Desk, panel: FiguresPanel) -> None:
    panel.refresh()
    lead.settle(310)
    lead.keys("Ctrl+W")
    assert lead.window.session is None


def test_hostile_names_are_words_everywhere(lead: Desk) -> None:
    column = FiguresColumn(SCHEME, "overlap")
    column.show_figures(figures(HOSTILE), SCHEME)
    assert any(HOSTILE in spot.words for spot in view(column, "Pairs").drawing.spots)
    assert filter_of(("pair", MIRA, JONAS)) == Filter(people=(MIRA, JONAS))
    column.deleteLater()
    lead.settle()
