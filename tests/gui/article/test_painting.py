"""What a person sees: bars, names and fills where the words are, and words that never move."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.span import Span
from annotator.core.zones import Zone
from annotator.gui import theme
from annotator.gui.article.view import ArticleView
from tests.gui.article.paper import NEWS, picture, scheme, share_of, show, span

RTL = "קרא נשיא ארצות הברית Antony Blinken ביום שלישי."


def _bar(label: str) -> QColor:
    found = scheme().label(label)
    assert found is not None
    return theme.current().label_colours(found).bar


def _looked(view: ArticleView, box: QRectF, label: str) -> float:
    """Return which share of the right half of a bar's lower edge has the label's colour."""
    right, bottom = round(box.right()), round(box.bottom())
    return share_of(picture(view), _bar(label), right - 8, bottom - 2, right - 2, bottom)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_span_has_a_bar_under_its_words(qtbot: QtBot, qapp: QApplication, mode: theme.Mode) -> None:
    theme.apply(qapp, mode)
    one, other = span(NEWS, "Wednesday", "threat"), span(NEWS, "Talvane unless", "location")
    view = show(qtbot, NEWS, [one, other])
    for held in (one, other):
        (words,), (bar,) = view.span_rects(held.id), view.bar_rects(held.id)
        assert abs(words.left() - view.point_of(held.start).x()) <= 2
        assert abs(words.right() - view.point_of(held.end).x()) <= 2
        assert words.bottom() <= bar.top() + 1 < words.bottom() + 16
        assert _looked(view, bar, held.label) == 1.0
    view.drop_span(one.id)
    (bar,) = view.bar_rects(other.id)
    assert _looked(view, bar, "location") == 1.0
    assert view.bar_rects(one.id) == []


def test_nested_and_crossing_spans_lie_under_each_other(qtbot: QtBot) -> None:
    outer = span(NEWS, "close the Lhassen Pass to all", "threat")
    inner, crossing = span(NEWS, "Lhassen Pass", "location", nth=1), span(NEWS, "to all freight", "actor")
    view = show(qtbot, NEWS, [inner, crossing, outer])
    tops = [view.bar_rects(held.id)[0].top() for held in (outer, inner, crossing)]
    assert tops[0] + 8 <= tops[1] == tops[2]
    for held in (outer, inner, crossing):
        assert _looked(view, view.bar_rects(held.id)[-1], held.label) == 1.0


def test_the_active_span_is_filled_strongly_and_named_in_a_chip(qtbot: QtBot) -> None:
    held = span(NEWS, "warned on Wednesday", "threat")
    view = show(qtbot, NEWS, [held])
    (words,), (bar,) = view.span_rects(held.id), view.bar_rects(held.id)
    corner = (round(words.left()) + 2, round(words.bottom()) - 2)
    faint = picture(view).pixelColor(*corner)
    view.set_active(held.id)
    strong = picture(view).pixelColor(*corner)
    assert strong.saturation() > 2 * faint.saturation()
    found = scheme().label("threat")
    assert found is not None
    name = theme.current().label_colours(found).name
    left, bottom = round(bar.left()), round(bar.bottom())
    assert share_of(picture(view), name, left + 2, bottom - 6, left + 40, bottom + 3) > 0.4


def test_words_never_move_when_tags_come_and_go(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS)
    offsets = range(0, len(NEWS), 7)
    before = [view.point_of(offset) for offset in offsets]
    for depth in range(12):
        view.put_span(Span(f"s{depth}", 46 + depth, 200 - depth, NEWS[46 + depth : 200 - depth], "threat"))
    view.set_active("s3", scroll=False)
    view.set_missing({"s1"})
    QApplication.processEvents()
    assert [view.point_of(offset) for offset in offsets] == before
    view.set_spans([])
    assert [view.point_of(offset) for offset in offsets] == before


def test_bars_stay_above_the_words_of_the_next_line(qtbot: QtBot) -> None:
    spans = [Span(f"s{depth}", 46 + depth, 220 - depth, "", "actor") for depth in range(20)]
    view = show(qtbot, NEWS, spans)
    first = view.span_rects("s0")
    assert len(first) >= 2
    for held in spans:
        assert view.bar_rects(held.id)[0].bottom() <= first[1].top() + 1


def test_a_span_over_paragraphs_leaves_blank_lines_empty(qtbot: QtBot) -> None:
    held = Span("s", 10, NEWS.index("trucks"), "", "threat")
    view = show(qtbot, NEWS, [held])
    boxes = view.span_rects("s")
    lines = {round(view.point_of(offset).y()) for offset in range(10, held.end)}
    assert len(boxes) == len(lines) - 2
    assert all(box.width() > 10 for box in boxes)


def test_touching_spans_keep_apart(qtbot: QtBot) -> None:
    one, other = span(NEWS, "Wednesday", "threat"), span(NEWS, " that it", "actor")
    view = show(qtbot, NEWS, [one, other])
    (left,), (right,) = view.bar_rects(one.id), view.bar_rects(other.id)
    assert left.right() <= right.left() + 0.5
    assert left.top() == right.top()


def test_a_hebrew_span_begins_at_the_right(qtbot: QtBot) -> None:
    name = span(RTL, "נשיא ארצות הברית", "actor")
    mixed = span(RTL, "הברית Antony Blinken", "location")
    view = show(qtbot, RTL, [name, mixed])
    (box,) = view.span_rects(name.id)
    assert abs(box.right() - view.point_of(name.start).x()) <= 2
    assert sum(one.width() for one in view.span_rects(mixed.id)) > box.width() / 2
    (bar,) = view.bar_rects(name.id)
    left, bottom = round(bar.left()), round(bar.bottom())
    assert share_of(picture(view), _bar("actor"), left + 2, bottom - 2, left + 8, bottom) == 1.0


def test_a_hebrew_span_over_two_lines_has_its_caps_where_it_begins_and_ends(qtbot: QtBot) -> None:
    text = "ראש הממשלה נפגש עם שר החוץ " * 6
    view = show(qtbot, text, [Span("s", 4, 120, text[4:120], "threat")])
    first, last = view.bar_rects("s")[0], view.bar_rects("s")[-1]
    assert first.bottom() < last.top()
    image, ink = picture(view), _bar("threat")

    def cap(bar: QRectF, x: float) -> float:
        return share_of(image, ink, round(x), round(bar.top()), round(x) + 2, round(bar.top()) + 2)

    assert cap(first, first.right() - 2) == 1.0
    assert cap(first, first.left()) == 0.0
    assert cap(last, last.left()) == 1.0
    assert cap(last, last.right() - 2) == 0.0


def test_a_latin_name_inside_arabic_falls_where_it_is_seen(qtbot: QtBot) -> None:
    text = "The Iranian (السودان) office said عبد الفتاح 45 yes."
    held = span(text, "said عبد", "actor")
    view = show(qtbot, text, [held])
    boxes = sorted(view.span_rects(held.id), key=QRectF.left)
    assert len(boxes) == 2
    assert boxes[0].right() < boxes[1].left()


def test_one_long_paragraph_costs_its_visible_lines_alone(qtbot: QtBot) -> None:
    text = "word " * 40_000
    spans = [Span(f"s{i}", i * 100, i * 100 + 4, "word", "actor") for i in range(2000)]
    view = show(qtbot, text, spans)
    view.scroll_to(100_000, 100_004)
    picture(view)
    assert 5 < view.painted_lines() < 40
    (bar,) = view.bar_rects("s1000")
    assert 0 < bar.top() < view.viewport().height()


def test_the_first_drawing_of_a_long_article_has_its_spans(qtbot: QtBot) -> None:
    view = show(qtbot)
    held = span(NEWS, "Wednesday", "threat")
    view.set_article(NEWS * 400, [], [held], scheme())
    first = view.viewport().grab().toImage()
    (bar,) = view.bar_rects(held.id)
    right, bottom = round(bar.right()), round(bar.bottom())
    assert share_of(first, _bar("threat"), right - 8, bottom - 2, right - 2, bottom) == 1.0


def test_articles_that_were_shown_are_let_go(qtbot: QtBot) -> None:
    view = show(qtbot)
    for _ in range(5):
        view.set_article(NEWS, [], [], scheme())
        view.set_zoom(110 if view.document().defaultFont().pointSizeF() < 14 else 100)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(view.findChildren(QTextDocument)) == 1


def test_a_far_place_is_reached_before_all_is_laid_out(qtbot: QtBot) -> None:
    text = NEWS * 1500
    view = show(qtbot, text, [Span("s", len(text) - 60, len(text) - 50, text[-60:-50], "actor")])
    view.set_active("s")
    assert 0 < view.span_rects("s")[0].top() < view.viewport().height()


def test_a_wider_window_moves_the_column_and_lays_out_nothing(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS, [span(NEWS, "Wednesday")], size=(1000, 700))
    points = [view.point_of(offset) for offset in range(0, len(NEWS), 11)]
    left, right = view.column_edges()
    view.resize(1300, 700)
    QApplication.processEvents()
    assert [view.point_of(offset) for offset in range(0, len(NEWS), 11)] == points
    moved = view.column_edges()
    assert moved[1] - moved[0] == right - left
    assert abs((moved[0] - left) - 150) <= 1


def test_a_narrow_window_keeps_its_margin_and_does_not_crash(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS * 20, [span(NEWS, "Wednesday")], [Zone(0, 43, "headline")])
    for width in (700, 420, 300, 900, 1500, 500):
        view.resize(width, 600)
        QApplication.processEvents()
        picture(view)
        left, right = view.column_edges()
        assert left >= 56
        assert right <= width - 56
        assert view.span_rects(span(NEWS, "Wednesday").id)


def test_the_column_holds_a_comfortable_line(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS * 3, size=(1400, 700))
    block, lengths = view.document().begin(), []
    while block.isValid():
        lengths += [block.layout().lineAt(i).textLength() for i in range(block.layout().lineCount() - 1)]
        block = block.next()
    assert 62 <= sum(lengths) / len(lengths) <= 78


def test_densities_and_zoom_keep_the_place(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS * 10, [span(NEWS, "Wednesday")])
    heights = {}
    for density in ("compact", "comfortable", "roomy"):
        view.set_density(density)
        heights[density] = view.point_of(120).y() - view.point_of(46).y()
    assert heights["compact"] < heights["comfortable"] < heights["roomy"]
    view.set_density("comfortable")
    view.scroll_to(1500, 1510)
    before = view.offset_at(view.viewport().rect().topLeft())
    view.set_zoom(150)
    assert abs(view.offset_at(view.viewport().rect().topLeft()) - before) < 160
    assert view.span_rects(span(NEWS, "Wednesday").id)


def test_found_places_are_marked_and_the_current_one_is_ringed(qtbot: QtBot) -> None:
    view = show(qtbot, NEWS)
    start = NEWS.index("Wednesday")
    before = picture(view)
    view.set_hits([(0, 7), (start, start + 9)], 1)
    after = picture(view)
    place = view.point_of(start)
    focus = theme.current().colour("focus")
    ring = share_of(after, focus, place.x() - 3, place.y() - 14, place.x() + 4, place.y() + 14)
    assert ring > 0.1
    assert share_of(before, focus, place.x() - 3, place.y() - 14, place.x() + 4, place.y() + 14) == 0
    view.set_hits([])
    assert picture(view) == before


def test_page_furniture_has_its_name_in_the_margin(qtbot: QtBot) -> None:
    zone = Zone(0, 43, "caption")
    plain = show(qtbot, NEWS)
    view = show(qtbot, NEWS, zones=[zone])
    rule = theme.current().colour("soft_edge")
    left = view.column_edges()[0] - view.viewport().x()
    y = view.point_of(3).y()
    assert share_of(picture(view), rule, left - 10, y - 3, left - 8, y + 3) == 1.0
    assert share_of(picture(plain), rule, left - 10, y - 3, left - 8, y + 3) == 0.0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_active_span_of_a_grey_line_is_set_in_ink(qtbot: QtBot, qapp: QApplication, mode: theme.Mode) -> None:
    theme.apply(qapp, mode)
    held = span(NEWS, NEWS.split()[0])
    view = show(qtbot, NEWS, [held], [Zone(0, 43, "caption")])

    def inked() -> bool:
        box = view.span_rects(held.id)[0].toRect()
        edges = box.left(), box.top(), box.right(), box.bottom()
        return share_of(picture(view), theme.current().colour("ink"), *edges) > 0.01

    assert not inked()
    view.set_active(held.id)
    assert inked()
    view.refresh_theme()
    assert inked()
    view.set_active("")
    assert not inked()
    view.set_active(held.id)
    view.set_zones([])
    assert inked()


def test_a_short_article_keeps_the_bars_room_and_shows_no_handle(qtbot: QtBot) -> None:
    short, long = show(qtbot, NEWS, size=(900, 1400)), show(qtbot, NEWS * 9, size=(900, 1400))
    handle = theme.current().colour("scroll")
    shares = []
    for view in (short, long):
        bar = view.verticalScrollBar()
        image = bar.grab().toImage()
        shares.append(share_of(image, handle, 0, 0, image.width(), image.height()))
    assert shares[0] == 0.0
    assert shares[1] > 0.05
    assert short.column_edges() == long.column_edges()
    short.resize(900, 300)
    QApplication.processEvents()
    image = short.verticalScrollBar().grab().toImage()
    assert share_of(image, handle, 0, 0, image.width(), image.height()) > 0.05


def test_a_new_look_is_drawn_anew(qtbot: QtBot, qapp: QApplication) -> None:
    held = span(NEWS, "Wednesday", "threat")
    view = show(qtbot, NEWS, [held])
    theme.apply(qapp, "dark")
    view.refresh_theme()
    QApplication.processEvents()
    assert picture(view).pixelColor(1, 1) == theme.current().colour("paper")
    assert view.grab().toImage().pixelColor(3, 3) == theme.current().colour("paper")
    assert _looked(view, view.bar_rects(held.id)[0], "threat") == 1.0
