"""Look at what an import would bring, without writing anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.zones import Zone, to_json
from annotator.news import copies, table
from annotator.news.encodings import UNSURE
from annotator.store import articles
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.finding import Place, find
from annotator.work.mappings import REMEMBERED, is_table, remembered, with_mapping
from annotator.work.orders import ImportRequest, Refusal
from annotator.work.progress import Progress
from annotator.work.reading import Mended, Read, Reading, Refused, Taken, kind_of
from annotator.work.ready import Ready
from annotator.work.zoning import ZONE_WORDS

_SHOWN = 20
_TEXT = 2000
_FILES = 500


@dataclass(slots=True)
class PreviewFile:
    """A file that would be read: its kind, a table's columns and {field: column}; `problem` says why it can't be.

    `unsure`: `encoding` is a guess that a person should look at; the option `encoding` overrides it.
    """

    path: Path
    kind: str
    title: str
    size: int
    columns: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    encoding: str = ""
    unsure: bool = False


@dataclass(slots=True)
class PreviewArticle:
    """The beginning of an article, 2,000 characters at most, with its zones (code points, half-open) in there."""

    text: str
    headline: str
    meta: dict[str, Any]
    zones: tuple[Zone, ...]
    file: str
    line: int
    encoding: str


@dataclass(slots=True)
class Preview:
    """What was read: `new` articles, those `already` in the project, and among the new ones `copies` of others.

    `stories` counts the texts that several articles tell; `complete` is False where more would be read.
    """

    files: list[PreviewFile] = field(default_factory=list)
    articles: list[PreviewArticle] = field(default_factory=list)
    new: int = 0
    already: int = 0
    copies: int = 0
    stories: int = 0
    refused: list[Refusal] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    complete: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the preview as the command line prints it."""
        return {
            "files": [
                {
                    "path": str(f.path), "kind": f.kind, "size": f.size, "columns": f.columns, "mapping": f.mapping,
                    "problem": f.problem, "encoding": f.encoding, "unsure": f.unsure,
                }
                for f in self.files
            ],
            "articles": [
                {
                    "headline": a.headline, "text": a.text, "meta": a.meta, "zones": to_json(a.zones), "file": a.file,
                    "line": a.line or None, "encoding": a.encoding,
                }
                for a in self.articles
            ],
            "new": self.new, "already": self.already, "copies": self.copies, "stories": self.stories,
            "refused": [{"file": r.file, "line": r.line or None, "reason": r.reason} for r in self.refused],
            "repaired": self.repaired, "complete": self.complete,
        }  # fmt: skip


def preview(project: Project, request: ImportRequest, progress: Progress, limit: int = 200) -> Preview:
    """Read up to `limit` articles of what an import names, a share of each file; write nothing.

    Raises Cancelled, and AnnotatorError where nothing can be read.
    """
    if request.format is not None:
        kinds.named(request.format).load()
    try:
        found = find(request.sources, lambda: progress.step(0, None))
    except OSError as error:
        raise AnnotatorError(f"{error.filename} can't be read ({error.strerror}). Check the path.") from error
    out = Preview(repaired=list(found.left_out))
    with spoken(project.path):
        options = {**request.options, REMEMBERED: remembered(project), ZONE_WORDS: project.value(ZONE_WORDS)}
        reading = Reading(request.format, options, lambda _name, _done, _total: progress.check())
        counting = _Counting(project, out)
        places = _spread(found.places, limit)
        out.complete = len(places) == len(found.places)
        for number, place in enumerate(places):
            progress.step(number, len(places), place.name)
            file = _file(place, request.format, options)
            if len(out.files) < _FILES:
                out.files.append(file)
            left = max(1, (limit - counting.taken) // (len(places) - number))
            _look(reading, place, file, left, counting)
        counting.tell()
    return out


def _spread(places: list[Place], limit: int) -> list[Place]:
    """Return `limit` files at most, evenly from all of them."""
    if len(places) <= limit:
        return places
    return [places[number * len(places) // limit] for number in range(limit)]


def _file(place: Place, format_: str | None, options: Mapping[str, Any]) -> PreviewFile:
    try:
        kind, _, packed = kind_of(place.path, format_)
        size = place.path.stat().st_size
        if packed:
            return PreviewFile(place.path, packed, "Packed files" if packed == "zip" else "A packed file", size)
        file = PreviewFile(place.path, kind.name, kind.title, size)
    except OSError as error:
        return PreviewFile(place.path, "", "", 0, problem=f"it can't be read ({error.strerror})")
    try:
        if is_table(kind):
            file.columns = table.columns(place.path, options)
            file.mapping = table.mapping_of(place.path, with_mapping(kind, place.path, options))
    except (AnnotatorError, OSError) as error:
        file.problem = str(error)
    return file


def _look(reading: Reading, place: Place, file: PreviewFile, most: int, counting: _Counting) -> None:
    """Read up to `most` articles of a file."""
    taken = 0
    with closing(reading.read(place)) as found:
        for read in found:
            if isinstance(read, Taken) and taken == most:
                counting.out.complete = False
                return
            taken += isinstance(read, Taken)
            counting.take(read)
            _judge(file, read)


def _judge(file: PreviewFile, read: Read) -> None:
    """Note of a file what one thing in it tells: its encoding, or that nothing of it can be read."""
    notes: Iterable[str] = ()
    if isinstance(read, Taken):
        file.encoding = file.encoding or read.ready.encoding
        notes = read.ready.repaired
    elif isinstance(read, Mended):
        notes = (read.note,)
    elif not read.line and not file.problem:
        file.problem = read.reason
    file.unsure = file.unsure or any(UNSURE in note for note in notes)


class _Counting:
    """Tells what is new, what is there and what are copies, as an import would."""

    def __init__(self, project: Project, out: Preview) -> None:
        self.project, self.out = project, out
        self.taken = 0
        self._ids: dict[str, str] = {}
        self._texts: set[str] = set()
        self._folded: dict[str, int] = {}
        self._told_by: Counter[int] = Counter()
        self._near = _Near()

    def take(self, read: Read) -> None:
        """Count one thing that was read."""
        if isinstance(read, Refused):
            self.out.refused.append(Refusal(read.file, read.line, read.reason))
        elif isinstance(read, Mended):
            self.out.repaired.append(str(Refusal(read.file, read.line, read.note)))
        else:
            self.taken += 1
            self.out.repaired += [str(Refusal(read.file, read.line, note)) for note in read.ready.repaired]
            self._article(read.ready, read)

    def _article(self, record: Ready, read: Taken) -> None:
        known = self._ids.get(record.id)
        if known == record.sha256 or (record.plain and record.sha256 in self._texts):
            return  # another annotator's work on the same article, or the same file once more
        reason = _contradiction(self.project, record) if known is None else "its id stood before with another text"
        if reason:
            self.out.refused.append(Refusal(read.file, read.line, reason))
            return
        self._ids[record.id] = record.sha256
        self._texts.add(record.sha256)
        if len(self.out.articles) < _SHOWN:
            self.out.articles.append(_shown(read))
        if _stands(self.project, record):
            self.out.already += 1
            return
        self.out.new += 1
        self._copies(record)

    def _copies(self, record: Ready) -> None:
        story = self._folded.get(record.folded)
        if story is None:
            story = self._near.story(record)
        self._folded.setdefault(record.folded, story)
        self._told_by[story] += 1
        if self._told_by[story] > 1 or articles.has_folded(self.project, record.folded):
            self.out.copies += 1

    def tell(self) -> None:
        """Count the stories that several articles tell."""
        self.out.stories = sum(count > 1 for count in self._told_by.values())


class _Near:
    """Finds which of the articles so far a text is a copy of; each is compared with those that share a shingle."""

    def __init__(self) -> None:
        self._kept: list[copies.Shingles] = []
        self._stories: list[int] = []
        self._holding: dict[int, list[int]] = {}

    def story(self, record: Ready) -> int:
        """Return the number of the story a text belongs to: an earlier one, or a new one."""
        number = len(self._kept)
        found = copies.Shingles(copies.body(record.text, (Zone(*zone) for zone in record.detected)))
        shared: Counter[int] = Counter()
        for shingle in found.short.tolist() if record.words >= copies.SHORT else ():
            holding = self._holding.setdefault(shingle, [])
            shared.update(holding)
            holding.append(number)
        self._kept.append(found)
        best = next((other for other, _ in shared.most_common(5) if copies.same(found, self._kept[other])), None)
        self._stories.append(number if best is None else self._stories[best])
        return self._stories[-1]


def _contradiction(project: Project, record: Ready) -> str:
    pk, visible = articles.find(project, record.id)
    if pk is None or not visible:
        return ""
    same = articles.article(project, pk).sha256 == record.sha256
    return "" if same else f"article {record.id!r} is already in the project with another text"


def _stands(project: Project, record: Ready) -> bool:
    if articles.pk_of(project, record.id) is not None:
        return True
    return record.plain and articles.has_text(project, record.sha256, record.folded)


def _shown(read: Taken) -> PreviewArticle:
    record, meta = read.ready, json.loads(read.ready.meta)
    zones = record.detected if record.zones is None else record.zones
    return PreviewArticle(
        record.text[:_TEXT], record.headline, meta, tuple(_within(zones)), read.file, read.line, record.encoding
    )


def _within(zones: Iterable[tuple[int, int, str, bool]]) -> Iterator[Zone]:
    for start, end, kind, duplicate in zones:
        if start < _TEXT:
            yield Zone(start, min(end, _TEXT), kind, duplicate)
