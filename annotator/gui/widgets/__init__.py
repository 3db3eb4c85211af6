"""Small painted parts that every workspace uses; their colours and sizes come from the theme alone."""

from __future__ import annotations

from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.buttons import IconButton, MainButton, PlainButton, QuietButton, RailButton
from annotator.gui.widgets.cards import ActionCard
from annotator.gui.widgets.choices import CheckRow, ChoiceButton, ValueButton
from annotator.gui.widgets.empty import EmptyNote
from annotator.gui.widgets.field import Field
from annotator.gui.widgets.heads import SectionHead
from annotator.gui.widgets.labels import LabelButton, LabelMark
from annotator.gui.widgets.lines import Hairline, ProgressLine
from annotator.gui.widgets.painting import draw_key_cap, draw_label_mark, key_cap_width, key_text, text_width
from annotator.gui.widgets.strip import Strip
from annotator.gui.widgets.tabs import Segments
from annotator.gui.widgets.words import ElidedLabel, KeyCap, TextLabel

__all__ = [
    "ActionCard",
    "CheckRow",
    "ChoiceButton",
    "ElidedLabel",
    "EmptyNote",
    "Field",
    "Hairline",
    "IconButton",
    "KeyCap",
    "LabelButton",
    "LabelMark",
    "MainButton",
    "PaintedButton",
    "PlainButton",
    "ProgressLine",
    "QuietButton",
    "RailButton",
    "SectionHead",
    "Segments",
    "Strip",
    "TextLabel",
    "ValueButton",
    "draw_key_cap",
    "draw_label_mark",
    "key_cap_width",
    "key_text",
    "text_width",
]
