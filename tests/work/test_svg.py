"""Drawings as SVG: well-formed, alone, in the theme's colours, and names stay words."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from annotator.core import palette
from annotator.work import charts
from annotator.work.drawing import Drawing, Text
from annotator.work.svg import colour, svg
from tests.work.agreement_figures import HOSTILE, SCHEME, figures

SPACE = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return ["".join(t for t in [one.text or "", *(child.tail or "" for child in one)])
            for one in ET.fromstring(picture).iter(f"{SPACE}text")]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_is_well_formed_and_needs_nothing_else(dark: bool) -> None:
    all_ = figures(HOSTILE)
    for drawing in (charts.matrix(all_, "overlap"), charts.label_rows(all_, "exact", SCHEME), charts.trend(all_)):
        picture = svg(drawing, f"Pairs {HOSTILE}", SCHEME, dark=dark)
        root = ET.fromstring(picture)
        assert root.tag == f"{SPACE}svg"
        assert root.find(f"{SPACE}title").text == f"Pairs {HOSTILE}"  # type: ignore[union-attr]
        kinds = {one.tag.removeprefix(SPACE) for one in root.iter()}
        assert kinds <= {"svg", "title", "rect", "line", "polyline", "polygon", "circle", "text"}
        outside = picture.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?:|url\(|href|<script|@import", outside)


def test_hostile_names_stay_words_and_long_ones_are_cut_with_a_tip() -> None:
    picture = svg(charts.label_rows(figures(), "overlap", SCHEME), "Labels", SCHEME)
    assert any(one.startswith("<script>") and one.endswith("…") for one in texts(picture))
    tips = [one.text for one in ET.fromstring(picture).iter(f"{SPACE}title")]
    assert HOSTILE in tips
    assert "Diplomatic call" in texts(picture)


def test_control_characters_do_not_break_the_file() -> None:
    picture = svg(Drawing(10, 10, (Text(0, 5, "a\x00b\x1b\"'&"),)), "t\x07", SCHEME)
    assert texts(picture) == ["a\ufffdb\ufffd\"'&"]


def test_colours_come_from_the_theme_and_the_scheme() -> None:
    assert colour("ink", SCHEME) != colour("ink", SCHEME, dark=True)
    actor = SCHEME.label("actor")
    assert actor is not None
    assert (colour("label:actor", SCHEME), colour("label:actor", SCHEME, dark=True)) == (
        actor.colour_light, actor.colour_dark,
    )  # fmt: skip
    assert colour("heat:0.0", SCHEME) == colour("heat_low", SCHEME)
    assert colour("heat:1.00", SCHEME) == colour("heat_high", SCHEME)
    assert colour("label:unknown", SCHEME) == colour("ink3", SCHEME)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_figures_read_on_every_heat(dark: bool, share: float) -> None:
    ground, ink = colour(f"heat:{share}", SCHEME, dark=dark), colour("ink", SCHEME, dark=dark)
    assert palette.contrast(ink, ground) >= 4.5
