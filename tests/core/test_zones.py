from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.zones import KINDS, Override, Zone, effective, from_json, furniture_at, overrides_for, to_json

LENGTH = 40
HEADLINE = Zone(0, 5, "headline")
CAPTION = Zone(6, 12, "caption")
COPY = Zone(12, 18, "caption", duplicate=True)


@st.composite
def zone_sets(draw: st.DrawFn) -> tuple[Zone, ...]:
    """Draw zones as an article can hold them: one of a kind in one place."""
    found: dict[str, Zone] = {}
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 4))
        zone = Zone(start, draw(st.integers(start + 1, 6)), draw(st.sampled_from(KINDS)), draw(st.booleans()))
        found[zone.key] = zone
    return tuple(sorted(found.values()))


@given(zone_sets(), zone_sets())
def test_overrides_give_the_wanted_zones_back(detected: tuple[Zone, ...], wanted: tuple[Zone, ...]) -> None:
    overrides = overrides_for(detected, wanted)
    assert effective(detected, overrides) == wanted
    assert effective(reversed(detected), reversed(overrides)) == wanted
    assert (not overrides) == (detected == wanted)


@given(zone_sets())
def test_json_gives_the_zones_back(zones: tuple[Zone, ...]) -> None:
    assert from_json(json.loads(json.dumps(to_json(zones))), LENGTH) == zones


def test_an_override_turns_off_adds_and_changes() -> None:
    overrides = [Override(6, 12, "caption", off=True), Override(20, 30, "related"), Override(12, 18, "caption")]
    assert effective([HEADLINE, CAPTION, COPY], overrides) == (
        HEADLINE,
        Zone(12, 18, "caption"),
        Zone(20, 30, "related"),
    )


def test_an_override_for_a_zone_that_is_not_there_removes_nothing() -> None:
    assert effective([HEADLINE], [Override(1, 5, "headline", off=True)]) == (HEADLINE,)


def test_key_and_json_hold_duplicate_only_where_it_is_true() -> None:
    assert CAPTION.key == "6:12:caption"
    assert Override(6, 12, "caption", off=True).key == CAPTION.key
    assert to_json([COPY, HEADLINE]) == [
        {"start": 0, "end": 5, "kind": "headline"},
        {"start": 12, "end": 18, "kind": "caption", "duplicate": True},
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_furniture_is_what_is_not_the_article(kind: str) -> None:
    assert Zone(0, 1, kind).furniture is (kind in {"byline", "caption", "credit", "related"})
    assert Zone(0, 1, kind, duplicate=True).furniture


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(0, 5, None), (0, 6, None), (0, 7, CAPTION), (11, 14, CAPTION), (12, 13, COPY), (18, 20, None), (6, 6, CAPTION)],
)
def test_furniture_at_touches_by_a_character(start: int, end: int, found: Zone | None) -> None:
    assert furniture_at((HEADLINE, CAPTION, COPY), start, end) == found


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"start": 0}, "must be a list"),
        ("zones", "must be a list"),
        ([3], "Zone 1 is not an object"),
        ([{"start": 0, "end": 4}], "Zone 1 is of the kind None"),
        ([{"start": 0, "end": 4, "kind": "body"}], "'body'; a zone is one of headline,"),
        ([{"start": 0, "end": 4, "kind": ["headline"]}], "Zone 1 is of the kind"),
        ([{"start": 4, "end": 4, "kind": "headline"}], "covers 4:4"),
        ([{"start": 5, "end": 4, "kind": "headline"}], "covers 5:4"),
        ([{"start": -1, "end": 4, "kind": "headline"}], "covers -1:4"),
        ([{"start": 0, "end": 41, "kind": "headline"}], "0:40"),
        ([{"start": 0.0, "end": 4, "kind": "headline"}], "whole numbers"),
        ([{"start": True, "end": 4, "kind": "headline"}], "whole numbers"),
        ([{"start": "0", "end": 4, "kind": "headline"}], "whole numbers"),
        ([{"start": 0, "end": 4, "kind": "headline", "duplicate": 1}], "true or false"),
        ([{"start": 0, "end": 4, "kind": "caption"}] * 2, "Zone 2 .* stands twice"),
    ],
)
def test_a_wrong_zone_is_refused_with_a_sentence(rows: object, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        from_json(rows, LENGTH)
    assert str(caught.value).endswith(".")


def test_from_json_sorts() -> None:
    rows = [{"start": 6, "end": 12, "kind": "caption"}, {"start": 0, "end": 5, "kind": "headline"}]
    assert from_json(rows, LENGTH) == (HEADLINE, CAPTION)
