"""What readers of files are given, and what they hand back beside articles."""

from __future__ import annotations

import errno
import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was not taken: its line (0: the whole file) and why; what comes after it is read on.

    `file` names another file than the one that is read, where an article lies in several.
    """

    line: int
    reason: str
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was read in another way than it stood there: its line (0: the whole file) and how."""

    line: int
    note: str
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder to be read: `step(done, total)` tells how far it is and raises when the work should stop.

    `options` are what a person chose for this reader, such as which column holds the text.
    """

    path: Path
    step: Callable[[int, int], object] = lambda _done, _total: None
    options: Mapping[str, Any] = field(default_factory=dict)


class Head:
    """The beginning of a file, by which readers tell whether it is theirs."""

    def __init__(self, path: Path) -> None:
        """Read the first 64 KB of a file, of a folder nothing. Raises OSError, also for a pipe or a device."""
        self.path = path
        mode = path.stat().st_mode
        self.is_folder = stat.S_ISDIR(mode)
        self.data = b""
        if not self.is_folder:
            if not stat.S_ISREG(mode):  # to open a pipe waits for whoever writes, and a device may never end
                raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
            with path.open("rb") as file:
                self.data = file.read(HEAD)

    @cached_property
    def suffix(self) -> str:
        """Return the ending of the name in small letters, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def text(self) -> str:
        """Return the beginning as UTF-8 without a byte order mark; bytes that are none read as U+FFFD."""
        return self.data.decode("utf-8-sig", "replace")

    @cached_property
    def first(self) -> Any:
        """Return the first JSON value: of a list its first member, of lines the first; None where there is none."""
        text = self.text.lstrip()
        if text.startswith("["):
            text = text[1:].lstrip()
        try:
            return json.JSONDecoder().raw_decode(text)[0]
        except (ValueError, RecursionError):
            return None

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of the first JSON object; none where the file holds no object."""
        return frozenset(self.first) if isinstance(self.first, dict) else frozenset()
