"""What counts as a copy of a text, and what only looks like one."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.zones import Zone
from annotator.news.copies import BANDS, PERMUTATIONS, SHORT, Shingles, Sketch, body, same, sketch
from annotator.news.zones import detect_zones
from tests.benchmarks import wire
from tests.helpers import ROOT

WORDS = [f"word{n}" for n in range(400)]


def text(*numbers: int) -> str:
    return " ".join(WORDS[n] for n in numbers)


def met(one: str, other: str) -> bool:
    """Tell whether the signatures of two texts share a band."""
    marks = [np.frombuffer(sketch(each).marks, dtype="<u2").reshape(BANDS, -1) for each in (one, other)]
    return bool((marks[0] == marks[1]).all(axis=1).any())


def copied(one: str, other: str) -> bool:
    return met(one, other) and same(Shingles(one), Shingles(other)) > 0


@pytest.mark.parametrize("kind", ["cut from the end", "new headline and lead", "local insertions"])
def test_what_a_paper_makes_of_a_report_is_a_copy(kind: str) -> None:
    made = [pair for pair in wire.pairs(5, 6) if pair.kind == kind]
    assert all(copied(pair.one, pair.other) for pair in made)


@pytest.mark.parametrize("kind", ["same event in other words", "weather reports", "market reports"])
def test_what_only_looks_alike_is_none(kind: str) -> None:
    made = [pair for pair in wire.pairs(5, 6) if pair.kind == kind]
    assert not any(copied(pair.one, pair.other) for pair in made)


def test_case_marks_and_spaces_do_not_count() -> None:
    one, other = "“Don’t go,” SHE said. " * 9, '"don\'t   go" she said\n' * 9
    assert sketch(one) == sketch(other)
    assert same(Shingles(one), Shingles(other)) == 1.0


def test_a_small_part_of_a_long_text_is_contained_whole() -> None:
    whole, part = text(*range(400)), text(*range(100, 160))
    assert same(Shingles(whole), Shingles(part)) == 1.0
    assert same(Shingles(part), Shingles(whole)) == 1.0


@given(st.integers(0, 100))
def test_likeness_is_the_same_either_way(shared: int) -> None:
    one = Shingles(text(*range(100)))
    other = Shingles(text(*range(100 - shared, 200 - shared)))
    assert same(one, other) == same(other, one)
    assert (same(one, other) > 0) == (shared >= 28)


def test_other_figures_make_another_report() -> None:
    def report(*figures: int) -> str:
        return " ".join(f"{text(*range(15 * n, 15 * n + 15))} {figure}" for n, figure in enumerate(figures))

    one = Shingles(report(11, 12, 13, 14, 15, 16))
    assert same(one, Shingles(report(11, 12, 13, 24, 25, 26))) > 0
    assert same(one, Shingles(report(21, 22, 23, 24, 25, 26))) == 0.0


def test_a_short_text_has_no_signature() -> None:
    assert sketch(text(*range(SHORT - 1))).marks == b""
    assert len(sketch(text(*range(SHORT))).marks) == 2 * PERMUTATIONS
    assert sketch("").words == 0
    assert sketch(" \n").exact == sketch("").exact


@pytest.mark.parametrize(
    "sample",
    [
        "部长在港口对记者说粮食船只将于下周一再次抵达但没有透露细节",
        "รัฐมนตรีกล่าวที่ท่าเรือว่าเรือบรรทุกธัญพืชจะมาถึงอีกครั้งในสัปดาห์หน้า",
    ],
)
def test_scripts_without_spaces_go_by_characters(sample: str) -> None:
    signs = [chr(ord(sample[0]) + n) for n in range(40)]
    tail = "".join(Random(2).choices(signs, k=80))
    one, other = sample * 2 + tail, tail + sample * 2
    assert sketch(one).marks
    assert copied(one, other)
    assert not copied(one, "".join(Random(3).choices(signs, k=120)))


def test_the_furniture_of_a_page_is_no_part_of_it() -> None:
    page = "A headline\n\nBy Ilse Varanne\n\nSome text here.\n"
    assert "Ilse" not in body(page, [Zone(12, 27, "byline")])
    assert body(page, [Zone(0, 10, "headline")]) == page
    footer = "Read more: What the tide does to old contracts in Port Amsel"
    first, second = (text(*range(n, n + 60)) + "\n\n" + footer for n in (0, 100))
    assert "tide" not in body(first, detect_zones(first))
    assert second


def test_a_sketch_comes_back_from_its_bytes() -> None:
    for made in (sketch(text(*range(50))), sketch("short")):
        assert Sketch.unpacked(made.packed()) == made
    assert Sketch.unpacked(b"") is None
    assert Sketch.unpacked(bytes(100)) is None


def test_sketches_are_the_same_in_every_process() -> None:
    """They are kept in the file."""
    code = "from annotator.news.copies import sketch; print(sketch('word ' * 20 + 'more of them ' * 9).packed().hex())"
    made = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert made == {sketch("word " * 20 + "more of them " * 9).packed().hex().encode() + b"\n"}


def test_the_signature_estimates_the_share_of_shingles() -> None:
    """128 marks estimate a Jaccard similarity within 0.15 nearly always; their mean over many pairs within 0.02."""
    errors = []
    for seed in range(60):
        draw = Random(seed)
        shared = draw.randrange(50, 300)
        one = [draw.choice(WORDS) for _ in range(300)]
        other = one[:shared] + [draw.choice(WORDS) for _ in range(300 - shared)]
        marks = [np.frombuffer(sketch(" ".join(each)).marks, dtype="<u2") for each in (one, other)]
        sets = [set(Shingles(" ".join(each)).short.tolist()) for each in (one, other)]
        errors.append(float((marks[0] == marks[1]).mean()) - len(sets[0] & sets[1]) / len(sets[0] | sets[1]))
    assert abs(float(np.mean(errors))) < 0.02
    assert max(map(abs, errors)) < 0.2
