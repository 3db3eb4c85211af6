# ruff: noqa: E501
from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.zones import Zone
from annotator.news.errors import NewsError
from annotator.news.html import article_of
from tests.news.pages import P1, P2
from tests.news.test_html import of, page


def check(text: str, zones: tuple[Zone, ...]) -> None:
    assert "\r" not in text
    assert text == text.strip("\n")
    before = 0
    for zone in zones:
        assert before <= zone.start < zone.end <= len(text)
        assert text[zone.start : zone.end] == text[zone.start : zone.end].strip()
        before = zone.end


_TAGS = ["p", "div", "span", "b", "figure", "figcaption", "h1", "h2", "li", "ul", "a", "br", "pre", "table", "tr", "td", "noscript", "aside", "time", "blockquote", "article", "section", "em", "x-part"]  # fmt: skip
_CLASSES = [
    "",
    "byline",
    "caption",
    "credit",
    "related",
    "dateline",
    "date",
    "entry-content",
    "hidden",
    "share",
    "comments",
    "author",
]
_WORDS = st.text(st.sampled_from("aB. \n\r\t\u00a0—(/)©:,1é😀\u200b\u0301&<"), max_size=12)


def _elements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, parts, closed: f'<{tag} class="{name}">{"".join(parts)}' + (f"</{tag}>" if closed else ""),
        st.sampled_from(_TAGS), st.sampled_from(_CLASSES), st.lists(inner, max_size=5), st.booleans(),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.recursive(st.one_of(_WORDS, st.just(P1), st.just("Photo: Jonas Reit/AP")), _elements, max_leaves=25),
        max_size=6,
    )
)
def test_any_tree_gives_a_text_and_zones_inside_it(parts: list[str]) -> None:
    try:
        news = of(f"<article class=article-body><h1>Pass closed</h1><p>{P1}</p>{''.join(parts)}")
    except NewsError:
        return
    check(news.text, news.zones)
    assert P1 in news.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        news = article_of(data + b"<p>" + P1.encode() + P2.encode())
    except NewsError:
        return
    check(news.text, news.zones)


@pytest.mark.parametrize(
    "inside",
    [
        "<figure>" + "<span>x y z</span>" * 4_000 + "</figure>",
        "<div class=byline>" * 200 + P2 * 20 + "</div>" * 200,
        ("<aside>" * 200 + "word " * 300 + "</aside>" * 200) * 5,
        "<table>" + "<tr><td><div>" * 80 + "deep",
    ],
)
def test_a_hostile_page_costs_no_more_than_its_size(inside: str) -> None:
    started = time.process_time()
    of(page(f"<p>{P1}</p>{inside}<p>{P2}</p>"))
    assert time.process_time() - started < 5
