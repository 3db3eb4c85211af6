"""Mentions of a name: what counts, what does not, and what holds for every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import paths
from annotator.core import persons, words
from annotator.core.mentions import Page, mentions
from annotator.core.scheme import parse_scheme
from annotator.core.span import Span
from annotator.core.zones import Zone

SCHEME = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "the default scheme")


def _span(text: str, words: str, label: str = "actor", nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(f"{label}-{at}-{len(words)}", at, at + len(words), words, label)


def _found(
    text: str, name: str, *tagged: tuple[str, str], label: str = "actor", nth: int = 0, zones: tuple[Zone, ...] = ()
) -> list[str]:
    """Return each mention in brackets with what stands up to 9 characters before it."""
    source = _span(text, name, label, nth)
    spans = [source, *(_span(text, words, key) for words, key in tagged)]
    places = mentions(text, zones, spans, source, SCHEME)
    return [f"{text[max(0, m.start - 9) : m.start]}[{text[m.start : m.end]}]" for m in places]


def _count(text: str, name: str, *tagged: tuple[str, str], label: str = "actor", nth: int = 0) -> int:
    return len(_found(text, name, *tagged, label=label, nth=nth))


# Whole words


@pytest.mark.parametrize(
    ("rest", "mentions_of_velmar"),
    [
        ("Then Velmar’s envoy left.", 1),
        ("Then Velmar's envoy left.", 1),
        ("A Velmar-backed plan.", 0),
        ("An anti-Velmar plan.", 0),
        ("The Velmarian envoy.", 0),
        ("In velmar and VELMAR.", 0),
        ("“Velmar”, (Velmar) and Velmar: Velmar; Velmar—Velmar!", 6),
        ("Ostria, Velmar, the sea. Velmar", 2),
        ("Ostria/Velmar talks", 1),
    ],
)
def test_a_mention_is_the_whole_word_in_its_case(rest: str, mentions_of_velmar: int) -> None:
    assert _count(f"It is Velmar. {rest}", "Velmar") == mentions_of_velmar


def test_apostrophes_hyphens_and_spaces_are_alike() -> None:
    text = "At the Ka’el-Mor Front, the Ka'el‑Mor\u00a0 Front, the Ka'el-Mor\nFront, not the Ka'el-Mor\n\nFront."
    assert len(_found(text, "Ka’el-Mor Front")) == 2


def test_a_possessive_in_the_tag_is_no_part_of_the_name() -> None:
    assert _count("It is Velmar’s. So Velmar said.", "Velmar’s") == 1
    assert _count("It is the Guards’. So the Guards said.", "Guards’") == 1


def test_a_letter_with_a_mark_of_its_own_ends_a_word_as_any_other() -> None:
    marked = "Rene\u0301"
    assert _count(f"Ada Renn spoke. Then {marked} Renn left.", "Ada Renn") == 0
    assert _count(f"Ada {marked}’s ship. Ada {marked} left, {marked}’s men too.", f"Ada {marked}’s") == 2


def test_lower_case_names_need_no_capitals() -> None:
    assert _count("A phone call. Then a phone call Ostria made.", "phone call", label="diplomatic_call") == 1


def test_scripts_without_capitals_match_as_words() -> None:
    assert _count("دعا سامي النور إلى الحوار. وقال سامي النور إنه", "سامي النور") == 1
    assert _count("דנה לב אמרה. דנה לב־רון אמרה. עם דנה לב.", "דנה לב") == 1
    assert _count("塔文国说。塔文国又说。", "塔文国") == 1


# Longer names


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("Then Sorrel Katt spoke.", 0),
        ("Then Sorrel\nKatt spoke.", 0),
        ("Then Sorrel J. Katt spoke.", 0),
        ("Then Ada Sorrel spoke.", 0),
        ("Then A. Sorrel spoke.", 0),
        ("Then in the U.S. Sorrel region.", 0),
        ("They left Sorrel. Katt said so.", 1),
        ("Ostria’s Sorrel plan.", 1),
        ("In Sorrel they wait. And Sorrel waits. The Sorrel coast.", 3),
        ("Then Mr. Sorrel, Mr Sorrel and President Sorrel spoke.", 3),
        ("Sorrel On Monday, as Sorrel Wednesday said", 2),
        ("Ostria, Sorrel, Velmar", 1),
        ("it hit Sorrel\n\nKatt spoke", 1),
        ("SORREL, the Bank, and Sorrel", 1),
    ],
)
def test_a_part_of_a_longer_name_is_no_mention(rest: str, expected: int) -> None:
    assert _count(f"all of Sorrel: all. {rest}", "Sorrel") == expected


def test_the_words_of_a_headline_may_all_have_capitals() -> None:
    headline = "Velmar Strikes Bridge In Velmar Katt Case"
    text = f"{headline}\n\nThe bridge that Velmar strikes is a case of its own."
    zones = (Zone(0, len(headline), "headline"),)
    source = _span(text, "Velmar", nth=2)
    assert [m.start for m in mentions(text, zones, [source], source, SCHEME)] == [0]


def test_a_name_ends_where_a_zone_ends() -> None:
    text = "A strike on Velmar\nKatt said that Velmar waits"
    zones = (Zone(0, 18, "headline"),)
    source = _span(text, "Velmar", nth=1)
    assert len(mentions(text, zones, [source], source, SCHEME)) == 1
    assert mentions(text, (), [source], source, SCHEME) == []


# Where not


def test_furniture_is_left_out_and_a_longer_tag_of_the_layer_too() -> None:
    text = "Velmar waits\n\nPicture of Velmar\n\nRelated: Velmar waits\n\nVelmar and the Gulf of Velmar and Velmar"
    caption = Zone(text.index("Picture"), text.index("Picture") + 17, "caption")
    related = Zone(text.index("Related"), text.index("Related") + 21, "related")
    headline = Zone(0, 12, "headline")
    zones = (headline, caption, related)
    assert len(_found(text, "Velmar", ("Gulf of Velmar", "location"), nth=3, zones=zones)) == 2
    assert len(_found(text, "Velmar", ("Gulf of Velmar", "threat"), nth=3, zones=zones)) == 3
    copy = Zone(0, 12, "headline", duplicate=True)
    assert len(_found(text, "Velmar", nth=3, zones=(copy, caption, related))) == 2


def test_a_tag_in_furniture_finds_the_article() -> None:
    text = "Picture of Velmar\n\nSo Velmar waits"
    assert _found(text, "Velmar", zones=(Zone(0, 17, "caption"),)) == ["lmar\n\nSo [Velmar]"]


# Last names


@pytest.mark.parametrize(
    ("name", "rest", "expected"),
    [
        ("Ada Renn", "So Renn said. President Renn left, Ms. Renn’s car too.", ["Renn", "Renn", "Renn"]),
        ("Ada Amir-Renn", "So Amir-Renn said. Renn too.", ["Amir-Renn"]),
        ("Ursa von der Lohe", "Von der Lohe said. So von der Lohe and Lohe.", ["Von der Lohe", "von der Lohe", "Lohe"]),
        ("Sami al-Nur", "So al-Nur said. Al-Nur left. Nur too.", ["al-Nur", "Al-Nur", "Nur"]),
        ("Sami bin Nur", "So bin Nur said. Nur too.", ["bin Nur"]),
        ("Major General Ada Renn", "So Renn and Ada Renn said.", ["Renn", "Ada Renn"]),
        ("Secretary of State Ada Renn", "Renn said.", ["Renn"]),
        ("President Renn", "So Renn said.", ["Renn"]),
        ("Ada E. Renn", "So Renn said.", ["Renn"]),
        ("Ada Renn Jr.", "So Renn said.", ["Renn"]),
        ("Ostrian Council", "So Council said.", []),
        ("Foreign Ministry", "So Ministry said.", []),
        ("Saudi Arabia", "So Arabia said.", []),
        ("Prime Minister", "So Minister said.", []),
        ("Camp OSTRA", "So OSTRA said.", []),
        ("Velmar", "So Velmar said.", ["Velmar"]),
        ("the Renns", "So Renns said.", []),
        ("Bridge 7", "So 7 said.", []),
        ("A Plan Nobody Has Quite", "So Quite said.", []),
    ],
)
def test_the_last_name_of_a_person_counts(name: str, rest: str, expected: list[str]) -> None:
    text = f"This is {name}. {rest}"
    source = _span(text, name)
    assert [text[m.start : m.end] for m in mentions(text, (), [source], source, SCHEME)] == expected


def test_only_labels_of_people_have_last_names() -> None:
    assert _count("In Port Sell. So Sell waits.", "Port Sell", label="location") == 0


def test_the_last_name_does_not_count_where_it_may_be_somebody_else() -> None:
    text = "Here Ada Renn spoke, then Renn left."
    assert _count(text, "Ada Renn") == 1
    assert _count(f"{text} A cousin, Tom Renn, stayed.", "Ada Renn") == 0
    assert _count(f"{text} A cousin, T. Renn, stayed.", "Ada Renn") == 0
    assert _count(f"{text} Ada E. Renn, A. Renn and President Renn.", "Ada Renn") == 2
    assert _count(f"{text} then Tom\u00a0Renn", "Ada Renn", ("Tom\u00a0Renn", "actor")) == 0
    assert _count("Sami al-Nur and al-Nur, Omar al-Nur", "Sami al-Nur") == 0


def test_somebody_else_in_furniture_is_not_in_the_article() -> None:
    text = "Here Ada Renn spoke, then Renn left.\n\nPicture by Tom Renn"
    assert len(_found(text, "Ada Renn", zones=(Zone(38, len(text), "credit"),))) == 1


def test_a_shared_last_name_is_told() -> None:
    text = "Here Ada Renn spoke with Tom Renn, then Renn left Velmar."
    page = Page(text, (), (), SCHEME)
    assert page.shared(_span(text, "Ada Renn")) == "Renn"
    assert page.shared(_span(text, "Velmar")) == ""


def test_a_last_name_finds_itself_and_nothing_longer() -> None:
    text = "Here Ada Renn spoke; then Renn left, and Ada Renn stayed, said Renn."
    assert len(_found(text, "Renn", ("Ada Renn", "actor"), nth=1)) == 1


def test_a_full_name_stands_behind_any_title() -> None:
    assert _count("It was Ada Renn. Democrat Ada Renn, Harbour Chief Ada Renn.", "Ada Renn") == 2


# What holds for every text

PARTS = st.sampled_from(
    ["Ada", "Renn", "Ada Renn", "Tom", "Velmar", "Velmar-backed", "Mr.", "in", "In", "’s", "'s", ".", ",", "“", "”",
     "\n", "\n\n", " ", "  ", "von", "al-Renn", "U.S.", "😀", "é", "塔文", "سامي", "-", "’", "\u00a0"]
)  # fmt: skip


@st.composite
def _articles(draw: st.DrawFn) -> tuple[str, tuple[Zone, ...], list[Span], Span]:
    text = draw(
        st.lists(PARTS, min_size=1, max_size=25).map(lambda parts: draw(st.sampled_from(["", " "])).join(parts))
    )

    def ranges(most: int) -> list[tuple[int, int]]:
        edge = st.integers(0, len(text))
        pairs = draw(st.lists(st.tuples(edge, edge).map(lambda pair: (min(pair), max(pair))), max_size=most))
        return [(start, end) for start, end in pairs if start < end]

    kinds = st.sampled_from(["headline", "caption", "related", "truncated"])
    zones = tuple({z.key: z for z in (Zone(*r, draw(kinds), draw(st.booleans())) for r in ranges(3))}.values())
    labels = st.sampled_from(["actor", "location", "threat"])
    names = [w for w in ("Ada Renn", "Velmar", "Renn", "al-Renn", "塔文", "سامي") if w in text]
    places = [(text.index(w), text.index(w) + len(w)) for w in names] or [(0, len(text))]
    spans = [
        Span(f"s{n}", *r, text[slice(*r)], draw(labels))
        for n, r in enumerate([draw(st.sampled_from(places)), *ranges(4)])
    ]
    return text, zones, spans, spans[0]


@given(_articles())
def test_every_mention_is_free_named_and_in_the_article(
    article: tuple[str, tuple[Zone, ...], list[Span], Span],
) -> None:
    text, zones, spans, source = article
    layer = {label.key: label.layer for label in SCHEME.labels}
    last = 0
    for found in mentions(text, zones, spans, source, SCHEME):
        assert last <= found.start < found.end <= len(text)
        last = found.end
        assert persons.folded(text[found.start : found.end]) == (found.alias or persons.name_of(source.quote))
        touching = [s for s in spans if s.start < found.end and found.start < s.end]
        assert all(layer[s.label] != layer[source.label] for s in touching)
        assert not any(z.furniture and z.start < found.end and found.start < z.end for z in zones)
        assert words.snap(text, found.start, found.end) == (found.start, found.end)


@given(_articles())
def test_what_was_tagged_is_found_no_more(article: tuple[str, tuple[Zone, ...], list[Span], Span]) -> None:
    text, zones, spans, source = article
    found = mentions(text, zones, spans, source, SCHEME)
    more = [Span(f"m{n}", m.start, m.end, text[m.start : m.end], source.label) for n, m in enumerate(found)]
    again = mentions(text, zones, [*spans, *more], source, SCHEME)
    assert not {(m.start, m.end) for m in again} & {(m.start, m.end) for m in found}


def test_a_long_article_takes_time_by_its_length() -> None:
    page = "The envoy of Velmar met Ada Renn. Later Renn left Velmar Harbour, said Velmarian sources. "

    def seconds(times: int) -> float:
        text = page * times
        source = _span(text, "Velmar")
        began = time.process_time()
        assert len(mentions(text, (), [source], source, SCHEME)) == times - 1
        return time.process_time() - began

    seconds(200)
    assert min(seconds(4_000) for _ in range(3)) < 40 * max(min(seconds(400) for _ in range(3)), 0.001)
