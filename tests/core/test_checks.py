"""The end check: what is open in an article, in reading order."""

from __future__ import annotations

from dataclasses import replace

from annotator import paths
from annotator.core.checks import OpenHint, edge_faults, open_hints
from annotator.core.scheme import parse_scheme
from annotator.core.span import Span
from annotator.core.zones import Zone

SCHEME = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")
TEXT = (
    "Velmar closes its harbour\n\n"
    "Related: Velmar and its port\n\n"
    "Prime Minister Ada Renn of Velmar said Velmar would fire on Ostria. Renn telephoned Ostria’s envoy. "
    "The Velmar Council met; VELMAR did not fire.\n"
)
RELATED = Zone(TEXT.index("Related"), TEXT.index("\n\nPrime"), "related")


def tag(words: str, label: str, after: str = "") -> Span:
    """Return a tag of the first such words behind others."""
    start = TEXT.index(words, TEXT.index(after))
    return Span(f"{words}-{label}", start, start + len(words), words, label)


def found(*spans: Span, lacking: dict[str, str] | None = None) -> list[OpenHint]:
    return open_hints(TEXT, [RELATED], spans, lacking or {}, SCHEME)


def places(hints: list[OpenHint]) -> list[tuple[str, str, str]]:
    """Return (kind, words in the text, words said) of hints."""
    return [(hint.kind, TEXT[hint.start : hint.end], hint.words) for hint in hints]


def test_an_article_without_tags_has_nothing_open() -> None:
    assert found() == []


def test_untagged_mentions_of_a_tagged_name_are_found_outside_furniture_and_longer_names() -> None:
    hints = found(tag("Velmar", "actor"))
    assert places(hints) == [("mention", "Velmar", "Velmar")] * 2
    assert [TEXT[hint.start - 3 : hint.start] for hint in hints] == ["of ", "id "]
    assert {(hint.span, hint.label) for hint in hints} == {("", "actor")}


def test_a_last_name_alone_counts_as_a_mention_of_the_person() -> None:
    assert places(found(tag("Ada Renn", "actor"))) == [("mention", "Renn", "Ada Renn")]


def test_what_is_tagged_in_the_layer_is_not_open_whatever_its_label() -> None:
    first, second = tag("Velmar", "actor"), tag("Velmar", "location", "Renn of")
    assert places(found(first, second)) == [("mention", "Velmar", "Velmar")]
    event = tag("Velmar would fire", "threat")
    assert [hint.kind for hint in found(first, event)] == ["mention", "mention"]


def test_events_and_words_without_a_capital_have_no_mentions() -> None:
    assert found(tag("fire", "threat"), tag("Velmar", "threat")) == []
    assert found(tag("envoy", "actor"), tag("harbour", "location")) == []


def test_a_missing_value_and_a_broken_edge_are_named_with_their_tag_in_reading_order() -> None:
    threat, edged = tag("fire on Ostria", "threat"), tag("The Velmar Council", "actor")
    hints = found(edged, threat, lacking={threat.id: "Status"})
    assert places(hints) == [("missing", "fire on Ostria", "Status"), ("edge", "The Velmar Council", "The")]
    assert [hint.span for hint in hints] == [threat.id, edged.id]


def test_a_title_is_a_fault_where_tags_may_be_people() -> None:
    person = tag("Prime Minister Ada Renn", "actor")
    assert [(f.kind, f.words) for f in edge_faults(TEXT, person, SCHEME)] == [("title", "Prime Minister")]
    assert edge_faults(TEXT, replace(person, label="location"), SCHEME) == []
    council = "General Council"
    assert edge_faults(council, Span("x", 0, len(council), council, "actor"), SCHEME) == []


def test_two_layers_have_their_own_names() -> None:
    both = found(tag("Velmar", "actor"), tag("Ostria", "location"))
    assert places(both) == [
        ("mention", "Velmar", "Velmar"), ("mention", "Velmar", "Velmar"), ("mention", "Ostria", "Ostria"),
    ]  # fmt: skip


def test_a_script_without_spaces_has_names_too() -> None:
    text = "维尔马说了。他去了维尔马。"
    hints = open_hints(text, [], [Span("a", 0, 3, "维尔马", "actor")], {}, SCHEME)
    assert [(hint.start, hint.words) for hint in hints] == [(9, "维尔马")]


def test_a_script_without_capitals_has_names_too() -> None:
    text = "קרוב לולמר. ולמר אמרה. ולמר שתקה."
    start = text.index(" ולמר") + 1
    hints = open_hints(text, [], [Span("a", start, start + 4, "ולמר", "actor")], {}, SCHEME)
    assert [text[hint.start : hint.end] for hint in hints] == ["ולמר"]
