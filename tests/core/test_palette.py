"""The label colours stay apart and readable, for every kind of eye."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import palette

PAPER = {"light": "#FCFBF8", "dark": "#1E1E22"}
DESK = {"light": "#F3F1ED", "dark": "#16161A"}
COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)
Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
EYES: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in palette.channels(colour)]


def seen(colour: str, eye: str) -> Triple:
    """Return L*, a*, b* (D65) of a colour as an eye sees it."""
    rgb = linear(colour)
    red, green, blue = (
        min(max(sum(part * channel for part, channel in zip(row, rgb, strict=True)), 0), 1) for row in EYES[eye]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: Triple, other: Triple) -> float:
    """Return the colour difference of Sharma, Wu and Dalal 2005."""
    mean_chroma = (math.hypot(one[1], one[2]) + math.hypot(other[1], other[2])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    (l1, a1, b1), (l2, a2, b2) = ((light, a * stretch, b) for light, a, b in (one, other))
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    weight = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * weight
    twist = (
        -2
        * math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((mean_h - 275) / 25) ** 2))))
    )
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    return math.sqrt(d_l**2 + d_c**2 + (d_hue / s_h) ** 2 + twist * d_c * d_hue / s_h)


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
