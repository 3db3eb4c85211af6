"""What the article and the inspector show of roles, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from annotator.gui import theme
from annotator.gui.label.role_list import EventRow, RoleRow
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project
from tests.gui.label.role_desk import THREAT, bar, cap, has, key_of, near, roles_of, rows

# What the article shows


def test_candidates_carry_filled_chips_and_given_roles_outlined_ones(sat: Desk) -> None:
    sat.tag(THREAT, "3")
    at = cap(sat, "Merovia")
    box = (at.x() - 1, at.y() - 7, 12, 14)
    assert not has(sat, "main", *box)
    sat.keys("R")
    assert has(sat, "main", *box)
    sat.keys(key_of(sat, "Merovia"))
    image = sat.picture(sat.label.view.viewport())
    assert near(image.pixelColor(at.x() + 2, at.y() - 4), theme.current().colour("paper"))
    assert has(sat, "ink", *box)
    sat.keys("Esc")
    assert not has(sat, "ink", at.x() - 1, at.y() - 3, 12, 6)


def test_everything_else_fades_but_the_words(sat: Desk) -> None:
    sat.tag("telephoned", "4")
    sat.tag(THREAT, "3")
    key = next(key for key, span in sat.session.spans.items() if span.quote == "telephoned")
    box = sat.label.view.bar_rects(key)[0]
    at = QPoint(round(box.right()) - 6, round(box.bottom()) - 1)
    full = sat.picture(sat.label.view.viewport()).pixelColor(at)
    sat.keys("R")
    faded = sat.picture(sat.label.view.viewport()).pixelColor(at)
    paper = theme.current().colour("paper")
    assert abs(faded.green() - paper.green()) < 0.4 * abs(full.green() - paper.green())
    assert faded != paper


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800)])
def test_links_run_down_the_right_margin_of_the_active_event_alone(sat: Desk, size: tuple[int, int]) -> None:
    sat.window.resize(*size)
    sat.settle()
    sat.tag(THREAT, "3")
    _left, right = sat.label.view.column_edges()
    margin = (right - sat.label.view.viewport().x() + 8, 0, 50, sat.label.view.viewport().height())
    sat.keys("R", "Tab")
    assert not has(sat, "ink2", *margin)
    sat.keys(key_of(sat, "Lhassen Pass"))
    assert not has(sat, "ink2", *margin)
    sat.keys("Shift+Tab")
    sat.keys("Shift+" + key_of(sat, "Dario Kesh"))
    assert has(sat, "ink2", *margin)
    sat.keys("Esc")
    assert not has(sat, "ink2", *margin)


def test_a_link_to_the_line_above_runs_between_the_two_lines_alone(open_desk: OpenDesk, tmp_path: Path) -> None:
    text = "Envoys\n\nPavel Ostrin spoke to the crowd.\nThe pass will be sealed by noon today.\n"
    desk = open_desk(make_project(tmp_path / "two.annotator", {"a-pass": text}))
    desk.tag("Pavel Ostrin", "1")
    desk.tag("be sealed", "3")
    event = desk.label.view.span_rects(next(k for k, s in desk.session.spans.items() if s.label == "threat"))[0]
    viewport, (left, right) = desk.label.view.viewport(), desk.label.view.column_edges()
    width = right - left
    under = (left - viewport.x() + 1, round(event.bottom()) + 6, width + 40, 40)
    above = (left - viewport.x() + 1, round(event.top()) - 6, round(event.left()) - left + viewport.x(), 5)
    desk.keys("R")
    assert not has(desk, "ink2", *above)
    desk.keys("1")
    assert has(desk, "ink2", *above)
    assert not has(desk, "ink2", *under)
    assert not has(desk, "ink2", right - viewport.x() + 8, 0, 50, viewport.height())


def test_chips_stand_at_the_right_in_a_line_from_right_to_left(open_desk: OpenDesk, tmp_path: Path) -> None:
    text = "وزير\n\nهدد الرئيس عادل سالم بإغلاق ميناء فيلمار.\n"
    desk = open_desk(make_project(tmp_path / "ar.annotator", {"a-pass": text}))
    desk.tag("عادل سالم", "1")
    desk.tag("إغلاق", "3")
    desk.keys("R")
    key = next(key for key, span in desk.session.spans.items() if span.label == "actor")
    box = desk.label.view.bar_rects(key)[0]
    top = round(box.bottom()) - 8
    assert has(desk, "main", round(box.right()) - 12, top, 12, 14)
    assert not has(desk, "main", round(box.left()), top, 12, 14)


# The inspector


def test_the_inspector_lists_every_role_also_the_empty_ones(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    assert rows(sat) == ["Threatener: empty, choose", "Target: empty, choose", "Place: empty, choose"]
    sat.keys("R", "1", "Shift+Tab", "Shift+2", "Esc")
    assert rows(sat) == [
        "Threatener: Pavel Ostrin", "Threatener: Merovia", "Target: empty, choose", "Place: empty, choose",
    ]  # fmt: skip
    second = [row for row in sat.label.inspector.findChildren(RoleRow) if row.isVisible()][1]
    assert second.cross is not None
    assert second.cross.accessibleName() == "Remove Merovia as threatener"
    sat.click(second.cross)
    assert roles_of(path) == [("threatener", "Pavel Ostrin")]
    assert rows(sat)[0] == "Threatener: Pavel Ostrin"
    assert sat.label.view.hasFocus()
    sat.keys("Ctrl+Z")
    assert rows(sat)[1] == "Threatener: Merovia"


def test_a_click_on_a_role_starts_there_and_one_on_the_words_goes_to_them(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.click(row_of(sat, "Place").name)
    assert bar(sat) == "Place of this threat"
    assert sat.label.view.hasFocus()
    sat.keys(key_of(sat, "Sorrel Bay"), "Esc")
    assert roles_of(path) == [("place", "Sorrel Bay")]
    sat.click(row_of(sat, "Target").filler)
    assert bar(sat) == "Target of this threat"
    sat.keys("Esc")
    sat.click(row_of(sat, "Place").filler)
    assert sat.active == "Sorrel Bay"
    events = [row for row in sat.label.inspector.findChildren(EventRow) if row.isVisible()]
    assert [row.accessibleName() for row in events] == [f"Place of “{THREAT}”"]
    sat.click(events[0])
    assert sat.active == THREAT


def test_the_role_that_is_asked_for_is_in_sight_in_a_low_window(sat: Desk) -> None:
    sat.window.resize(1280, 700)
    sat.tag("telephoned", "4")
    sat.keys("R", "Tab", "Tab")
    row = row_of(sat, "Place")
    assert row.visibleRegion().boundingRect().height() == row.height()


def row_of(desk: Desk, name: str) -> RoleRow:
    found = (row for row in desk.label.inspector.findChildren(RoleRow) if row.isVisible())
    return next(row for row in found if row.accessibleName().startswith(name))


def test_every_part_of_the_list_and_of_the_bar_has_a_name(sat: Desk) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "1")
    parts: list[QWidget] = [sat.label.modes.bar, sat.label.modes.bar.done]
    for row in sat.label.inspector.findChildren(RoleRow):
        parts += [row, row.name, row.filler, *([row.cross] if row.cross else [])]
    assert all(part.accessibleName() for part in parts)
    assert "Tab next role" in sat.label.modes.bar.accessibleDescription()
