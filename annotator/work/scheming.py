"""Editing a scheme: text in, text out. Comments and order stay, and nothing comes back that could not be read.

Every function raises SchemeError with one sentence and never changes the key of a label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NoReturn

from annotator.core import palette
from annotator.core.scheme import Label, Scheme, SchemeError, key_fault
from annotator.core.scheme_names import MAX_KEY
from annotator.work.scheme_text import SchemeText, Value

_DIGITS = "123456789"
_LABEL_SETTINGS = frozenset({
    "name", "bar", "short", "layer", "colour_light", "colour_dark", "shortcut", "description", "is_not", "code",
    "guideline", "dashed",
})  # fmt: skip
_ATTRIBUTE_SETTINGS = frozenset(["enabled", "required", "name", "values", "description"])
_LONG = frozenset({"description", "is_not", "guideline"})
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def change_label(scheme: Scheme, key: str, **fields: str | bool | None) -> Scheme:
    """Return the scheme with other settings of a label; None removes a setting, and what it stood for is derived.

    The settings are name, bar, short, layer, colour_light, colour_dark, shortcut (an empty text: none), description,
    is_not, code, guideline (Markdown) and dashed.
    """
    label = _label(scheme, key)
    _known(fields, _LABEL_SETTINGS)
    settings = {name: _cleaned(name, value) for name, value in fields.items()}
    if "name" in settings:
        _check_name(scheme, settings["name"], but=key)
    if wanted := settings.get("shortcut"):
        settings["shortcut"] = _checked_shortcut(scheme, str(wanted), but=key)
    _pair_colours(label, settings)
    text = SchemeText(scheme)
    place = text.label(key)
    if label.added:
        settings = {"name": label.name, **settings, "added": None}
    text.change(place, settings)
    return text.read()


def add_label(scheme: Scheme, name: str, *, key: str = "", layer: str = "") -> Scheme:
    """Return the scheme with one more label behind the others.

    Its key is made from the name unless one is given; colours are the palette's next, the shortcut the next free digit.
    """
    name = str(_cleaned("name", name) or "")
    _check_name(scheme, name)
    taken = {label.key for label in scheme.labels}
    key = key or _free_key(name, taken, "label")
    if key in taken:
        _fail(f"There is a label with the key “{key[:40]}” already. Choose another key.")
    if fault := key_fault(key):
        _fail(f"The key {fault}; choose a shorter or plainer key.")
    used = {colour for label in scheme.labels for colour in (label.colour_light, label.colour_dark)}
    free = [pair for pair in palette.PAIRS if used.isdisjoint(pair)]
    light, dark = free[0] if free else (None, None)  # all taken: the reader goes round once more, dashed
    settings: dict[str, Value] = {
        "key": key, "name": name, "layer": str(_cleaned("layer", layer) or "") or None, "colour_light": light,
        "colour_dark": dark, "shortcut": _free_digit(scheme),
    }  # fmt: skip
    text = SchemeText(scheme)
    text.insert("label", settings, text.behind("label"))
    return text.read()


def move_label(scheme: Scheme, key: str, to: int) -> Scheme:
    """Return the scheme with a label at another place among all labels, counted from 0."""
    _label(scheme, key)
    order = [label.key for label in scheme.labels]
    wanted = [one for one in order if one != key]
    wanted.insert(max(0, min(to, len(wanted))), key)
    if wanted == order:
        return scheme
    text = SchemeText(scheme)
    own = len(wanted)
    while own and wanted[own - 1] in text.added and (own == len(wanted) or wanted[own - 1] < wanted[own]):
        own -= 1
    for one in wanted[:own]:
        text.label(one)
    text.order_labels(wanted[:own])
    return text.read()


def retire_label(scheme: Scheme, key: str, retired: bool) -> Scheme:
    """Return the scheme with a label that can't be given any more, or that can be given again; its tags stay."""
    label = _label(scheme, key)
    if label.into and not retired:
        return part_label(scheme, key)
    if retired:
        if read_as := [one.name for one in scheme.labels if one.into == key]:
            _fail(f"The tags of “{read_as[0]}” are read as “{label.name}”. Part the two first.")
        if not label.retired and len(scheme.live) == 1:
            _fail(f"“{label.name}” is the last label in use. Add another one first.")
    text = SchemeText(scheme)
    _set_retired(scheme, text, key, retired)
    return text.read()


def merge_label(scheme: Scheme, key: str, into: str) -> Scheme:
    """Return the scheme in which the tags of one label are read as those of another; the first one retires.

    Labels that were merged into the first one follow it. Where the first one could take part in a role, so can the
    other.
    """
    label, target = _label(scheme, key), _label(scheme, into)
    if key == into:
        _fail(f"“{label.name}” can't be merged into itself. Choose another label.")
    if target.retired:
        _fail(f"“{target.name}” is retired. Choose a label that is in use.")
    text = SchemeText(scheme)
    for one in scheme.labels:
        if one.key == key or one.into == key:
            _set_retired(scheme, text, one.key, True)
            text.change(text.label(one.key), {"into": into})
    for place in text.places("relation"):
        table = text.table(place)
        for side in ("head", "child"):
            ends = tuple(table[side])
            if key in ends and into not in ends:
                text.change(place, {side: (*ends, into)})
    return text.read()


def part_label(scheme: Scheme, key: str) -> Scheme:
    """Return the scheme in which a merged label stands for itself again; its tags never lost their key."""
    _label(scheme, key)
    text = SchemeText(scheme)
    text.change(text.label(key), {"into": None})
    _set_retired(scheme, text, key, False)
    return text.read()


def set_guideline(scheme: Scheme, key: str, markdown: str) -> Scheme:
    """Return the scheme with another guideline for a label, or for the scheme as a whole with an empty key."""
    if key:
        return change_label(scheme, key, guideline=markdown or None)
    text = SchemeText(scheme)
    text.change_head({"guideline": _cleaned("guideline", markdown)})
    return text.read()


def change_attribute(scheme: Scheme, label: str, key: str, **fields: str | bool | Sequence[str] | None) -> Scheme:
    """Return the scheme with other settings of an attribute: enabled, required, name, values, description.

    No values mean free text; an attribute that is not enabled is not asked for, and its values stay.
    """
    _known(fields, _ATTRIBUTE_SETTINGS)
    settings = {name: _cleaned(name, value) for name, value in fields.items()}
    if "name" in settings and not settings["name"]:
        _fail("An attribute needs a name. Write one.")
    text = SchemeText(scheme)
    text.change(text.find("attribute", label=label, key=key), settings)
    return text.read()


def add_attribute(scheme: Scheme, label: str, name: str, values: Sequence[str] = ()) -> Scheme:
    """Return the scheme with one more attribute of a label; without values it takes free text."""
    shown = _label(scheme, label).name
    name = str(_cleaned("name", name) or "")
    if not name:
        _fail("An attribute needs a name. Write one.")
    if any(a.label == label and a.name.casefold() == name.casefold() for a in scheme.attributes):
        _fail(f"“{shown}” has an attribute “{name[:40]}” already. Choose another name.")
    key = _free_key(name, {a.key for a in scheme.attributes if a.label == label}, "attribute")
    text = SchemeText(scheme)
    settings: dict[str, Value] = {"key": key, "name": name, "label": label, "values": _cleaned("values", values)}
    text.insert("attribute", settings, text.behind("attribute"))
    return text.read()


def _fail(sentence: str) -> NoReturn:
    raise SchemeError(sentence)


def _label(scheme: Scheme, key: str) -> Label:
    label = scheme.label(key)
    if label is None:
        raise SchemeError(f"The scheme has no label “{key[:40]}” any more.")
    return label


def _known(fields: Collection[str], settings: Collection[str]) -> None:
    for name in fields:
        if name not in settings:
            _fail(f"“{name[:40]}” is no setting that can be changed; use one of {', '.join(sorted(settings))}.")


def _cleaned(name: str, value: str | bool | Sequence[str] | None) -> Value:
    """Return a value as it is written: names on one line, long texts with plain line ends, nothing for no text."""
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, str):
        words = (" ".join(_NO_TEXT.sub("", word).split()) for word in value)
        return tuple(word for word in words if word) or None
    text = _NO_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if name == "guideline":
        return text.strip("\n").rstrip() + "\n" if text.strip() else None
    if name in _LONG:
        return text.strip() or None
    return " ".join(text.split()) or ("" if name in {"name", "shortcut"} else None)


def _check_name(scheme: Scheme, name: Value, but: str = "") -> None:
    if not name or not isinstance(name, str):
        _fail("A label needs a name. Write one.")
    for label in scheme.labels:
        if label.key != but and not label.into and label.name.casefold() == name.casefold():
            _fail(f"There is a label “{label.name[:40]}” already. Choose another name.")


def _checked_shortcut(scheme: Scheme, wanted: str, but: str) -> str:
    """Return the key in upper case; raise SchemeError where it is no key or another label's."""
    key = wanted.upper()
    if len(key) != 1 or not ("1" <= key <= "9" or "A" <= key <= "Z"):
        _fail(f"“{wanted[:40]}” is not one key. Choose 1 to 9, or a letter.")
    owner = scheme.label_for_key(key)
    if owner is not None and owner.key != but:
        _fail(f"The key {key} is that of “{owner.name}”. Choose another key.")
    return key


def _pair_colours(label: Label, settings: dict[str, Value]) -> None:
    """Check the colours, and give a label that had its colours from the palette both of them."""
    given = {name: settings[name] for name in ("colour_light", "colour_dark") if name in settings}
    if not given:
        return
    for colour in given.values():
        if colour is not None and not palette.is_colour(str(colour)):
            _fail(f"“{str(colour)[:40]}” is not a colour. Write six hexadecimal digits, as in “#3F90DA”.")
    if None in given.values():
        settings |= {"colour_light": None, "colour_dark": None}
        return
    both = {"colour_light": label.colour_light, "colour_dark": label.colour_dark, **given}
    settings |= {name: str(colour).upper() for name, colour in both.items()}


def _free_digit(scheme: Scheme) -> str:
    taken = {label.shortcut for label in scheme.labels}
    return next((digit for digit in _DIGITS if digit not in taken), "")


def _free_key(name: str, taken: Collection[str], fallback: str) -> str:
    """Return a key made of a name's letters and digits that nobody has yet."""
    plain = re.sub(r"\W+", "_", name.lower()).strip("_")[: MAX_KEY - 8] or fallback
    key, count = plain, 1
    while key in taken:
        count += 1
        key = f"{plain}_{count}"
    return key


def _set_retired(scheme: Scheme, text: SchemeText, key: str, retired: bool) -> None:
    """Retire a label or bring it back; a key that another label got meanwhile stays with that one."""
    place = text.label(key)
    settings: dict[str, Value] = {"retired": True if retired else None, "added": None}
    table = text.table(place)
    if "name" not in table:
        settings["name"] = _label(scheme, key).name
    if not retired:
        owner = scheme.label_for_key(str(table.get("shortcut", "")))
        if owner is not None and owner.key != key:
            settings["shortcut"] = ""
        _check_name(scheme, str(table.get("name", settings.get("name"))), but=key)
    text.change(place, settings)
