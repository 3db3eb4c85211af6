"""The words of the resource, and those that a project adds to them."""

from __future__ import annotations

import threading

import pytest

from annotator.news.errors import NewsError
from annotator.news.zones import detect_zones
from annotator.news.zonewords import KEYS, project_words, read_tables, tables, using, words

TITLE = "Varn threatens to close the strait"
BODY = (
    "The government of Varn said on Thursday that it would close the strait to tankers within a week unless the fleet "
    "of Ostrea turned back, and its ministers spoke by phone with three neighbours."
)
TIDE = "Tide tables for all members of the harbour club"
PAGE = f"{TITLE}\n\nPenned by Jonas Quill\n\n{BODY}\n\n{TIDE}\n\n{BODY} It is late."
OWN = '[en]\nbyline = ["Penned by"]\nbutton = ["Tide tables for all members of the harbour club"]\n'


def kinds(toml: str = "") -> list[tuple[str, str]]:
    found = detect_zones(PAGE, project_words(toml)) if toml else detect_zones(PAGE)
    return [(zone.kind, PAGE[zone.start : zone.end]) for zone in found]


def test_our_words_have_the_form_that_a_projects_must_have() -> None:
    ours = tables()
    assert len(ours) >= 15
    assert set().union(*(table.keys() for table in ours.values())) == set(KEYS)
    for table in ours.values():
        for key, listed in table.items():
            assert len(set(listed)) == len(listed), key
            assert all(listed), key
    assert project_words("") is project_words("")


def test_every_key_says_in_the_resource_what_it_is() -> None:
    from annotator.paths import resource

    text = resource("zones/languages.toml").read_text(encoding="utf-8")
    told = [line.split()[1] for line in text.split("[common]")[0].split("\n") if line.startswith("# ")]
    assert [key for key in KEYS if key not in told] == []
    assert read_tables(text) == tables()


def test_a_projects_words_are_added_to_ours() -> None:
    assert kinds() == [("headline", TITLE)]
    assert kinds(OWN) == [("headline", TITLE), ("byline", "Penned by Jonas Quill"), ("related", TIDE)]
    assert kinds() == [("headline", TITLE)], "they hold for that call alone"


def test_a_language_that_we_do_not_know_needs_no_more_than_a_table() -> None:
    page = f"{TITLE}\n\nDoor Jonas Quill\n\n{BODY}\n\nLees ook: De vissers van de baai\n\n{BODY} It is late."
    dutch = project_words('[nl]\nbyline = ["Door"]\nrelated = ["Lees ook"]\n')
    found = {zone.kind: page[zone.start : zone.end] for zone in detect_zones(page, dutch)}
    assert (found["byline"], found["related"]) == ("Door Jonas Quill", "Lees ook: De vissers van de baai")
    assert "related" not in {zone.kind for zone in detect_zones(page)}


def test_words_of_one_thread_are_not_another_ones() -> None:
    seen: list[bool] = []
    with using(project_words(OWN)):
        assert words().byline.match("Penned by Jonas Quill")
        other = threading.Thread(target=lambda: seen.append(words().byline.match("Penned by Jonas Quill") is not None))
        other.start()
        other.join()
    assert seen == [False]


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[en", "no TOML"),
        ('byline = ["By"]', "must be a table|no language code"),
        ('[english words]\nbyline = ["By"]', "no TOML|no language code"),
        ('[English]\nbyline = ["By"]', "'English' is no language code"),
        ("en = 3", "'en' must be a table"),
        ('[en]\nbylines = ["By"]', r"\[en\] bylines: there is no such kind of words"),
        ('[en]\nbyline = "By"', r"\[en\] byline must be a list of words"),
        ("[en]\nbyline = [3]", r"\[en\] byline must be a list of words"),
        (f"[en]\nbyline = {['x' + str(n) for n in range(401)]}", "holds 401 words; 400 are the most"),
        (f'[en]\nbyline = ["{"x" * 121}"]', "no word of 1 to 120 characters"),
        ('[en]\nbyline = [" By"]', "no word of 1 to 120"),
        ('[en]\nbyline = ["By\\nand"]', "no word of 1 to 120"),
        ('[en]\nbyline = [""]', "empty word"),
    ],
)
def test_words_of_another_form_are_refused_in_a_sentence(toml: str, says: str) -> None:
    with pytest.raises(NewsError, match=says) as caught:
        project_words(toml)
    assert str(caught.value)[-1] in ".)"


def test_signs_of_patterns_are_words_like_others() -> None:
    known = project_words('[en]\nrelated = ["More (+)", "a|b", "[x]"]\nrights = [".*"]\n')
    assert detect_zones(f"{TITLE}\n\n{BODY}\n\n{BODY} It is late.", known) == detect_zones(
        f"{TITLE}\n\n{BODY}\n\n{BODY} It is late."
    )
    page = f"{TITLE}\n\n{BODY}\n\nMore (+): The fleet\n\n{BODY} It is late."
    assert [page[z.start : z.end] for z in detect_zones(page, known)][1:] == ["More (+): The fleet"]
