"""The sample corpus' hand-marked zones, and how well the detected ones meet them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from annotator.core.zones import KINDS, Zone, from_json
from annotator.news.read import read_text_file
from annotator.news.zones import detect_zones
from annotator.paths import seeds


@dataclass
class Scores:
    """Count, for each kind, the zones that a person marked, that were found, and that are the same."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)

    def precision(self, *kinds: str) -> float:
        return _ratio(self.same, self.found, kinds)

    def recall(self, *kinds: str) -> float:
        return _ratio(self.same, self.marked, kinds)


def _ratio(part: Counter[str], whole: Counter[str], kinds: tuple[str, ...]) -> float:
    total = sum(whole[kind] for kind in kinds or KINDS)
    return sum(part[kind] for kind in kinds or KINDS) / total if total else 1.0


def marked_articles() -> list[tuple[str, str, tuple[Zone, ...]]]:
    """Give name, text and hand-marked zones of the sample articles."""
    articles = []
    for line in (seeds() / "zones.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            text = read_text_file(seeds() / "articles" / record["file"]).text
            articles.append((record["file"], text, from_json(record["zones"], len(text))))
    return articles


def score(articles: list[tuple[str, str, tuple[Zone, ...]]]) -> Scores:
    """Compare the zones as sets: same start, end, kind and copy mark."""
    scores = Scores()
    for _, text, marked in articles:
        found = detect_zones(text)
        scores.marked.update(zone.kind for zone in marked)
        scores.found.update(zone.kind for zone in found)
        scores.same.update(zone.kind for zone in set(found) & set(marked))
    return scores
