"""Scroll a row of a panel into sight so that nothing at the top edge is cut through."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget


def reveal(area: QScrollArea, head: QWidget, row: QWidget) -> None:
    """Bring a row into sight under the heading of its section, or alone where there is no room for both."""
    body, bar, height = area.widget(), area.verticalScrollBar(), area.viewport().height()
    if body is None:
        return
    parts = [part for part in body.findChildren(QWidget) if part.isVisible() and not _holds_parts(part)]
    boxes = [_box(part, body) for part in parts]
    title, wanted = _box(head, body), _box(row, body)
    tops = {0, bar.value(), title.top(), *(box.top() for box in boxes)}
    clean = [top for top in tops if not any(box.top() < top <= box.bottom() for box in boxes)]
    fitting = [top for top in clean if top <= min(bar.maximum(), wanted.top()) and wanted.bottom() < top + height]
    headed = [top for top in fitting if top <= title.top()]
    if headed or fitting:
        found = headed or fitting
        bar.setValue(bar.value() if bar.value() in found else max(found))
    else:
        area.ensureWidgetVisible(row, 0, 0)


def _holds_parts(part: QWidget) -> bool:
    return any(child.isVisible() for child in part.findChildren(QWidget))


def _box(part: QWidget, body: QWidget) -> QRect:
    return QRect(part.mapTo(body, QPoint(0, 0)), part.size())
