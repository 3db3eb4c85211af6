from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.cutting import without_furniture
from annotator.core.zones import Zone

words = st.text("ab😀é \n\t.", max_size=60)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[Zone]]:
    text = draw(words)
    zones = []
    for _ in range(draw(st.integers(0, 5)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        kind = draw(st.sampled_from(["caption", "byline", "truncated", "headline", "dateline"]))
        zones.append(Zone(start, end, kind, draw(st.booleans())))
    return text, zones


@given(pages(), st.data())
def test_what_stays_reads_the_same_and_what_does_not_is_told(page: tuple[str, list[Zone]], data: st.DataObject) -> None:
    text, zones = page
    cutting = without_furniture(text, zones)
    gone = {place for start, end in cutting.gone for place in range(start, end)}
    assert cutting.text == "".join(c for place, c in enumerate(text) if place not in gone)
    furniture = {place for zone in zones if zone.furniture for place in range(zone.start, zone.end)}
    assert furniture <= gone
    assert all(text[place].isspace() for place in gone - furniture)
    assert list(cutting.gone) == sorted(cutting.gone)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    held = set(range(start, end))
    moved = cutting.moved(start, end)
    if held & gone:
        assert moved is None
        assert cutting.within(start, end) == any(a <= start and end <= b for a, b in cutting.gone)
    else:
        assert moved is not None
        assert cutting.text[slice(*moved)] == text[start:end]
        assert not cutting.within(start, end)
    first, behind = cutting.clipped(start, end)
    left = "".join(text[place] for place in sorted(held - gone))
    assert cutting.text[first:behind] == left


def zone(text: str, words: str, kind: str, **more: bool) -> Zone:
    start = text.index(words)
    return Zone(start, start + len(words), kind, **more)


def test_a_line_of_furniture_goes_with_the_empty_line_after_it() -> None:
    text = "Bells over Ilmark\n\nBy Ana Vell\n\nThe bells rang.\n\nA caption\nA credit\n\nThen they stopped.\n"
    zones = [zone(text, "Bells over Ilmark", "headline"), zone(text, "By Ana Vell", "byline"),
             zone(text, "A caption", "caption"), zone(text, "A credit", "credit")]  # fmt: skip
    found = without_furniture(text, zones)
    assert found.text == "Bells over Ilmark\n\nThe bells rang.\n\nThen they stopped.\n"
    start = text.index("stopped")
    assert found.moved(start, start + 7) == (found.text.index("stopped"), found.text.index("stopped") + 7)


def test_at_the_end_the_breaks_before_it_go() -> None:
    assert without_furniture("Body.\n\nRelated: more\n", [Zone(7, 20, "related")]).text == "Body.\n"
    assert without_furniture("Body.\n\nRelated: more", [Zone(7, 20, "related")]).text == "Body."
    assert without_furniture("Related: more\n", [Zone(0, 13, "related")]).text.strip() == ""


def test_furniture_inside_a_line_takes_nothing_else() -> None:
    assert without_furniture("The sea (Photo: K.) was calm.", [Zone(8, 19, "credit")]).text == "The sea  was calm."


def test_a_truncated_end_and_the_first_of_two_headlines_stay() -> None:
    text = "Bells ring\nBells ring\n\nThey rang and"
    found = without_furniture(
        text, [Zone(0, 10, "headline"), Zone(11, 21, "headline", True), Zone(23, 36, "truncated")]
    )
    assert found.text == "Bells ring\nThey rang and"
    assert without_furniture(text, []).gone == ()
