"""Read the files of an import, whatever they are, into records made ready and what was found wrong with them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.core import zips
from annotator.core.errors import AnnotatorError
from annotator.core.ids import article_id, text_sha256
from annotator.core.kinds import Kind, MissingPackage
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.work import kinds
from annotator.work.finding import Place, find, listed, text_of
from annotator.work.mappings import with_mapping
from annotator.work.ready import Preparer, Ready
from annotator.work.zoning import ZONE_WORDS

CLAIMED = 10
"""How surely a reader must claim a file so that it is read where only its folder was named."""
PARTED = "native"
"""The format whose files may be read in parts: each of its lines stands for itself."""
_SURE = 20
_CHUNK = 1024 * 1024
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Taken:
    """A record made ready, and where it stood (line 0: the whole file)."""

    ready: Ready
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that was not taken; `counted`: it is one of the things that were read."""

    file: str
    line: int
    reason: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Mended:
    """Something that was read in another way than it stood."""

    file: str
    line: int
    note: str


Read = Taken | Refused | Mended


@dataclass(slots=True)
class Reading:
    """Reads one file after another; `format` None: told by each file. `step(shown, done, total)` may raise to stop."""

    format: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    step: Callable[[str, int, int], object] = lambda _shown, _done, _total: None
    _preparer: Preparer = field(init=False)

    def __post_init__(self) -> None:
        """Take the project's zone words; raises AnnotatorError where they can't be."""
        self._preparer = Preparer(str(self.options.get(ZONE_WORDS, "")))

    def read(self, place: Place) -> Generator[Read]:
        """Yield what one file holds; it is closed, and what was unpacked removed, when the iterator is."""
        try:
            kind, claim, packed = kind_of(place.path, self.format if place.part is None else PARTED)
            if packed == "zip":
                yield from self._zip(place)
            elif packed == "gzip":
                yield from self._gzip(place)
            elif place.loose and claim < CLAIMED:
                yield Mended(place.shown, 0, "not read, since nothing here reads such a file.")
            else:
                yield from self._file(place, kind)
        except OSError as error:
            yield Refused(place.shown, 0, f"it can't be read ({error.strerror})", counted=False)
        except zips.ZipError as error:
            yield Refused(place.shown, 0, str(error))

    def _file(self, place: Place, kind: Kind) -> Iterator[Read]:
        news = _News(place)

        def step(done: int, total: int) -> None:
            self.step(place.shown, done, total)

        try:
            options = self.options if place.part is None else {**self.options, "part": place.part}
            options = with_mapping(kind, place.path, options)
            for found in kind.load().read(Source(place.path, step, options)):
                if isinstance(found, Fault):
                    yield Refused(_shown(place, found.file), found.line, found.reason)
                elif isinstance(found, Repair):
                    yield Mended(_shown(place, found.file), found.line, found.note)
                else:
                    yield self._taken(place, news, found)
        except (RecordError, NewsError, MissingPackage) as error:
            yield Refused(place.shown, 0, str(error), counted=kind.news)

    def _taken(self, place: Place, news: _News, found: Any) -> Read:
        try:
            record = news.record(found) if isinstance(found, NewsArticle) else found.record
            return Taken(self._preparer.ready(record), place.shown, found.line)
        except RecordError as error:
            return Refused(place.shown, found.line, str(error))

    def _zip(self, place: Place) -> Iterator[Read]:
        with TemporaryDirectory(prefix="annotator-") as folder, zips.opened(place.path) as members:
            root = Path(folder) / (place.path.stem.strip(".") or "in")  # some readers name people after the folder
            root.mkdir()
            for number, name in enumerate(members.names):
                self.step(place.shown, number, len(members.names))
                target = root / name.replace("\\", "/")
                if target.exists():
                    yield Refused(f"{place.shown}/{name}", 0, "another file of the zip file has the same path")
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(members.read(name))
            yield from self._unpacked(place, root)

    def _unpacked(self, place: Place, root: Path) -> Iterator[Read]:
        try:
            found = find([root])
        except AnnotatorError:
            names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
            what = listed(names) if names else "it is empty: put files into it, or leave it out"
            yield Refused(place.shown, 0, what)
            return
        inside = Reading(self.format, self.options, lambda _, done, total: self.step(place.shown, done, total))
        for one in found.places:
            member = Place(one.path, f"{place.shown}/{one.name}", f"{place.name}/{one.name}", loose=True)
            if kind_of(one.path, None)[2]:
                yield Refused(member.shown, 0, "it is packed once more: unpack it first")
                continue
            for read in inside.read(member):
                yield _renamed(read, str(root), place.shown)
        for sentence in found.left_out:
            yield Mended(place.shown, 0, sentence.removeprefix(f"{root}: "))

    def _gzip(self, place: Place) -> Iterator[Read]:
        with TemporaryDirectory(prefix="annotator-") as folder:
            name = place.path.stem if place.path.suffix.lower() == ".gz" else place.path.name
            target = Path(folder) / name
            try:
                _unpack(place.path, target)
            except (gzip.BadGzipFile, zlib.error, EOFError):
                yield Refused(place.shown, 0, "it is a broken gzip file: get it again")
                return
            inside = Reading(self.format, self.options, lambda _, done, total: self.step(place.shown, done, total))
            if kind_of(target, None)[2]:
                yield Refused(place.shown, 0, "it is packed once more: unpack it first")
                return
            for read in inside.read(Place(target, place.shown, place.name, loose=place.loose)):
                yield _renamed(read, str(target), place.shown)


def kind_of(path: Path, format_: str | None) -> tuple[Kind, int, str]:
    """Return a file's kind, how surely it is that (0 to 100), and "zip" or "gzip" where it is to be unpacked.

    Raises OSError, and FormatError where there is no format of that name.
    """
    head = Head(path)
    if format_ is None:
        kind, claim = kinds.claimed(head)
        sure = claim >= _SURE
    else:
        kind, claim = kinds.named(format_), 100
        sure = head.suffix in kind.suffixes or head.suffix not in (".zip", ".gz") or kind.sniff(head) >= _SURE
    if not sure and head.data.startswith(_ZIP) and head.suffix == ".zip":
        return kind, claim, "zip"
    if not sure and head.data.startswith(_GZIP):
        return kind, claim, "gzip"
    return kind, claim, ""


def _unpack(path: Path, target: Path) -> None:
    """Unpack gzip; raises ZipError where it holds too much, OSError."""
    most = min(zips.MAX_BYTES, max(4 * _CHUNK, zips.MAX_RATIO * path.stat().st_size))
    size = 0
    with gzip.open(path) as packed, target.open("wb") as out:
        while part := packed.read(_CHUNK):
            size += len(part)
            if size > most:
                raise zips.ZipError("it holds more than may be unpacked: unpack it yourself and import that")
            out.write(part)


def _shown(place: Place, file: Path | None) -> str:
    return place.shown if file is None else str(file)


def _renamed(read: Read, root: str, shown: str) -> Read:
    """Speak of the packed file, not of where it was unpacked for a while."""
    if isinstance(read, Refused):
        return Refused(read.file.replace(root, shown), read.line, read.reason.replace(root, shown), read.counted)
    if isinstance(read, Mended):
        return Mended(read.file.replace(root, shown), read.line, read.note.replace(root, shown))
    return read


@dataclass(slots=True)
class _News:
    """Makes records of the articles of one news file, each with where it came from."""

    place: Place
    _raw: str = ""

    def record(self, news: NewsArticle) -> Record:
        """Return an article as a record of nobody's; raise RecordError for a text that can't be kept."""
        if "\0" in news.text:
            raise RecordError("the text holds zero bytes: save it as plain text in UTF-8")
        try:
            sha = text_sha256(news.text)
        except UnicodeEncodeError as error:
            raise RecordError("the text holds half a surrogate pair: save it again in UTF-8") from error
        if not self._raw:
            with self.place.path.open("rb") as file:
                self._raw = _sha_of(file)
        name = text_of(self.place.name)
        meta: dict[str, Any] = {"file": name.rpartition("/")[2], "import_path": name, **news.meta}
        meta.setdefault("raw_sha256", self._raw)
        return Record(
            news.id or article_id(sha), news.text, sha, meta, plain=news.id is None, detected=news.zones or None,
            repaired=list(news.notes),
        )  # fmt: skip


def _sha_of(file: Any) -> str:
    made = sha256()
    while part := file.read(_CHUNK):
        made.update(part)
    return made.hexdigest()
