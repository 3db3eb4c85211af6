"""A scheme's TOML in parts, so that one table can be changed or moved while every other character stays."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, cast

from annotator.core.scheme import Scheme, SchemeError, parse_scheme, quoted, with_added, without_added

Value = str | bool | tuple[str, ...] | None
"""What a setting can be given; None removes it."""


class SchemeText:
    """A scheme's text as the settings before all tables, one part a table, and the keys that imports added.

    A part holds the comment lines right above its header and everything up to the next table, so parts can change
    places. `[label.meta]` belongs to the part of the table above it.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        own, added = without_added(scheme.text)
        self.added = set(added)
        self.head, *self.parts = _parts(own)
        self.kinds = [_kind(part) for part in self.parts]
        if any(kind in _settings(self.head) for kind in ("label", "attribute", "relation")):
            raise SchemeError(
                f"The scheme {scheme.name} writes its tables as one list, which can't be edited here; "
                "write each label as a [[label]] table."
            )

    def label(self, key: str) -> int:
        """Return the place of a label's part; an added label becomes one of the scheme's own, as it looks now."""
        if key in self.added:
            self._adopt(key)
        return self.find("label", key=key)

    def find(self, kind: str, **settings: str) -> int:
        """Return the place of the part of this kind with these settings; raise SchemeError where there is none."""
        for place in self.places(kind):
            table = self.table(place)
            if all(table.get(name) == value for name, value in settings.items()):
                return place
        raise SchemeError(f"The scheme {self.scheme.name} has no such {kind} any more; open it again.")

    def places(self, kind: str) -> list[int]:
        """Return the places of all parts of a kind, in order."""
        return [place for place, found in enumerate(self.kinds) if found == kind]

    def table(self, place: int) -> dict[str, Any]:
        """Return the settings of a part."""
        found = tomllib.loads(self.parts[place])[self.kinds[place]]
        return cast(dict[str, Any], found[0] if isinstance(found, list) else found)

    def change(self, place: int, settings: Mapping[str, Value]) -> None:
        """Give settings of a part other values; those that it does not hold yet come behind its own."""
        self.parts[place] = _changed(self.parts[place], settings, self.kinds[place])

    def change_head(self, settings: Mapping[str, Value]) -> None:
        """Give settings of the scheme itself other values."""
        self.head = _changed(self.head, settings, "")

    def insert(self, kind: str, settings: Mapping[str, Value], place: int) -> None:
        """Put a new table in front of the part at `place`."""
        lines = [f"{name} = {_written(value)}\n" for name, value in settings.items() if value is not None]
        self.parts.insert(place, f"[[{kind}]]\n{''.join(lines)}\n")
        self.kinds.insert(place, kind)
        self._keep_apart(place)

    def order_labels(self, keys: list[str]) -> None:
        """Bring the scheme's own labels into this order, in the places that labels have."""
        places = self.places("label")
        parts = {str(self.table(place)["key"]): self.parts[place] for place in places}
        for place, key in zip(places, keys, strict=True):
            self.parts[place] = parts[key]
            self._keep_apart(place)

    def read(self) -> Scheme:
        """Return the scheme that the text is now; raise SchemeError with one sentence where it is none."""
        text = with_added("".join([self.head, *self.parts]), self.added)
        return parse_scheme(text, f"The scheme {self.scheme.name}")

    def behind(self, kind: str) -> int:
        """Return the place behind the last part of a kind, or of the labels where there is none."""
        found = self.places(kind) or self.places("label")
        return found[-1] + 1 if found else 0

    def _adopt(self, key: str) -> None:
        label = self.scheme.label(key)
        if label is None:
            return
        self.added.discard(key)
        settings: dict[str, Value] = {
            "key": key, "name": label.name, "layer": label.layer, "colour_light": label.colour_light,
            "colour_dark": label.colour_dark, "shortcut": label.shortcut, "dashed": label.dashed or None,
        }  # fmt: skip
        self.insert("label", settings, self.behind("label"))

    def _keep_apart(self, place: int) -> None:
        """End what stands before a part, and the part itself, with an empty line: it has a new neighbour."""
        if place:
            self.parts[place - 1] = _ended(self.parts[place - 1])
        else:
            self.head = _ended(self.head)
        if place + 1 < len(self.parts):
            self.parts[place] = _ended(self.parts[place])


def _ended(part: str) -> str:
    return part if part.endswith("\n\n") else part + ("\n" if part.endswith("\n") else "\n\n")


def _parts(text: str) -> list[str]:
    """Part a text before the comments above each table's header."""
    done = [""]
    for chunk in _chunks(text):
        kind, nested = _header(chunk)
        if kind and not nested:
            comments = _tail_comments(done[-1])
            done[-1], chunk = done[-1][: len(done[-1]) - len(comments)], comments + chunk
            done.append(chunk)
        else:
            done[-1] += chunk
    return done


def _chunks(text: str) -> Iterator[str]:
    """Yield the text cut before each header; a line inside a list or a long text only looks like one."""
    start = at = 0
    for line in text.split("\n"):
        if at > start and line.lstrip(" \t").startswith("[") and _loads(text[start:at]) is not None:
            yield text[start:at]
            start = at
        at += len(line) + 1
    yield text[start:]


def _header(chunk: str) -> tuple[str, bool]:
    """Return which table a chunk begins, and whether that lies inside another; no table for a file's beginning."""
    found = _loads(chunk.partition("\n")[0].strip()) if chunk.lstrip(" \t").startswith("[") else None
    if not found:
        return "", False
    (name, value), *_ = found.items()
    return name, isinstance(value, dict) and bool(value)


def _tail_comments(part: str) -> str:
    """Return the comment lines that end a part, without an empty line between them and what follows."""
    lines = part.split("\n")[:-1]
    count = 0
    while count < len(lines) and lines[-1 - count].lstrip(" \t").startswith("#"):
        count += 1
    tail = "".join(line + "\n" for line in lines[len(lines) - count :])
    return tail if tail and _loads(part[: len(part) - len(tail)]) is not None else ""


def _loads(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _settings(text: str) -> dict[str, Any]:
    return _loads(text) or {}


def _kind(part: str) -> str:
    name, *others = tomllib.loads(part)
    if others:
        raise SchemeError(
            f"A [{others[0]}] table of the scheme stands apart from what it belongs to; put it right below that table."
        )
    return name


def _changed(part: str, settings: Mapping[str, Value], kind: str) -> str:
    """Return a part with other settings; new ones stand behind the last line that is no comment."""
    import tomlkit

    body = part.rstrip()
    document = tomlkit.parse(body + "\n")
    table: Any = document[kind] if kind else document
    table = table[0] if isinstance(table, list) else table
    for name, value in settings.items():
        if value is None:
            table.pop(name, None)
        elif name not in table or table[name] != value:
            table[name] = tomlkit.value(_written(value))
    return tomlkit.dumps(document).rstrip() + (part[len(body) :] or "\n")


def _written(value: Value) -> str:
    """Write a value as TOML; a long text stands literally between lines of its own where it can."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(quoted(one) for one in value)}]"
    text = value or ""
    if "\n" not in text:
        return quoted(text)
    if "'''" in text or text.endswith("'"):
        return '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'
    return f"'''\n{text}'''"
