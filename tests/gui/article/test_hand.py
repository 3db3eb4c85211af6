"""The hand on the article: whole words, clicked spans, dragged edges, the keys that are the article's own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from annotator.gui.article.view import ArticleView
from tests.gui.article.paper import NEWS, chosen, double_click, drag, middle_of, mouse, show, span

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    return show(qtbot)


def test_a_drag_selects_whole_words(view: ArticleView) -> None:
    start = NEWS.index("warned")
    drag(view, view.point_of(start + 2), view.point_of(start + 12))
    assert chosen(view) == "warned on Wednesday"
    drag(view, view.point_of(start + 12), view.point_of(start + 2))
    assert chosen(view) == "warned on Wednesday"
    assert view.caret() == start


def test_a_drag_with_alt_selects_what_was_dragged(view: ArticleView) -> None:
    start = NEWS.index("warned")
    drag(view, view.point_of(start + 2), view.point_of(start + 12), ALT)
    assert chosen(view) == NEWS[start + 2 : start + 12]


def test_a_drag_leaves_the_possessive_out(view: ArticleView) -> None:
    start = NEWS.index("president’s")
    drag(view, view.point_of(start + 3), view.point_of(start + 11))
    assert chosen(view) == "president"


def test_a_drag_from_the_margin_begins_at_the_line(view: ArticleView) -> None:
    start = NEWS.index("Merovia warned")
    inside = view.point_of(start + 4) + view.viewport().pos()
    for kind, point in (
        (QEvent.Type.MouseButtonPress, QPoint(5, inside.y())),
        (QEvent.Type.MouseMove, inside),
        (QEvent.Type.MouseButtonRelease, inside),
    ):
        mouse(view, kind, point - view.viewport().pos())
    assert chosen(view) == "Merovia"


@pytest.mark.parametrize(
    ("inside", "word"),
    [("3,500", "3,500"), ("US-supplied", "US-supplied"), ("don't", "don't"), ("president’s", "president")],
)
def test_a_double_click_takes_the_whole_word(view: ArticleView, inside: str, word: str) -> None:
    for step in (1, len(word) - 1):
        double_click(view, middle_of(view, NEWS.index(inside) + step))
        assert chosen(view) == word
        view.set_caret(0)
        QApplication.processEvents()


def test_a_third_click_takes_the_paragraph(view: ArticleView) -> None:
    point = middle_of(view, NEWS.index("trucks") + 2)
    double_click(view, point)
    mouse(view, QEvent.Type.MouseButtonPress, point)
    mouse(view, QEvent.Type.MouseButtonRelease, point)
    assert chosen(view) == NEWS.split("\n")[4]


def test_a_click_takes_the_innermost_span_and_a_click_elsewhere_none(qtbot: QtBot) -> None:
    outer, inner = span(NEWS, "close the Lhassen Pass to", "threat"), span(NEWS, "Lhassen Pass", "location", nth=1)
    view = show(qtbot, NEWS, [outer, inner])
    for offset, wanted in ((inner.start + 3, inner.id), (outer.start + 1, outer.id), (NEWS.index("unless"), "")):
        with qtbot.waitSignal(view.spanActivated) as told:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, offset))
        assert told.args == [wanted]
        assert view.active() == wanted


def test_a_click_on_a_bar_takes_its_span(qtbot: QtBot) -> None:
    outer, inner = span(NEWS, "close the Lhassen Pass to", "threat"), span(NEWS, "Lhassen Pass", "location", nth=1)
    view = show(qtbot, NEWS, [outer, inner])
    box = view.bar_rects(outer.id)[0]
    point = QPoint(view.point_of(inner.start + 6).x(), round(box.bottom()) - 1)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert view.active() == outer.id


def _end_of(view: ArticleView, span_id: str) -> QPoint:
    box = view.bar_rects(span_id)[-1]
    return QPoint(round(box.right()) - 1, round(box.bottom()) - 1)


def test_an_edge_is_dragged_by_its_bar(qtbot: QtBot) -> None:
    held = span(NEWS, "Wednesday", "threat")
    view = show(qtbot, NEWS, [held])
    grip = _end_of(view, held.id)
    qtbot.mouseMove(view.viewport(), grip)
    assert view.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    goal = QPoint(view.point_of(NEWS.index("that") + 2).x(), grip.y())
    drag(view, grip, goal, release=False)
    assert view.span_rects(held.id)[0].right() >= view.point_of(NEWS.index("that") + 4).x()
    with qtbot.waitSignal(view.edgeDragged) as told:
        mouse(view, QEvent.Type.MouseButtonRelease, goal)
    assert told.args == [held.id, held.start, NEWS.index("that") + 4]
    assert view.span(held.id) == held


def test_a_dragged_edge_never_empties_the_span(qtbot: QtBot) -> None:
    held = span(NEWS, "on Wednesday", "threat")
    view = show(qtbot, NEWS, [held])
    grip = _end_of(view, held.id)
    with qtbot.waitSignal(view.edgeDragged) as told:
        drag(view, grip, QPoint(view.point_of(NEWS.index("warned")).x(), grip.y()))
    assert told.args == [held.id, held.start, held.start + 2]


def test_the_start_edge_with_alt_goes_by_characters(qtbot: QtBot) -> None:
    held = span(NEWS, "on Wednesday", "threat")
    view = show(qtbot, NEWS, [held])
    box = view.bar_rects(held.id)[0]
    grip = QPoint(round(box.left()) + 1, round(box.bottom()) - 1)
    with qtbot.waitSignal(view.edgeDragged) as told:
        drag(view, grip, QPoint(view.point_of(held.start + 5).x(), grip.y()), ALT)
    assert told.args == [held.id, held.start + 5, held.end]


def test_escape_lets_go_of_an_edge(qtbot: QtBot) -> None:
    held = span(NEWS, "Wednesday", "threat")
    view = show(qtbot, NEWS, [held])
    grip = _end_of(view, held.id)
    with qtbot.assertNotEmitted(view.edgeDragged):
        drag(view, grip, grip + QPoint(90, 0), release=False)
        assert view.span(held.id) != held
        qtbot.keyClick(view, Qt.Key.Key_Escape)
        mouse(view, QEvent.Type.MouseButtonRelease, grip + QPoint(90, 0))
    assert view.span(held.id) == held


def test_words_stay_free_for_a_selection_inside_a_span(qtbot: QtBot) -> None:
    outer = span(NEWS, "close the Lhassen Pass to", "threat")
    view = show(qtbot, NEWS, [outer])
    view.set_active(outer.id)
    drag(view, view.point_of(outer.start), view.point_of(outer.start + 4))
    assert chosen(view) == "close"
    assert view.active() == ""


def test_a_moved_caret_ends_the_active_span(qtbot: QtBot) -> None:
    held = span(NEWS, "Wednesday")
    view = show(qtbot, NEWS, [held])
    view.set_active(held.id)
    view.set_caret(held.end)
    assert view.active() == held.id
    with qtbot.waitSignal(view.spanActivated) as told:
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told.args == [""]
    assert view.caret() == held.end + 1


def test_the_keyboard_selects_and_copies_the_exact_text(qtbot: QtBot) -> None:
    text = "A\u00a0b\u2028c\u2029d\r\ne 😀 f\nnext"
    view = show(qtbot, text)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_range() == (0, len(text))
    data = view.createMimeDataFromSelection()
    assert data.text() == text
    assert data.formats() == ["text/plain"]
    assert QApplication.clipboard().text() == text


def test_words_by_keyboard_are_those_of_the_program(qtbot: QtBot) -> None:
    view = show(qtbot)
    view.set_caret(NEWS.index("US-supplied"))
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view, Qt.Key.Key_Right, held)
    assert chosen(view) == "US-supplied"
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == NEWS.index("trucks")
    assert chosen(view) == ""
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == NEWS.index("US-supplied")


@pytest.mark.parametrize("key", ["1", "A", "S", "Z", "Tab", "Shift+Tab", "Del", "Esc", "Alt+Right", "Ctrl+Z", "Return"])
def test_all_other_keys_are_the_window_s(qtbot: QtBot, key: str) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    view = ArticleView()
    window.setCentralWidget(view)
    action = QAction("command", window)
    action.setShortcut(QKeySequence(key))
    window.addAction(action)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    combined = QKeySequence(key)[0]
    with qtbot.waitSignal(action.triggered, timeout=1000):
        qtbot.keyClick(view, combined.key(), combined.keyboardModifiers())
    assert view.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_X, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_F6])
def test_a_key_that_is_not_the_article_s_is_left_untouched(view: ArticleView, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)
    assert not event.isAccepted()
    assert (view.caret(), view.text()) == (0, NEWS)


def test_a_right_click_tells_what_is_there(qtbot: QtBot) -> None:
    held = span(NEWS, "Wednesday")
    view = show(qtbot, NEWS, [held])
    point = middle_of(view, held.start + 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
    with qtbot.waitSignal(view.contextMenuWanted) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert told.args[1]["span_id"] == held.id
    assert held.start <= told.args[1]["start"] <= held.end
    view.select_range(held.start - 3, held.end)
    with qtbot.waitSignal(view.contextMenuWanted) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert (told.args[1]["start"], told.args[1]["end"]) == (held.start - 3, held.end)


def test_ctrl_and_the_wheel_ask_for_another_zoom(qtbot: QtBot, view: ArticleView) -> None:
    place = QPointF(100, 100)
    event = QWheelEvent(
        place,
        QPointF(view.viewport().mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = view.point_of(50)
    with qtbot.waitSignal(view.zoomRequested) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert told.args == [1]
    assert view.point_of(50) == before


def test_a_drag_below_the_window_scrolls_on(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS * 30, size=(900, 300))
    below = QPoint(300, 380)
    drag(view, view.point_of(50), below, release=False)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 200, timeout=3000)
    mouse(view, QEvent.Type.MouseButtonRelease, below)
    assert len(chosen(view)) > 600
    resting = view.verticalScrollBar().value()
    qtbot.wait(100)
    assert view.verticalScrollBar().value() == resting
