"""The order in which a screen reader and the Tab key meet the parts of a pane."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QScrollArea, QSplitter, QWidget


def raise_in_turn(*parts: QWidget) -> None:
    """Give siblings the order named: a reader follows the order of their stack, which hides nothing side by side."""
    for part in parts:
        part.raise_()


def put_in_reading_order(splitter: QSplitter, handle_name: str) -> None:
    """Let the parts of a splitter, which stacks the last one lowest, be met as they lie; name its handles."""
    handles = [splitter.handle(place) for place in range(splitter.count())]
    parts = (splitter.widget(place) for place in range(splitter.count()))
    raise_in_turn(*filter(None, parts), *handles)
    for handle in handles:
        handle.setAccessibleName(handle_name)


def parts_in_order(part: QWidget) -> Iterator[QWidget]:
    """Yield a part and what is shown inside of it, in the order in which its layouts have it."""
    if part.isHidden() or part.isWindow():
        return
    yield part
    layout, held = part.layout(), list[QWidget]()
    if isinstance(part, QScrollArea):
        held = [one for one in (part.widget(),) if one is not None]
    elif layout is not None:
        held = list(_laid_out(layout))
    if held or not takes_tab(part):
        beside = [one for one in part.children() if isinstance(one, QWidget) and one not in held]
        inner = held if isinstance(part, QScrollArea) else [*held, *beside]
        for one in inner:
            yield from parts_in_order(one)


def takes_tab(part: QWidget) -> bool:
    """Tell whether Tab stops at a part; of buttons that exclude each other it is the chosen one."""
    if not part.isEnabled() or part.focusProxy() is not None:
        return False
    group = part.group() if isinstance(part, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        return group.checkedButton() == part
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    """Yield the parts of a layout and of those inside of it."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def holds_focus(part: QWidget) -> bool:
    """Tell whether the focus is on a part or inside it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is part or part.isAncestorOf(focus))


def focus_first(part: QWidget) -> None:
    """Put the focus on the first thing inside a part that Tab stops at."""
    stop = next(filter(takes_tab, parts_in_order(part)), None)
    if stop is not None:
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
