"""A small invented corpus, the same on every machine: news of several scripts with spans at known places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import orjson

LABELS = ("actor", "location", "threat", "diplomatic_call")
_NAMES = (
    "Merovia", "Talvane", "Ilse Varanne", "Dario Kesh", "the Harbour Union", "José O’Brien", "Łukasz Nowak",
    "وزارة الصحة", "משרד האוצר", "Sorrel Bay", "the Lhassen Pass", "São Bento", "Port Amsel", "القاهرة",
    "the council of Ilmark",
)  # fmt: skip
_SENTENCES = (
    "{} warned on Wednesday that it would close the road unless {} calls its boats back.",
    "“We were never asked,” {} told reporters after a meeting with {}, which lasted until midnight.",
    "The envoys of {} telephoned {} twice — nobody answered.",
    "Shops near {} stayed shut for most of the morning; buses ran as normal, said {}.",
    "A second report on {} is expected before the end of the session, though {} put no date on it 🚢.",
    "وقال المتحدث باسم {} إن التحقيق ما زال جارياً في {}.",
    "הדובר של {} מסר כי החקירה נמשכת ליד {}.",
    "Residents carried signs that read “Enough” 👩‍🚒, and {} promised {} an answer within ten days.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One article and where its spans are (start, end, label; code points, half-open)."""

    id: str
    text: str
    spans: list[tuple[int, int, str]]

    def line(self) -> bytes:
        """Return the article with one annotator's work as a line of native JSONL."""
        spans = [{"start": start, "end": end, "label": label} for start, end, label in self.spans]
        record = {"id": self.id, "text": self.text, "annotator": "mira", "status": "done", "spans": spans}
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def sample(number: int, characters: int = 5000, spans: int = 25) -> Sample:
    """Make one article of about `characters` code points with exactly `spans` spans, some of them nested."""
    draw = Random(f"{number}:{characters}:{spans}")
    pieces = [f"{draw.choice(_NAMES)} and {draw.choice(_NAMES)} trade accusations, day {number}", "\n\n"]
    slots: list[tuple[int, int, str]] = []
    size = sum(map(len, pieces))
    while size < characters:
        for _ in range(draw.randrange(2, 6)):
            for part in draw.choice(_SENTENCES).replace("{}", "\0{}\0").split("\0"):
                words = draw.choice(_NAMES) if part == "{}" else part
                if part == "{}":
                    slots.append((size, size + len(words), draw.choice(LABELS)))
                pieces.append(words)
                size += len(words)
            pieces.append(" ")
            size += 1
        pieces.append("\n\n")
        size += 2
    text = "".join(pieces).rstrip()
    return Sample(f"{number:06}", text, _chosen(draw, text, slots, spans))


def _chosen(draw: Random, text: str, slots: list[tuple[int, int, str]], count: int) -> list[tuple[int, int, str]]:
    """Take names first, then short runs of words, until there are `count` different spans."""
    chosen = set(draw.sample(slots, min(count, len(slots))))
    while len(chosen) < count:
        start = text.find(" ", draw.randrange(len(text) - 60)) + 1
        end = text.find(" ", start + draw.randrange(3, 30))
        if 0 < start < end and text[start:end].strip() == text[start:end] and "\n" not in text[start:end]:
            chosen.add((start, end, draw.choice(LABELS)))
    return sorted(chosen)


def samples(count: int) -> Iterator[Sample]:
    """Make `count` articles of about 5,000 characters with 25 spans each."""
    return (sample(number) for number in range(count))


def write_native(path: Path, articles: Iterator[Sample]) -> Path:
    """Write articles with their spans as native JSONL."""
    with path.open("wb") as file:
        file.writelines(item.line() for item in articles)
    return path


def write_texts(folder: Path, articles: Iterator[Sample]) -> Path:
    """Write articles as plain-text files."""
    folder.mkdir()
    for item in articles:
        (folder / f"{item.id}.txt").write_bytes(item.text.encode("utf-8"))
    return folder
