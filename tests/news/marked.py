"""Zones marked by hand, in the sample corpus and in pages of many languages, and how well the detected ones meet them.

`python -m tests.news.marked` prints the figures of the pages in data/zones; with a page's name what differs there.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.zones import KINDS, Zone, from_json
from annotator.news.read import read_text_file
from annotator.news.zones import detect_zones
from annotator.paths import seeds

PAGES = Path(__file__).parent / "data" / "zones"
Marked = tuple[str, str, tuple[Zone, ...]]
_MARK = re.compile(r"⟦([a-z]+)(\+?):([^⟦⟧]*)⟧")
_HEAD = re.compile(r"=== (\S+) (seen|held)")


@dataclass(frozen=True)
class Page:
    """A page marked by hand: `half` is "seen" where rules were made by it, else "held"."""

    name: str
    language: str
    half: str
    text: str
    zones: tuple[Zone, ...]


def pages() -> list[Page]:
    """Give the pages of all languages."""
    return [page for file in sorted(PAGES.glob("*.txt")) for page in _pages(file)]


def _pages(file: Path) -> Iterator[Page]:
    for part in re.split(r"(?m)^(?==== )", file.read_text(encoding="utf-8"))[1:]:
        head, _, body = part.partition("\n")
        named = _HEAD.fullmatch(head)
        assert named is not None, head
        yield Page(named[1], file.stem, named[2], *unmarked(body.strip("\n")))


def unmarked(body: str) -> tuple[str, tuple[Zone, ...]]:
    """Give a marked page's text without its marks, and the zones that they are."""
    text, zones, done = "", [], 0
    for match in _MARK.finditer(body):
        text += body[done : match.start()]
        zones.append(Zone(len(text), len(text) + len(match[3]), match[1], duplicate=match[2] == "+"))
        text += match[3]
        done = match.end()
    text += body[done:]
    assert not {"⟦", "⟧"} & set(text), text
    return text, tuple(sorted(zones))


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


def marked_articles() -> list[Marked]:
    """Give name, text and hand-marked zones of the sample articles."""
    articles = []
    for line in (seeds() / "zones.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            text = read_text_file(seeds() / "articles" / record["file"]).text
            articles.append((record["file"], text, from_json(record["zones"], len(text))))
    return articles


def of_pages(chosen: Iterable[Page]) -> Scores:
    """Compare the zones of pages."""
    return score([(page.name, page.text, page.zones) for page in chosen])


def score(articles: list[Marked]) -> Scores:
    """Compare the zones as sets: same start, end, kind and copy mark."""
    scores = Scores()
    for _, text, marked in articles:
        found = detect_zones(text)
        scores.marked.update(zone.kind for zone in marked)
        scores.found.update(zone.kind for zone in found)
        scores.same.update(zone.kind for zone in set(found) & set(marked))
    return scores


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _line(name: str, scores: Scores, *kinds: str) -> str:
    marked = sum(scores.marked[kind] for kind in kinds or KINDS)
    return f"{name:<12} {marked:>5} {scores.precision(*kinds):>10.2f} {scores.recall(*kinds):>7.2f}"


def _tell() -> None:
    everything = pages()
    for half in ("seen", "held"):
        chosen = [page for page in everything if page.half == half]
        scores = of_pages(chosen)
        _say(f"\n{half}: {len(chosen)} pages  zones  precision  recall")
        _say(_line("all", scores))
        for kind in KINDS:
            _say(_line(kind, scores, kind))
        for language in sorted({page.language for page in chosen}):
            _say(_line(language, of_pages(page for page in chosen if page.language == language)))


def _tell_page(page: Page) -> None:
    found = set(detect_zones(page.text))
    for zone in sorted(found ^ set(page.zones)):
        sign = "too much" if zone in found else "missing "
        _say(f"{page.name}  {sign}  {zone.kind}{'+' * zone.duplicate}: {page.text[zone.start : zone.end]!r}")


if __name__ == "__main__":
    if sys.argv[1:]:
        for each in pages():
            if each.name in sys.argv[1:] or each.half in sys.argv[1:]:
                _tell_page(each)
    else:
        _tell()
