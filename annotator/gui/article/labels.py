"""How a label looks in the article: its colours and the words that break its bar."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from annotator.core.scheme import Label, Scheme
from annotator.core.scheme_names import bar_word
from annotator.gui.article.measures import LETTER_SPACING
from annotator.gui.theme import Theme

_LONGEST_NAME = 10


@dataclass
class LabelLook:
    """The colours of one label and its names from long to short, each with its width in pixels."""

    bar: QColor
    name: QColor
    fill: QColor
    active: QColor
    dashed: bool
    names: tuple[str, ...]
    widths: dict[str, float] = field(default_factory=dict)


class LabelLooks:
    """Know how each label of a scheme is drawn; a label that the scheme does not know is drawn in ink."""

    def __init__(self, scheme: Scheme | None, theme: Theme) -> None:
        self._scheme = scheme
        self._theme = theme
        self._looks: dict[str, LabelLook] = {}
        self.font = label_font(theme)
        self.metrics = QFontMetricsF(self.font)
        self.half = self.metrics.capHeight() / 2

    def look(self, key: str) -> LabelLook:
        """Return the look of a label."""
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._make(key)
        return look

    def names(self, look: LabelLook, suffix: str) -> list[tuple[str, float]]:
        """Return long form, short form and one letter, each with what follows it and its width in pixels."""
        found = []
        for name in look.names:
            text = f"{name} {suffix}" if suffix else name
            width = look.widths.get(text)
            if width is None:
                width = look.widths[text] = self.metrics.horizontalAdvance(text)
            found.append((text, width))
        return found

    def _make(self, key: str) -> LabelLook:
        label = self._scheme.label(key) if self._scheme else None
        if label is None:
            ink = self._theme.colour("ink3")
            return LabelLook(ink, ink, _faint(ink, 30), _faint(ink, 78), False, _names(key, key[:3]))
        ink_of = self._theme.label_colours(label)
        return LabelLook(
            bar=ink_of.bar,
            name=ink_of.name,
            fill=_faint(ink_of.bar, ink_of.fill_alpha),
            active=_faint(ink_of.bar, ink_of.active_alpha),
            dashed=ink_of.dashed,
            names=_names(_long_form(label), label.short),
        )


def label_font(theme: Theme) -> QFont:
    """Return the face of the names under the words."""
    font = theme.ui_font("micro", 700)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, LETTER_SPACING * theme.scale / 100)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _long_form(label: Label) -> str:
    """Return the bar word that the scheme names; one that is only the name cut short gives way to the name."""
    return label.name if label.bar == bar_word(label.name) else label.bar


def _names(name: str, short: str) -> tuple[str, ...]:
    short = (short or name[:3]).upper()
    return (name.upper() if len(name) <= _LONGEST_NAME else short, short, short[:1])


def _faint(colour: QColor, alpha: int) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(alpha)
    return faint
