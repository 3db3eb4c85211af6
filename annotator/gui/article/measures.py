"""The measures of the article: how wide its column is, how far apart its lines are, where the bars lie under them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.gui.theme import Theme

# A sentence of news with the usual share of capitals, figures and marks: its mean advance sets the column.
_SAMPLE: Final = "The minister said on Tuesday that 3,500 people had left the two border towns, and “more will follow”."
COLUMN: Final = 72


@dataclass(frozen=True)
class Density:
    """One setting of how close lines stand: least and most lanes that get room, their pitch, the gap of paragraphs."""

    least: int
    most: int
    pitch: int
    gap: int


DENSITIES: Final = {
    "compact": Density(least=1, most=1, pitch=8, gap=3),
    "comfortable": Density(least=2, most=3, pitch=9, gap=5),
    "roomy": Density(least=3, most=6, pitch=10, gap=9),
}

# Device-independent pixels at a scale of 100 %.
CAP: Final = 5
FIRST_LANE: Final = 5
HALF_LABEL: Final = 4
LABEL_GAP: Final = 4
LEAST_BAR: Final = 6
CHIP_PAD: Final = 5
EDGE_REACH: Final = 5
FILL_OUTSET: Final = 1
FILL_RADIUS: Final = 2
# How much of the ascent the box behind a word takes; what is left over belongs to the bars of the line above.
FILL_HEIGHT: Final = 0.88
RULE: Final = 2
RULE_DISTANCE: Final = 10
NAME_DISTANCE: Final = 18
LETTER_SPACING: Final = 0.35
_GUTTER: Final = 66
_LEAST_LANES: Final = 2
_LEAST_PITCH: Final = 3.5
_TOP: Final = 20
_BOTTOM: Final = 96


@dataclass(frozen=True)
class Measures:
    """The measures of one open article, in device-independent pixels unless named otherwise."""

    column: int
    margin: int
    gutter: int
    top: int
    bottom: int
    reserve: int
    low_reserve: int
    slack: float
    pitch: float
    first: float
    half: float
    gap: int
    zoom: int
    scale: float
    bar: int
    active_bar: int

    def lane_centre(self, lane: int, depth: int, reserve: float) -> float:
        """Return how far below the words the bar of a lane lies, on a line with `depth` lanes and that reserve."""
        if not self.crowded(depth, reserve):
            return self.first + lane * self.pitch
        first = self.first - 2
        return first + lane * (reserve + self.slack - self.half - first) / (depth - 1)

    def most_lanes(self, reserve: float) -> int:
        """Return how many lanes can be told apart on a line with that reserve."""
        room = reserve + self.slack - self.half - self.first + 2
        return max(_LEAST_LANES, 1 + int(room / (_LEAST_PITCH * self.scale)))

    def crowded(self, depth: int, reserve: float) -> bool:
        """Tell whether a line holds more lanes than its reserve has room for, label under label."""
        return depth > 1 and self.first + (depth - 1) * self.pitch + self.half > reserve + self.slack + 0.5


def measure(theme: Theme, density: str, zoom: int, lanes: int, column: int = COLUMN) -> Measures:
    """Return the measures for an article that wants room for `lanes` lanes a line.

    `zoom` is in percent; `column` is the width of the column in average characters.
    """
    chosen = DENSITIES[density]
    scale = theme.scale / 100
    font = theme.article_font(zoom=zoom)
    pitch, first, half = chosen.pitch * scale, FIRST_LANE * scale, HALF_LABEL * scale
    slack = QFontMetricsF(font).ascent() * (1 - FILL_HEIGHT)
    low = first + half - slack
    return Measures(
        column=column_width(font, column),
        margin=theme.px("width", "margin"),
        gutter=round(_GUTTER * scale),
        top=round(_TOP * scale),
        bottom=round(_BOTTOM * scale),
        reserve=ceil(low + (min(max(lanes, chosen.least), chosen.most) - 1) * pitch),
        low_reserve=ceil(low),
        slack=slack,
        pitch=pitch,
        first=first,
        half=half,
        gap=round(chosen.gap * scale),
        zoom=zoom,
        scale=scale,
        bar=round(theme.stroke("bar")),
        active_bar=round(theme.stroke("active_bar")),
    )


def column_width(font: QFont, characters: int = COLUMN) -> int:
    """Return the width of a column of about so many characters of news."""
    return round(QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * characters)
