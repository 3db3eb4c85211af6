"""What an annotation of a CAS says by naming others: slots with roles, the next link of a chain, references, lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_OWN = frozenset(("begin", "end", "sofa"))
_DOCUMENT = "uima.tcas.DocumentAnnotation"
_NEXT = "next"


@dataclass(slots=True)
class Named:
    """What the features of one annotation name: (kind, annotation), lists of words by feature, features not read."""

    others: list[tuple[str, Any]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def short(one: Any) -> str:
    """Return the last part of the name of an annotation's type."""
    return str(one.type.name).rpartition(".")[2]


def is_document(one: Any) -> bool:
    """Tell whether an annotation speaks of the whole document: its type is UIMA's own for that or made from it."""
    kind = one.type
    while kind is not None:
        if kind.name == _DOCUMENT:
            return True
        kind = kind.supertype
    return False


def is_holder(one: Any) -> bool:
    """Tell whether a structure without a place only holds others together: a slot's link, a chain, an array."""
    return any(hasattr(one, name) for name in ("target", "first", "head", "elements"))


def named(one: Any) -> Named:
    """Return what an annotation's features name, beside its plain values."""
    found = Named()
    for feature in one.type.all_features:
        value = getattr(one, feature.name, None)
        if feature.name in _OWN or value is None or isinstance(value, str | bool | int | float):
            continue
        parts = list(_parts(value))
        if parts and all(isinstance(part, str) for part in parts):
            found.words[feature.name] = parts
            continue
        for part in parts:
            other = part if hasattr(part, "begin") else getattr(part, "target", None)
            if hasattr(other, "begin"):
                found.others.append((_kind(one, feature.name, part), other))
            else:
                found.odd.append(feature.name)
    return found


def _parts(value: Any) -> Iterator[Any]:
    """Yield what a feature holds: the members of an array or a list, else the value."""
    if hasattr(value, "elements"):
        yield from value.elements or ()
    elif isinstance(value, list):
        yield from value
    elif hasattr(value, "head") and hasattr(value, "tail"):
        while hasattr(value, "tail"):
            yield value.head
            value = value.tail
    elif not short(value).startswith("Empty"):
        yield value


def _kind(one: Any, feature: str, part: Any) -> str:
    """Return what joins two annotations: a slot's role, the word on a chain's link, else the feature's name."""
    role = getattr(part, "role", None)
    if not hasattr(part, "begin") and isinstance(role, str) and role:
        return role
    arc = getattr(one, "referenceRelation", None) if feature == _NEXT else None
    if feature == _NEXT and (arc is None or isinstance(arc, str)):
        return arc or short(one)
    return feature
