"""The look of the window: colours, sizes, faces and icons by name, light and dark, switchable while it runs.

Nothing else in `gui` writes a colour or a size: widgets ask `current()` and repaint on `hub().changed`.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator import paths
from annotator.core import palette
from annotator.core.scheme import Label
from annotator.gui import icons

Mode = Literal["light", "dark", "system"]
_TABULAR: Final = QFont.Tag.fromString("tnum")


@cache
def _table(name: str) -> dict[str, Any]:
    """Read one table of `resources/themes`."""
    return tomllib.loads(paths.resource(f"themes/{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class LabelInk:
    """The colours of one label: its bar, its name on paper, its name on desk; opacities are 0 to 255."""

    bar: QColor
    name: QColor
    desk_name: QColor
    fill_alpha: int
    active_alpha: int
    dashed: bool


class Theme:
    """Hold one look. `scale` is the size of everything in percent."""

    def __init__(self, dark: bool, scale: int = 100) -> None:
        """Load the tokens of the light or the dark look."""
        table = _table("dark" if dark else "light")
        self.dark = dark
        self.scale = scale
        self._hex: Mapping[str, str] = table["colours"]
        self._alpha: Mapping[str, int] = table["alpha"]
        self._measures = _table("measures")

    def hex(self, token: str) -> str:
        """Return a colour as `#RRGGBB`."""
        return self._hex[token]

    def colour(self, token: str) -> QColor:
        """Return a colour by its name in `resources/themes`."""
        return QColor(self._hex[token])

    def heat(self, share: float) -> QColor:
        """Return the heat map's colour for a share of 0 to 1."""
        low, high = self.colour("heat_low"), self.colour("heat_high")
        part = min(max(share, 0.0), 1.0)
        return QColor.fromRgbF(
            low.redF() + (high.redF() - low.redF()) * part,
            low.greenF() + (high.greenF() - low.greenF()) * part,
            low.blueF() + (high.blueF() - low.blueF()) * part,
        )

    def label_colours(self, label: Label) -> LabelInk:
        """Return the colours in which a label is drawn."""
        bar = label.colour_dark if self.dark else label.colour_light
        return LabelInk(
            bar=QColor(bar),
            name=QColor(_readable(bar, self.hex("paper"))),
            desk_name=QColor(_readable(bar, self.hex("desk"))),
            fill_alpha=self._alpha["fill"],
            active_alpha=self._alpha["active"],
            dashed=label.dashed,
        )

    def pt(self, size: str) -> float:
        """Return a type size in points."""
        return float(self._measures["type"][size]) * self.scale / 100

    def px(self, kind: str, name: str) -> int:
        """Return a measure in device-independent pixels: `px("height", "button")`."""
        return round(float(self._measures[kind][name]) * self.scale / 100)

    def stroke(self, name: str) -> float:
        """Return the width of a line in device-independent pixels; lines do not grow with the scale."""
        return float(self._measures["stroke"][name])

    def ui_font(self, size: str = "body", weight: int = 400, *, tabular: bool = False) -> QFont:
        """Return the face of the window; `tabular` gives every figure the same width."""
        font = QFont(_ui_family())
        font.setPointSizeF(self.pt(size))
        font.setWeight(QFont.Weight(weight))
        if tabular:
            font.setFeature(_TABULAR, 1)
        return font

    def article_font(self, size: str = "article", weight: int = 400, *, zoom: int = 100) -> QFont:
        """Return the face of the article; `zoom` is in percent and comes on top of the scale."""
        font = QFont([*_table("measures")["faces"]["article"]])
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPointSizeF(self.pt(size) * zoom / 100)
        font.setWeight(QFont.Weight(weight))
        return font

    def pixmap(self, name: str, ink: str, size: str = "button", dpr: float = 1.0) -> QPixmap:
        """Return an icon in one ink (a colour's name), drawn for a device pixel ratio."""
        return icons.tinted(name, self.hex(ink), self.px("icon", size), dpr)

    def icon(self, name: str, ink: str = "ink", size: str = "button") -> QIcon:
        """Return an icon for menus and actions, drawn for every usual pixel ratio and greyed where disabled."""
        icon = QIcon()
        for dpr in (1.0, 1.5, 2.0, 3.0):
            icon.addPixmap(self.pixmap(name, ink, size, dpr))
            icon.addPixmap(self.pixmap(name, "edge", size, dpr), QIcon.Mode.Disabled)
        return icon

    def palette(self, *, rows: bool = False) -> QPalette:
        """Return the palette that Fusion draws with; in lists and menus (`rows`) what is chosen is grey."""
        filled = _palette(self)
        if rows:
            filled.setColor(QPalette.ColorRole.Highlight, self.colour("row"))
        return filled

    def stylesheet(self) -> str:
        """Return the few rules that a palette cannot express."""
        rules = paths.resource("themes/window.qss").read_text(encoding="utf-8")
        return string.Template(rules).substitute(self._hex)


@lru_cache(maxsize=1024)
def _readable(colour: str, ground: str) -> str:
    return palette.readable(colour, ground)


@cache
def _ui_family() -> str:
    """Return Inter where the system has it, else the system's own face."""
    known = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return next((family for family in _table("measures")["faces"]["ui"] if family in known), system)


def _palette(theme: Theme) -> QPalette:
    """Fill every role of a palette from the tokens."""
    role = QPalette.ColorRole
    roles = {
        role.Window: "desk",
        role.WindowText: "ink",
        role.Base: "raised",
        role.AlternateBase: "paper",
        role.Text: "ink",
        role.PlaceholderText: "ink3",
        role.Button: "raised",
        role.ButtonText: "ink",
        role.BrightText: "fault",
        role.Highlight: "selection",
        role.HighlightedText: "ink",
        role.Accent: "focus",
        role.Link: "ink",
        role.LinkVisited: "ink2",
        role.ToolTipBase: "raised",
        role.ToolTipText: "ink",
        role.Light: "raised",
        role.Midlight: "hover",
        role.Mid: "soft_edge",
        role.Dark: "edge",
        role.Shadow: "edge",
    }
    filled = QPalette()
    for key, token in roles.items():
        filled.setColor(key, theme.colour(token))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        filled.setColor(QPalette.ColorGroup.Disabled, key, theme.colour("ink3"))
    filled.setColor(QPalette.ColorGroup.Disabled, role.Button, theme.colour("desk"))
    filled.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.colour("row"))
    return filled


class ThemeHub(QObject):
    """Hold the look that is shown, follow the system where asked, and tell when the look changes."""

    changed = Signal()

    def __init__(self) -> None:
        """Start light, until `apply` chooses."""
        super().__init__()
        self.theme = Theme(dark=False)
        self.mode: Mode = "light"
        self._app: QApplication | None = None

    def show(self, app: QApplication, mode: Mode, scale: int) -> Theme:
        """Choose a look for the whole application and draw everything anew."""
        hints = QGuiApplication.styleHints()
        if self._app is not app:
            self._app = app
            app.setStyle(QStyleFactory.create("Fusion"))
            hints.colorSchemeChanged.connect(self._follow)
        self.mode = mode
        if mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)
        self._draw(Theme(system_is_dark() if mode == "system" else mode == "dark", scale))
        return self.theme

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        """Change with the system, unless a person chose."""
        dark = scheme == Qt.ColorScheme.Dark
        if self.mode == "system" and dark != self.theme.dark:
            self._draw(Theme(dark, self.theme.scale))

    def _draw(self, theme: Theme) -> None:
        self.theme = theme
        if self._app is None:
            return
        self._app.setPalette(theme.palette())
        for kind in ("QMenu", "QAbstractItemView"):
            # The stub asks for bytes, which PySide itself refuses.
            self._app.setPalette(theme.palette(rows=True), kind)  # type: ignore[arg-type]
        self._app.setFont(theme.ui_font())
        self._app.setStyleSheet(theme.stylesheet())
        self.changed.emit()


@cache
def hub() -> ThemeHub:
    """Return the one object whose `changed` tells of a new look."""
    return ThemeHub()


def current() -> Theme:
    """Return the look that is shown."""
    return hub().theme


def apply(app: QApplication, mode: str = "system", scale: int = 100) -> Theme:
    """Show the window light, dark or, for any other word, as the system is; `scale` sizes all of it, in percent."""
    chosen: Mode = "light" if mode == "light" else "dark" if mode == "dark" else "system"
    return hub().show(app, chosen, scale)


def system_is_dark() -> bool:
    """Tell whether the desktop asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def wants_motion() -> bool:
    """Tell whether the system lets things move; an older Qt cannot know and says yes."""
    hints = QGuiApplication.styleHints().accessibility()
    preference = getattr(hints, "motionPreference", None)
    return preference is None or "Reduced" not in str(preference())
