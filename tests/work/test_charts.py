"""Charts as drawings: what is drawn, where, in which tokens, and what each place stands for."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import paths
from annotator.agreement.figures import F1, TrendPoint, Value
from annotator.work import charts, figure_rows, people_charts
from annotator.work.chart_words import decimals, percent, signed
from annotator.work.drawing import Dot, Drawing, Line, Path, Rect, Spot, Text, hatched, titled, turned
from tests.work.agreement_figures import ADAEZE, HOSTILE, JONAS, MIRA, SCHEME, TOMAS, empty, figures, nested

ALL = figures()
COUNTS = {"boundary": (31, 49), "one": (38, 50), "label": (0, 4)}
DRAWN = {
    "numbers": charts.numbers(ALL),
    "matrix": charts.matrix(ALL, "overlap"),
    "labels": charts.label_rows(ALL, "overlap", SCHEME),
    "trend": charts.trend(ALL),
    "kinds": charts.kinds(COUNTS, chosen="boundary"),
    "confusion": charts.confusion(ALL.bias[0].confusion, ["actor", "location", "threat", "call"], SCHEME),
    "alpha": charts.figure_rows(figure_rows.alpha_rows(ALL), ("α", "95 %", "under"), SCHEME),
    "bias": people_charts.bias_table(ALL),
    "gold": people_charts.gold_table(ALL),
}


def spot(drawing: Drawing, *identity: str) -> Spot:
    return next(one for one in drawing.spots if one.id == identity)


def inside(place: Spot, shape: Rect | Text | Dot) -> bool:
    return place.holds(shape.x, shape.y)


def tokens(drawing: Drawing) -> set[str]:
    found = set()
    for shape in drawing.shapes:
        names = (getattr(shape, name, "") for name in ("fill", "colour", "ring"))
        found |= {name for name in names if name}
    return found


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_a_chart_keeps_to_its_frame_and_to_the_tokens(drawing: Drawing) -> None:
    known = tomllib.loads(paths.resource("themes/light.toml").read_text(encoding="utf-8"))["colours"]
    sizes = tomllib.loads(paths.resource("themes/measures.toml").read_text(encoding="utf-8"))["type"]
    labels = {f"label:{label.key}" for label in SCHEME.labels}
    assert {token for token in tokens(drawing) if not token.startswith("heat:")} <= set(known) | labels
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            assert shape.size in sizes
        points = shape.points if isinstance(shape, Path) else ()
        points += ((shape.x, shape.y),) if isinstance(shape, (Rect, Text, Dot)) else ()
        points += ((shape.x1, shape.y1), (shape.x2, shape.y2)) if isinstance(shape, Line) else ()
        assert points
        assert all(-1 <= x <= drawing.width + 1 and -1 <= y <= drawing.height + 1 for x, y in points), shape
    assert drawing.spots
    assert len({one.id for one in drawing.spots}) == len(drawing.spots)
    for one in drawing.spots:
        assert one.words
        assert one.x >= 0
        assert one.x + one.width <= drawing.width + 1
        assert one.y + one.height <= drawing.height + 1


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_a_drawing_turned_twice_is_the_same(drawing: Drawing) -> None:
    there = turned(drawing)
    assert there != drawing
    starts = [(shape.anchor, at.anchor) for shape, at in zip(drawing.shapes, there.shapes, strict=True)
              if isinstance(shape, Text) and isinstance(at, Text)]  # fmt: skip
    assert set(starts) <= {("start", "end"), ("end", "start"), ("middle", "middle")}
    back = turned(there)
    assert [one.id for one in back.spots] == [one.id for one in drawing.spots]
    assert all(abs(a.x - b.x) < 1e-9 for a, b in zip(back.spots, drawing.spots, strict=True))
    assert back.words() == drawing.words()


def test_every_pair_stands_twice_in_the_matrix_in_its_heat() -> None:
    drawing = DRAWN["matrix"]
    assert len(drawing.spots) == 12
    high, low = spot(drawing, "pair", MIRA, JONAS), spot(drawing, "pair", MIRA, TOMAS)
    fills = {one.id: shape.fill for one in (high, low) for shape in drawing.shapes
             if isinstance(shape, Rect) and inside(one, shape)}  # fmt: skip
    assert fills == {high.id: "heat:0.80", low.id: "heat:0.31"}
    other = spot(drawing, "pair", JONAS, MIRA)
    assert (other.x < high.x, other.y > high.y) == (True, True)
    assert high.words == "mira and jonas: 0.86, 95\u00a0% interval 0.82 to 0.90, articles of both: 14"
    assert drawing.words().count("0.86") == 2


def test_a_pair_without_a_figure_is_hatched_and_says_why() -> None:
    drawing = DRAWN["matrix"]
    none = spot(drawing, "pair", ADAEZE, TOMAS)
    assert none.words == "adaeze and tomas: n/a: no article was finished by both, articles of both: 0"
    slanting = [s for s in drawing.shapes if isinstance(s, Line) and s.x1 != s.x2 and s.y1 != s.y2]
    assert any(none.holds(line.x1, line.y1) for line in slanting)
    assert not any(isinstance(s, Rect) and s.fill.startswith("heat") and inside(none, s) for s in drawing.shapes)
    assert charts.reasons(ALL.f1["overlap"].pairs.values()) == ["no article was finished by both"]


def test_a_matrix_of_many_grows_instead_of_shrinking_its_cells() -> None:
    who = tuple(str(n) for n in range(20))
    pairs = {(a, b): Value(0.5) for a in who for b in who if a < b}
    f1 = {**ALL.f1, "exact": F1(Value(0.5), Value(0.5), pairs, {})}
    shown = replace(ALL, annotators=who, names={one: f"name {one}" for one in who}, f1=f1)
    drawing = charts.matrix(shown, "exact")
    assert drawing.width > charts.WIDTH
    assert min(one.width for one in drawing.spots) >= 19
    twelve = charts.matrix(replace(shown, annotators=who[:12]), "exact", 336)
    assert twelve.width == 336  # in the panel, beside its scroll bar
    assert ".50" in twelve.words()
    assert "0.50" not in twelve.words()
    assert charts.ENGLISH.short(Value(1.0)) == "1"
    assert {"20", "20 name 19"} <= set(drawing.words())  # there is no room for names over the columns


def test_the_rows_of_labels_follow_the_scheme_and_show_the_interval() -> None:
    drawing = DRAWN["labels"]
    assert [one.id[1] for one in drawing.spots] == ["actor", "location", "threat", "call", "rumour"]
    row = spot(drawing, "label", "threat")
    middle = row.y + row.height / 2
    dot = next(s for s in drawing.shapes if isinstance(s, Dot) and s.y == middle)
    bar = next(s for s in drawing.shapes if isinstance(s, Line) and s.y1 == s.y2 == middle)
    assert bar.x1 < dot.x < bar.x2
    ticks = {s.text: s.x for s in drawing.shapes if isinstance(s, Text) and s.text in ("0.4", "0.7", "1")}
    assert dot.x == pytest.approx(ticks["0.4"] + (0.61 - 0.4) / 0.6 * (ticks["1"] - ticks["0.4"]))
    assert bar.x1 == pytest.approx(ticks["0.4"] + (0.49 - 0.4) / 0.6 * (ticks["1"] - ticks["0.4"]))
    assert {"412", "0.61"} <= set(drawing.words())
    assert spot(drawing, "label", "rumour").words.startswith("Rumour: n/a: nobody used the label")
    marks = [s for s in drawing.shapes if isinstance(s, Rect) and s.fill == "label:rumour"]
    assert len(marks) == 2  # the mark of a dashed label is broken


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_the_scale_opens_downwards_only_where_it_has_to(values: list[float]) -> None:
    low, least = charts.scale_low(Value(value, value / 2) for value in values), min(values) / 2
    assert low == (0.4 if least >= 0.4 else 0)


def test_labels_and_trend_stand_on_one_scale_with_few_ticks() -> None:
    def ticks(drawing: Drawing) -> list[str]:
        found = [s.text for s in drawing.shapes if isinstance(s, Text) and s.text in ("0", "0.4", "0.5", "0.7", "1")]
        return found[:3]  # before the numbers of tags

    assert ticks(DRAWN["labels"]) == ticks(DRAWN["trend"]) == ["1", "0.7", "0.4"]
    low = F1(ALL.f1["overlap"].mean, ALL.f1["overlap"].pooled, {}, {"actor": Value(0.3, -0.1, 0.5)})
    some = replace(ALL, f1={**ALL.f1, "overlap": low})
    assert ticks(charts.label_rows(some, "overlap", SCHEME)) == ticks(charts.trend(some)) == ["1", "0.5", "0"]
    fell = replace(ALL, trend=(*ALL.trend, replace(ALL.trend[0], low=0.2)))
    assert ticks(charts.label_rows(fell, "overlap", SCHEME)) == ["1", "0.5", "0"]


def test_the_trend_has_a_band_an_end_and_its_days() -> None:
    drawing = DRAWN["trend"]
    band, line = (s for s in drawing.shapes if isinstance(s, Path))
    assert (band.filled, line.filled) == (True, False)
    assert len(band.points) == 2 * len(line.points) == 90
    assert all(one.still for one in drawing.spots)
    assert {"1 Apr", "15 May", "0.78", "0.4", "1"} <= set(drawing.words())
    assert spot(drawing, "point", ALL.trend[0].at).words == (
        "1 Apr: 0.60, 95\u00a0% interval 0.52 to 0.66, articles: 20"
    )


def test_a_long_trend_is_thinned_and_a_short_one_is_not_lost() -> None:
    many = tuple(TrendPoint(f"2031-01-01T00:00:{n}", 0.5, 0.4, 0.6, 20) for n in range(5000))
    drawing = charts.trend(replace(ALL, trend=many))
    assert max(len(s.points) for s in drawing.shapes if isinstance(s, Path)) <= 240
    assert 2 <= len(drawing.spots) <= 25
    assert {many[0].at, many[-1].at} <= {one.id[1] for one in drawing.spots}
    one = charts.trend(replace(ALL, trend=ALL.trend[:1]))
    assert "0.60" in one.words()
    assert charts.trend(replace(ALL, trend=())).height == 0


def test_kinds_stand_in_their_order_and_the_chosen_one_is_marked() -> None:
    drawing = DRAWN["kinds"]
    assert [one.id[1] for one in drawing.spots] == ["one", "boundary", "label"]
    chosen = spot(drawing, "kind", "boundary")
    assert any(isinstance(s, Rect) and s.fill == "row" and s.y == chosen.y for s in drawing.shapes)
    bars = [s for s in drawing.shapes if isinstance(s, Rect) and s.fill == "chart"]
    assert [round(bar.width / bars[0].width, 2) for bar in bars] == [1.0, 0.82]
    assert [bar.opacity for bar in bars] == [0.59, 1.0]
    assert chosen.words == "Boundary, 31 open of 49"


def test_what_is_not_defined_is_never_a_number() -> None:
    nothing = empty()
    assert charts.numbers(nothing).words().count("n/a") == 3
    assert not charts.matrix(nothing, "exact").spots
    assert not charts.label_rows(nothing, "exact", SCHEME).spots


def test_the_layered_alpha_stands_in_for_one_that_is_not_defined() -> None:
    alpha = {**ALL.alpha, "u": Value(None, reason="spans of one annotator overlap")}
    drawing = charts.numbers(replace(ALL, alpha=alpha))
    assert "Layered uα" in drawing.words()
    assert (
        "under\u00a0.667:\u00a020\u00a0%, under\u00a0.800:\u00a0100\u00a0%"
        in spot(drawing, "figure", "layered_u").words
    )


def test_rows_of_further_figures_say_their_notes() -> None:
    by_id = {row.id: row for row in figure_rows.alpha_rows(ALL)}
    assert by_id["alpha", "cu"].note == "0\u00a0%, <1\u00a0%"
    units = figure_rows.unit_rows(ALL, SCHEME)
    assert [row.id[1] for row in units] == ["actor", "location", "threat", "call", "rumour"]
    assert (units[0].note, units[-1].note) == ("44\u00a0%", "n/a")
    attributes = figure_rows.attribute_rows(ALL, SCHEME)
    assert [(row.id, row.note) for row in attributes] == [
        (("attribute", "threat", "status"), "81\u00a0%"),
        (("attribute", "call", "channel"), "50\u00a0%"),
    ]
    assert [row.name for row in figure_rows.role_rows(ALL, "exact", SCHEME)] == ["target"]
    assert figure_rows.article_rows(ALL, SCHEME)[0].note == "40"


def test_labels_taken_for_one_another() -> None:
    counts = ALL.bias[0].confusion
    assert people_charts.confused_labels(counts, SCHEME) == ["actor", "location", "threat", "call"]
    drawing = DRAWN["confusion"]
    assert {one.id[1:] for one in drawing.spots} == {("actor", "location"), ("location", "actor"), ("threat", "call")}
    assert spot(drawing, "confused", "actor", "location").words == "Actor against Location: 6"
    assert spot(drawing, "confused", "threat", "call").words == f"{HOSTILE} against Diplomatic call: 4"
    assert "80" not in drawing.words()  # what both call the same is no confusion


def test_the_table_of_annotators_says_what_each_field_is() -> None:
    drawing = DRAWN["bias"]
    assert spot(drawing, "only", MIRA).words == "mira, Only this annotator: 31"
    assert spot(drawing, "edges", MIRA).words == "mira, Start: −1.2"
    assert "mira, F1, exact: 0.80, 95\u00a0% interval 0.76 to 0.84" in spot(DRAWN["gold"], "person", MIRA).words


def test_where_tags_nest_the_layered_row_stands_alone() -> None:
    some = nested()
    assert figure_rows.nesting(some).startswith("what one annotator marked overlaps in 8 of 10")
    assert [row.name for row in figure_rows.layered_rows(some)] == ["Layered uα"]
    assert figure_rows.nesting(ALL) == figure_rows.nesting(empty()) == ""
    assert len(figure_rows.layered_rows(ALL)) == 4


def test_long_heads_of_columns_take_two_lines() -> None:
    words = DRAWN["bias"].words()
    assert {"Only this", "annotator", "Only the", "others"} <= set(words)


def test_figures_in_words() -> None:
    assert [decimals(value) for value in (0.785, 1.0, -0.001, -0.25)] == ["0.79", "1.00", "0.00", "−0.25"]
    assert [signed(value) for value in (1.25, -0.04, -2.0)] == ["+1.2", "0.0", "−2.0"]
    assert [percent(share) for share in (0, 0.001, 0.14, 0.999, 1)] == ["0", "<1", "14", ">99", "100"]


@given(st.floats(1, 400), st.floats(1, 400))
def test_hatching_stays_inside(width: float, height: float) -> None:
    for shape in hatched(10, 20, width, height):
        if isinstance(shape, Line):
            for x, y in ((shape.x1, shape.y1), (shape.x2, shape.y2)):
                assert 10 - 1e-6 <= x <= 10 + width + 1e-6
                assert 20 - 1e-6 <= y <= 20 + height + 1e-6


def test_a_title_moves_the_chart_down() -> None:
    plain, named = DRAWN["kinds"], titled(DRAWN["kinds"], "Kinds", "31 open")
    assert named.height == plain.height + 48
    assert named.words()[:2] == ["Kinds", "31 open"]
    assert named.spots[0].y == plain.spots[0].y + 48
    whole = titled(plain, "Kinds", "31 open", "n/a: nobody")
    assert (whole.words()[-1], whole.height) == ("n/a: nobody", named.height + 22)
