"""Figures of agreement as lines of text in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from annotator.agreement.figures import ALPHAS, KINDS, Figures, Value
from annotator.core.scheme import Scheme

_ALPHA_NAMES = {
    "u": "unitizing u-alpha", "binary_u": "marked |u-alpha", "cu": "labels cu-alpha", "layered_u": "layered u-alpha",
}  # fmt: skip
_NOT_DEFINED = "n/a"
_NAMED = 6
_NOTHING = "No article was finished by two annotators yet, so there is nothing to compare."


def told(figures: Figures, scheme: Scheme) -> str:
    """Return the figures as a readable table; undefined ones are n/a, with their reasons below."""
    table = _Text(figures, scheme)
    if not figures.compared:
        parts = [[_NOTHING], table.head(), table.gold(), table.reasons()]
        return "\n\n".join("\n".join(part) for part in parts if part)
    parts = [
        table.head(), table.f1(), table.pairs(), table.alphas(), table.labels(), table.nominal(), table.relations(),
        table.gold(), table.notes(),
    ]  # fmt: skip
    return "\n\n".join("\n".join(part) for part in parts if part)


class _Text:
    def __init__(self, figures: Figures, scheme: Scheme) -> None:
        self._figures = figures
        self._labels = {label.key: label.name for label in scheme.labels}
        self._types = {one.key: one.name for one in scheme.relations}
        self._attributes = {(one.label, one.key): one.name for one in scheme.attributes}
        self._questions = {one.key: one.name for one in scheme.article_labels}
        self._reasons: dict[str, str] = {}

    def head(self) -> list[str]:
        """Say who and what is compared."""
        figures = self._figures
        names = ", ".join(figures.names[one] for one in figures.annotators) or "nobody"
        excluded = {"finished_by_one": 0, "finished_by_nobody": 0, **figures.excluded}
        alone, nobody = excluded["finished_by_one"], excluded["finished_by_nobody"]
        return [
            f"Annotators: {names}.",
            f"Articles that two or more finished: {figures.compared}, with {figures.characters} characters.",
            f"Articles left out: {alone} finished by one alone, {nobody} by nobody{self._copies()}.",
        ]

    def _copies(self) -> str:
        """Say how many articles are left out since another one of their wire story is compared."""
        copies = self._figures.excluded.get("copies", 0)
        return f", {copies} as copies of a wire story that counts once" if copies else ""

    def f1(self) -> list[str]:
        """Return F1 of spans over everybody."""
        rows = [
            (
                kind,
                self._of(one.mean, f"F1 {kind}"),
                self._range(one.mean),
                self._of(one.pooled),
                self._range(one.pooled),
            )
            for kind, one in ((kind, self._figures.f1[kind]) for kind in KINDS)
        ]
        return [
            "F1 of spans (the tags of the window)",
            *_columns([("", "mean of pairs", "95 %", "pooled", "95 %"), *rows]),
        ]

    def pairs(self) -> list[str]:
        """Return F1 of spans for each pair."""
        figures = self._figures
        rows = [
            (
                f"{figures.names[a]} | {figures.names[b]}", str(figures.shared[a, b]),
                *(self._of(figures.f1[kind].pairs[a, b], f"{figures.names[a]} | {figures.names[b]}") for kind in KINDS),
            )
            for a, b in combinations(figures.annotators, 2)
        ]  # fmt: skip
        return ["F1 of each pair", *_columns([("", "articles", *KINDS), *rows])] if rows else []

    def labels(self) -> list[str]:
        """Return F1 and the unitizing alpha of each label."""
        figures = self._figures
        rows = []
        for key in _ordered(figures.labels, self._labels):
            ku, coverage = figures.labels[key]
            name = self._labels.get(key, key)
            scores = [self._of(figures.f1[kind].labels[key], f"F1 of {name}") for kind in KINDS]
            units = self._of(ku, f"(k)u-alpha of {name}"), self._of(coverage, f"coverage of {name}")
            rows.append((name, str(figures.spans.get(key, 0)), *scores, *units))
        return ["By label", *_columns([("", "spans", *KINDS, "(k)u-alpha", "coverage"), *rows])] if rows else []

    def alphas(self) -> list[str]:
        """Return Krippendorff's unitizing family."""
        rows = [(_ALPHA_NAMES[name], *self._alpha(self._figures.alpha[name], _ALPHA_NAMES[name])) for name in ALPHAS]
        return ["Krippendorff's unitizing alpha", *_columns([("", *_ALPHA_HEAD), *rows])]

    def nominal(self) -> list[str]:
        """Return nominal alpha of values and of article labels."""
        rows = []
        for (label, key), one in self._figures.attributes.items():
            name = f"{self._labels.get(label, label)}: {self._attributes.get((label, key), key)}"
            covered = _NOT_DEFINED if one.coverage is None else f"{one.coverage:.3f}"
            rows.append((name, *self._alpha(one.alpha, name), str(one.units), covered))
        for key, one in self._figures.article_labels.items():
            name = f"Article: {self._questions.get(key, key)}"
            rows.append((name, *self._alpha(one.alpha, name), str(one.units), ""))
        head = ("", *_ALPHA_HEAD, "units", "coverage")
        return ["Nominal alpha of values", *_columns([head, *rows])] if rows else []

    def relations(self) -> list[str]:
        """Return F1 of roles, where anybody gave any."""
        found = self._figures.relations
        types = _ordered(found["exact"].labels, self._types)
        if not types:
            return []
        rows = [("all, mean of pairs", *(self._of(one.mean, "F1 of roles") for one in found.values()))]
        for key in types:
            name = self._types.get(key, key)
            rows.append((name, *(self._of(one.labels[key], f"F1 of {name}") for one in found.values())))
        return ["F1 of roles, ends matched", *_columns([("", *(kind for kind in found)), *rows])]

    def gold(self) -> list[str]:
        """Return how everybody compares with the gold layer, where there is one."""
        rows = [
            (
                self._figures.names[one], str(gold.articles),
                *(self._of(gold.f1[kind], f"{self._figures.names[one]} against gold") for kind in KINDS),
            )
            for one, gold in self._figures.gold.items()
        ]  # fmt: skip
        return ["F1 against gold", *_columns([("", "articles", *KINDS), *rows])] if rows else []

    def notes(self) -> list[str]:
        """Return the reasons of everything that is not defined, and why intervals are missing."""
        lines = self.reasons()
        mean = self._figures.f1["exact"].mean
        if mean.value is not None and mean.low is None:
            lines.append(f"{mean.reason[:1].upper()}{mean.reason[1:]}.")
        return lines

    def reasons(self) -> list[str]:
        """Return the reasons of everything that was told as n/a."""
        by_reason: dict[str, list[str]] = {}
        for what, why in self._reasons.items():
            by_reason.setdefault(why, []).append(what)
        return [f"n/a: {why} ({_some(several)})." for why, several in by_reason.items()]

    def _of(self, value: Value, what: str = "") -> str:
        if value.value is None:
            if what:
                self._reasons.setdefault(what, value.reason)
            return _NOT_DEFINED
        return f"{value.value:.3f}"

    def _alpha(self, value: Value, what: str) -> tuple[str, ...]:
        below = ("" if one is None else f"{one:.3f}" for one in (value.below_667, value.below_800))
        return (self._of(value, what), self._range(value), *below)

    @staticmethod
    def _range(value: Value) -> str:
        return "" if value.low is None or value.high is None else f"{value.low:.3f} to {value.high:.3f}"


_ALPHA_HEAD = ("alpha", "95 %", "P(under .667)", "P(under .800)")


def _ordered(keys: Iterable[str], known: dict[str, str]) -> list[str]:
    """Return keys in the scheme's order, then those that it does not know."""
    held = list(keys)
    return [key for key in known if key in held] + sorted(key for key in held if key not in known)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows in columns, the first one to the left and the others to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
