"""Words of the window's own: labels in a size and an ink of the theme, and key caps."""

from __future__ import annotations

import html

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets.painting import draw_key_cap, draw_text, key_cap_width, key_text, text_width

_TIP_LINE = 60
"""So many letters of a tooltip stand in one line; Qt breaks lines in rich text alone."""


def plain_tip(text: str) -> str:
    """Return a tooltip that shows `text` as it stands, a long one in several lines: Qt would read markup in it."""
    rich = "<" in text or "&" in text or len(text) > _TIP_LINE
    return f"<p>{html.escape(text)}</p>" if rich else text


class TextLabel(QLabel):
    """Plain words in a size, weight and ink of the theme; markup in them is never read."""

    def __init__(
        self,
        text: str = "",
        size: str = "body",
        weight: int = 400,
        ink: str = "ink",
        *,
        wrap: bool = False,
        tabular: bool = False,
        serif: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._weight, self._ink = size, weight, ink
        self._tabular, self._serif = tabular, serif
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        self._restyle()
        theme.hub().changed.connect(self._restyle)

    def ink(self) -> str:
        """Return the token of the ink."""
        return self._ink

    def setInk(self, ink: str) -> None:
        """Change the ink."""
        self._ink = ink
        self._restyle()

    def setWeight(self, weight: int) -> None:
        """Change the weight, 400 to 700."""
        self._weight = weight
        self._restyle()

    def _restyle(self) -> None:
        look = theme.current()
        if self._serif:
            self.setFont(look.article_font(self._size, self._weight))
        else:
            self.setFont(look.ui_font(self._size, self._weight, tabular=self._tabular))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, look.colour(self._ink))
        self.setPalette(palette)


class ElidedLabel(TextLabel):
    """One line that ends in “…” where it is too long; the tooltip then holds all of it."""

    def __init__(
        self,
        text: str = "",
        size: str = "body",
        weight: int = 400,
        ink: str = "ink",
        *,
        tabular: bool = False,
        serif: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, size, weight, ink, tabular=tabular, serif=serif, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._explain()

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        wide = text_width(_one_line(self.text()), self.font()) + margins.left() + margins.right()
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(text_width("…", self.font()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme.current().colour(self.ink() if self.isEnabled() else "ink3")
        align = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        area = self.contentsRect()
        draw_text(
            painter, area, _one_line(self.text()), self.font(), colour, align=align, direction=self.layoutDirection()
        )
        painter.end()

    def _explain(self) -> None:
        fits = text_width(_one_line(self.text()), self.font()) <= self.contentsRect().width()
        self.setToolTip("" if fits else plain_tip(self.text()))


def _one_line(text: str) -> str:
    return " ".join(text.split())


class KeyCap(QWidget):
    """The picture of a key, or of several pressed together."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Key {key}").format(key=key_text(keys)) if keys else "")
        theme.hub().changed.connect(self._restyle)

    def keys(self) -> str:
        """Return the keys as `Ctrl+K`."""
        return self._keys

    def setKeys(self, keys: str) -> None:
        """Show other keys."""
        self._keys = keys
        self.setAccessibleName(tr("Key {key}").format(key=key_text(keys)) if keys else "")
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._keys) if self._keys else 0, theme.current().px("height", "key_cap"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._keys:
            return
        painter = QPainter(self)
        size = self.sizeHint()
        draw_key_cap(painter, QRect(0, (self.height() - size.height()) // 2, size.width(), size.height()), self._keys)
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
