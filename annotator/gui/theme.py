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
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator import paths
from annotator.core import palette
from annotator.core.scheme import Label
from annotator.gui import icons

Mode = Literal["light", "dark", "system"]
Contrast = Literal["normal", "high", "system"]
SANS: Final = "sans"
"""The article's face that is the window's own; any other word is a family's name, none the usual serif."""
_MENU_PADDING: Final = 5
_TABULAR: Final = QFont.Tag.fromString("tnum")


@cache
def _table(name: str) -> dict[str, Any]:
    """Read one table of `resources/themes`."""
    return tomllib.loads(paths.resource(f"themes/{name}.toml").read_text(encoding="utf-8"))


@cache
def _tokens(dark: bool, high: bool) -> dict[str, Any]:
    """Return the groups of tokens of one look; high contrast says only what it has otherwise."""
    name = "dark" if dark else "light"
    found = {"stroke": _table("measures")["stroke"]} | _table(name)
    if high:
        for group, other in _table(f"{name}-high").items():
            found[group] = {**found[group], **other} if isinstance(other, dict) else other
    return found


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
    """Hold one look. `scale` is the size of everything in percent, `face` the article's family where one is chosen."""

    def __init__(self, dark: bool, scale: int = 100, face: str = "", *, high: bool = False) -> None:
        """Load the tokens of the light or the dark look, `high` those of high contrast."""
        table = _tokens(dark, high)
        self.dark = dark
        self.high = high
        self.scale = scale
        self.face = face
        self._hex: Mapping[str, str] = table["colours"]
        self._alpha: Mapping[str, int] = table["alpha"]
        self._strokes: Mapping[str, float] = table["stroke"]
        self._least: Mapping[str, float] = table["contrast"]
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
        chosen = label.colour_dark if self.dark else label.colour_light
        return LabelInk(
            bar=QColor(_readable(chosen, self.hex("paper"), self._least["bar"])),
            name=QColor(_readable(chosen, self.hex("paper"), self._least["name"])),
            desk_name=QColor(_readable(chosen, self.hex("desk"), self._least["name"])),
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
        return float(self._strokes[name])

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
        families = [_ui_family()] if self.face == SANS else _table("measures")["faces"]["article"]
        font = QFont([self.face, *families] if self.face not in ("", SANS) else [*families])
        font.setStyleHint(QFont.StyleHint.SansSerif if self.face == SANS else QFont.StyleHint.Serif)
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
        names = ("window", "high") if self.high else ("window",)
        rules = "".join(paths.resource(f"themes/{name}.qss").read_text(encoding="utf-8") for name in names)
        words = QFontMetrics(self.ui_font()).height() + 2 * _MENU_PADDING
        # A menu that is a pixel too high for its bar is not shown at all.
        margin = max(0, (self.px("height", "top_bar") - words) // 2 - 1)
        tip = {"tip_radius": self.px("radius", "control"), "tip_padding": self.px("space", "hair")}
        return string.Template(rules).substitute(self._hex, menu_padding=_MENU_PADDING, menu_margin=margin, **tip)


@lru_cache(maxsize=1024)
def _readable(colour: str, ground: str, ratio: float) -> str:
    return palette.readable(colour, ground, ratio)


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
        self.contrast: Contrast = "normal"
        self.still = False
        self._app: QApplication | None = None
        self._flash = 0

    def show(self, app: QApplication, mode: Mode, scale: int, face: str, contrast: Contrast, still: bool) -> Theme:
        """Choose a look for the whole application and draw everything anew; `still` lets nothing move or blink."""
        hints = QGuiApplication.styleHints()
        if self._app is not app:
            self._app = app
            self._flash = hints.cursorFlashTime()
            app.setStyle(QStyleFactory.create("Fusion"))
            hints.colorSchemeChanged.connect(self._follow)
            hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self.mode, self.contrast, self.still = mode, contrast, still
        if mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)
        hints.setCursorFlashTime(self._flash if wants_motion() else 0)
        self._draw(Theme(self._dark(), scale, face, high=self._high()))
        return self.theme

    def _dark(self, scheme: Qt.ColorScheme | None = None) -> bool:
        """Tell whether the look is dark, where the system has this scheme."""
        if self.mode != "system":
            return self.mode == "dark"
        return system_is_dark() if scheme is None else scheme == Qt.ColorScheme.Dark

    def _high(self, wish: Qt.ContrastPreference | None = None) -> bool:
        """Tell whether the look is of high contrast, where the system has this wish."""
        if self.contrast != "system":
            return self.contrast == "high"
        return system_wants_contrast() if wish is None else wish == Qt.ContrastPreference.HighContrast

    def _follow(self, said: Qt.ColorScheme | Qt.ContrastPreference) -> None:
        """Change with the system, unless a person chose."""
        now = self.theme
        if isinstance(said, Qt.ColorScheme):
            dark, high = self._dark(said), now.high
        else:
            dark, high = now.dark, self._high(said)
        if (dark, high) != (now.dark, now.high):
            self._draw(Theme(dark, now.scale, now.face, high=high))

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


def apply(
    app: QApplication,
    mode: str = "system",
    scale: int = 100,
    face: str = "",
    contrast: str = "system",
    *,
    still: bool = False,
) -> Theme:
    """Show the window light, dark or, for any other word, as the system is; `contrast` is normal, high or the system's.

    `scale` sizes all of it, in percent; `face` is the article's family: empty for the usual one. `still` lets nothing
    move or blink, whatever the system says.
    """
    chosen: Mode = "light" if mode == "light" else "dark" if mode == "dark" else "system"
    strength: Contrast = "normal" if contrast == "normal" else "high" if contrast == "high" else "system"
    return hub().show(app, chosen, scale, face, strength, still)


def system_is_dark() -> bool:
    """Tell whether the desktop asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def system_wants_contrast() -> bool:
    """Tell whether the desktop asks for high contrast."""
    return QGuiApplication.styleHints().accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def wants_motion() -> bool:
    """Tell whether things may move: a person or the system may want them still, where Qt knows of it."""
    preference = getattr(QGuiApplication.styleHints().accessibility(), "motionPreference", None)
    return not hub().still and (preference is None or "Reduced" not in str(preference()))
