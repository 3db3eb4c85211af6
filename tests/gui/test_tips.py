"""Tooltips look like the rest of the window, and long ones stand in several lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.widgets.words import plain_tip

LONG = "Every article that two people finished & that nobody has decided on is listed here, by what it would change."


def _tip(app: QApplication) -> QWidget:
    return next(one for one in app.topLevelWidgets() if one.metaObject().className() == "QTipLabel" and one.isVisible())


@pytest.mark.parametrize("contrast", ["normal", "high"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_tip_has_the_colours_of_the_theme(qapp: QApplication, qtbot: QtBot, mode: str, contrast: str) -> None:
    theme.apply(qapp, mode, contrast=contrast)
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 300)
    with qtbot.waitExposed(host):
        host.show()
    QToolTip.showText(host.mapToGlobal(QPoint(10, 10)), plain_tip(LONG), host)
    tip = _tip(qapp)
    picture = tip.grab().toImage()
    look = theme.current()
    middle = picture.height() // 2
    assert picture.pixelColor(3, middle) == look.colour("raised")
    assert picture.pixelColor(0, middle) == look.colour("hairline")
    found = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert look.colour("ink").name() in found
    assert picture.pixelColor(0, 0) != look.colour("hairline")
    assert tip.height() > 3 * QFontMetrics(tip.font()).height()
    QToolTip.hideText()
    theme.apply(qapp, "light", contrast="normal")


def test_a_short_tip_stays_as_it_is() -> None:
    assert plain_tip("Annotates now.") == "Annotates now."
    assert plain_tip("a < b") == "<p>a &lt; b</p>"
    assert plain_tip(LONG).startswith("<p>")
