"""What a person asks the corpus search for, read from one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.core.errors import AnnotatorError
from annotator.core.searching import Token, tokens

WORD_FIELDS = ("headline", "source", "date")
FILTERS = ("id", "label", "status")
STATUSES = ("new", "started", "done", "skipped")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』〝〞＂", '"'))
_EITHER = frozenset(("OR", "|"))


class QueryError(AnnotatorError):
    """A question that can't be asked, in one sentence."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase in the text, or in the field named; with `prefix` its last word may go on."""

    words: tuple[str, ...]
    prefix: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A property of the article: its `id` (with `prefix` the beginning), my own `label` in it, my own `status`."""

    name: str
    value: str
    prefix: bool = False


Part = Term | Filter


@dataclass(frozen=True, slots=True)
class Query:
    """One part of every group must hold, and none of `without`."""

    groups: tuple[tuple[Part, ...], ...] = ()
    without: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is asked at all."""
        return bool(self.groups or self.without)

    def wanted(self) -> Iterator[Term]:
        """Yield the words and phrases that are looked for."""
        for group in self.groups:
            for part in group:
                if isinstance(part, Term):
                    yield part


def read(question: str) -> Query:
    """Return what a line asks for; raises QueryError. A quotation mark that is left open closes at the line's end."""
    groups: list[list[Part]] = []
    without: list[Part] = []
    join = False
    for piece in _pieces(question.translate(_QUOTES)):
        if piece in _EITHER:
            join = bool(groups)
            continue
        part = _part(piece.removeprefix("-"))
        if part is None:
            continue
        if piece.startswith("-"):
            without.append(part)
        elif join:
            if type(part) is not type(groups[-1][0]):
                raise QueryError("OR joins words with words, or id:, label: and status: with each other.")
            groups[-1].append(part)
        else:
            groups.append([part])
        join = False
    return Query(tuple(tuple(group) for group in groups), tuple(without))


def _pieces(question: str) -> Iterator[str]:
    """Yield what stands between spaces, phrases whole; a mark between two letters is none (as in Hebrew צה"ל)."""
    piece, inside = "", False
    for at, sign in enumerate(question):
        if sign == '"' and not _between_letters(question, at):
            inside = not inside
        if sign.isspace() and not inside:
            if piece:
                yield piece
            piece = ""
        else:
            piece += sign
    if piece:
        yield piece


def _between_letters(question: str, at: int) -> bool:
    return 0 < at < len(question) - 1 and question[at - 1].isalnum() and question[at + 1].isalnum()


def _part(piece: str) -> Part | None:
    """Return the part of a piece; None where it holds no word."""
    name, colon, value = piece.partition(":")
    name = name.lower() if colon else ""
    bare = value.strip('"').rstrip('*"').strip() if name in FILTERS else ""
    prefix = piece.rstrip('"').endswith("*")
    if name in FILTERS:
        return _filter(name, bare, prefix) if bare else None
    if name not in WORD_FIELDS:
        name, value = "", piece
    found = tuple(word for word, _, _ in tokens(value))
    if not found:
        return None
    return Term(found, prefix or name == "date", name)


def _filter(name: str, value: str, prefix: bool) -> Filter:
    if name == "status":
        value = value.lower()
        if value not in STATUSES:
            raise QueryError(f"There is no status “{value}”: write new, started, done or skipped behind status:.")
    return Filter(name, value, prefix)


def hits(query: Query, found: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where the wanted words and phrases of a query stand (code points, half-open), in order.

    `found` are the tokens of the text; of two hits one inside the other the longer stands.
    """
    wanted = [term for term in query.wanted() if not term.field]
    ranges = sorted({place for term in wanted for place in _places(term, found)}, key=lambda r: (r[0], -r[1]))
    kept: list[tuple[int, int]] = []
    for place in ranges:
        if not kept or place[1] > kept[-1][1]:
            kept.append(place)
    return kept


def _places(term: Term, found: Sequence[Token]) -> Iterable[tuple[int, int]]:
    """Yield the places of one word or phrase; the last word of a prefix is only the beginning of one."""
    *heads, last = term.words
    size = len(heads)
    for at in range(len(found) - size):
        end = found[at + size]
        if (end[0].startswith(last) if term.prefix else end[0] == last) and all(
            found[at + n][0] == word for n, word in enumerate(heads)
        ):
            yield found[at][1], end[2]


def with_filter(question: str, name: str, value: str) -> str:
    """Return a question in which the filter `name` asks for this value alone; for an empty one it is left out."""
    kept = [piece for piece in _pieces(question.translate(_QUOTES)) if not piece.lower().startswith(f"{name}:")]
    if value:
        kept.append(f'{name}:"{value}"' if " " in value else f"{name}:{value}")
    return " ".join(kept)
