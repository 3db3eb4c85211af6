"""What the review says of a disagreement: its kind, what differs, how it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.agreement.cards import Card, Version
from annotator.core.scheme import Scheme
from annotator.gui.language import N_, figure, ntr, tr
from annotator.gui.wording import listed, one_line

KIND_NAMES = {
    "one": N_("Not marked by all"),
    "boundary": N_("Boundary"),
    "label": N_("Label"),
    "attribute": N_("Attribute"),
    "role": N_("Role"),
    "split": N_("Split or merge"),
    "both": N_("Edges and label"),
    "article": N_("Article label"),
}
_NUMBERS = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"),
)  # fmt: skip
_FIRST = ord("A")
_LETTERS = 26


def kind_name(kind: str) -> str:
    """Return a kind as it is shown."""
    name = KIND_NAMES.get(kind, kind)
    return tr(name)


def letter(place: int) -> str:
    """Return the letter of a version by its place on the card, from 0."""
    more, one = divmod(place, _LETTERS)
    return chr(_FIRST + one) + (str(more + 1) if more else "")


def label_name(scheme: Scheme, key: str) -> str:
    """Return a label's name."""
    found = scheme.label(key)
    return found.name if found is not None else key


def number_word(count: int) -> str:
    """Return a small number as a word, a larger one as figures."""
    if count >= len(_NUMBERS):
        return figure(count)
    name = _NUMBERS[count]
    return tr(name)


def either(names: Iterable[str]) -> str:
    """Join alternatives: `Actor or Location`."""
    found = list(dict.fromkeys(names))
    if len(found) < 2:
        return "".join(found)
    return tr("{first} or {last}").format(first=listed(found[:-1]), last=found[-1])


def both_of(card: Card, scheme: Scheme) -> str:
    """Join the labels of a card, all of which are marked: `Actor and Location`."""
    return joined(label_name(scheme, key) for key in card.labels)


def joined(names: Iterable[str]) -> str:
    """Join names: `Actor and Location`."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return tr("{first} and {last}").format(first=listed(found[:-1]), last=found[-1])


def what(card: Card, scheme: Scheme) -> str:
    """Say in a few words what the versions of a card differ in: `Threat, three ends`."""
    marked = [version for version in card.versions if version.spans]
    names = either(label_name(scheme, key) for key in card.labels)
    match card.kind:
        case "one":
            return _left_out(card, scheme)
        case "boundary":
            return _edges(both_of(card, scheme), marked)
        case "label":
            ranges = {tuple((span.start, span.end) for span in version.spans) for version in marked}
            return tr("{label}, the same words").format(label=names) if len(ranges) == 1 else names
        case "both":
            return tr("{label}, other edges").format(label=names)
        case "attribute" | "role":
            return _differing(card, scheme, names)
        case "split":
            counts = sorted({len(version.spans) for version in marked})
            return tr("{label}, {counts} tags").format(label=names, counts=either(map(number_word, counts)))
        case "article":
            return article_label_name(scheme, card.key)
    return names


def _left_out(card: Card, scheme: Scheme) -> str:
    """Name the labels that some left out, and how many marked them."""
    counts = {key: [sum(s.label == key for s in version.spans) for version in card.versions] for key in card.labels}
    short = [key for key, found in counts.items() if len(set(found)) > 1]
    names = joined(label_name(scheme, key) for key in short)
    whole = {tuple(n for n, one in enumerate(counts[key]) if one == max(counts[key])) for key in short}
    if len(whole) != 1:
        return tr("{label}, not marked by all").format(label=names)
    by = sum(len(card.versions[place].annotators) for place in next(iter(whole)))
    words = tr("{label}, marked by {number} of {all}")
    return words.format(
        label=names, number=number_word(by), all=number_word(sum(len(v.annotators) for v in card.versions))
    )


def _edges(names: str, marked: Sequence[Version]) -> str:
    starts = {version.spans[0].start for version in marked}
    ends = {version.spans[-1].end for version in marked}
    several = any(len(version.spans) > 1 for version in marked)
    if several:
        return tr("{label}, {number} versions of the edges").format(label=names, number=number_word(len(marked)))
    if len(starts) > 1 and len(ends) > 1:
        words = tr("{label}, {starts} starts and {ends} ends")
        return words.format(label=names, starts=number_word(len(starts)), ends=number_word(len(ends)))
    if len(ends) > 1:
        return tr("{label}, {number} ends").format(label=names, number=number_word(len(ends)))
    return tr("{label}, {number} starts").format(label=names, number=number_word(len(starts)))


def _differing(card: Card, scheme: Scheme, names: str) -> str:
    """Name the values or roles that are not the same in all versions."""
    seen: dict[str, list[object]] = {}
    for version in card.versions:
        held = {(s.start, s.end, s.label, key): value for s in version.spans
                for key, value in version.values.get(s.id, {}).items()}  # fmt: skip
        for (*_place, key), value in held.items():
            seen.setdefault(key, []).append(str(value))
        for kind in {role.type for role in version.roles}:
            fillers = sorted((r.child.start, r.child.end) for r in version.roles if r.type == kind)
            seen.setdefault(kind, []).append(fillers)
    count = len(card.versions)
    found = [key for key, values in seen.items() if len(values) < count or any(one != values[0] for one in values)]
    known = {a.key: a.name for a in scheme.attributes} | {r.key: r.name for r in scheme.relations}
    differing = listed(known.get(key, key).lower() for key in found)
    return tr("{label}, different {names}").format(label=names, names=differing) if found else names


def article_label_name(scheme: Scheme, key: str) -> str:
    """Return the name of a question about the article."""
    return next((one.name for one in scheme.article_labels if one.key == key), key)


def versions_text(count: int) -> str:
    """Say how many versions there are."""
    return ntr("{n} version", "{n} versions", count)


def made_by(count: int, names: Sequence[str]) -> str:
    """Say how many annotators made a version, or who where names are shown."""
    if names:
        return tr("By {names}").format(names=listed(names))
    return ntr("{n} annotator", "{n} annotators", count)


def shortened(words: str, most: int = 60) -> str:
    """Return words on one line, cut at a length."""
    line = one_line(words)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
