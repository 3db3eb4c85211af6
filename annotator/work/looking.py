"""What a person is shown before an import: the preview, which kinds fit, what columns hold, how bytes may be read."""

from __future__ import annotations

import codecs
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.sources import Head
from annotator.news import table
from annotator.news.mapping import wording
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.finding import Place, find
from annotator.work.kind_names import short_title
from annotator.work.orders import ImportRequest
from annotator.work.preview import Preview, PreviewFile, preview
from annotator.work.progress import Progress

_FITS = 20
_ASKED = 12
_ROWS = 40
_BYTES = 400_000
_LINE = 72
_LIKELY = (
    "utf-8", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859-15", "koi8-r", "mac-roman",
    "cp850", "cp874", "gb18030", "big5", "shift_jis", "euc-kr",
)  # fmt: skip
_MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """An encoding, and how the first line that is not plain ASCII reads in it."""

    encoding: str
    line: str


@dataclass(slots=True)
class Look:
    """A preview with what helps to choose: `fits` are kinds by name, the surest first; `samples` column -> first value.

    `count` and `size` (bytes) are of all files that would be read, `groups` names of kinds, or where not every file
    was looked at endings, with how many files each. `alike`: all tables have the same columns. `unsure` is the file
    whose encoding was guessed; there are `readings` of it where all files can be read in one that a person chooses.
    """

    preview: Preview
    count: int = 0
    size: int = 0
    groups: list[tuple[str, int]] = field(default_factory=list)
    fits: list[str] = field(default_factory=list)
    samples: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    alike: bool = True
    unsure: PreviewFile | None = None

    @property
    def tables(self) -> list[PreviewFile]:
        """Return the files that are read by a mapping of their columns."""
        return [file for file in self.preview.files if file.columns]


def look(project: Project, request: ImportRequest, progress: Progress, limit: int = 200) -> Look:
    """Look at what an import would bring; raises Cancelled, and AnnotatorError where nothing can be read."""
    out = Look(preview(project, request, progress, limit))
    places = find(request.sources, progress.check).places
    out.count = len(places)
    out.size = _size(places, progress)
    out.groups = _groups(places, out.preview.files)
    out.fits = _fits([file.path for file in out.preview.files[:_ASKED]], progress)
    tables = out.tables
    out.alike = all(sorted(file.columns) == sorted(tables[0].columns) for file in tables)
    for file in tables[:1]:
        with suppress(AnnotatorError, OSError):
            out.samples = _samples(file.path, request)
    files = out.preview.files
    out.unsure = next((file for file in files if file.unsure), None)
    if out.unsure is None and request.options.get("encoding"):
        out.unsure = next((file for file in files if file.encoding), None)
    told = any(file.encoding and not file.unsure for file in files) and not request.options.get("encoding")
    if out.unsure is not None and not told:
        with suppress(OSError):
            out.readings = readings(_beginning(out.unsure.path), out.unsure.encoding)
    return out


def readings(data: bytes, guessed: str = "") -> list[Reading]:
    """Return the encodings that read all these bytes, the guessed one first; of those that read alike the first."""
    line = next((one for one in data.split(b"\n") if not one.isascii()), b"")
    if not line:
        return []
    found: list[Reading] = []
    for name in dict.fromkeys(filter(None, (guessed, *_LIKELY))):
        try:
            data.decode(name)
            words = line.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        shown = _around(words)
        if shown.isprintable() and all(shown != other.line for other in found):
            found.append(Reading(codecs.lookup(name).name, shown))
    return found[:_MOST_READINGS]


def _around(line: str) -> str:
    """Return the part of a line where its first letter beyond ASCII stands."""
    words = " ".join(line.split())
    first = next((at for at, letter in enumerate(words) if not letter.isascii()), 0)
    start = max(0, first - _LINE // 3)
    return words[start : start + _LINE]


def _beginning(path: Path) -> bytes:
    """Return the beginning of a file, in whole lines."""
    with path.open("rb") as file:
        data = file.read(_BYTES)
    return data if len(data) < _BYTES else data[: data.rfind(b"\n") + 1]


def _size(places: list[Place], progress: Progress) -> int:
    total = 0
    for place in places:
        progress.check()
        with suppress(OSError):
            total += place.path.stat().st_size
    return total


def _groups(places: list[Place], files: list[PreviewFile]) -> list[tuple[str, int]]:
    if len(files) == len(places):
        found = Counter(short_title(file.title) for file in files if file.title)
    else:
        found = Counter(place.path.suffix.lower() for place in places)
    return found.most_common()


def _fits(paths: list[Path], progress: Progress) -> list[str]:
    """Return the kinds that claim one of these files, the surest first."""
    claims: Counter[str] = Counter()
    for path in paths:
        progress.check()
        with suppress(OSError):
            found = Head(path)
            for kind in kinds.known():
                if kind.reads:
                    claims[kind.name] = max(claims[kind.name], kind.sniff(found))
    return [name for name, claim in claims.most_common() if claim >= _FITS]


def _samples(path: Path, request: ImportRequest) -> dict[str, str]:
    """Return column -> the first value that is not empty, as one line."""
    found: dict[str, str] = {}
    for row in table.sample(path, _ROWS, request.options):
        for column, cell in row.items():
            words = " ".join(wording(cell).split())
            if words and column not in found:
                found[column] = words[:_LINE]
    return found
