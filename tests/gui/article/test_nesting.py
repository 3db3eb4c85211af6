"""Twenty spans in each other: what can be told apart is drawn, the rest is counted, the active one always shows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.article.labels import LabelLooks
from annotator.gui.article.measures import DENSITIES
from annotator.gui.article.view import ArticleView
from tests.gui.article.paper import NEWS, picture, scheme, show

ARABIC = (
    "دعا وزير الخارجية سامي النور يوم الأحد إلى الحوار مع مدينة تافين وقال إن الطريق إلى الميناء لن يفتح قبل الصيف.\n"
)
DEPTH = 20


def nested(text: str, start: int, end: int) -> list[Span]:
    """Return spans that lie in each other, from the longest to the shortest, with labels in turn."""
    keys = [label.key for label in scheme().live]
    return [
        Span(f"n{n}", start + n, end - n, text[start + n : end - n], keys[n % len(keys)])
        for n in range(DEPTH)
    ]  # fmt: skip


def deep(qtbot: QtBot, density: str, text: str = NEWS) -> ArticleView:
    start = text.index("Merovia warned") if text is NEWS else 0
    view = show(qtbot, text, nested(text, start, start + 52), size=(900, 500))
    view.set_density(density)
    return view


def column(view: ArticleView, x: int, top: float, reserve: float) -> list[str]:
    """Return the colours of a column of pixels below the words of a line."""
    image = picture(view)
    return [image.pixelColor(x, y).name() for y in range(round(top), round(top + reserve))]


@pytest.mark.parametrize("density", list(DENSITIES))
def test_bars_that_are_drawn_lie_apart(qtbot: QtBot, density: str) -> None:
    view = deep(qtbot, density)
    words = view.span_rects("n0")[0]
    heights = sorted({round(view.bar_rects(f"n{n}")[0].top()) for n in range(DEPTH)})
    least = 2 if density == "compact" else 3
    assert all(after - before >= least for before, after in pairwise(heights))
    assert heights[-1] < words.bottom() + 100


@pytest.mark.parametrize("density", list(DENSITIES))
def test_a_line_counts_what_lies_too_deep(qtbot: QtBot, density: str) -> None:
    view = deep(qtbot, density)
    drawn = len({round(view.bar_rects(f"n{n}")[0].top()) for n in range(DEPTH)})
    right, words = view.column_edges()[1] - view.viewport().x(), view.span_rects("n0")[0]
    image = picture(view)
    paper = theme.current().colour("paper")
    beside = [
        image.pixelColor(x, y) != paper
        for x in range(right, right + 30) for y in range(round(words.bottom()), round(words.bottom()) + 14 * drawn)
    ]  # fmt: skip
    assert any(beside)
    for n in range(drawn, DEPTH):
        view.drop_span(f"n{n}")
    image = picture(view)
    assert image.pixelColor(right + 6, round(words.bottom()) + 5) == paper


@pytest.mark.parametrize("density", list(DENSITIES))
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("text", [NEWS, ARABIC], ids=["ltr", "rtl"])
def test_the_active_span_shows_however_deep_it_lies(qtbot: QtBot, density: str, look: str, text: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, look)
    try:
        view = deep(qtbot, density, text)
        looks = LabelLooks(scheme(), theme.current())
        for span_id in ("n0", "n11", "n19"):
            view.set_active(span_id)
            span = view.span(span_id)
            assert span is not None
            bar, ink = view.bar_rects(span_id)[0], looks.look(span.label)
            image = picture(view)
            box = range(round(bar.left()), round(bar.right()))
            seen = {image.pixelColor(x, y).name() for x in box for y in range(round(bar.top()), round(bar.bottom()))}
            assert {ink.bar.name(), ink.name.name()} & seen
    finally:
        theme.apply(app, "light")


def test_a_click_on_a_bar_takes_the_span_that_is_drawn_there(qtbot: QtBot) -> None:
    view = deep(qtbot, "comfortable")
    view.set_active("n15")
    bar = view.bar_rects("n15")[0]
    assert view.span_at(QPoint(round(bar.center().x()), round(bar.bottom()) - 1)) == "n15"
    first = view.bar_rects("n0")[0]
    assert view.span_at(QPoint(round(first.left()) + 2, round(first.bottom()) - 1)) == "n0"
