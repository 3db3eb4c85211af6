"""The label colours stay apart and readable, for every kind of eye."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import palette
from annotator.core.vision import EYES, Triple, ciede2000, closest, seen, smallest_difference

PAPER = {"light": "#FCFBF8", "dark": "#1E1E22"}
DESK = {"light": "#F3F1ED", "dark": "#16161A"}
COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


def smallest(colours: list[str], eye: str) -> float:
    return min(ciede2000(seen(one, eye), seen(other, eye)) for one, other in combinations(colours, 2))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ],
)
def test_the_reference_gives_the_published_differences(one: Triple, other: Triple, difference: float) -> None:
    assert ciede2000(one, other) == pytest.approx(difference, abs=5e-5)


@pytest.mark.parametrize("eye", EYES)
def test_the_default_labels_stay_apart(eye: str) -> None:
    light, dark = zip(*palette.PAIRS[:4], strict=True)
    assert smallest(list(light), eye) >= 14.8
    assert smallest(list(dark), eye) >= 10.8


@pytest.mark.parametrize("eye", EYES)
def test_all_seven_stay_apart(eye: str) -> None:
    light, dark = zip(*palette.PAIRS, strict=True)
    assert smallest(list(light), eye) >= 14
    assert smallest(list(dark), eye) >= 10.8


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_bar_is_visible_on_paper(theme: str) -> None:
    for pair in palette.PAIRS:
        assert palette.contrast(pair[theme == "dark"], PAPER[theme]) >= 3


@pytest.mark.parametrize("ground", [*PAPER.values(), *DESK.values()])
def test_every_name_is_readable_where_it_stands(ground: str) -> None:
    for colour in (colour for pair in palette.PAIRS for colour in pair):
        assert palette.contrast(palette.readable(colour, ground), ground) >= palette.NAME_CONTRAST


def test_assign_gives_seven_plain_colours_then_dashes_them() -> None:
    first = [palette.assign(index) for index in range(7)]
    assert not any(dashed for _, _, dashed in first)
    assert len({light for light, _, _ in first}) == len({dark for _, dark, _ in first}) == 7
    again = [palette.assign(index) for index in range(7, 21)]
    assert all(dashed for _, _, dashed in again)
    assert [colours[:2] for colours in again] == [colours[:2] for colours in first] * 2


def test_contrast_of_black_and_white_is_21() -> None:
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@given(COLOURS, COLOURS)
def test_contrast_has_no_order(one: str, other: str) -> None:
    assert palette.contrast(one, other) == palette.contrast(other, one) >= 1


@given(COLOURS, st.sampled_from([*PAPER.values(), *DESK.values()]))
def test_readable_reaches_the_ratio_and_changes_no_more_than_it_must(colour: str, ground: str) -> None:
    shown = palette.readable(colour, ground)
    assert palette.is_colour(shown)
    assert palette.contrast(shown, ground) >= palette.NAME_CONTRAST
    if palette.contrast(colour, ground) >= palette.NAME_CONTRAST:
        assert shown == colour


@pytest.mark.parametrize("text", ["", "#12345", "#1234567", "123456", "#12345G", "red", "#12345\n"])
def test_only_six_hexadecimal_digits_are_a_colour(text: str) -> None:
    assert not palette.is_colour(text)


def test_colours_that_only_some_eyes_tell_apart_are_close() -> None:
    assert smallest_difference("#3F90DA", "#BD1F01") > 30
    assert closest("#3F90DA", [("Threat", "#BD1F01"), ("Place", "#3F90DC")]) == "Place"
    assert closest("#3F90DA", [("Threat", "#BD1F01")]) == ""
    red, green = "#C05A3C", "#7C8A2E"
    assert ciede2000(seen(red, "normal"), seen(green, "normal")) > 40
    assert closest(red, [("Green", green)]) == "Green"
    assert closest(red, []) == ""
