"""A version is edited by keys before it is gold: edges, label, values, removal; saved or given up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.agreement.cards import Version
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.gui.review.draft import Draft
from annotator.gui.review.filter import Filter
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.store.project import read_project
from tests.gui.desk import HARBOUR, Desk
from tests.gui.label.desk import default_scheme
from tests.gui.review.bench import choices, gold_tags, gold_work


def open_card(lead: Desk, room: ReviewWorkspace, kind: str, words: str = "") -> str:
    """Open the first card of a kind, or the one that quotes these words; return its id."""
    room.show_filter(Filter(kind=kind))
    for _ in range(room.model.cards()):
        if not words or (room.browsing.row is not None and words in room.browsing.row.words):
            break
        lead.keys("D")
    assert room.card.shown is not None
    return room.card.shown.card.id


def choose(lead: Desk, room: ReviewWorkspace, words: str) -> None:
    """Make the version current that holds exactly these words."""
    shown = room.card.shown
    assert shown is not None
    place = next(n for n, version in enumerate(shown.versions) if words in [s.quote for s in version.spans])
    lead.keys(*["Right"] * place)
    assert room.card.current() == place


def test_edges_move_by_word_and_by_character(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    card = open_card(lead, room, "boundary", "Jon Halvar")
    choose(lead, room, "Jon Halvar")
    lead.keys("E")
    assert room.card.foot.main.text() == "Save"
    draft = room.card.edit.draft
    assert draft is not None
    first = draft.spans[0].quote
    lead.keys("Alt+Right")
    assert draft.spans[0].quote == "Jon Halvar, late"
    lead.keys("Alt+Left", "Alt+Left", "S", "Alt+Left")
    assert draft.spans[0].quote == "president, Jon"
    lead.keys("Alt+Down")
    assert draft.spans[0].quote == "resident, Jon"
    lead.keys("Alt+Up", "Return")
    assert choices(reviewed)[card] == "edit"
    assert ("president, Jon", "actor") in gold_tags(reviewed)
    assert first not in [words for words, _label in gold_tags(reviewed)]
    assert room.adjudication.last() == "edited"


def test_a_digit_relabels_and_value_keys_choose(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    open_card(lead, room, "attribute")
    shown = room.card.shown
    assert shown is not None
    phone = next(n for n, v in enumerate(shown.versions) if "phone" in str(v.values))
    lead.keys(*["Right"] * phone, "E", "W")
    assert room.card.edit.draft is not None
    assert "meeting" in room.card.edit.draft.values[room.card.edit.draft.active].values()
    lead.keys("Return")
    assert {v for (_s, key), v in gold_work(reviewed).attributes.items() if key == "channel"} == {"meeting"}
    lead.keys("Ctrl+Z", "E", "3", "Return")
    assert ("telephoned", "threat") in gold_tags(reviewed)
    assert not any(key == "channel" for _s, key in gold_work(reviewed).attributes)


def test_esc_gives_up_and_stores_nothing(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    card, before = open_card(lead, room, "boundary"), gold_tags(reviewed)
    lead.keys("E", "Alt+Right", "Esc")
    assert not room.card.edit.running
    assert room.card.grid.cards[0].hasFocus()
    assert room.card.shown is not None
    assert room.card.shown.card.id == card
    assert gold_tags(reviewed) == before
    assert [card.isVisible() for card in room.card.grid.cards] == [True] * 2


def test_removal_of_one_of_two_tags(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    open_card(lead, room, "boundary", "Ostria’s president")
    shown = room.card.shown
    assert shown is not None
    two = next(n for n, version in enumerate(shown.versions) if len(version.spans) == 2)
    lead.keys(*["Right"] * two, "E", "Tab", "Delete", "Return")
    assert ("Ostria’s", "location") in gold_tags(reviewed)
    assert ("president", "actor") not in gold_tags(reviewed)


def test_removal_of_all_decides_that_nothing_is_here(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    card = open_card(lead, room, "boundary", "Jon")
    lead.keys("E", "Delete")
    assert "Nothing is left" in room.card.panel.hint.text()
    lead.keys("Return")
    assert choices(reviewed)[card] == "reject"


def test_roles_stay_with_an_edited_event(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    """The filler stands in a unanimous place, so that its gold tag is there already."""
    open_card(lead, room, "label", "would fire")
    shown = room.card.shown
    assert shown is not None
    with_role = next(n for n, version in enumerate(shown.versions) if version.roles)
    lead.keys(*["Right"] * with_role, "E", "Alt+Left", "Return")
    work = gold_work(reviewed)
    links = [(work.spans[r.head].label, r.type, work.spans[r.child].quote) for r in work.relations.values()]
    assert links == [("threat", "threatener", "Ada Renn")]


def test_the_answer_about_the_article_is_edited(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    open_card(lead, room, "article")
    shown = room.card.shown
    assert shown is not None
    relevant = next(n for n, version in enumerate(shown.versions) if version.answer == "relevant")
    lead.keys(*["Right"] * relevant, "E", "W", "Return")
    assert gold_work(reviewed).article_labels == {"relevance": "irrelevant"}
    lead.keys("Ctrl+Z", "1")
    assert room.adjudication.last() == "took version A"


def test_emoji_and_arabic_keep_their_places(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    room.show_filter(Filter(article="c-dialogue"))
    choose(lead, room, "سامي النور")
    lead.keys("E", "Alt+Left", "Return")  # the end goes on to the left in a line from the right
    project = read_project(reviewed)
    text = project.text("c-dialogue")
    project.close()
    (actor,) = (s for s in gold_work(reviewed, "c-dialogue").spans.values() if s.label == "actor")
    assert actor.quote == text[actor.start : actor.end]
    assert actor.quote.endswith("سامي النور إلى")
    room.show_filter(Filter(kind="label"))
    shown = room.card.shown
    assert shown is not None
    wide = next(n for n, version in enumerate(shown.versions) if version.spans[0].quote.endswith("😀"))
    lead.keys(str(wide + 1))
    assert any(words.endswith("Port Sell 😀") for words, _label in gold_tags(reviewed))


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return default_scheme()


@given(steps=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=40), base=st.integers(0, 9))
@example(steps=[(True, True, False)] * 30 + [(True, False, False)], base=3)
@example(steps=[(False, True, True)] + [(False, True, False)] * 30 + [(False, False, False)], base=3)
def test_a_draft_never_leaves_its_passage(scheme: Scheme, steps: list[tuple[bool, bool, bool]], base: int) -> None:
    text = HARBOUR[46:150]
    start = text.index("Ada Renn")
    span = Span("s", start + base, start + 8 + base, "Ada Renn", "actor")
    draft = Draft(Version(("p",), (span,)), text, base, scheme)
    for on, by_word, switch in steps:
        if switch:
            draft.switch_edge()
        draft.move(on=on, by_word=by_word)
        (now,) = draft.spans
        assert 0 <= now.start - base < now.end - base <= len(text)
        assert now.quote == text[now.start - base : now.end - base]
    (kept,) = draft.trimmed()
    assert kept.quote == kept.quote.strip() != ""
    assert kept.quote == text[kept.start - base : kept.end - base]
