"""Label colours that stay apart for colour-blind readers, and the contrast of two colours.

Colours are `#RRGGBB` strings. Contrast is the ratio of WCAG 2.1, 1 to 21.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence

# One pair a label: light theme, dark theme (Okabe and Ito). The first four belong to the default scheme.
PAIRS: tuple[tuple[str, str], ...] = (
    ("#3F90DA", "#56B4E9"),
    ("#9C755F", "#E69F00"),
    ("#BD1F01", "#D55E00"),
    ("#832DB6", "#CC79A7"),
    ("#E76300", "#F0E442"),
    ("#717581", "#009E73"),
    ("#882255", "#0072B2"),
)
NAME_CONTRAST = 4.6
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_STEPS = 512


def is_colour(text: str) -> bool:
    """Tell whether the text is a colour as `#RRGGBB`."""
    return _HEX.fullmatch(text) is not None


def assign(index: int, pairs: Sequence[tuple[str, str]] = PAIRS) -> tuple[str, str, bool]:
    """Return the light colour, the dark colour and whether the bar is dashed, for the label at a position from 0."""
    light, dark = pairs[index % len(pairs)]
    return light, dark, index >= len(pairs)


def channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of a colour, each 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.1), 0 to 1."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.1), 1 to 21, whatever their order."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, ratio: float = NAME_CONTRAST) -> str:
    """Return the colour, moved in lightness alone until text in it reaches the ratio on the ground.

    Hue and saturation stay. The colour comes back as it is where it already reaches the ratio.
    """
    if contrast(colour, ground) >= ratio:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(colour))
    goal = 0.0 if luminance(ground) > 0.18 else 1.0
    for step in range(1, _STEPS + 1):
        moved = lightness + (goal - lightness) * step / _STEPS
        shifted = _hex(colorsys.hls_to_rgb(hue, moved, saturation))
        if contrast(shifted, ground) >= ratio:
            return shifted
    return _hex((goal, goal, goal))


def _hex(rgb: tuple[float, float, float]) -> str:
    """Write channels 0 to 1 as `#RRGGBB`."""
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in rgb)
