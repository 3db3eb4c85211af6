"""Read a scheme from TOML. Every fault is one sentence: which file, which table, what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from annotator.core import palette
from annotator.core.scheme_model import ArticleLabel, Attribute, Label, RelationType, Scheme, SchemeError
from annotator.core.scheme_names import bar_word, free_name, key_fault, short_word
from annotator.core.scheme_rules import read_boundaries, read_hint, read_mentions
from annotator.core.scheme_table import MAX_GUIDELINE, MAX_TEXT, Table, twice

MAX_BYTES = 1024 * 1024
DEFAULT_LAYER = "other"
_ROUND = len(palette.PAIRS)
_AUTOMATIC = "?"
_DIGITS = "123456789"
_SHORTCUTS = _DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")


def parse_scheme(text: str, where: str) -> Scheme:
    """Read a scheme; `where` names its file in messages. Raise SchemeError with one sentence."""
    root = Table(_load(text, where), where, "")
    name, title = root.words("name"), root.words("title", "")
    guideline = root.words("guideline", "", MAX_GUIDELINE)
    labels = _finish(root.tables("label", _label), where)
    keys = {label.key for label in labels}
    attributes = root.tables("attribute", lambda table: _attribute(table, keys))
    relations = root.tables("relation", lambda table: _relation(table, keys))
    questions = root.tables("article_label", _article_label)
    hints = root.tables("hint", lambda table: read_hint(table, keys))
    boundaries = root.table("boundaries", read_boundaries)
    mentions = root.table("mentions", lambda table: read_mentions(table, keys))
    root.close()
    if not labels:
        raise SchemeError(f"{where}: the scheme has no labels; add at least one [[label]] table with a key and a name.")
    _unique(where, "attribute", (f"{attribute.label}/{attribute.key}" for attribute in attributes))
    _unique(where, "relation", (relation.key for relation in relations))
    _unique(where, "article_label", (question.key for question in questions))
    return Scheme(
        name, title or name, text, labels, tuple(attributes), tuple(relations), tuple(questions), guideline, boundaries,
        mentions, tuple(hints),
    )  # fmt: skip


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


def _label(table: Table) -> Label:
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
        code=table.words("code", "") or key,
        guideline=table.words("guideline", "", MAX_GUIDELINE),
        into=table.words("into", "", MAX_TEXT),
    )


def _shortcut(table: Table) -> str:
    """Return the shortcut in upper case; `_AUTOMATIC` where the scheme leaves it open."""
    value = table.optional("shortcut")
    if value is None:
        return _AUTOMATIC
    if value and (len(value) != 1 or value.upper() not in _SHORTCUTS):
        table.fail(f"the shortcut “{value[:40]}” is not one key; write 1 to 9, a letter, or an empty text for none.")
    return value.upper()


def _attribute(table: Table, labels: set[str]) -> Attribute:
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


def _relation(table: Table, labels: set[str]) -> RelationType:
    head, child = table.several("head", required=True), table.several("child", required=True)
    _known(table, "head", head, labels)
    _known(table, "child", child, labels)
    key, name = _plain_key(table), table.words("name")
    return RelationType(key, name, head, child, table.words("description", "", MAX_TEXT))


def _article_label(table: Table) -> ArticleLabel:
    key, name = _plain_key(table), table.words("name")
    return ArticleLabel(key, name, table.several("values", required=True), table.words("description", "", MAX_TEXT))


def _plain_key(table: Table) -> str:
    """Return a key that may stand in a row's name."""
    key = table.words("key")
    if fault := key_fault(key) or ("holds “/”" if "/" in key else ""):
        table.fail(f"the key {fault}; choose a plainer key.")
    return key


def _known(table: Table, setting: str, wanted: Iterable[str], labels: set[str]) -> None:
    for key in wanted:
        if key not in labels:
            near = difflib.get_close_matches(key, labels, 1)
            remedy = f"write “{near[0]}”" if near else "use the key of a label"
            table.fail(f"{setting} names the label “{key[:40]}”, which the scheme does not have; {remedy}.")


def _unique(where: str, kind: str, keys: Iterable[str]) -> None:
    if again := twice(keys):
        raise SchemeError(f"{where}: two [[{kind}]] tables have the key “{again[:40]}”; rename or remove one.")


def _finish(labels: list[Label], where: str) -> tuple[Label, ...]:
    """Check what concerns several labels, and fill in what the scheme left open."""
    _unique(where, "label", (label.key for label in labels))
    _check_merged(where, labels)
    return tuple(_coloured(_with_shortcuts(_named(labels), where)))


def _check_merged(where: str, labels: list[Label]) -> None:
    """Refuse a merge into a label that is not there, that is merged itself, or that lives on beside it."""
    by_key = {label.key: label for label in labels}
    for label in labels:
        if not label.into:
            continue
        target = by_key.get(label.into)
        if target is None or target.into or target.retired:
            raise SchemeError(
                f"{where}: the label “{label.key[:40]}” is merged into “{label.into[:40]}”, which is no label "
                "in use; name one in into, or remove that setting."
            )
        if not label.retired:
            raise SchemeError(
                f"{where}: the label “{label.key[:40]}” is merged into another and must say retired = true."
            )


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
    """Give free digits, in order, to the labels that leave their shortcut open.

    A retired label has none, but its digit goes to no other label by itself: hands know where a label is.
    """
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
    kept = {label.shortcut for label in labels if label.retired}
    free = iter([digit for digit in _DIGITS if digit not in owners and digit not in kept])
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
