"""Guidelines beside the text and in the drawer: shown safely, written by keys, kept on leaving."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument, QTextFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.label.guideline import Guideline
from annotator.gui.scheme.label_form import LabelForm
from annotator.gui.scheme.page import SchemePage
from annotator.gui.scheme.writing import GuidelineWriter
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.markdown import MarkdownText
from annotator.store.project import read_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, tags

EXAMPLE = "### Examples\n\n> Velmar **would fire** on a ship.\n\n- One **strong** word\n"


def guideline(desk: Desk) -> Guideline:
    return desk.label.inspector.guideline


def writer(desk: Desk) -> GuidelineWriter:
    body = desk.window.drawer.body()
    assert isinstance(body, SchemePage)
    assert isinstance(body.page, GuidelineWriter)
    return body.page


def stored_guideline(path: Path, key: str) -> str:
    """Return what the file holds: a label's guideline, or the scheme's own."""
    project = read_project(path)
    try:
        label = project.scheme.label(key)
        return label.guideline if label else project.scheme.guideline
    finally:
        project.close()


def shown(qtbot: QtBot, source: str, desk: Desk | None = None) -> MarkdownText:
    text = MarkdownText("Guideline")
    qtbot.addWidget(text)
    text.resize(300, 100)
    text.show_text(source, desk.session.scheme.label("threat") if desk else None)
    text.show()
    return text


def shapes(document: QTextDocument) -> dict[str, tuple[bool, str, bool]]:
    """Return of each run of words: whether it has a fill, its family, and whether it is bold."""
    found = {}
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            shape = place.fragment().charFormat()
            fill = shape.background().color().alpha() > 0 and shape.background().style().value > 0
            found[place.fragment().text()] = (fill, shape.font().family(), shape.font().weight() > 500)
            place += 1
        block = block.next()
    return found


@pytest.mark.parametrize("name", ["picture.png", "gone.png"])
def test_markup_stays_text_and_nothing_is_loaded_or_opened(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    red = QImage(40, 40, QImage.Format.Format_RGB32)
    red.fill(QColor("#FF0000"))
    assert red.save(str(tmp_path / "picture.png"))
    picture = tmp_path / name
    source = (
        f'<b>loud</b> <img src="{picture.as_uri()}"> <script>x</script>\n\n'
        f"![a chart]({picture.as_uri()}) ![]({picture}) ![x][ref]\n\n[ref]: {picture}\n\n"
        "[link](file:///etc/hostname) https://example.org/ &lt;i&gt;\n\n<div>\n<p>block</p>\n</div>\n"
    )
    text = shown(qtbot, source)
    words = text.toPlainText()
    assert "<b>loud</b>" in words
    assert f'<img src="{picture.as_uri()}">' in words
    assert "(picture: a chart)" in words
    assert "<i>" in words
    assert "<p>block</p>" in words
    assert "\ufffc" not in words
    assert "link https://example.org/" in words
    page = text.grab().toImage()
    assert not any(
        page.pixelColor(x, y) == QColor("#FF0000") for x in range(page.width()) for y in range(page.height())
    )
    assert text.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture.as_uri())) is None


def test_no_word_of_a_guideline_is_a_link(qtbot: QtBot) -> None:
    text = shown(qtbot, "[one](file:///etc/hostname) and https://example.org/\n")
    block = text.document().begin()
    place, found = block.begin(), []
    while not place.atEnd():
        found.append(place.fragment().charFormat().hasProperty(QTextFormat.Property.AnchorHref.value))
        place += 1
    assert found
    assert not any(found)
    assert not text.openLinks()
    assert not text.openExternalLinks()


def test_the_tag_of_an_example_looks_like_a_tag(qtbot: QtBot, desk: Desk) -> None:
    text = shown(qtbot, EXAMPLE, desk)
    runs = shapes(text.document())
    serif = theme.current().article_font().family()
    assert runs["would fire"] == (True, serif, False)
    assert runs["Velmar "][0] is False
    assert runs["Velmar "][1] == serif
    assert runs["strong"][0] is False
    assert runs["strong"][2]
    assert runs["Examples"][2]


def test_the_guideline_follows_the_look(qtbot: QtBot, qapp: QApplication, desk: Desk) -> None:
    text = shown(qtbot, EXAMPLE, desk)
    inks = []
    for mode in ("light", "dark"):
        theme.apply(qapp, mode)
        place = text.document().begin().begin()
        inks.append(place.fragment().charFormat().foreground().color())
        assert inks[-1] == theme.current().colour("ink2")
    assert inks[0] != inks[1]


def test_it_is_that_of_the_active_tag_and_stays_afterwards(desk: Desk, qtbot: QtBot) -> None:
    desk.tag("Ada Renn", "1")
    desk.tag("would fire on any Ostrian ship", "3")
    shown_label = guideline(desk).label()
    assert shown_label is not None
    assert shown_label.guideline
    qtbot.waitUntil(lambda: guideline(desk).text.shown_text() == shown_label.guideline)
    assert desk.label.inspector.rules.head.text() == "Guideline: Threat"
    desk.keys("Esc")
    assert desk.active == ""
    assert desk.label.inspector.rules.head.text() == "Guideline: Threat"
    desk.keys("Shift+Tab", "Shift+Tab")
    assert desk.active == "Ada Renn"
    assert desk.label.inspector.rules.head.text() == "Guideline: Actor"


def test_the_conventions_stand_beside_the_labels_guideline(desk: Desk) -> None:
    view = guideline(desk)
    assert view.page() == "label"
    view.pages.setCurrent("scheme")
    desk.settle()
    assert view.text.shown_text() == desk.session.scheme.guideline != ""
    assert not view.is_text.isVisible()


def test_a_guideline_is_written_by_keys_and_shown_beside_the_text(desk: Desk, project: Path, qtbot: QtBot) -> None:
    desk.tag("would fire on any Ostrian ship", "3")
    desk.keys("Ctrl+Shift+G")
    assert writer(desk).area.lines.hasFocus()
    desk.keys("Ctrl+A")
    desk.write("> Velmar **would fire** 1 q.")
    desk.keys("Ctrl+Return")
    assert stored_guideline(project, "threat") == "> Velmar **would fire** 1 q.\n"
    assert writer(desk).preview.isVisible()
    assert writer(desk).preview.toPlainText() == "Velmar would fire 1 q."
    qtbot.waitUntil(lambda: guideline(desk).text.toPlainText() == "Velmar would fire 1 q.")
    assert desk.session.status == "started"
    assert tags(project)[0][1] == "threat"
    desk.keys("Ctrl+Z")
    assert "Velmar **would fire** 1 q." not in stored_guideline(project, "threat")
    assert writer(desk).area.text() == stored_guideline(project, "threat").rstrip("\n")


@pytest.mark.parametrize("leaving", [("Esc",), ("Esc", "Esc", "Esc"), ("F6",), ("Ctrl+Q",), ("Ctrl+Shift+L",)])
def test_leaving_keeps_what_was_written(desk: Desk, project: Path, leaving: tuple[str, ...]) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Shift+G", "Ctrl+A")
    desk.write("Kept")
    desk.keys(*leaving)
    assert stored_guideline(project, "actor") == "Kept\n"


def test_the_three_dots_open_the_guideline_and_back_goes_to_its_label(desk: Desk) -> None:
    desk.click(desk.label.inspector.edit_guideline)
    assert writer(desk).area.lines.accessibleName().startswith("Guideline: ")
    body = desk.window.drawer.body()
    assert isinstance(body, SchemePage)
    desk.click(body.back)
    assert body.back.text() == "All labels"
    desk.keys("Esc")
    assert not body.back.isVisible()
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()


def test_the_conventions_are_written_from_the_list(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Shift+L")
    body = desk.window.drawer.body()
    assert isinstance(body, SchemePage)
    body.show_guideline("")
    desk.keys("Ctrl+A")
    desk.write("Shortest phrase.")
    desk.keys("Esc")
    assert stored_guideline(project, "") == "Shortest phrase.\n"


def test_who_is_no_lead_reads_the_guideline(open_desk: OpenDesk, project: Path) -> None:
    open_desk(project).quit()
    desk = open_desk(project, "Ben")
    desk.keys("Ctrl+Shift+G")
    assert writer(desk).preview.isVisible()
    assert not writer(desk).area.isVisible()


def test_a_tag_of_an_earlier_version_says_so(desk: Desk, qtbot: QtBot) -> None:
    desk.tag("Ada Renn", "1")
    note = desk.label.inspector.span_panel.version
    desk.keys("Ctrl+Shift+L", "Alt+Down", "Esc")
    qtbot.waitUntil(note.isVisible)
    assert note.text().startswith("Made under version 1 of the scheme (")
    desk.tag("Port Sell", "2")
    assert not note.isVisible()
    desk.keys("Shift+Tab")
    assert desk.active == "Ada Renn"
    qtbot.waitUntil(note.isVisible)
    desk.keys("3")
    assert not note.isVisible()


def test_the_preview_shows_where_the_focus_is(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Shift+G", "Ctrl+A")
    desk.write("Kept")
    desk.keys("Ctrl+Return")
    tab = desk.focus()
    assert isinstance(tab, PaintedButton)
    assert (tab.text(), tab.shows_ring()) == ("Preview", True)
    desk.keys("Left")
    assert writer(desk).area.isVisible()
    assert isinstance(desk.focus(), PaintedButton)
    desk.keys("Tab")
    assert writer(desk).area.lines.hasFocus()


def test_esc_leaves_a_guideline_that_was_asked_for_from_the_text(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Shift+G", "Ctrl+A")
    desk.write("Kept")
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    assert desk.label.view.hasFocus()
    assert stored_guideline(project, "actor") == "Kept\n"
    desk.keys("Ctrl+Shift+L", "Return")
    body = desk.window.drawer.body()
    assert isinstance(body, SchemePage)
    body.focus_first()
    assert isinstance(body.page, LabelForm)
    body.page.write.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Return")
    assert writer(desk).area.lines.hasFocus()
    desk.keys("Esc")
    assert isinstance(body.page, LabelForm)
