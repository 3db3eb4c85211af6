"""The inspector shows the active tag, changes it, lists all tags and says what a label means."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.core.scheme import parse_scheme
from annotator.gui.label.inspector import Inspector
from annotator.gui.label.role_list import RoleRow
from annotator.gui.label.tag_model import MANY, SPAN_ROLE, TagModel, needs_text
from annotator.gui.label.tag_tree import FEW, TagTree
from annotator.gui.widgets import Field, ValueButton
from tests.gui.label.desk import Desk, full_desk, span


def shown(qtbot: QtBot, desk: Desk) -> Inspector:
    inspector = Inspector(desk.session())
    qtbot.addWidget(inspector)
    inspector.resize(336, 820)
    with qtbot.waitActive(inspector):
        inspector.show()
        inspector.activateWindow()
    return inspector


def values(inspector: Inspector) -> dict[str, ValueButton]:
    return {button.text(): button for button in inspector.findChildren(ValueButton) if button.isVisible()}


def rows(tree: TagTree) -> list[str]:
    """Return the words of the rows that can be seen, the spans indented."""
    found = []
    index = tree.model().index(0, 0)
    while index.isValid():
        found.append(("  " if index.parent().isValid() else "") + str(index.data()))
        index = tree.indexBelow(index)
    return found


def click(qtbot: QtBot, tree: TagTree, words: str) -> None:
    index = tree.model().index(0, 0)
    while str(index.data()) != words:
        index = tree.indexBelow(index)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())


def test_without_an_active_tag_it_says_how_to_make_one(qtbot: QtBot) -> None:
    inspector = shown(qtbot, full_desk())
    assert inspector.span_panel.empty.isVisible()
    assert inspector.span_panel.empty.title() == "No tag is active"
    assert "press 1 to 4" in inspector.span_panel.empty.hint()


def test_the_active_tag_is_shown_with_its_place_values_and_roles(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s2")
    panel = inspector.span_panel
    assert panel.quote.text() == "close the Lhassen Pass to all freight from Talvane"
    assert panel.head.count() == "2 of 6"
    buttons = values(inspector)
    assert {text: button.keys() for text, button in buttons.items()} == {"Issued": "Q", "Anticipated": "W"}
    assert buttons["Issued"].isChecked()
    assert not buttons["Anticipated"].isChecked()
    roles = [row.accessibleName() for row in inspector.findChildren(RoleRow)]
    assert roles == ["Threatener: Merovia", "Target: Talvane", "Place: Lhassen Pass"]


def test_values_are_chosen_by_click_by_focus_and_by_their_key(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s6")
    buttons = values(inspector)
    assert [button.keys() for button in buttons.values()] == ["Q", "W", "E", "T", "Y"]
    qtbot.mouseClick(buttons["Phone"], Qt.MouseButton.LeftButton)
    assert desk.attributes["s6", "channel"] == "phone"
    buttons["Appeal"].setFocus()
    qtbot.keyClick(buttons["Appeal"], Qt.Key.Key_Return)
    assert desk.attributes["s6", "channel"] == "appeal"
    assert not buttons["Phone"].isChecked()
    assert inspector.choose_value(1)
    assert desk.attributes["s6", "channel"] == "meeting"
    qtbot.mouseClick(buttons["Meeting"], Qt.MouseButton.LeftButton)
    assert ("s6", "channel") not in desk.attributes
    assert not inspector.choose_value(7)


def test_a_value_that_was_not_saved_does_not_look_chosen(qtbot: QtBot) -> None:
    desk = full_desk()
    desk.refuses = True
    inspector = shown(qtbot, desk)
    desk.set_active("s6")
    phone = values(inspector)["Phone"]
    qtbot.mouseClick(phone, Qt.MouseButton.LeftButton)
    assert not phone.isChecked()
    qtbot.mouseClick(inspector.span_panel.unsure, Qt.MouseButton.LeftButton)
    assert not inspector.span_panel.unsure.isChecked()


def test_without_an_active_tag_a_value_key_does_nothing(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s6")
    desk.set_active("")
    assert not inspector.choose_value(0)
    assert "set_attribute" not in desk.names_called()


def test_unsure_is_a_check_box(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s1")
    qtbot.mouseClick(inspector.span_panel.unsure, Qt.MouseButton.LeftButton)
    assert desk.spans["s1"].unsure
    desk.put_span(replace(desk.spans["s1"], unsure=False))
    assert not inspector.span_panel.unsure.isChecked()


def test_return_saves_the_note_and_asks_for_the_text(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s1")
    inspector.focus_note()
    qtbot.keyClicks(inspector.span_panel.note, "Which government? 1 or 2")
    with qtbot.waitSignal(inspector.noteFinished):
        qtbot.keyClick(inspector.span_panel.note, Qt.Key.Key_Return)
    assert desk.spans["s1"].note == "Which government? 1 or 2"
    assert desk.names_called().count("set_note") == 1


def test_a_note_is_saved_when_the_focus_or_the_active_tag_goes_elsewhere(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s1")
    inspector.focus_note()
    qtbot.keyClicks(inspector.span_panel.note, "one")
    inspector.focus_tags()
    assert desk.spans["s1"].note == "one"
    inspector.focus_note()
    qtbot.keyClicks(inspector.span_panel.note, " two")
    desk.set_active("s2")
    assert desk.spans["s1"].note == "one two"
    assert desk.spans["s2"].note == ""
    assert inspector.span_panel.note.text() == ""


def test_a_key_that_leaves_the_article_saves_the_note_first(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s1")
    inspector.focus_note()
    qtbot.keyClicks(inspector.span_panel.note, "kept")
    qtbot.keyClick(inspector.span_panel.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.spans["s1"].note == "kept"


def free_text(qtbot: QtBot, desk: Desk) -> tuple[Inspector, Field]:
    """Return an inspector with `s1` active and its field for the country, an optional attribute."""
    text = desk.scheme.text.replace("enabled = false", "enabled = true")
    desk.scheme = parse_scheme(text, "test")
    inspector = shown(qtbot, desk)
    desk.set_active("s1")
    fields = inspector.span_panel.findChildren(Field)
    return inspector, next(field for field in fields if field.accessibleName() == "Country")


def test_optional_attributes_may_be_folded_and_may_be_free_text(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector, field = free_text(qtbot, desk)
    head = next(
        child
        for child in inspector.span_panel.findChildren(QWidget)
        if child.property("text") == "Optional: country, sector"
    )
    assert {"GOV", "MIL"} <= set(values(inspector))
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert values(inspector) == {}
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "MRV")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.attributes["s1", "country"] == "MRV"


def test_free_text_is_kept_when_its_article_is_left_while_it_is_typed(qtbot: QtBot) -> None:
    desk = full_desk()
    _inspector, field = free_text(qtbot, desk)
    field.setFocus()
    qtbot.keyClicks(field, "MRV")
    qtbot.keyClick(field, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert desk.attributes["s1", "country"] == "MRV"


def test_free_text_stays_with_the_tag_that_it_was_typed_for(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector, field = free_text(qtbot, desk)
    field.setFocus()
    qtbot.keyClicks(field, "MRV")
    desk.set_active("s4")
    assert field.text() == ""
    inspector.focus_tags()
    assert desk.attributes["s1", "country"] == "MRV"
    assert ("s4", "country") not in desk.attributes


def test_tags_are_grouped_by_label_with_counts(qtbot: QtBot) -> None:
    inspector = shown(qtbot, full_desk())
    tree = inspector.tree
    assert rows(tree) == ["Actor", "Location", "Threat", "Diplomatic call"]
    assert inspector.tags.head.count() == "6"
    said = tree.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Actor, 3 tags"


def test_the_label_of_the_active_tag_opens_and_closes_again(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s6")
    assert rows(inspector.tree) == ["Actor", "Location", "Threat", "Diplomatic call", "  telephoned"]
    desk.set_active("s3")
    assert rows(inspector.tree) == ["Actor", "Location", "  Lhassen Pass", "Threat", "Diplomatic call"]


def test_a_label_that_a_person_opened_stays_open(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    click(qtbot, inspector.tree, "Actor")
    desk.set_active("s6")
    desk.set_active("")
    desk.open_article(7)
    assert rows(inspector.tree)[:4] == ["Actor", "  Merovia", "  Talvane", "  Dario Kesh"]


def test_a_click_or_return_on_a_tag_makes_it_active(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    click(qtbot, inspector.tree, "Actor")
    with qtbot.waitSignal(inspector.spanChosen) as told:
        click(qtbot, inspector.tree, "Talvane")
    assert told.args == ["s4"]
    assert desk.active == "s4"
    inspector.focus_tags()
    qtbot.keyClick(inspector.tree, Qt.Key.Key_Down)
    qtbot.keyClick(inspector.tree, Qt.Key.Key_Return)
    assert desk.active == "s5"


def test_a_tag_that_needs_a_value_says_so_in_words(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s6")
    index = inspector.tree.currentIndex()
    assert (
        index.data(Qt.ItemDataRole.AccessibleTextRole) == "Diplomatic call, telephoned, 6 of 6, needs a channel, active"
    )
    desk.set_attribute("s6", "channel", "phone")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Diplomatic call, telephoned, 6 of 6, active"
    assert needs_text([]) == ""


def test_tags_come_move_and_go_one_row_at_a_time(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    click(qtbot, inspector.tree, "Actor")
    desk.put_span(span("s9", "Ilse Varanne", "actor"))
    assert rows(inspector.tree)[1:5] == ["  Merovia", "  Talvane", "  Dario Kesh", "  Ilse Varanne"]
    desk.put_span(replace(desk.spans["s9"], label="location"))
    assert rows(inspector.tree)[:4] == ["Actor", "  Merovia", "  Talvane", "  Dario Kesh"]
    desk.remove("s6")
    assert "Diplomatic call" not in rows(inspector.tree)
    assert inspector.tags.head.count() == "6"
    for span_id in list(desk.spans):
        desk.remove(span_id)
    assert inspector.no_tags.isVisible()
    assert inspector.no_tags.title() == "Nothing tagged yet"


def test_the_tree_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    desk = full_desk()
    model = TagModel(desk.session())
    qtmodeltester.check(model)
    desk.put_span(span("s9", "Ilse Varanne", "actor"))
    model.update({"s9"})
    del desk.spans["s3"], desk.spans["s9"]
    model.update({"s3", "s9"})
    assert model.group_keys() == ["actor", "threat", "diplomatic_call"]
    desk.spans = {f"m{n}": replace(span("x", "Talvane", "actor"), id=f"m{n}") for n in range(MANY + 1)}
    model.update(set(desk.spans) | {"s1", "s2", "s4", "s5", "s6"})
    assert model.count() == MANY + 1


def test_letters_are_left_to_the_window(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    inspector.focus_tags()
    before = inspector.tree.currentIndex()
    qtbot.keyClicks(inspector.tree, "d3")
    assert inspector.tree.currentIndex() == before


def test_the_guideline_is_that_of_the_active_label_and_plain_text(qtbot: QtBot) -> None:
    desk = full_desk()
    desk.scheme = parse_scheme(desk.scheme.text.replace("A definite harm", "A <b>definite</b> harm"), "test")
    inspector = shown(qtbot, desk)
    desk.set_active("s2")
    assert inspector.rules.head.text() == "Guideline: Threat"
    assert inspector.guideline.is_text.text().startswith("A <b>definite</b> harm")
    assert inspector.guideline.is_text.textFormat() == Qt.TextFormat.PlainText
    assert inspector.guideline.is_not.text().startswith("Not something already done")
    desk.set_active("")
    assert inspector.rules.head.text() == "Guideline: Threat"


def test_a_folded_section_gives_its_height_to_the_others(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    tall = inspector.tags.height()
    qtbot.mouseClick(inspector.rules.head, Qt.MouseButton.LeftButton)
    assert not inspector.guideline.isVisible()
    qtbot.waitUntil(lambda: inspector.tags.height() > tall)
    desk.set_active("s2")
    above = inspector.span_panel.height()
    desk.set_active("s1")
    assert inspector.span_panel.height() == above


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.set_active("s2")
    focusable = [
        w for w in inspector.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()
    ]
    assert focusable
    assert [type(w).__name__ for w in focusable if not w.accessibleName()] == []


def test_the_place_of_a_tag_is_that_of_reading_order(qtbot: QtBot) -> None:
    desk = full_desk()
    inspector = shown(qtbot, desk)
    desk.put_span(replace(span("s8", "Talvane", "location"), id="s8"))
    desk.put_span(replace(span("s9", "close the Lhassen Pass", "actor"), id="s9"))
    for number, one in enumerate(desk.sorted_spans(), start=1):
        desk.set_active(one.id)
        assert inspector.span_panel.head.count() == f"{number} of 8"


def test_very_many_tags_are_followed_too(qtbot: QtBot) -> None:
    desk = full_desk()
    desk.spans = {f"m{n}": replace(span("x", "Talvane", "actor"), id=f"m{n}") for n in range(MANY + 1)}
    inspector = shown(qtbot, desk)
    desk.put_span(span("s6", "telephoned", "diplomatic_call"))
    desk.set_active("s6")
    qtbot.waitUntil(lambda: rows(inspector.tree) == ["Actor", "Diplomatic call", "  telephoned"])


def test_with_many_tags_the_list_follows_a_moment_later_with_its_count(qtbot: QtBot) -> None:
    desk = full_desk()
    desk.spans = {f"m{n}": replace(span("x", "Talvane", "actor"), id=f"m{n}") for n in range(FEW + 1)}
    inspector = shown(qtbot, desk)
    desk.put_span(replace(span("x", "Talvane", "actor"), id="new"))
    desk.set_active("new")
    assert inspector.tree.is_behind()
    assert inspector.tags.head.count() == str(FEW + 2)
    qtbot.waitUntil(lambda: inspector.span_panel.head.count().endswith(f"of {FEW + 2}"))
    assert not inspector.tree.is_behind()
    assert inspector.tree.currentIndex().data(SPAN_ROLE).id == "new"
