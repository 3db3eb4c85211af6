"""The open card as it is seen: lanes under the words, tints, tinted rows, any script, any width, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from annotator.agreement.cards import Card, Role, Version
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.review.faces import faces
from annotator.gui.review.filter import Filter
from annotator.gui.review.lanes import Lane, Tint, clipped, tints
from annotator.gui.review.open_card import OpenCard, Shown
from annotator.gui.review.passage import Passage
from annotator.gui.review.workspace import ReviewWorkspace
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARABIC, Desk
from tests.gui.label.desk import default_scheme
from tests.gui.review.bench import review

TEXT = "Merovia 😀 warned that it would close the Lhassen Pass to all freight from Talvane unless the boats leave."
BASE = 7


def span(key: str, words: str, label: str, text: str = TEXT, base: int = BASE) -> Span:
    start = text.index(words)
    return Span(key, start + base, start + len(words) + base, words, label)


CLOSE = span("a", "close the Lhassen Pass to all freight from Talvane", "threat")
WOULD = span("b", "would close the Lhassen Pass", "threat")
PASS = span("c", "close the Lhassen Pass", "threat")


def card(*versions: Version, kind: str = "boundary") -> Card:
    return Card("m", "1:2", WOULD.start, CLOSE.end, kind, versions, 1.0, ("threat",))


@pytest.fixture
def passage(qapp: QApplication) -> Iterator[Passage]:
    """Return a passage of three versions, 300 pixels wide."""
    theme.apply(qapp, "light")
    made = Passage()
    made.resize(300, 10)
    made.show_text(TEXT, BASE, default_scheme())
    made.show_lanes([Lane("A", (CLOSE,)), Lane("B", (WOULD,)), Lane("C", (PASS,))], 0)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def ground(image: QImage, box: QRectF) -> QColor:
    """Return the colour behind the words of a box, at its upper left corner."""
    return image.pixelColor(round(box.left()) + 3, round(box.top()) + 2)


def bars(image: QImage, left: float, right: float, top: float, colour: QColor) -> list[int]:
    """Return the heights below a line at which a bar of a colour runs through most of a range."""
    found = []
    for y in range(round(top), min(image.height(), round(top) + 80)):
        hits = sum(image.pixelColor(x, y) == colour for x in range(round(left), round(right)))
        if hits > (right - left) / 2:
            found.append(y)
    return found


def test_a_line_has_a_lane_for_each_version_that_marks_it(passage: Passage) -> None:
    rows = passage.lane_rows()
    assert len(rows) > 2
    assert ["A", "B", "C"] in rows
    assert ["A"] in rows
    assert rows[-1] == []
    image = passage.grab().toImage()
    (box, *_rest) = passage.boxes(PASS.start + 10, PASS.end - 1)
    threat = default_scheme().label("threat")
    assert threat is not None
    ink = theme.current().label_colours(threat).bar
    heights = bars(image, box.left() + 4, box.right() - 4, box.bottom(), ink)
    lanes = [y for y in heights if y - 1 not in heights]
    assert len(lanes) == 3
    assert {b - a for a, b in pairwise(lanes)} == {14}


def test_a_name_without_room_stands_on_the_next_line(passage: Passage) -> None:
    begin = TEXT.index("that") + 3
    for width in range(240, 400, 5):  # until the first line ends right behind "that"
        passage.resize(width, 10)
        here, behind = (passage.boxes(n + BASE, n + 1 + BASE)[0] for n in (begin, begin + 2))
        if here.top() < behind.top() and width - here.right() < 12:
            break
    assert here.top() < behind.top()
    tag = Span("z", begin + BASE, begin + 20 + BASE, TEXT[begin : begin + 20], "diplomatic_call")
    passage.show_lanes([Lane("A", (tag,))])
    image = passage.grab().toImage()
    label = default_scheme().label("diplomatic_call")
    assert label is not None
    ink = theme.current().label_colours(label).name
    lower = passage.boxes(tag.start, tag.end)[-1]
    under = [
        y
        for y in range(round(lower.bottom()), min(image.height(), round(lower.bottom()) + 20))
        if any(image.pixelColor(x, y) == ink for x in range(round(lower.left()), round(lower.right()) - 8))
    ]
    assert len(under) > 4  # letters are higher than a bar, whose end is left out


def test_tint_tells_agreed_from_disputed(passage: Passage) -> None:
    image = passage.grab().toImage()
    agreed = ground(image, passage.boxes(PASS.start + 1, PASS.start + 4)[0])
    disputed = ground(image, passage.boxes(WOULD.start + 1, WOULD.start + 4)[0])
    plain = ground(image, passage.boxes(BASE + 1, BASE + 5)[0])
    assert agreed.saturation() > disputed.saturation() > plain.saturation()


def test_offsets_behind_an_emoji_stand_where_their_words_do(passage: Passage) -> None:
    (warned,) = passage.boxes(*(TEXT.index("warned") + BASE + n for n in (0, 6)))
    (emoji,) = passage.boxes(*(TEXT.index("😀") + BASE + n for n in (0, 1)))
    (merovia,) = passage.boxes(BASE, BASE + 7)
    assert merovia.right() < emoji.left() < emoji.right() < warned.left()


def test_arabic_words_stand_at_the_right_and_run_left(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    made = Passage()
    made.resize(500, 10)
    line = ARABIC.split("\n")[2]
    made.show_text(line, 0, default_scheme())
    first, second = span("a", "وزير", "actor", line, 0), span("b", "سامي", "actor", line, 0)
    made.show_lanes([Lane("A", (first,)), Lane("B", (second,))])
    made.show()
    (here,), (there,) = made.boxes(first.start, first.end), made.boxes(second.start, second.end)
    (begin,) = made.boxes(0, 3)
    assert begin.right() > 480
    assert there.right() < here.left() < here.right() < begin.left()
    made.close()
    made.deleteLater()


def test_a_narrow_passage_wraps_and_grows(passage: Passage) -> None:
    wide, rows = passage.height(), len(passage.lane_rows())
    passage.resize(240, 10)
    assert passage.height() > wide
    assert len(passage.lane_rows()) > rows


def test_tints_of_labels_in_dispute_have_no_label() -> None:
    one, other = Span("a", 0, 9, "", "actor"), Span("b", 4, 9, "", "location")
    assert tints([Lane("A", (one,)), Lane("B", (other,))]) == [Tint(0, 4, "actor", False), Tint(4, 9, "", False)]
    assert tints([Lane("A", (one,)), Lane("B", (one,))]) == [Tint(0, 9, "actor", True)]
    assert tints([Lane("A", (one,)), Lane("B", ())]) == [Tint(0, 9, "actor", False)]


def test_a_long_paragraph_is_cut_at_words_around_the_range() -> None:
    text = "word " * 2000
    first, last = clipped(text, 5000, 5004, 100)
    assert text[first : first + 4] == "word"
    assert text[last - 4 : last] == "word"
    assert 4900 <= first < 5000 < 5004 < last <= 5104
    assert clipped("short", 1, 2) == (0, 5)


def versions() -> tuple[Version, ...]:
    filler = Span("t", 90, 97, "Talvane", "location")
    merovia = Span("m", 7, 14, "Merovia", "actor")
    return (
        Version(("p1",), (CLOSE,), {"a": {"status": "issued"}}, (
            Role("target", "a", filler), Role("threatener", "a", merovia))),
        Version(("p2", "p3"), (WOULD,), {"b": {"status": "anticipated"}}, (Role("threatener", "b", merovia),)),
        Version(("p4",)),
    )  # fmt: skip


def test_rows_that_differ_say_so_in_all_versions() -> None:
    made = faces(card(*versions()), versions(), default_scheme())
    assert [face.letter for face in made] == ["A", "B", "C"]
    rows = [{f.name: (f.value, f.none, f.differs) for f in face.blocks[0].facts} for face in made[:2]]
    assert rows[0]["Status"] == ("issued", False, True)
    assert rows[1]["Status"] == ("anticipated", False, True)
    assert rows[0]["Threatener"] == rows[1]["Threatener"] == ("Merovia", False, False)
    assert rows[1]["Target"] == ("none", True, True)
    assert "Place" not in rows[0]
    assert made[2].blocks == ()
    assert [face.made for face in made] == ["1 annotator", "2 annotators", "1 annotator"]
    assert "nothing marked" in made[2].spoken()
    named = faces(card(*versions()), versions(), default_scheme(), {"p2": "Zoe", "p3": "Ada"})
    assert named[1].made == "By Ada, Zoe"


@pytest.mark.parametrize("width", [420, 640, 1500])
@pytest.mark.parametrize("dark", [False, True])
def test_cards_stand_beside_each_other_where_there_is_room(qapp: QApplication, width: int, dark: bool) -> None:
    theme.apply(qapp, "dark" if dark else "light")
    part = OpenCard()
    part.resize(width, 900)
    shown = Shown(card(*versions()), versions(), "Headline", "paragraph 1", TEXT, BASE, 1, 3)
    part.show_card(shown, default_scheme(), None)
    part.show()
    qapp.processEvents()
    boxes = [one.geometry() for one in part.grid.cards]
    rows = {box.top() for box in boxes}
    assert len(rows) == (2 if width == 420 else 1)
    assert len({box.height() for box in boxes if box.top() == boxes[0].top()}) == 1
    assert all(part.grid.rect().contains(box) for box in boxes)
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert part.head.kind.text() == "Boundary"
    assert part.head.what.text() == "Threat, two starts and two ends"
    paper = theme.current().colour("paper")
    assert part.grab().toImage().pixelColor(4, 200) == paper
    part.close()
    part.deleteLater()


@pytest.mark.parametrize(("size", "narrow"), [((1280, 800), True), ((1440, 900), False), ((2560, 1440), False)])
def test_figures_fold_in_a_narrow_window(open_desk: OpenDesk, reviewed: object, size: tuple[int, int], narrow: bool
                                         ) -> None:  # fmt: skip
    desk = open_desk(reviewed, size=size)
    room = review(desk)

    def left(part: object) -> QPoint:
        return part.mapTo(desk.window, QPoint(0, 0))  # type: ignore[attr-defined]

    figures, listed, shown = left(room.figures), left(room.pane), left(room.card)
    if narrow:
        assert figures.x() == listed.x()
        assert figures.y() < listed.y()
    else:
        assert figures.x() < listed.x()
    assert listed.x() < shown.x()
    look = theme.current()
    wide = "cards_wide" if size[0] == 2560 else "cards"
    assert abs(room.pane.width() - look.px("width", wide)) <= 2
    assert room.card.width() >= 600
    edges = {left(part).x() for part in (room.card.head.kind, room.card.passage, room.card.grid, room.card.foot.edit)}
    assert len(edges) == 1
    ends = [left(part).x() + part.width() for part in (room.card.passage, room.card.grid, room.card.foot.main)]
    assert max(ends) - min(ends) <= theme.current().px("space", "wide")
    assert ends[0] - edges.pop() <= look.px("width", "passage_max")
    desk.window.resize(1440 if narrow else 1280, 900)
    desk.settle()
    assert (left(room.figures).x() == left(room.pane).x()) is not narrow


def test_everything_is_reached_and_named(lead: Desk, room: ReviewWorkspace) -> None:
    from tests.gui.test_accessible import check, parts

    found = parts(lead)
    check(found)
    names = [part.name for part in found]
    assert {"Disagreements", "Open disagreement", "Versions", "Take A", "Nothing here", "Edit A"} <= set(names)
    assert any(name.startswith("Version A, ") for name in names)
    reached = set()
    for _ in range(60):
        reached.add(lead.focus())
        lead.keys("Tab")
    wanted = {room.pane.kind, room.pane.sort, room.pane.list, room.card.head.next, room.card.article,
              *room.card.grid.cards, room.card.foot.edit, room.card.foot.nothing, room.card.foot.note,
              room.card.foot.main}  # fmt: skip
    assert wanted <= reached
    lead.keys("E")
    check(parts(lead))


def test_the_filter_shows_its_words_and_goes(lead: Desk, room: ReviewWorkspace) -> None:
    total = room.model.cards()
    room.figures.filterWanted.emit(Filter(label="threat"))
    lead.settle()
    assert room.pane.filter_words.text() == "Threat"
    assert 0 < room.model.cards() < total
    lead.click(room.pane.clear)
    assert room.model.cards() == total
    assert not room.pane.filter_words.isVisible()
    room.figures.filterWanted.emit(Filter(article="c-dialogue"))
    lead.keys("Esc")
    assert room.model.cards() == total


def test_a_look_from_the_right_mirrors_the_card(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    part = OpenCard()
    part.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    part.resize(700, 700)
    shown = Shown(card(*versions()), versions(), "Headline", "paragraph 1", TEXT, BASE, 1, 3)
    part.show_card(shown, default_scheme(), None)
    part.show()
    qapp.processEvents()
    lefts = [one.geometry().left() for one in part.grid.cards]
    assert lefts == sorted(lefts, reverse=True)
    assert part.foot.main.x() < part.foot.edit.x()
    part.close()
    part.deleteLater()
