"""An article with actors and places, and what is seen and stored of the roles that they play."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from annotator.gui import theme
from annotator.gui.article.links import Roles
from annotator.gui.label.role_list import RoleRow
from tests.gui.desk import Desk, stored

PASS = (
    "Envoys meet in Brennick\n"
    "\n"
    "Pavel Ostrin said on Monday that Merovia would close the Lhassen Pass to all lorries from Talvane unless the "
    "boats left Sorrel Bay, and that nobody in the three border towns should wonder why.\n"
    "\n"
    "Dario Kesh telephoned Ilse Varanne late on Tuesday. Dario Kesh and Ilse Varanne met in Brennick a day later.\n"
)
THREAT = "close the Lhassen Pass to all lorries"
CODES = {key: 10 + place for place, key in enumerate("123456789")}


def links(path: Path) -> list[tuple[str, str, str]]:
    """Return (event, role, filler) of the stored relations, by their words."""
    work = stored(path, article="a-pass")
    name = {key: span.quote for key, span in work.spans.items()}
    return sorted((name[r.head], r.type, name[r.child]) for r in work.relations.values())


def roles_of(path: Path, event: str = THREAT) -> list[tuple[str, str]]:
    return [(role, child) for head, role, child in links(path) if head == event]


def shown(desk: Desk) -> Roles:
    found = desk.label.view.shown_roles()
    assert found is not None
    return found


def numbers(desk: Desk) -> dict[str, int]:
    """Return the number of each tag that has one, by its words."""
    return {desk.session.spans[key].quote: number for key, number in shown(desk).numbers.items()}


def key_of(desk: Desk, words: str) -> str:
    return str(numbers(desk)[words])


def bar(desk: Desk) -> str:
    assert desk.label.modes.bar.isVisible()
    return desk.label.modes.bar.accessibleName()


def rows(desk: Desk) -> list[str]:
    found = desk.label.inspector.findChildren(RoleRow)
    return [row.accessibleName() for row in found if row.isVisible()]


def cap(desk: Desk, words: str) -> QPoint:
    """Return the middle of the chip at the start of a tag's bar, in the viewport."""
    key = next(key for key, span in desk.session.spans.items() if span.quote == words)
    box = desk.label.view.bar_rects(key)[0]
    return QPoint(round(box.left()) + 3, round(box.bottom()) - 1)


def has(desk: Desk, token: str, left: int, top: int, width: int, height: int) -> bool:
    """Tell whether a part of the article's viewport holds a colour of the theme."""
    image, wanted = desk.picture(desk.label.view.viewport()), theme.current().colour(token)
    return any(
        near(image.pixelColor(x, y), wanted)
        for x in range(max(0, left), min(image.width(), left + width))
        for y in range(max(0, top), min(image.height(), top + height))
    )


def near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 24 for a, b in pairs)
