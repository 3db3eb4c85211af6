"""How well copies of wire stories are told from what only looks like them: precision and recall over made-up pairs."""

from __future__ import annotations

import sys
from collections import Counter

from annotator.news.copies import Shingles, same, sketch
from annotator.work.candidates import Sketches
from tests.benchmarks import wire

ROUNDS = 60


def test_copies_are_told_from_strangers() -> None:
    right = Counter[str]()
    hits = misses = wrong = 0
    for pair in wire.pairs(11, ROUNDS):
        sketches = [(1, sketch(pair.one)), (2, sketch(pair.other))]
        near = Sketches.of(sketches, {}).pairs({1, 2}, lambda: None)
        told = bool(near) and same(Shingles(pair.one), Shingles(pair.other)) > 0
        right[pair.kind] += told == pair.copies
        hits += told and pair.copies
        misses += pair.copies and not told
        wrong += told and not pair.copies
    precision, recall = hits / (hits + wrong), hits / (hits + misses)
    sys.stdout.write(f"precision {precision:.3f}, recall {recall:.3f}\n")
    for kind, count in right.items():
        sys.stdout.write(f"{count / ROUNDS:6.3f} right: {kind}\n")
    assert precision >= 0.97
    assert recall >= 0.95
