"""Editing a scheme as text: what changes, what stays, and what is refused with a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import paths
from annotator.core import palette
from annotator.core.scheme import Scheme, SchemeError, parse_scheme, with_added, with_labels, without_added
from annotator.work import scheming
from tests.helpers import run_python

SMALL = '''# Ours since spring.
name = "small" # never change this
title = "A small one"

# Who does it.
[[label]]
key = "actor" # the key
name = "Actor"   # as people say
shortcut = "1"
description = "Someone who acts."

[label.meta]
cameo = "13"

# --- places ---

# Where it is.
# Two lines of that.
[[ label ]]
key = "place"
name = "Place"
guideline = """
[[label]] is only a line here
[boundaries]
"""

# Not the end.
[boundaries]
quotes = true

[[label]]
key = "threat"
name = "Threat"
shortcut = "3"
colour_light = "#BD1F01"
colour_dark = "#D55E00"

[[attribute]]
key = "status"
name = "Status"
label = "threat"
values = [
    "issued", # said
    "anticipated",
]
required = true

[[relation]]
key = "threatener"
name = "Threatener"
head = ["threat"]
child = ["actor"]
# The last line.
'''
DEFAULT = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")


def small(text: str = SMALL) -> Scheme:
    return parse_scheme(text, "small.toml")


def keys(scheme: Scheme) -> list[str]:
    return [label.key for label in scheme.labels]


def lines(scheme: Scheme) -> list[str]:
    return [line.strip() for line in scheme.text.split("\n") if line.strip()]


def without(lines_: list[str], *gone: str) -> list[str]:
    return [line for line in lines_ if line not in gone]


def look(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    return {b.key: (b.name, b.colour_light, b.colour_dark, b.shortcut, str(b.dashed)) for b in scheme.labels}


def fault(action: Callable[[], object]) -> str:
    with pytest.raises(SchemeError) as caught:
        action()
    sentence = str(caught.value)
    assert sentence[0].isupper() or sentence[0] == "“"
    assert sentence.endswith((".", "”."))
    assert "\n" not in sentence
    return sentence


# --- labels


def test_a_rename_changes_one_line_and_never_the_key() -> None:
    done = scheming.change_label(small(), "actor", name="Who acts")
    assert done.text == SMALL.replace('name = "Actor"   # as people say', 'name = "Who acts"   # as people say')
    assert keys(done) == ["actor", "place", "threat"]


def test_a_setting_that_a_label_had_not_comes_into_its_own_table() -> None:
    done = scheming.change_label(small(), "actor", code="ACT", dashed=True)
    label = done.label("actor")
    assert label is not None
    assert (label.code, label.dashed, label.meta) == ("ACT", True, {"cameo": "13"})
    assert without(lines(done), 'code = "ACT"', "dashed = true") == lines(small())


def test_none_removes_a_setting_and_what_it_stood_for_is_derived() -> None:
    done = scheming.change_label(small(), "threat", colour_light=None, description=None, shortcut=None)
    label = done.label("threat")
    assert label is not None
    assert label.shortcut == "3"
    assert "colour_" not in done.text


def test_one_colour_alone_brings_the_other_along() -> None:
    done = scheming.change_label(small(), "actor", colour_dark="#aabbcc")
    label = done.label("actor")
    assert label is not None
    assert (label.colour_light, label.colour_dark) == (palette.PAIRS[0][0], "#AABBCC")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "  "}, "A label needs a name. Write one."),
        ({"name": None}, "A label needs a name. Write one."),
        ({"name": "place"}, "There is a label “Place” already. Choose another name."),
        ({"shortcut": "3"}, "The key 3 is that of “Threat”. Choose another key."),
        ({"shortcut": "2"}, "The key 2 is that of “Place”. Choose another key."),
        ({"shortcut": "10"}, "“10” is not one key. Choose 1 to 9, or a letter."),
        ({"shortcut": "ß"}, "“ß” is not one key. Choose 1 to 9, or a letter."),
        ({"colour_light": "red"}, "“red” is not a colour. Write six hexadecimal digits, as in “#3F90DA”."),
        ({"name": "x" * 201}, "The scheme small, label 1 (“actor”): name is longer than 200 characters; shorten it."),
    ],
)
def test_what_can_not_stand_is_refused(fields: dict[str, Any], said: str) -> None:
    assert fault(lambda: scheming.change_label(small(), "actor", **fields)) == said


def test_unknown_labels_and_settings_are_refused() -> None:
    assert "“nobody”" in fault(lambda: scheming.change_label(small(), "nobody", name="X"))
    assert "“into”" in fault(lambda: scheming.change_label(small(), "actor", into="place"))
    assert "no such attribute" in fault(lambda: scheming.change_attribute(small(), "actor", "status", name="X"))


def test_a_scheme_whose_labels_are_one_list_is_refused() -> None:
    listed = small('name = "x"\nlabel = [\n{ key = "a", name = "A" },\n{ key = "b", name = "B" },\n]\n')
    assert "[[label]]" in fault(lambda: scheming.change_label(listed, "a", name="C"))


def test_a_meta_table_that_stands_apart_is_refused() -> None:
    apart = small('name = "x"\n[[label]]\nkey = "a"\nname = "A"\n[boundaries]\n[label.meta]\ncameo = "1"\n')
    assert "[label]" in fault(lambda: scheming.change_label(apart, "a", name="C"))


def test_a_new_label_has_a_free_key_and_colours_and_stands_behind_the_others() -> None:
    done = scheming.add_label(small(), "Who  else?\n", layer="entity")
    label = done.labels[-1]
    assert (label.key, label.name, label.layer, label.shortcut) == ("who_else", "Who else?", "entity", "4")
    assert palette.is_colour(label.colour_light)
    assert len({b.colour_light for b in done.labels}) == 4
    assert {key: it for key, it in look(done).items() if key != "who_else"} == look(small())
    assert set(lines(small())) <= set(lines(done))
    again = scheming.add_label(scheming.retire_label(done, "who_else", True), "Who else")
    assert again.labels[-1].key == "who_else_2"


def test_names_and_keys_that_are_taken_are_refused_for_a_new_label() -> None:
    assert fault(lambda: scheming.add_label(small(), "ACTOR")).startswith("There is a label “Actor” already")
    assert fault(lambda: scheming.add_label(small(), "New", key="actor")).startswith("There is a label with the key")
    assert fault(lambda: scheming.add_label(small(), "New", key="a|b")).startswith("The key holds “|”")
    assert fault(lambda: scheming.add_label(small(), " ")) == "A label needs a name. Write one."
    assert scheming.add_label(small(), "?!").labels[-1].key == "label"


def test_many_new_labels_keep_the_colours_and_keys_of_those_before() -> None:
    scheme = small()
    for number in range(12):
        before = look(scheme)
        scheme = scheming.add_label(scheme, f"New {number}")
        assert {key: it for key, it in look(scheme).items() if key in before} == before
    assert sorted(label.shortcut for label in scheme.labels if label.shortcut) == list("123456789")


# --- order


def test_a_moved_label_takes_its_comments_and_its_meta_along() -> None:
    done = scheming.move_label(small(), "place", 0)
    assert keys(done) == ["place", "actor", "threat"]
    assert sorted(lines(done)) == sorted(lines(small()))
    at = done.text.index
    assert at("# Where it is.") < at("# Two lines of that.") < at("[[ label ]]") < at("# Who does it.") < at("cameo")
    assert done.text.startswith('# Ours since spring.\nname = "small" # never change this\n')
    label = done.label("actor")
    assert label is not None
    assert label.meta == {"cameo": "13"}
    assert done.boundaries.quotes


def test_moving_there_and_back_gives_the_same_text() -> None:
    there = scheming.move_label(DEFAULT, "threat", 0)
    assert scheming.move_label(there, "threat", 2).text == DEFAULT.text
    assert scheming.move_label(DEFAULT, "threat", 2) is DEFAULT
    assert keys(scheming.move_label(DEFAULT, "actor", 99))[-1] == "actor"
    assert keys(scheming.move_label(DEFAULT, "threat", -5))[0] == "threat"


@given(st.lists(st.tuples(st.sampled_from(["actor", "place", "threat", "GPE", "ORG", "Z"]), st.integers(0, 6))))
def test_any_moves_keep_every_line_and_the_order_asked_for(moves: list[tuple[str, int]]) -> None:
    scheme = with_labels(small(), ["Z", "GPE", "ORG"])
    first, meant = scheme, keys(scheme)
    for key, to in moves:
        meant.remove(key)
        meant.insert(min(to, len(meant)), key)
        scheme = scheming.move_label(scheme, key, to)
        assert keys(scheme) == meant
    own = without_added(SMALL)[0]
    assert {line.strip() for line in own.split("\n")} <= {line.strip() for line in scheme.text.split("\n")}
    assert {b.key: (b.name, b.layer, b.guideline, b.meta) for b in scheme.labels} == {
        b.key: (b.name, b.layer, b.guideline, b.meta) for b in first.labels
    }


# --- retire, merge, part


def test_a_retired_label_can_not_be_given_and_comes_back_with_its_key_of_the_keyboard() -> None:
    gone = scheming.retire_label(small(), "actor", True)
    assert [label.key for label in gone.live] == ["place", "threat"]
    assert gone.label_for_key("1") is None
    assert gone.label_for_key("2") == gone.label("place")
    back = scheming.retire_label(gone, "actor", False)
    assert back.text == SMALL


def test_a_key_that_another_label_got_meanwhile_stays_with_that_one() -> None:
    gone = scheming.retire_label(small(), "actor", True)
    taken = scheming.change_label(gone, "threat", shortcut="1")
    back = scheming.retire_label(taken, "actor", False)
    assert {label.key: label.shortcut for label in back.labels} == {"actor": "", "place": "2", "threat": "1"}


def test_the_last_label_in_use_stays() -> None:
    scheme = scheming.retire_label(scheming.retire_label(small(), "actor", True), "place", True)
    assert fault(lambda: scheming.retire_label(scheme, "threat", True)).startswith("“Threat” is the last label in use")


def test_a_merge_retires_a_label_takes_earlier_merges_along_and_opens_the_roles() -> None:
    scheme = scheming.merge_label(scheming.add_label(small(), "City"), "city", "actor")
    done = scheming.merge_label(scheme, "actor", "place")
    assert done.mapping == {"actor": "place", "city": "place"}
    assert [label.key for label in done.live] == ["place", "threat"]
    assert done.relations[0].child == ("actor", "place")
    parted = scheming.part_label(done, "city")
    assert parted.mapping == {"actor": "place"}
    assert "city" in [label.key for label in parted.live]
    assert scheming.retire_label(done, "city", False).text == parted.text


def test_merges_that_make_no_sense_are_refused() -> None:
    assert "itself" in fault(lambda: scheming.merge_label(small(), "actor", "actor"))
    gone = scheming.retire_label(small(), "place", True)
    assert fault(lambda: scheming.merge_label(gone, "actor", "place")).startswith("“Place” is retired")
    merged = scheming.merge_label(small(), "actor", "place")
    assert fault(lambda: scheming.retire_label(merged, "place", True)).startswith("The tags of “Actor” are read as")


# --- guidelines and attributes


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_guideline_is_read_as_it_was_written(text: str) -> None:
    done = scheming.set_guideline(small(), "actor", text)
    label = done.label("actor")
    assert label is not None
    plain = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign in "\n\t" or sign >= " ")
    plain = plain.replace("\x7f", "").replace("\u2028", "").replace("\u2029", "")
    assert label.guideline == (plain.strip("\n").rstrip() + "\n" if plain.strip() else "")
    assert scheming.set_guideline(done, "actor", "").text == SMALL


def test_the_guideline_of_the_scheme_stands_with_its_name() -> None:
    done = scheming.set_guideline(small(), "", "# All\n\n- “one” 'two' \"three\" '''four'''\\\n")
    assert done.guideline == "# All\n\n- “one” 'two' \"three\" '''four'''\\\n"
    assert done.text.index("guideline") < done.text.index("# Who does it.")
    assert scheming.set_guideline(done, "", "").text == SMALL
    assert "20,000" in fault(lambda: scheming.set_guideline(small(), "", "x" * 20_001))


def test_attributes_are_changed_and_added_in_place() -> None:
    done = scheming.change_attribute(small(), "threat", "status", required=False, values=["a", "b "], enabled=False)
    assert (done.attributes[0].values, done.attributes[0].required) == (("a", "b"), False)
    assert done.attributes_of("threat") == ()
    free = scheming.change_attribute(done, "threat", "status", values=None, enabled=True, description="Free.")
    assert free.attributes[0].values == ()
    more = scheming.add_attribute(free, "actor", "Sector", ["GOV", "MIL"])
    assert (more.attributes[1].key, more.attributes[1].label, more.attributes[1].values) == (
        "sector",
        "actor",
        ("GOV", "MIL"),
    )
    assert more.text.index('key = "sector"') < more.text.index("[[relation]]")
    assert "already" in fault(lambda: scheming.add_attribute(more, "actor", "sector"))
    assert "needs a name" in fault(lambda: scheming.add_attribute(more, "actor", " "))
    assert "needs a name" in fault(lambda: scheming.change_attribute(more, "actor", "sector", name=""))
    assert "twice" in fault(lambda: scheming.change_attribute(more, "actor", "sector", values=["A", "A"]))


# --- labels that imports brought


def test_an_edited_label_of_an_import_becomes_the_schemes_own_and_looks_as_before() -> None:
    scheme = with_labels(small(), ["Z", "GPE", "ORG"])
    done = scheming.change_label(scheme, "ORG", description="A company.")
    assert look(done) == look(scheme)
    assert without_added(done.text)[1] == {"GPE", "Z"}
    label = done.label("ORG")
    assert label is not None
    assert not label.added
    assert keys(with_labels(done, ["ANEW", "ORG"]))[-3:] == ["ANEW", "GPE", "Z"]


def test_a_group_of_an_import_that_somebody_edited_by_hand_is_edited_too() -> None:
    text = with_added(SMALL, ["GPE"]).replace("added = true", "added = true # kept")
    done = scheming.change_label(small(text), "GPE", shortcut="G")
    label = done.label("GPE")
    assert label is not None
    assert (label.shortcut, label.name, label.added) == ("G", "GPE", False)


EDITS: list[Callable[[Scheme, str], Scheme]] = [
    lambda scheme, key: scheming.change_label(scheme, key, name=f"The {key}"),
    lambda scheme, key: scheming.change_label(scheme, key, colour_light="#123456", dashed=True),
    lambda scheme, key: scheming.retire_label(scheme, key, True),
    lambda scheme, key: scheming.retire_label(scheme, key, False),
    lambda scheme, key: scheming.merge_label(scheme, key, "place"),
    lambda scheme, key: scheming.move_label(scheme, key, 1),
    lambda scheme, key: scheming.set_guideline(scheme, key, f"### Tag\n\n{key}\n"),
    lambda scheme, key: scheming.add_attribute(scheme, key, "Extra"),
    lambda scheme, _: scheming.add_label(scheme, f"Label {len(scheme.labels)}"),
    lambda scheme, _: scheming.set_guideline(scheme, "", "All.\n"),
]
KEYS = st.sampled_from(["actor", "place", "GPE", "ORG", "Z"])
STEPS = st.lists(st.one_of(st.tuples(st.sampled_from(EDITS), KEYS), st.sets(KEYS)), max_size=8)


@given(STEPS)
def test_edits_and_imports_in_any_order_keep_comments_and_labels(steps: list[Any]) -> None:
    scheme = small()
    for step in steps:
        before = {label.key for label in scheme.labels}
        if isinstance(step, set):
            scheme = with_labels(scheme, step)
            assert {label.key for label in scheme.labels} == before | step
        else:
            action, key = step
            try:
                scheme = action(scheme, key)
            except SchemeError:
                continue
            assert before <= {label.key for label in scheme.labels}
        assert parse_scheme(scheme.text, "again") == scheme
        for line in SMALL.split("\n"):
            if line.startswith("#"):
                assert line in scheme.text
        assert tomllib.loads(scheme.text)["name"] == "small"


def test_the_library_is_loaded_by_the_first_edit_alone() -> None:
    asked = "import sys, annotator.work.scheming; print('tomlkit' in sys.modules)"
    assert run_python("-c", asked).out == b"False\n"
