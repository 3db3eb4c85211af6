"""Read a scheme from TOML. Every fault is one sentence: which file, which table, what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NoReturn, TypeVar

from annotator.core import palette
from annotator.core.scheme_model import ArticleLabel, Attribute, Label, RelationType, Scheme, SchemeError
from annotator.core.scheme_names import bar_word, free_name, key_fault, short_word

MAX_BYTES = 1024 * 1024
MAX_TABLES = 1000
MAX_TEXT = 4000
MAX_NAME = 200
DEFAULT_LAYER = "other"
_ROUND = len(palette.PAIRS)
_AUTOMATIC = "?"
_DIGITS = "123456789"
_SHORTCUTS = _DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")

_Read = TypeVar("_Read")


def parse_scheme(text: str, where: str) -> Scheme:
    """Read a scheme; `where` names its file in messages. Raise SchemeError with one sentence."""
    root = _Table(_load(text, where), where, "")
    name, title = root.words("name"), root.words("title", "")
    labels = _finish(root.tables("label", _label), where)
    keys = {label.key for label in labels}
    attributes = root.tables("attribute", lambda table: _attribute(table, keys))
    relations = root.tables("relation", lambda table: _relation(table, keys))
    questions = root.tables("article_label", _article_label)
    root.close()
    if not labels:
        raise SchemeError(f"{where}: the scheme has no labels; add at least one [[label]] table with a key and a name.")
    _unique(where, "attribute", (f"{attribute.label}/{attribute.key}" for attribute in attributes))
    _unique(where, "relation", (relation.key for relation in relations))
    _unique(where, "article_label", (question.key for question in questions))
    return Scheme(name, title or name, text, labels, tuple(attributes), tuple(relations), tuple(questions))


def _load(text: str, where: str) -> dict[str, Any]:
    """Read TOML of a bounded size."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise SchemeError(f"{where}: the scheme holds half a character; save the file as UTF-8.") from None
    if size > MAX_BYTES:
        raise SchemeError(f"{where}: the scheme is larger than 1 MiB; move long texts into the guidelines.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(_syntax(str(error), where)) from None
    except (ValueError, RecursionError):
        raise SchemeError(f"{where}: a number or a list in the scheme is too large to read; shorten it.") from None


def _syntax(message: str, where: str) -> str:
    """Turn a message of the TOML reader into a sentence with the line."""
    place = _LINE.search(message)
    line = f"line {place[1]}" if place and place[1] else "the last line"
    said = _LINE.sub("", message)
    return f"{where}, {line}: this is not TOML ({said[:1].lower()}{said[1:]}); correct that line."


@dataclass
class _Table:
    """One TOML table, the place of which every complaint names."""

    data: dict[str, Any]
    where: str
    place: str

    def __post_init__(self) -> None:
        self.known: list[str] = []

    def fail(self, what: str) -> NoReturn:
        """Raise the complaint, with the table's place in front."""
        place = f"{self.where}, {self.place}" if self.place else self.where
        raise SchemeError(f"{place}: {what}")

    def _take(self, name: str) -> Any:
        self.known.append(name)
        return self.data.get(name)

    def words(self, name: str, default: str | None = None, limit: int = MAX_NAME) -> str:
        """Return a text; without a default it must be there and not empty."""
        value = self._take(name)
        if value is None and default is not None:
            return default
        if value is None:
            self.fail(f'the {name} is missing; add {name} = "…".')
        if not isinstance(value, str):
            self.fail(f'{name} must be text in quotes, as in {name} = "…".')
        if not value.strip() and default is None:
            self.fail(f"the {name} is empty; write something between the quotes.")
        if len(value) > limit:
            self.fail(f"{name} is longer than {limit:,} characters; shorten it.")
        return value

    def optional(self, name: str) -> str | None:
        """Return a text, or None where the table has none."""
        return self.words(name, "") if name in self.data else self._take(name)

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fail(f"{name} must be true or false, without quotes.")
        return value

    def colour(self, name: str) -> str:
        """Return a colour in upper case, or an empty text where the table has none."""
        value = self.optional(name)
        if value is None:
            return ""
        if not palette.is_colour(value):
            self.fail(f"{name} “{value[:40]}” is not a colour; write six hexadecimal digits, as in “#3F90DA”.")
        return value.upper()

    def several(self, name: str, *, required: bool) -> tuple[str, ...]:
        """Return a list of different texts."""
        values = self._take(name)
        if values is None and not required:
            return ()
        if not isinstance(values, list) or not values or not all(isinstance(v, str) and v.strip() for v in values):
            self.fail(f'{name} must be a list of texts, as in {name} = ["one", "two"].')
        if len(values) > MAX_TABLES or any(len(value) > MAX_NAME for value in values):
            self.fail(f"{name} is too long; keep to {MAX_TABLES:,} texts of {MAX_NAME} characters.")
        if twice := _twice(values):
            self.fail(f"{name} names “{twice}” twice; remove one.")
        return tuple(values)

    def codes(self, name: str) -> dict[str, str]:
        """Return a table of texts."""
        value = self._take(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.fail(f'{name} must be a table of texts, as in {name} = {{ cameo = "13" }}.')
        return dict(value)

    def tables(self, name: str, read: Callable[[_Table], _Read]) -> list[_Read]:
        """Read every [[name]] table in order."""
        values = self._take(name)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.fail(f"{name} must be written as [[{name}]] tables.")
        if len(values) > MAX_TABLES:
            self.fail(f"there are more than {MAX_TABLES:,} [[{name}]] tables; split the scheme.")
        found = []
        for number, value in enumerate(values, 1):
            key = value.get("key")
            called = f" (“{key[:40]}”)" if isinstance(key, str) else ""
            table = _Table(value, self.where, f"{name} {number}{called}")
            found.append(read(table))
            table.close()
        return found

    def close(self) -> None:
        """Refuse what nobody asked for: a misspelt setting would otherwise be lost in silence."""
        for name in self.data:
            if name not in self.known:
                near = difflib.get_close_matches(name, self.known, 1)
                remedy = f"write {near[0]}" if near else f"use one of {', '.join(self.known)}"
                self.fail(f"the setting “{name[:40]}” is unknown; {remedy}, or remove it.")


def _label(table: _Table) -> Label:
    """Read one label; colours, shortcut and derived names are filled in when all labels are known."""
    key = table.words("key", limit=MAX_TEXT)
    if fault := key_fault(key):
        table.fail(f"the key {fault}; choose a shorter or plainer key.")
    added = table.flag("added", False)
    light, dark = table.colour("colour_light"), table.colour("colour_dark")
    if bool(light) != bool(dark):
        table.fail("only one of colour_light and colour_dark is given; give both, or neither.")
    return Label(
        key=key,
        name=table.words("name", "" if added else None),
        bar=table.words("bar", ""),
        short=table.words("short", ""),
        layer=table.words("layer", DEFAULT_LAYER),
        colour_light=light,
        colour_dark=dark,
        shortcut=_shortcut(table),
        description=table.words("description", "", MAX_TEXT),
        is_not=table.words("is_not", "", MAX_TEXT),
        dashed=table.flag("dashed", False),
        added=added,
        retired=table.flag("retired", False),
        meta=table.codes("meta"),
    )


def _shortcut(table: _Table) -> str:
    """Return the shortcut in upper case; `_AUTOMATIC` where the scheme leaves it open."""
    value = table.optional("shortcut")
    if value is None:
        return _AUTOMATIC
    if value and (len(value) != 1 or value.upper() not in _SHORTCUTS):
        table.fail(f"the shortcut “{value[:40]}” is not one key; write 1 to 9, a letter, or an empty text for none.")
    return value.upper()


def _attribute(table: _Table, labels: set[str]) -> Attribute:
    label = table.words("label")
    _known(table, "label", (label,), labels)
    return Attribute(
        key=_plain_key(table),
        name=table.words("name"),
        label=label,
        values=table.several("values", required=False),
        required=table.flag("required", False),
        enabled=table.flag("enabled", True),
        description=table.words("description", "", MAX_TEXT),
    )


def _relation(table: _Table, labels: set[str]) -> RelationType:
    head, child = table.several("head", required=True), table.several("child", required=True)
    _known(table, "head", head, labels)
    _known(table, "child", child, labels)
    key, name = _plain_key(table), table.words("name")
    return RelationType(key, name, head, child, table.words("description", "", MAX_TEXT))


def _article_label(table: _Table) -> ArticleLabel:
    key, name = _plain_key(table), table.words("name")
    return ArticleLabel(key, name, table.several("values", required=True), table.words("description", "", MAX_TEXT))


def _plain_key(table: _Table) -> str:
    """Return a key that may stand in a row's name."""
    key = table.words("key")
    if fault := key_fault(key) or ("holds “/”" if "/" in key else ""):
        table.fail(f"the key {fault}; choose a plainer key.")
    return key


def _known(table: _Table, setting: str, wanted: Iterable[str], labels: set[str]) -> None:
    for key in wanted:
        if key not in labels:
            near = difflib.get_close_matches(key, labels, 1)
            remedy = f"write “{near[0]}”" if near else "use the key of a label"
            table.fail(f"{setting} names the label “{key[:40]}”, which the scheme does not have; {remedy}.")


def _twice(values: Iterable[str]) -> str:
    """Return the first value that occurs more than once, or an empty text."""
    return next((value for value, count in Counter(values).items() if count > 1), "")


def _unique(where: str, kind: str, keys: Iterable[str]) -> None:
    if twice := _twice(keys):
        raise SchemeError(f"{where}: two [[{kind}]] tables have the key “{twice[:40]}”; rename or remove one.")


def _finish(labels: list[Label], where: str) -> tuple[Label, ...]:
    """Check what concerns several labels, and fill in what the scheme left open."""
    _unique(where, "label", (label.key for label in labels))
    return tuple(_coloured(_with_shortcuts(_named(labels), where)))


def _named(labels: list[Label]) -> list[Label]:
    taken = {label.name for label in labels if label.name}
    derived = Counter(free_name(label.key, taken) for label in labels if not label.name)
    taken |= {name for name, count in derived.items() if count > 1}
    named = []
    for label in labels:
        name = label.name or free_name(label.key, taken)
        bar = label.bar or bar_word(name)
        named.append(replace(label, name=name, bar=bar, short=label.short or short_word(bar)))
    return named


def _with_shortcuts(labels: list[Label], where: str) -> list[Label]:
    """Give free digits, in order, to the labels that leave their shortcut open; a retired label has none."""
    owners: dict[str, str] = {}
    for label in labels:
        if label.retired or label.shortcut in {"", _AUTOMATIC}:
            continue
        if label.shortcut in owners:
            raise SchemeError(
                f"{where}: the labels “{owners[label.shortcut][:40]}” and “{label.key[:40]}” have the same shortcut "
                f"{label.shortcut}; give one of them another key from 1 to 9, or a letter."
            )
        owners[label.shortcut] = label.key
    free = iter([digit for digit in _DIGITS if digit not in owners])
    done = []
    for label in labels:
        shortcut = "" if label.retired else label.shortcut
        done.append(replace(label, shortcut=next(free, "") if shortcut == _AUTOMATIC else shortcut))
    return done


def _coloured(labels: list[Label]) -> list[Label]:
    """Give the palette's colours, in order, to the labels that have none: first those that no label uses."""
    used = {colour for label in labels for colour in (label.colour_light, label.colour_dark)}
    free = [pair for pair in palette.PAIRS if used.isdisjoint(pair)]
    done, count = [], 0
    for label in labels:
        if label.colour_light:
            done.append(label)
            continue
        fresh = count < len(free)
        light, dark, dashed = palette.assign(count, free) if fresh else palette.assign(count - len(free) + _ROUND)
        done.append(replace(label, colour_light=light, colour_dark=dark, dashed=dashed or label.dashed))
        count += 1
    return done
