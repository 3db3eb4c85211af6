"""A labelling scheme: read it from TOML, and add to it the labels that imported files bring."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable

from annotator.core.scheme_model import (
    ArticleLabel,
    Attribute,
    Boundaries,
    HintRule,
    Label,
    Mentions,
    RelationType,
    Scheme,
    SchemeError,
)
from annotator.core.scheme_names import key_fault, readable_name
from annotator.core.scheme_reader import parse_scheme

__all__ = [
    "ArticleLabel",
    "Attribute",
    "Boundaries",
    "HintRule",
    "Label",
    "Mentions",
    "RelationType",
    "Scheme",
    "SchemeError",
    "key_fault",
    "parse_scheme",
    "quoted",
    "readable_name",
    "with_added",
    "with_labels",
    "without_added",
]

_MARKER = "# Labels that imported files brought, sorted by key. Give one a name or colours to make it your own."


def with_labels(scheme: Scheme, keys: Iterable[str]) -> Scheme:
    """Return the scheme with a label for every key that it does not know yet.

    Added labels stand in one group at the end of the text, sorted by key, so that the text depends on the set of keys
    alone, not on the order or the number of calls. Raise SchemeError for a key that cannot be a label.
    """
    own, before = without_added(scheme.text)
    known = {label.key for label in scheme.labels}
    fresh = set(keys) - known
    if not fresh:
        return scheme
    for key in sorted(fresh):
        if fault := key_fault(key):
            raise SchemeError(f"The label “{key[:40]}” {fault}; rename it in the file, then import that again.")
    text = with_added(own, before | fresh)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise SchemeError(
            f"The scheme {scheme.name} writes its labels as one list, to which none can be added; "
            "write each as a [[label]] table."
        ) from None
    return parse_scheme(text, f"The scheme {scheme.name}")


def without_added(text: str) -> tuple[str, set[str]]:
    """Part a scheme's text from the group of added labels at its end, as long as nobody edited that group."""
    at = text.rfind(_MARKER)
    if at >= 0:
        try:
            added = {table["key"] for table in tomllib.loads(text[at:])["label"]}
        except (ValueError, KeyError, TypeError):
            return text, set()
        if added and text[at:] == with_added("", added):
            return text[:at], added
    return text, set()


def with_added(own: str, keys: Collection[str]) -> str:
    """Return a text with the group of added labels behind it; without such labels there is no group."""
    if not keys:
        return own
    gap = "" if not own or own.endswith("\n\n") else "\n" if own.endswith("\n") else "\n\n"
    tables = "".join(f"\n[[label]]\nkey = {quoted(key)}\nadded = true\n" for key in sorted(keys))
    return f"{own}{gap}{_MARKER}\n{tables}"


def quoted(text: str) -> str:
    """Write a TOML basic string; control characters never reach it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
