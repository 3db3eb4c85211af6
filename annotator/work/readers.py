"""Read all files of an import: here, or where there is much of it in processes beside this one.

What processes read comes back in the order of the files, as plain values packed by `marshal`: both ends are the same
interpreter. A process that is ahead waits until it is asked, so memory does not grow with the import.
"""

from __future__ import annotations

import gc
import marshal
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from annotator.core.errors import AnnotatorError
from annotator.formats import jsonl
from annotator.work.finding import Place
from annotator.work.orders import ImportRequest
from annotator.work.progress import Progress
from annotator.work.reading import PARTED, Mended, Read, Reading, Refused, Taken, kind_of
from annotator.work.ready import Ready, values_of

MUCH = 8 * 1024 * 1024
"""Bytes of files from which on it pays to start processes."""
_MANY = 1500
_MOST = 4
_GROUP_FILES, _GROUP_BYTES = 32, 1024 * 1024
_PACK_BYTES, _PACK_SECONDS = 400_000, 0.1
_STEP_SECONDS = 0.05
_loads = marshal.loads
_LENGTH = struct.Struct("<Q")
_AHEAD = 8
_START = "from annotator.work.readers import serve; serve()"


@dataclass(frozen=True, slots=True)
class _Group:
    """Files that one process reads one after another."""

    first: int
    places: list[Place]


def read_all(places: list[Place], request: ImportRequest, progress: Progress) -> Generator[Read]:
    """Yield what the files hold, in their order. Raises Cancelled, and AnnotatorError where a process ends early."""
    sizes = [_size(place) for place in places]
    frozen = getattr(sys, "frozen", False) or not sys.executable  # then there is no interpreter to start
    if frozen or (sum(sizes) < MUCH and len(places) < _MANY):
        yield from _here(places, request, progress)
        return
    groups = _grouped(places, sizes, request.format)
    ahead = list(islice(groups, min(_MOST, os.cpu_count() or 1)))
    with closing(_Crew(len(ahead), request)) as crew:
        for group in ahead:
            crew.give(group)
        while ahead:
            yield from crew.results(ahead.pop(0), len(places), progress)
            for group in islice(groups, 1):
                ahead.append(group)
                crew.give(group)


def _here(places: list[Place], request: ImportRequest, progress: Progress) -> Generator[Read]:
    reading = Reading(request.format, request.options, lambda name, done, total: progress.step(done, total, name))
    for number, place in enumerate(places):
        progress.step(number, len(places), place.name)
        yield from reading.read(place)


def _size(place: Place) -> int:
    try:
        return place.path.stat().st_size
    except OSError:
        return 0


def _grouped(places: list[Place], sizes: list[int], format_: str | None) -> Iterator[_Group]:
    group, gathered = _Group(0, []), 0
    for number, (place, size) in enumerate(zip(places, sizes, strict=True)):
        if group.places and (len(group.places) >= _GROUP_FILES or gathered + size > _GROUP_BYTES):
            yield group
            group, gathered = _Group(number, []), 0
        if size > 2 * _GROUP_BYTES and _in_parts(place, format_):
            for part in jsonl.parts(place.path, _GROUP_BYTES):
                yield _Group(number, [replace(place, part=part)])
            group = _Group(number + 1, [])
        else:
            group.places.append(place)
            gathered += size
    if group.places:
        yield group


def _in_parts(place: Place, format_: str | None) -> bool:
    """Tell whether a file may be read in parts; what can't be read is told of where it is read."""
    try:
        kind, _, packed = kind_of(place.path, format_)
    except OSError:
        return False
    return kind.name == PARTED and not packed


class _Reader:
    """One process beside this one, and a thread that fetches what it says, never far ahead of who asks."""

    def __init__(self, request: ImportRequest) -> None:
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with words of ours
            [sys.executable, "-P", "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip
        self._asks, self._tells = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self._packs: queue.Queue[bytes] = queue.Queue(_AHEAD)
        self._ended = False
        self._thread = threading.Thread(target=self._fetch, daemon=True)
        self._thread.start()
        self.give((request.format, request.options))

    def give(self, order: Any) -> None:
        """Tell the process something; that it ended already is found out when it is asked."""
        with suppress(OSError):
            _write(self._asks, marshal.dumps(order))

    def ask(self, progress: Progress) -> list[tuple[Any, ...]]:
        """Return the next pack of messages; raises Cancelled while none comes, AnnotatorError where none will."""
        while True:
            try:
                pack = self._packs.get(timeout=_STEP_SECONDS)
            except queue.Empty:
                progress.check()
                continue
            if not pack:
                raise AnnotatorError(
                    "Reading the files ended early: the system stopped it. Try again with fewer files."
                )
            found: list[tuple[Any, ...]] = _loads(pack)
            return found

    def _fetch(self) -> None:
        pack = b"-"
        while pack and not self._ended:
            pack = _received(self._tells)
            self._put(pack)

    def _put(self, pack: bytes) -> None:
        waiting = True
        while waiting and not self._ended:
            with suppress(queue.Full):
                self._packs.put(pack, timeout=_STEP_SECONDS)
                waiting = False

    def end(self) -> None:
        """Ask the process to end, at once."""
        self._ended = True
        self._process.kill()

    def close(self) -> None:
        """Wait until nothing of it is left."""
        self._process.wait()
        self._thread.join()
        for pipe in (self._asks, self._tells):
            with suppress(OSError):
                pipe.close()


class _Crew:
    """Processes that read groups of files in turns: the group `n` is read by the process `n` modulo their number."""

    def __init__(self, count: int, request: ImportRequest) -> None:
        self._readers = [_Reader(request) for _ in range(count)]
        self._given = self._asked = 0

    def give(self, group: _Group) -> None:
        """Have the next process read a group."""
        self._readers[self._given % len(self._readers)].give([_told(place) for place in group.places])
        self._given += 1

    def results(self, group: _Group, total: int, progress: Progress) -> Iterator[Read]:
        """Yield what a group holds; groups are asked for in the order in which they were given."""
        reader, where = self._readers[self._asked % len(self._readers)], group.first
        self._asked += 1
        while True:
            for message in reader.ask(progress):
                match message:
                    case ("file", place):
                        where = group.first + place
                        progress.step(where, total, group.places[place].name)
                    case ("step", name, done, size):
                        progress.step(done if total == 1 else where, size if total == 1 else total, name)
                    case ("end",):
                        return
                    case ("stop", sentence):
                        raise AnnotatorError(sentence)
                    case _:
                        yield _read(message)

    def close(self) -> None:
        """End the processes."""
        for reader in self._readers:
            reader.end()
        for reader in self._readers:
            reader.close()


def _write(file: IO[bytes], data: bytes) -> None:
    file.write(_LENGTH.pack(len(data)) + data)
    file.flush()


def _received(file: IO[bytes]) -> bytes:
    """Return the next message, empty at the end."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    [size] = _LENGTH.unpack(head)
    data = file.read(size)
    return data if len(data) == size else b""


def _told(place: Place) -> tuple[str, str, str, bool, tuple[int, int, int] | None]:
    return str(place.path), place.shown, place.name, place.loose, place.part


def _read(message: tuple[Any, ...]) -> Read:
    match message:
        case ("taken", values, file, line):
            return Taken(Ready(*values), file, line)
        case ("refused", file, line, reason, counted):
            return Refused(file, line, reason, counted)
        case (_, file, line, note):
            return Mended(file, line, note)
    raise ValueError(message[0])


class _Sender:
    """Packs messages and sends them once they are many or old."""

    def __init__(self, line: IO[bytes]) -> None:
        self._line = line
        self._pack: list[tuple[Any, ...]] = []
        self._size = 0
        self._began = self._stepped = time.monotonic()

    def send(self, message: tuple[Any, ...], size: int = 200) -> None:
        """Put a message of about `size` characters into the pack."""
        self._pack.append(message)
        self._size += size
        if self._size >= _PACK_BYTES or time.monotonic() - self._began > _PACK_SECONDS:
            self.flush()

    def step(self, shown: str, done: int, total: int) -> None:
        """Tell how far a file is, not too often."""
        if time.monotonic() - self._stepped > _STEP_SECONDS:
            self._stepped = time.monotonic()
            self.send(("step", shown, done, total))

    def flush(self) -> None:
        """Send what there is."""
        if self._pack:
            _write(self._line, marshal.dumps(self._pack))
        self._pack, self._size, self._began = [], 0, time.monotonic()


def serve() -> None:
    """Read groups of files until nobody asks any more: what one of the processes does, by standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the messages
    gc.freeze()
    gc.set_threshold(100_000)
    format_, options = _loads(_received(asked))
    sender = _Sender(told)
    reading = Reading(format_, options, sender.step)
    with suppress(BrokenPipeError):
        try:
            while group := _received(asked):
                for number, (path, *names) in enumerate(_loads(group)):
                    sender.send(("file", number))
                    _send(sender, reading, Place(Path(path), *names))
                sender.send(("end",))
                sender.flush()
        except AnnotatorError as error:
            sender.send(("stop", str(error)))
            sender.flush()


def _send(sender: _Sender, reading: Reading, place: Place) -> None:
    for read in reading.read(place):
        match read:
            case Taken(ready, file, line):
                sender.send(("taken", values_of(ready), file, line), len(ready.text) + 2 * len(ready.before))
            case Refused(file, line, reason, counted):
                sender.send(("refused", file, line, reason, counted))
            case Mended(file, line, note):
                sender.send(("mended", file, line, note))
