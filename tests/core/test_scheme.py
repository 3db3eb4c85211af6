"""Schemes: the default one, faults that say where they are, and labels that imported files bring."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import paths
from annotator.core import palette
from annotator.core.scheme import SchemeError, key_fault, parse_scheme, readable_name, with_labels

TWO = """name = "two"

[[label]]
key = "actor"
name = "Actor"

[[label]]
key = "place"
name = "Place"
"""
CONTROL = "".join(map(chr, [*range(32), *range(127, 160)]))
KEYS = st.text(
    st.characters(exclude_characters="|/" + CONTROL, exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(str.strip)
DEFAULT = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")


def fault(text: str) -> str:
    with pytest.raises(SchemeError) as caught:
        parse_scheme(text, "my.toml")
    return str(caught.value)


# --- the default scheme


def test_the_default_scheme_has_four_labels_in_two_layers() -> None:
    assert DEFAULT.name == "crisis-news"
    assert [(label.key, label.layer, label.shortcut) for label in DEFAULT.labels] == [
        ("actor", "entity", "1"),
        ("location", "entity", "2"),
        ("threat", "event", "3"),
        ("diplomatic_call", "event", "4"),
    ]
    assert [(label.bar, label.short) for label in DEFAULT.labels] == [
        ("ACTOR", "ACT"),
        ("LOCATION", "LOC"),
        ("THREAT", "THR"),
        ("CALL", "CALL"),
    ]
    assert all(label.description and label.is_not for label in DEFAULT.labels)


def test_the_default_labels_wear_the_palette() -> None:
    worn = [(label.colour_light, label.colour_dark) for label in DEFAULT.labels]
    assert worn == list(palette.PAIRS[:4])


def test_the_default_scheme_asks_for_status_and_channel_alone() -> None:
    asked = {label.key: [a.key for a in DEFAULT.attributes_of(label.key)] for label in DEFAULT.labels}
    assert asked == {"actor": [], "location": [], "threat": ["status"], "diplomatic_call": ["channel"]}
    assert {a.key for a in DEFAULT.attributes if a.required} == {"status", "channel"}
    assert {a.key for a in DEFAULT.attributes if not a.enabled} == {
        "country",
        "sector",
        "explicit",
        "conditional",
        "time",
    }


def test_the_default_scheme_has_roles_and_article_labels() -> None:
    assert [role.key for role in DEFAULT.relations_of("threat")] == ["threatener", "target", "place"]
    assert [role.key for role in DEFAULT.relations_of("diplomatic_call")] == ["caller", "recipient", "place"]
    target = next(role for role in DEFAULT.relations if role.key == "target")
    assert target.child == ("actor", "location")
    assert [(a.key, a.values) for a in DEFAULT.article_labels] == [("relevance", ("relevant", "irrelevant"))]


def test_event_labels_carry_codes_for_exports() -> None:
    metas = {label.key: label.meta for label in DEFAULT.labels}
    assert metas["threat"] == {"cameo": "13", "plover": "THREATEN"}
    assert metas["diplomatic_call"]["plover"] == "CONSULT REQUEST"


def test_the_hash_is_that_of_the_exact_text() -> None:
    scheme = parse_scheme(TWO, "two.toml")
    assert scheme.hash == hashlib.sha256(TWO.encode()).hexdigest()
    assert scheme.version == scheme.hash[:16]
    assert parse_scheme(TWO + "\n", "two.toml").hash != scheme.hash


def test_a_label_is_found_by_key_and_by_shortcut() -> None:
    scheme = parse_scheme(TWO.replace('name = "Place"', 'name = "Place"\nshortcut = "p"'), "two.toml")
    place = scheme.label("place")
    assert place is not None
    assert scheme.label_for_key("p") is scheme.label_for_key("P") is place
    assert scheme.label_for_key("") is scheme.label("gone") is None


# --- what a scheme may leave open


def test_open_shortcuts_take_the_free_digits_and_colours_the_free_pairs() -> None:
    scheme = parse_scheme(TWO + '[[label]]\nkey = "x"\nname = "X"\nshortcut = "1"\n', "two.toml")
    assert [label.shortcut for label in scheme.labels] == ["2", "3", "1"]
    assert [label.colour_light for label in scheme.labels] == [light for light, _ in palette.PAIRS[:3]]


def test_a_colour_that_a_label_names_is_not_given_to_another() -> None:
    light, dark = palette.PAIRS[0]
    text = TWO + f'[[label]]\nkey = "x"\nname = "X"\ncolour_light = "{light.lower()}"\ncolour_dark = "{dark}"\n'
    colours = [label.colour_light for label in parse_scheme(text, "two.toml").labels]
    assert colours == [palette.PAIRS[1][0], palette.PAIRS[2][0], light]


def test_the_eighth_colour_is_dashed() -> None:
    text = 'name = "many"\n' + "".join(f'[[label]]\nkey = "k{n}"\nname = "K{n}"\n' for n in range(11))
    labels = parse_scheme(text, "many.toml").labels
    assert [label.dashed for label in labels] == [False] * 7 + [True] * 4
    assert [label.shortcut for label in labels] == [*"123456789", "", ""]


def test_an_empty_shortcut_means_none_and_a_retired_label_has_none() -> None:
    text = TWO.replace('name = "Actor"', 'name = "Actor"\nshortcut = ""').replace(
        'name = "Place"', 'name = "Place"\nretired = true\nshortcut = "4"'
    )
    assert [label.shortcut for label in parse_scheme(text, "two.toml").labels] == ["", ""]


# --- faults, each one sentence with the file, the place and a remedy

STATUS = '[[attribute]]\nkey = "s"\nname = "S"\nlabel = "actor"\n'
ROLE = '[[relation]]\nkey = "r"\nname = "R"\nhead = ["actor"]\n'
LABEL = 'name = "two"\n[[label]]\nkey = "actor"\nname = "Actor"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "x"\n[[label]\nkey = "a"\n', "my.toml, line 2: this is not TOML"),
        ('name = "x"\nlabel = "', "my.toml, the last line: this is not TOML"),
        ("x = " + "[" * 5000, "too large to read"),
        ("x = " + "9" * 5000, "too large to read"),
        ("# " + "x" * 1024 * 1024, "larger than 1 MiB"),
        ("# \ud800", "save the file as UTF-8"),
        ("", 'my.toml: the name is missing; add name = "…".'),
        ('name = ""', "my.toml: the name is empty"),
        ("name = 3", "my.toml: name must be text in quotes"),
        ('name = "x"', "my.toml: the scheme has no labels"),
        (LABEL + "colour = 3", "my.toml, label 1 (“actor”): the setting “colour” is unknown; write colour_"),
        ('nam = "x"\n' + LABEL, "my.toml: the setting “nam” is unknown; write name"),
        (LABEL.replace('name = "Actor"\n', ""), "my.toml, label 1 (“actor”): the name is missing"),
        (LABEL.replace('key = "actor"', 'name2 = "a"'), "my.toml, label 1: the key is missing"),
        (LABEL.replace('"actor"', '"a|b"'), "the key holds “|”"),
        (LABEL.replace('"actor"', '" "'), "the key is empty"),
        (LABEL.replace('"actor"', '"a\\tb"'), "the key holds a control character"),
        (LABEL.replace('"actor"', f'"{"a" * 201}"'), "the key is longer than 200 characters"),
        (LABEL + LABEL[LABEL.index("[") :], "two [[label]] tables have the key “actor”"),
        (LABEL + 'colour_light = "blue"\n', "my.toml, label 1 (“actor”): colour_light “blue” is not a colour"),
        (LABEL + 'colour_light = "#3F90DA"\n', "only one of colour_light and colour_dark is given"),
        (LABEL + 'shortcut = "0"\n', "the shortcut “0” is not one key"),
        (LABEL + 'shortcut = "F5"\n', "the shortcut “F5” is not one key"),
        (LABEL + "retired = 1\n", "retired must be true or false"),
        (LABEL + "meta = { cameo = 13 }\n", "meta must be a table of texts"),
        (LABEL + f'description = "{"x" * 4001}"\n', "description is longer than 4,000 characters"),
        ('name = "x"\nlabel = 3', "label must be written as [[label]] tables"),
        ('name = "x"\n' + "[[label]]\n" * 1001, "more than 1,000 [[label]] tables"),
        (
            LABEL + 'shortcut = "7"\n[[label]]\nkey = "b"\nname = "B"\nshortcut = "7"',
            "the labels “actor” and “b” have the same shortcut 7",
        ),
        (
            LABEL + '[[attribute]]\nkey = "s"\nname = "S"\nlabel = "acter"\n',
            "attribute 1 (“s”): label names the label “acter”, which the scheme does not have; write “actor”",
        ),
        (
            LABEL + STATUS + "values = []",
            "values must be a list of texts",
        ),
        (
            LABEL + STATUS + 'values = ["a", "a"]',
            "values names “a” twice",
        ),
        (
            LABEL + STATUS * 2,
            "two [[attribute]] tables have the key",
        ),
        (
            LABEL + ROLE + 'child = ["zzz"]',
            "child names the label “zzz”",
        ),
        (LABEL + ROLE, "child must be a list of texts"),
        (LABEL + '[[article_label]]\nkey = "r"\nname = "R"\n', "values must be a list of texts"),
    ],
)
def test_a_fault_says_where_it_is_and_what_to_do(text: str, said: str) -> None:
    message = fault(text)
    assert said in message
    assert message.startswith("my.toml")
    assert message.endswith(".")
    assert "\n" not in message


# --- labels that imported files bring


def test_added_labels_stand_sorted_at_the_end_and_the_text_before_them_stays() -> None:
    scheme = parse_scheme(TWO, "two.toml")
    grown = with_labels(scheme, ["PERSON", "actor", "CommsIdentifier"])
    assert grown.text.startswith(TWO)
    assert [label.key for label in grown.labels] == ["actor", "place", "CommsIdentifier", "PERSON"]
    added = grown.labels[2]
    assert (added.name, added.bar, added.short, added.shortcut) == ("Comms identifier", "COMMS ID", "COM", "3")
    assert added.added
    assert added.layer == "other"
    assert "colour_light" not in grown.text


def test_nothing_new_changes_nothing() -> None:
    scheme = parse_scheme(TWO, "two.toml")
    assert with_labels(scheme, []) is scheme
    assert with_labels(scheme, ["actor", "place"]) is scheme


@pytest.mark.parametrize(
    "key", ['a "quoted" key', "back\\slash", "👩🏽‍🚀 crew", "عربي", "'''", "#", "a\u2028b", "\\u0041"]
)
def test_any_key_survives_the_file(key: str) -> None:
    grown = with_labels(DEFAULT, [key])
    assert grown.labels[-1].key == key
    assert parse_scheme(grown.text, "again.toml") == grown


@given(st.lists(KEYS, max_size=8), st.data())
def test_the_order_of_adding_does_not_matter(keys: list[str], data: st.DataObject) -> None:
    at_once = with_labels(DEFAULT, keys)
    one_by_one = DEFAULT
    for key in data.draw(st.permutations(keys)):
        one_by_one = with_labels(one_by_one, [key])
    assert one_by_one == at_once
    assert with_labels(at_once, keys) is at_once
    assert parse_scheme(at_once.text, f"The scheme {at_once.name}") == at_once
    assert {label.key for label in at_once.labels} == {label.key for label in DEFAULT.labels} | set(keys)


@pytest.mark.parametrize("base", [TWO, TWO.rstrip("\n"), TWO + "\n\n\n", TWO.replace("\n", "\r\n"), TWO + "# end"])
@given(keys=st.sets(KEYS, min_size=2, max_size=5))
def test_whatever_the_file_ends_in_the_group_is_found_again(base: str, keys: set[str]) -> None:
    scheme = parse_scheme(base, "two.toml")
    first = min(keys)
    assert with_labels(with_labels(scheme, [first]), keys) == with_labels(scheme, keys)


def test_a_group_that_a_person_edited_is_kept_as_it_is() -> None:
    grown = with_labels(parse_scheme(TWO, "two.toml"), ["GPE", "ORG"])
    edited = parse_scheme(grown.text.replace('key = "ORG"', 'key = "ORG"\nname = "Organisation"'), "two.toml")
    again = with_labels(edited, ["LAW"])
    assert again.text.startswith(edited.text)
    assert [label.name for label in again.labels] == ["Actor", "Place", "GPE", "Organisation", "LAW"]


def test_names_that_would_be_the_same_stay_as_keys() -> None:
    grown = with_labels(parse_scheme(TWO, "two.toml"), ["PERSON", "Person", "PLACE"])
    assert [label.name for label in grown.labels] == ["Actor", "Place", "PERSON", "PLACE", "Person"]


@pytest.mark.parametrize("key", ["", " ", "a|b", "x" * 201, "a\nb", "\ud800"])
def test_a_key_that_cannot_be_a_label_is_refused_with_a_sentence(key: str) -> None:
    assert key_fault(key)
    with pytest.raises(SchemeError, match="rename it in the file"):
        with_labels(DEFAULT, ["fine", key])


def test_a_scheme_whose_labels_are_one_list_cannot_grow_and_says_so() -> None:
    scheme = parse_scheme('name = "x"\nlabel = [{ key = "a", name = "A" }]', "x.toml")
    with pytest.raises(SchemeError, match=r"\[\[label\]\]"):
        with_labels(scheme, ["b"])


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("PERSON", "Person"),
        ("CommsIdentifier", "Comms identifier"),
        ("diplomatic_call", "Diplomatic call"),
        ("GPE", "GPE"),
        ("HTTPServer", "HTTP server"),
        ("work-of-art", "Work of art"),
        ("_", "_"),
        ("😀", "😀"),
    ],
)
def test_a_key_reads_as_words(key: str, name: str) -> None:
    assert readable_name(key) == name


def test_short_forms_never_cut_an_emoji_or_an_accent() -> None:
    grown = with_labels(DEFAULT, ["👩🏽\u200d🚀👩🏽\u200d🚀", "e\u0301e\u0301e\u0301e\u0301"])
    shorts = {label.key: label.short for label in grown.labels if label.added}
    assert shorts["👩🏽\u200d🚀👩🏽\u200d🚀"] == "👩🏽\u200d🚀"
    assert shorts["e\u0301e\u0301e\u0301e\u0301"] == "E\u0301E\u0301"


# --- the guidelines of the default scheme

SECTIONS = ["### Tag", "### Leave out", "### Examples", "### Not"]
ARTICLES = [path.read_text(encoding="utf-8") for path in sorted((paths.seeds() / "articles").glob("*.txt"))]


def quotations(guideline: str) -> list[str]:
    return [line.removeprefix("> ") for line in guideline.split("\n") if line.startswith(">")]


def test_every_default_label_says_what_to_tag_and_what_not() -> None:
    for label in DEFAULT.labels:
        titles = [line for line in label.guideline.split("\n") if line.startswith("#")]
        assert titles[:4] == SECTIONS
        assert 150 <= len(label.guideline.split()) <= 370
        for attribute in DEFAULT.attributes:
            if attribute.label == label.key:
                assert f"*{attribute.name}*" in label.guideline or f"*{attribute.name.lower()}*" in label.guideline
                assert all(value in label.guideline for value in attribute.values)
        for role in DEFAULT.relations_of(label.key):
            assert f"**{role.name}**" in label.guideline
    assert "### Four conventions" in DEFAULT.guideline
    assert "### Edges" in DEFAULT.guideline


def test_every_quoted_sentence_stands_in_a_seed_article() -> None:
    for label in DEFAULT.labels:
        examples, others = label.guideline.split("### Examples")[1].split("### Not")
        assert len(quotations(examples)) >= 3
        assert len(quotations(others)) >= 2
        for sentence in quotations(examples) + quotations(others):
            assert any(sentence.replace("**", "") in text for text in ARTICLES), sentence
        assert all("**" in sentence for sentence in quotations(examples))
        assert not any("**" in sentence for sentence in quotations(others))


def test_marked_words_of_the_examples_keep_the_edge_rules() -> None:
    for label in DEFAULT.labels:
        for sentence in quotations(label.guideline):
            for marked in sentence.split("**")[1::2]:
                assert marked.strip(" “”’.,") == marked
                assert marked.split()[0].lower() not in DEFAULT.boundaries.determiners
                assert not any(marked.startswith(title + " ") for title in DEFAULT.boundaries.titles)


# --- digits of retired labels


def test_the_digit_of_a_retired_label_goes_to_no_other_by_itself() -> None:
    scheme = parse_scheme(TWO.replace('name = "Actor"', 'name = "Actor"\nshortcut = "1"\nretired = true'), "two")
    assert [label.shortcut for label in scheme.labels] == ["", "2"]
