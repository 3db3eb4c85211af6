from __future__ import annotations

import hashlib
import time
import uuid

import pytest

from annotator.core import ids


def test_uuid7_is_one_and_sorts_by_its_making() -> None:
    before = time.time_ns() // 1_000_000
    made = [ids.uuid7() for _ in range(5000)]
    after = time.time_ns() // 1_000_000 + 2
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    for one in (made[0], made[-1]):
        parsed = uuid.UUID(one)
        assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
        assert before <= parsed.int >> 80 <= after


@pytest.mark.parametrize("step", [0, -1_000_000])
def test_uuid7_goes_on_when_the_clock_stands_or_goes_back(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    start = time.time_ns()
    clock = iter(range(100))
    monkeypatch.setattr(time, "time_ns", lambda: start + next(clock) * step)
    made = [ids.uuid7() for _ in range(100)]
    assert made == sorted(set(made))


def test_ids_that_follow_from_content_never_change() -> None:
    """These stand in files of many desks: another value here would double what is imported twice."""
    assert ids.GOLD == "42167ffc-46a6-5b5b-9094-1039d46f3aea"
    assert ids.person_id("Ana") == "fe473027-49df-58d4-b2a5-f808c41da514"
    assert ids.span_id("a", "Ana", 1, 2, "LOC") == "6000cc11-5827-56af-8f7a-dfe58ef00f52"
    assert ids.relation_id("a", "Ana", "in", "m", "o") == "216ce554-92de-5b86-ae3d-742230b5b4cc"
    assert ids.note_id("a", "Ana", "wire 😀") == "b74fef19-d4ea-5f07-a8a9-c315fa01c9a3"


def test_content_ids_can_not_be_forged_by_moving_a_border() -> None:
    assert ids.span_id("a", "b\nc", 1, 2, "x") != ids.span_id("a\nb", "c", 1, 2, "x")
    assert ids.relation_id("a", "b", "k", "h", "c") != ids.span_id("a", "b", 1, 2, "c")


def test_an_article_is_named_by_its_text() -> None:
    sha = ids.text_sha256("Café 😀\n")
    assert sha == hashlib.sha256("Café 😀\n".encode()).hexdigest()
    assert ids.article_id(sha) == sha[:16]


def test_the_ids_of_many_spans_are_those_of_each() -> None:
    made = ids.span_ids("Zürich 😀", 'a "b"')
    for start, end, label in ((0, 7, "actor"), (3, 9, "größer"), (0, 7, 'x"y')):
        assert made(start, end, label) == ids.span_id("Zürich 😀", 'a "b"', start, end, label)
