"""What is drawn anew after a change is just what changed, and the picture is the one that a whole drawing gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.article.links import Roles
from annotator.gui.article.view import ArticleView
from tests.gui.article.paper import NEWS, show, span

ARABIC = (
    "وزير الخارجية يدعو إلى الحوار\n\n"
    "دعا وزير الخارجية سامي النور يوم الأحد إلى الحوار مع مدينة تافين Tavin "
    "بعد أن أغلقت 3,500 شاحنة الطريق إلى الميناء.\n"
)
LONG = NEWS + "".join(
    f"Line {n}: the patrol boats of Talvane left Sorrel Bay before Merovia’s envoy.\n" for n in range(9)
)
LABELS = ("actor", "location", "threat", "date", "event")


class Regions(QObject):
    """Remembers where a viewport was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return False


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest) -> Iterator[str]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, request.param)
    yield request.param
    theme.apply(app, "light")


def on_screen(view: ArticleView) -> QImage:
    """Return what the window holds after all that was asked for is painted, and nothing more."""
    for _ in range(3):
        QApplication.processEvents()
    device = view.window().backingStore().paintDevice()
    assert isinstance(device, QImage)
    return device.copy()


def anew(view: ArticleView) -> QImage:
    """Return what the window holds after the whole viewport is painted."""
    view.viewport().update()
    return on_screen(view)


class Hand:
    """Does random things to a view and keeps the spans that stand."""

    def __init__(self, view: ArticleView, seed: int) -> None:
        self.view, self.text, self.draw = view, view.text(), Random(seed)
        self.spans: dict[str, Span] = {}
        self.missing: set[str] = set()

    def range(self) -> tuple[int, int]:
        start = self.draw.randrange(len(self.text) - 1)
        return start, min(len(self.text), start + self.draw.choice((1, 5, 12, 30, 90, 260)))

    def put(self, old: Span | None = None) -> None:
        start, end = self.range()
        made = Span(f"s{len(self.spans)}-{self.draw.random()}", start, end, self.text[start:end], "actor")
        new = replace(old or made, start=start, end=end, label=self.draw.choice(LABELS))
        self.spans[new.id] = new
        self.view.put_span(new)

    def some(self) -> Span:
        return self.spans[self.draw.choice(sorted(self.spans))]

    def step(self) -> str:
        """Do one action, of one or several changes; return its name."""
        names = ("add", "add", "add", "remove", "move", "relabel", "active", "unsure", "missing", "tag")
        name = self.draw.choice(names) if len(self.spans) > 2 else "add"
        if name in ("add", "tag"):
            self.put()
        elif name == "remove":
            gone = self.some()
            del self.spans[gone.id]
            self.view.drop_span(gone.id)
        elif name == "move":
            self.put(self.some())
        elif name == "relabel":
            new = replace(self.some(), label=self.draw.choice(LABELS))
            self.spans[new.id] = new
            self.view.put_span(new)
        elif name == "unsure":
            one = self.some()
            self.spans[one.id] = replace(one, unsure=not one.unsure)
            self.view.put_span(self.spans[one.id])
        elif name == "missing":
            one = self.some()
            self.missing ^= {one.id}
            self.view.mark_missing(one.id, one.id in self.missing)
        if name in ("active", "tag"):
            self.view.set_active(self.some().id, scroll=False)
        return name


@pytest.mark.parametrize("density", ["compact", "comfortable", "roomy"])
@pytest.mark.parametrize("text", [LONG, ARABIC], ids=["ltr", "rtl"])
def test_a_change_leaves_the_picture_of_a_whole_drawing(qtbot: QtBot, look: str, text: str, density: str) -> None:
    view = show(qtbot, text, size=(620, 560))
    view.set_density(density)
    hand = Hand(view, seed=len(look) + len(density))
    on_screen(view)
    for number in range(60):
        name = hand.step()
        assert on_screen(view) == anew(view), f"{name} at step {number}"


def test_changes_in_role_mode_leave_the_picture_of_a_whole_drawing(qtbot: QtBot) -> None:
    view = show(qtbot, LONG, size=(620, 560))
    hand = Hand(view, seed=5)
    for number in range(40):
        hand.step()
        if number % 3 == 0:
            ids = sorted(hand.spans)
            given = dict.fromkeys(ids[3:5], "Target")
            view.set_roles(Roles(ids[0], {one: n for n, one in enumerate(ids[1:4], 1)}, given) if number % 2 else None)
        assert on_screen(view) == anew(view), f"step {number}"


def test_only_the_place_of_a_new_tag_is_drawn(qtbot: QtBot) -> None:
    view = show(qtbot, LONG, [span(LONG, "Lhassen Pass", "location", nth=1), span(LONG, "Talvane")])
    on_screen(view)
    painted = Regions()
    view.viewport().installEventFilter(painted)
    view.put_span(span(LONG, "Sorrel Bay", "location"))
    view.set_active(span(LONG, "Sorrel Bay", "location").id, scroll=False)
    on_screen(view)
    box, words = painted.region.boundingRect(), view.span_rects(span(LONG, "Sorrel Bay", "location").id)[0]
    assert box.contains(words.toRect())
    assert box.width() < words.width() + 40
    assert box.height() < 60


def test_a_change_out_of_sight_draws_nothing(qtbot: QtBot) -> None:
    view = show(qtbot, LONG * 30)
    on_screen(view)
    painted = Regions()
    view.viewport().installEventFilter(painted)
    far = len(LONG) * 25
    view.put_span(Span("far", far, far + 12, view.text()[far : far + 12], "actor"))
    on_screen(view)
    assert painted.region.boundingRect() == QRect()


def test_a_far_change_does_not_lay_out_the_article(qtbot: QtBot) -> None:
    view = show(qtbot, LONG * 400)
    on_screen(view)
    height = view.document().documentLayout().documentSize().height()
    far = len(LONG) * 390
    view.put_span(Span("far", far, far + 12, view.text()[far : far + 12], "actor"))
    QApplication.sendPostedEvents(view)  # Qt's own layout in the background must not go on meanwhile
    assert view.document().documentLayout().documentSize().height() == height
