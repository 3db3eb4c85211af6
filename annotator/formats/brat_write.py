"""Write brat standoff: a folder with `.txt`, `.ann` and annotation.conf that brat opens."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.formats.brat_card import CARDS
from annotator.formats.filenames import safe_name
from annotator.formats.lost import tell
from annotator.formats.reading import Job
from annotator.formats.record import Record

FRAGMENTS = "brat_fragments"
_NOBODY = "nobody"
_UNFIT = re.compile(r"[\s:;|\x00-\x1f\x7f-\x9f]+")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_REFERENCE = re.compile(r"([^\s:]+):([^\s:]+)")
_CARRIED = (
    "attributes", "relations", "tag notes", "meta", "statuses", "reasons", "stories", "annotators",
)  # fmt: skip


def write(records: Iterable[Record], folder: Path, job: Job) -> None:
    """Write a pair of files an article, in a folder for each annotator where there are several."""
    writer = _Writer(folder, job)
    try:
        for record in records:
            writer.add(record)
    finally:
        writer.close()
    writer.settle()


class Names:
    """Words as brat takes them: no spaces, colons or bars; what was changed can be told back."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, word: str) -> str:
        """Return a word that brat takes, another one for each word."""
        known = self._written.get(word)
        if known is None:
            plain = _UNFIT.sub("_", word) or "_"
            known, number = plain, 2
            while known in self._taken:
                known, number = f"{plain}_{number}", number + 1
            self._written[word] = known
            self._taken.add(known)
        return known

    def changed(self) -> dict[str, str]:
        """Return what was written -> what it stands for, where they differ."""
        return {written: word for word, written in self._written.items() if written != word}


class _Seen:
    """What the configuration has to declare: labels, roles, attributes with their values."""

    def __init__(self, scheme: Scheme) -> None:
        self.labels: dict[str, None] = {label.key: None for label in scheme.live}
        self.events = {key for relation in scheme.relations for key in relation.head}
        self.roles: dict[str, dict[str, dict[str, None]]] = {}
        self.relations: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        self.values: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        for relation in scheme.relations:
            for head in relation.head:
                self.roles.setdefault(head, {}).setdefault(relation.key, {}).update(dict.fromkeys(relation.child))
        for attribute in scheme.attributes:
            places, values = self.values.setdefault(attribute.key, ({}, {}))
            places[attribute.label] = None
            values.update(dict.fromkeys(attribute.values))


class _Writer:
    def __init__(self, folder: Path, job: Job) -> None:
        self._folder, self._job = folder, job
        self._names, self._seen = Names(), _Seen(job.scheme)
        self._places: dict[tuple[str | None, str | None], str] = {}
        self._cards: dict[str, TextIO] = {}

    def _place(self, record: Record) -> str:
        """Return the folder of an annotator; two of one name have two."""
        owner = record.annotator, record.annotator_id
        if owner not in self._places:
            name = _NOBODY if record.annotator is None else safe_name(record.annotator)
            if record.annotator is not None and name in (_NOBODY, *self._places.values()):
                name = safe_name(f"{name} {record.annotator_id}")
            self._places[owner] = name
        return self._places[owner]

    def add(self, record: Record) -> None:
        """Write the two files of a record."""
        place = self._place(record)
        inside = self._folder / place
        cards = self._cards.get(place)
        if cards is None:
            inside.mkdir()
            cards = self._cards[place] = (inside / CARDS).open("w", encoding="utf-8", newline="\n")
        name = safe_name(record.id)
        inside.joinpath(f"{name}.txt").write_text(record.text, encoding="utf-8", newline="\n")
        told = "\n".join([*_Document(record, self._job, self._names, self._seen).lines(), ""])
        inside.joinpath(f"{name}.ann").write_text(told, encoding="utf-8", newline="\n")
        card: dict[str, Any] = {
            "file": name, "id": record.id, "annotator": record.annotator, "annotator_id": record.annotator_id,
            "status": record.status, "reason": record.reason, "group": record.group, "meta": record.meta,
        }  # fmt: skip
        cards.write(json.dumps(card, ensure_ascii=False) + "\n")
        tell(record, self._job.losses, _CARRIED)

    def close(self) -> None:
        """End the card files with the names that were changed."""
        changed = self._names.changed()
        for cards in self._cards.values():
            cards.write(json.dumps({"names": changed}, ensure_ascii=False) + "\n")
            cards.close()
        self._job.losses.add("names and values whose spaces brat does not take, written with _", len(changed))

    def settle(self) -> None:
        """Take the files of a single annotator out of their folder, and write what brat must know of the labels."""
        places = [self._folder / place for place in self._cards]
        if len([place for place in self._cards if place != _NOBODY]) <= 1:
            whole = b""
            for place in sorted(places):
                whole += (place / CARDS).read_bytes()
                (place / CARDS).unlink()
                for file in sorted(place.iterdir()):
                    file.rename(self._folder / file.name)
                place.rmdir()
            (self._folder / CARDS).write_bytes(whole)
        told = _configuration(self._seen, self._names)
        (self._folder / "annotation.conf").write_text(told, encoding="utf-8", newline="\n")


class _Document:
    """The lines of one `.ann` file."""

    def __init__(self, record: Record, job: Job, names: Names, seen: _Seen) -> None:
        self._record, self._job, self._names, self._seen = record, job, names, seen
        self._ids: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        """Return all lines: tags, events, relations, then what is said of them."""
        spans = sorted(self._record.spans, key=lambda span: (span.start, span.end, span.label, span.id))
        kept = [span for span in spans if self._tag(span)]
        self._events(kept)
        self._relations()
        for span in kept:
            self._about(span)
        return self._lines

    def _next(self, letter: str) -> str:
        self._counts[letter] += 1
        return f"{letter}{self._counts[letter]}"

    def _loss(self, what: str, span: Span) -> None:
        self._job.losses.add(what, 1, f"{self._record.id} {span.start}-{span.end} {span.label}")

    def _tag(self, span: Span) -> bool:
        parts = self._parts(span)
        if not parts:
            self._loss("tags of nothing but line breaks", span)
            return False
        if (parts[0][0], parts[-1][1]) != (span.start, span.end):
            self._loss("line breaks at the edges of tags", span)
        self._seen.labels.setdefault(span.label)
        words = " ".join(_UNSEEN.sub(" ", self._record.text[start:end]) for start, end in parts)
        places = ";".join(f"{start} {end}" for start, end in parts)
        identity = self._ids[span.id] = self._next("T")
        self._lines.append(f"{identity}\t{self._names.of(span.label)} {places}\t{words}")
        return True

    def _parts(self, span: Span) -> list[tuple[int, int]]:
        """Return the parts of a tag, none with a line break: those that brat gave it, else its lines."""
        told = self._record.attributes_of(span.id).get(FRAGMENTS)
        if isinstance(told, str) and re.fullmatch(r"\d+ \d+(;\d+ \d+)*", told):
            parts = [(int(start), int(end)) for start, end in (part.split() for part in told.split(";"))]
            inside = all(start < end for start, end in parts) and parts == sorted(parts)
            if inside and (parts[0][0], parts[-1][1]) == (span.start, span.end):
                return parts
        parts, start = [], span.start
        for line in span.quote.split("\n"):
            if line.strip():
                parts.append((start, start + len(line)))
            start += len(line) + 1
        return parts

    def _events(self, spans: list[Span]) -> None:
        links: dict[str, list[tuple[str, str]]] = {}
        for relation in sorted(self._record.relations, key=lambda one: (one.type, one.head, one.child, one.id)):
            links.setdefault(relation.head, []).append((relation.type, relation.child))
        events = [span for span in spans if span.label in self._seen.events]
        triggers = {span.id: self._ids[span.id] for span in events}
        for span in events:
            self._ids[span.id] = self._next("E")
        for span in events:
            used: Counter[str] = Counter()
            words = [f"{self._names.of(span.label)}:{triggers[span.id]}"]
            for role, child in links.get(span.id, ()):
                if child in self._ids:
                    words.append(f"{self._numbered(self._names.of(role), used)}:{self._ids[child]}")
                    self._note_role(span.label, role, child)
            self._lines.append(f"{self._ids[span.id]}\t{' '.join(words)}")

    @staticmethod
    def _numbered(role: str, used: Counter[str]) -> str:
        used[role] += 1
        return role if used[role] == 1 else f"{role}{used[role]}"

    def _label(self, identity: str) -> str:
        return next(span.label for span in self._record.spans if span.id == identity)

    def _note_role(self, label: str, role: str, child: str) -> None:
        self._seen.roles.setdefault(label, {}).setdefault(role, {})[self._label(child)] = None

    def _relations(self) -> None:
        for relation in sorted(self._record.relations, key=lambda one: (one.type, one.head, one.child, one.id)):
            head, child = self._ids.get(relation.head), self._ids.get(relation.child)
            if head is None or child is None:
                self._job.losses.add("relations of tags that were left out", 1, self._record.id)
            elif not head.startswith("E"):
                kind = self._names.of(relation.type)
                self._lines.append(f"{self._next('R')}\t{kind} Arg1:{head} Arg2:{child}")
                heads, children = self._seen.relations.setdefault(relation.type, ({}, {}))
                heads[self._label(relation.head)] = children[self._label(relation.child)] = None

    def _about(self, span: Span) -> None:
        identity = self._ids[span.id]
        for key, value in sorted(self._record.attributes_of(span.id).items()):
            if key != FRAGMENTS:
                self._value(span, identity, key, value)
        if span.note:
            words = " ".join(span.note.split("\n"))
            if words != span.note or _UNSEEN.sub(" ", words) != words or words != words.strip():
                self._loss("line breaks and tabs in notes", span)
            self._lines.append(f"{self._next('#')}\tAnnotatorNotes {identity}\t{_UNSEEN.sub(' ', words)}")

    def _value(self, span: Span, identity: str, key: str, value: Any) -> None:
        reference = _REFERENCE.fullmatch(key)
        if reference and isinstance(value, str) and "|" in value and not _UNSEEN.search(value.partition("|")[0]):
            entry, _, words = value.partition("|")
            if words == " ".join(_UNSEEN.sub(" ", words).split()):
                self._lines.append(f"{self._next('N')}\t{reference[1]} {identity} {reference[2]}:{entry}\t{words}")
                return
        places, values = self._seen.values.setdefault(key, ({}, {}))
        places[span.label] = None
        line = f"{self._next('A')}\t{self._names.of(key)} {identity}"
        if value is True:
            self._lines.append(line)
            return
        if not isinstance(value, str):
            self._loss("numbers and lists in attributes, written as text", span)
            value = json.dumps(value, ensure_ascii=False)
        values[value] = None
        self._lines.append(f"{line} {self._names.of(value)}")


def _configuration(seen: _Seen, names: Names) -> str:
    """Return annotation.conf: entities, relations, events and attributes in sections, as brat reads them."""

    def joined(keys: Iterable[str]) -> str:
        return "|".join(names.of(key) for key in keys)

    lines = ["[entities]", *(names.of(key) for key in seen.labels if key not in seen.events), "", "[relations]"]
    lines += [
        f"{names.of(kind)}\tArg1:{joined(heads)}, Arg2:{joined(children)}"
        for kind, (heads, children) in seen.relations.items()
    ]
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]"]
    for key in seen.labels:
        if key in seen.events:
            roles = ", ".join(f"{names.of(role)}*:{joined(kinds)}" for role, kinds in seen.roles.get(key, {}).items())
            lines.append(f"{names.of(key)}\t{roles}" if roles else names.of(key))
    lines += ["", "[attributes]"]
    for key, (places, values) in seen.values.items():
        told = f", Value:{joined(values)}" if values else ""
        lines.append(f"{names.of(key)}\tArg:{joined(places)}{told}")
    return "\n".join(lines) + "\n"
