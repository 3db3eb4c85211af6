"""Charts in the window: their pixels, and the way of keyboard, pointer and screen reader through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.review.drawing import DrawingView, picture
from annotator.work import charts
from annotator.work.drawing import Drawing, Spot
from tests.work.agreement_figures import ADAEZE, JONAS, MIRA, SCHEME, TOMAS, figures

FIGURES = figures()
Show = Callable[[Callable[[float], Drawing]], DrawingView]


@pytest.fixture(autouse=True)
def usual(qapp: QApplication) -> Iterator[None]:
    """End every test in the usual look."""
    theme.apply(qapp, "light")
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.apply(qapp, "light")


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Return a function that shows a drawing behind a field, as wide as the panel."""
    hosts = []

    def one(make: Callable[[float], Drawing]) -> DrawingView:
        host = QWidget()
        hosts.append(host)
        qtbot.addWidget(host)
        view = DrawingView("Pairs", SCHEME)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(QLineEdit())
        column.addWidget(view)
        view.draw(make)
        host.resize(352, host.sizeHint().height())
        host.show()
        assert QTest.qWaitForWindowExposed(host)
        host.activateWindow()
        assert QTest.qWaitForWindowActive(host)
        QTest.qWait(0)
        return view

    return one


@pytest.fixture
def matrix(show: Show) -> DrawingView:
    """Return the matrix of pairs."""
    return show(lambda width: charts.matrix(FIGURES, "overlap", width))


def spot(view: DrawingView, *identity: str) -> Spot:
    return next(one for one in view.drawing.spots if one.id == identity)


def colours(image: QImage, view: DrawingView, place: Spot) -> dict[str, int]:
    """Return how often each colour stands in a place."""
    found: dict[str, int] = {}
    area = view.place_of(place)
    for x in range(area.left(), area.right() + 1):
        for y in range(area.top(), area.bottom() + 1):
            name = image.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_heat_of_a_cell_is_that_of_its_figure(qapp: QApplication, matrix: DrawingView, look: str) -> None:
    theme.apply(qapp, look)
    image = matrix.grab().toImage()
    for pair, share in (((MIRA, JONAS), 0.80), ((MIRA, TOMAS), 0.31)):
        found = colours(image, matrix, spot(matrix, "pair", *pair))
        assert max(found, key=lambda name: found[name]) == theme.current().heat(share).name()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_pair_without_a_figure_is_hatched(qapp: QApplication, matrix: DrawingView, look: str) -> None:
    theme.apply(qapp, look)
    now = theme.current()
    found = colours(matrix.grab().toImage(), matrix, spot(matrix, "pair", ADAEZE, TOMAS))
    assert max(found, key=lambda name: found[name]) == now.colour("raised").name()
    lines = sum(
        count for name, count in found.items() if abs(QColor(name).lightness() - now.colour("raised").lightness()) > 12
    )
    assert lines > 150


def test_arrows_go_from_cell_to_cell_and_return_opens_it(matrix: DrawingView) -> None:
    opened: list[tuple[str, ...]] = []
    matrix.pressed.connect(opened.append)
    QTest.keyClick(matrix.window().findChildren(QLineEdit)[0], Qt.Key.Key_Tab)
    assert matrix.hasFocus()
    walk = {
        Qt.Key.Key_Right: (MIRA, ADAEZE), Qt.Key.Key_Down: (JONAS, ADAEZE), Qt.Key.Key_Left: (JONAS, MIRA),
        Qt.Key.Key_End: (TOMAS, ADAEZE), Qt.Key.Key_Home: (MIRA, JONAS),
    }  # fmt: skip
    for key, pair in walk.items():
        QTest.keyClick(matrix, key)
        here = matrix.spot()
        assert here is not None
        assert here.id == ("pair", *pair)
        assert matrix.accessibleDescription() == here.words
    QTest.keyClick(matrix, Qt.Key.Key_Up)  # there is nothing above: the place stays
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    QTest.keyClick(matrix, Qt.Key.Key_Space)
    assert opened == [("pair", MIRA, JONAS)] * 2


def test_a_click_opens_what_is_under_it_and_nothing_between(matrix: DrawingView) -> None:
    opened: list[tuple[str, ...]] = []
    matrix.pressed.connect(opened.append)
    for place in (matrix.place_of(spot(matrix, "pair", JONAS, TOMAS)).center(), QPoint(3, 3)):
        QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert opened == [("pair", JONAS, TOMAS)]
    QTest.mouseClick(matrix, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier,
                     matrix.place_of(spot(matrix, "pair", MIRA, JONAS)).center())  # fmt: skip
    assert len(opened) == 1


def test_the_ring_is_seen_for_the_keyboard_alone(matrix: DrawingView) -> None:
    ring = theme.current().colour("focus").name()
    place = spot(matrix, "pair", MIRA, JONAS)
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, matrix.place_of(place).center())
    assert matrix.hasFocus()
    assert ring not in colours(matrix.grab().toImage(), matrix, place)
    QTest.keyClick(matrix, Qt.Key.Key_Home)
    assert colours(matrix.grab().toImage(), matrix, place)[ring] > 100


def test_a_screen_reader_hears_the_chart_and_where_it_is(matrix: DrawingView) -> None:
    part = QAccessible.queryAccessibleInterface(matrix)
    assert part.text(QAccessible.Text.Name) == "Pairs"
    assert part.text(QAccessible.Text.Description).startswith("mira and jonas: 0.86, 95\u00a0% interval")
    assert part.state().focusable


def test_the_menu_opens_below_the_cell_in_focus(matrix: DrawingView) -> None:
    asked: list[QPoint] = []
    matrix.menuWanted.connect(asked.append)
    matrix.setFocus(Qt.FocusReason.TabFocusReason)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(matrix, event)
    assert asked == [matrix.mapToGlobal(matrix.place_of(spot(matrix, "pair", MIRA, JONAS)).bottomLeft())]


def test_a_chart_is_drawn_for_the_width_it_has(show: Show) -> None:
    view = show(lambda width: charts.kinds({"one": (3, 4), "label": (1, 2)}, width))
    before = spot(view, "kind", "one").width
    view.window().resize(500, view.window().height())
    QTest.qWait(0)
    assert spot(view, "kind", "one").width == before + 148
    assert view.width() == round(view.drawing.width)


def test_a_chart_that_needs_more_room_asks_for_it_and_keeps_it(show: Show) -> None:
    view = show(lambda width: Drawing(max(width, 500.0), 20))
    assert view.minimumSizeHint().width() == 500
    QTest.qWait(0)
    view.window().resize(700, view.window().height())
    QTest.qWait(0)
    assert view.minimumSizeHint().width() == 500


def test_the_place_stays_when_the_figures_change(show: Show) -> None:
    view = show(lambda width: charts.kinds({"one": (3, 4), "label": (1, 2)}, width))
    view.go_to(("kind", "label"))
    view.draw(lambda width: charts.kinds({"one": (3, 4), "boundary": (2, 2), "label": (1, 2)}, width))
    here = view.spot()
    assert here is not None
    assert here.id == ("kind", "label")


def test_right_to_left_turns_the_chart_round(qapp: QApplication, show: Show) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view = show(lambda width: charts.label_rows(FIGURES, "overlap", SCHEME, width))
    image = view.grab().toImage()
    actor = SCHEME.label("actor")
    assert actor is not None
    bar = theme.current().label_colours(actor).bar.name()
    row = view.place_of(spot(view, "label", "actor"))
    found = [x for x in range(row.left(), row.right()) if image.pixelColor(x, row.center().y()).name() == bar]
    assert min(found) > 352 - 16


def test_a_larger_window_has_larger_charts(qapp: QApplication, matrix: DrawingView) -> None:
    before = matrix.height()
    theme.apply(qapp, "light", 150)
    assert matrix.height() == round(before * 1.5)


def test_an_empty_chart_takes_no_keyboard(show: Show) -> None:
    view = show(lambda width: charts.kinds({}, width))
    assert view.focusPolicy() == Qt.FocusPolicy.NoFocus
    QTest.keyClick(view, Qt.Key.Key_Return)


def test_a_picture_is_twice_as_fine_and_on_paper() -> None:
    drawing = charts.kinds({"one": (3, 4)})
    image = picture(drawing, SCHEME)
    assert (image.width(), image.height()) == (round(drawing.width) * 2, round(drawing.height) * 2)
    assert image.pixelColor(0, 0).name() == theme.current().colour("paper").name()
