"""The two colours of a label: written, or taken from the program's own; a quiet word where two labels look alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.palette import PAIRS, is_colour
from annotator.core.scheme import Label, Scheme
from annotator.core.vision import closest
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.scheme.fields import Entry
from annotator.gui.widgets import PaintedButton, TextLabel
from annotator.gui.widgets.painting import draw_frame

Save = Callable[[str, str], str]
"""Saves the light and the dark colour and returns what is wrong with them."""


class Swatch(QWidget):
    """A patch of one colour."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_colour(self, colour: str) -> None:
        """Show a colour as `#RRGGBB`."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px("icon", "rail")
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        fill = QColor(self._colour) if is_colour(self._colour) else None
        painter = QPainter(self)
        draw_frame(painter, self.rect(), look.px("radius", "cap"), fill, look.colour("edge"), look.stroke("hairline"))
        painter.end()


class PairButton(PaintedButton):
    """A pair of colours to take: the light look's at its leading side, the dark look's behind it."""

    def __init__(self, pair: tuple[str, str]) -> None:
        self.pair = pair
        super().__init__(tr("Colours {light} and {dark}").format(light=pair[0], dark=pair[1]))
        self.setToolTip(f"{pair[0]} · {pair[1]}")
        self.setCheckable(True)

    def natural_size(self) -> QSize:
        look = theme.current()
        return QSize(look.px("height", "button"), look.px("height", "quiet"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        radius = look.px("radius", "control")
        chosen = self.isChecked()
        edge = look.colour("ink" if chosen else "soft_edge")
        draw_frame(painter, self.rect(), radius, look.colour(self.ground() or "raised"), edge, look.stroke("chosen"))
        inset = look.px("space", "hair") + 1
        inner = self.rect().adjusted(inset, inset, -inset, -inset)
        half = inner.width() // 2
        for place, colour in enumerate(self.pair):
            part = QRect(inner.left() + place * half, inner.top(), half, inner.height())
            painter.fillRect(self.mirror(part), QColor(colour))


class Colours(QWidget):
    """Both colours of one label."""

    def __init__(self, save: Save) -> None:
        super().__init__()
        self._save = save
        self._pair = ("", "")
        self._swatches = (Swatch(), Swatch())
        self.light = Entry(tr("Light look"), lambda words: self._write(0, words), before=self._swatches[0])
        self.dark = Entry(tr("Dark look"), lambda words: self._write(1, words), before=self._swatches[1])
        self.pairs = [PairButton(pair) for pair in PAIRS]
        self.note = TextLabel("", "sub", ink="ink2", wrap=True)
        look = theme.current()
        both, ready = QHBoxLayout(), QHBoxLayout()
        both.setSpacing(look.px("space", "gap"))
        both.addWidget(self.light)
        both.addWidget(self.dark)
        ready.setSpacing(look.px("space", "small"))
        for button in self.pairs:
            button.clicked.connect(lambda _checked=False, pair=button.pair: self._take(pair))
            ready.addWidget(button)
        ready.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "small"))
        column.addLayout(both)
        column.addLayout(ready)
        column.addWidget(self.note)

    def show_label(self, label: Label, scheme: Scheme) -> None:
        """Show a label's colours, and which other label they are close to."""
        self._pair = (label.colour_light, label.colour_dark)
        for entry, swatch, colour in zip((self.light, self.dark), self._swatches, self._pair, strict=True):
            entry.show_value(colour)
            swatch.set_colour(colour)
        self._mark()
        others = [one for one in scheme.live if one.key != label.key and one.dashed == label.dashed]
        light = closest(label.colour_light, ((one.name, one.colour_light) for one in others))
        dark = closest(label.colour_dark, ((one.name, one.colour_dark) for one in others))
        said = [
            words.format(label=name)
            for words, name in (
                (tr("In the light look this is hard to tell from “{label}” for some eyes."), light),
                (tr("In the dark look this is hard to tell from “{label}” for some eyes."), dark),
            )
            if name
        ]
        self.note.setText(" ".join(said))
        self.note.setVisible(bool(said))

    def _mark(self) -> None:
        for button in self.pairs:
            button.setChecked(button.pair == self._pair)

    def _take(self, pair: tuple[str, str]) -> None:
        self.light.complain(self._save(*pair))
        self._mark()

    def _write(self, place: int, words: str) -> str:
        wanted = f"#{words.lstrip('#')}".upper()
        if not is_colour(wanted):
            return tr("Write six hexadecimal digits, as in {colour}.").format(colour=PAIRS[0][0])
        return self._save(*(wanted if place == at else colour for at, colour in enumerate(self._pair)))
