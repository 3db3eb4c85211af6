"""The order in which a screen reader meets the parts of a pane."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QWidget


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
