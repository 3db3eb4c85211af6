"""The window turned round where its language is written from right to left, and articles that are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui import theme
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project

MIXED = (
    "وزير الخارجية يدعو إلى الحوار\n\n"
    "دعا وزير الخارجية سامي النور إلى الحوار مع Velmar Defence Force في الميناء الشمالي.\n\n"
    "Velmar said on Monday that وزير الخارجية would answer.\n"
)


@pytest.fixture
def turned(qapp: QApplication, open_desk: OpenDesk, project: Path) -> Iterator[Desk]:
    """Return a window whose language is written from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield open_desk(project)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _place(desk: Desk, part: QWidget) -> QRect:
    """Return where a part lies in the window."""
    return QRect(part.mapTo(desk.window, part.rect().topLeft()), part.size())


def _columns(image: QImage, colour: QColor) -> list[int]:
    """Return the columns (device-independent pixels) that hold a colour."""
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) == colour for y in range(image.height()))]


def test_the_panes_go_from_right_to_left(turned: Desk) -> None:
    window, label = turned.window, turned.label
    parts = (window.rail, label.queue, label.pane, label.inspector)
    lefts = [_place(turned, part).left() for part in parts]
    assert lefts == sorted(lefts, reverse=True)
    assert _place(turned, window.rail).right() == window.width() - 1
    turned.keys("Ctrl+,")
    assert _place(turned, window.drawer).left() == 0
    assert _place(turned, label.bar.done).right() < _place(turned, label.bar.skip).left()


def test_rows_and_marks_are_painted_turned_round(turned: Desk) -> None:
    look = theme.current()
    turned.tag("Prime Minister Ada Renn", "1")
    turned.settle(60)
    queue = next(v for v in turned.label.queue.findChildren(QWidget) if v.accessibleName() == "Queue" and v.isVisible()
                 and hasattr(v, "viewport"))  # fmt: skip
    image = turned.picture(queue.viewport())
    row = image.copy(0, 0, image.width(), look.px("height", "queue_row") - 4)
    mark = look.px("icon", "button") + look.px("space", "inset") + look.px("space", "small")
    ink = _columns(row, look.colour("ink"))
    assert row.width() - look.px("width", "current_bar") <= max(ink)
    assert len([x for x in ink if x >= row.width() - mark]) > look.px("icon", "button") // 3
    tree = turned.picture(turned.label.inspector.tree.viewport())
    label = next(one for one in turned.session.scheme.labels if one.key == "actor")
    assert min(_columns(tree, look.label_colours(label).bar)) > tree.width() // 2


def test_nothing_in_the_bars_is_clipped_or_overlaps(turned: Desk) -> None:
    for width in (1280, 1440):
        turned.window.resize(width, 800)
        turned.settle(30)
        bar = turned.label.bar
        shown = [part for part in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
                 if part.isVisible()]  # fmt: skip
        assert all(bar.rect().contains(part.geometry()) for part in shown)
        places = sorted((part.geometry() for part in shown), key=QRect.left)
        assert all(one.right() < other.left() for one, other in pairwise(places))


def test_a_mixed_article_is_tagged_by_the_keys_that_point(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(make_project(tmp_path / "mixed.annotator", {"a": MIXED}))
    start = desk.text.index("سامي")
    desk.label.view.set_caret(start)
    desk.keys("Ctrl+Shift+Left", "1")
    assert desk.active == "سامي"
    desk.keys("Alt+Left")
    assert desk.active == "سامي النور"
    desk.keys("Alt+Right")
    assert desk.active == "سامي"
    box = desk.label.view.span_rects(desk.session.active)[0]
    column = desk.label.view.column_edges()
    assert box.left() > sum(column) / 2
    assert _cap_side(desk, desk.session.active) == "right"
    desk.find("Velmar said")
    desk.keys("1", "Alt+Right")
    assert desk.active == "Velmar said on"
    assert _cap_side(desk, desk.session.active) == "left"


def _cap_side(desk: Desk, span_id: str) -> str:
    """Return the side of its bar on which the name of a tag stands."""
    desk.label.view.activate("")
    desk.settle()
    box = desk.label.view.bar_rects(span_id)[0].toAlignedRect()
    label = next(one for one in desk.session.scheme.labels if one.key == desk.session.spans[span_id].label)
    bar = theme.current().label_colours(label).bar
    image = desk.picture(desk.label.view.viewport())
    line = [image.pixelColor(x, box.bottom() - 1) == bar for x in range(box.left() + 3, box.right() - 3)]
    middle = len(line) // 2
    desk.label.hand.activate(span_id)
    return "left" if sum(line[:middle]) < sum(line[middle:]) else "right"
