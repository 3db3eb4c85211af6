"""The figures of agreement as they are shown, written and drawn; everybody goes by id, every label by key."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.bias import Bias

KINDS = ("exact", "overlap", "partial", "chars")
"""The ways to compare spans by F1."""
ALPHAS = ("u", "binary_u", "cu", "layered_u")
"""Krippendorff's unitizing family; the last one takes each label as a layer of its own."""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure with its 95 % interval; `value` is None where it is undefined, and `reason` tells why.

    A figure may stand without an interval: `low` and `high` are then None, and `reason` tells why. `below_667` and
    `below_800` are the probabilities (0 to 1) that an alpha is under Krippendorff's lines; an F1 has none.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    below_667: float | None = None
    below_800: float | None = None


@dataclass(frozen=True, slots=True)
class F1:
    """One kind of F1: the mean over pairs, the pooled one, each pair by ids, and each label's mean over pairs."""

    mean: Value
    pooled: Value
    pairs: dict[tuple[str, str], Value]
    labels: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Nominal:
    """A nominal alpha, over `units` units with two or more values.

    `coverage` (0 to 1) is the share of a label's spans that stand in such a unit; None for article labels.
    """

    alpha: Value
    coverage: float | None
    units: int


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """F1 by overlap with its interval over a window of articles; `at` (RFC 3339) is when its last one was finished."""

    at: str
    value: float
    low: float
    high: float
    articles: int


@dataclass(frozen=True, slots=True)
class Gold:
    """How one person's spans compare with the gold layer: F1 by kind, over `articles` articles."""

    articles: int
    f1: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures over the articles that two or more of these annotators finished.

    `annotators` are ids by name, then id; `names` is id -> name as shown. `excluded` counts the articles finished by
    one alone ("finished_by_one") and by nobody ("finished_by_nobody"), and where there are any, those left out since
    another of their wire story counts ("copies"); `characters` are the code points compared.
    `f1` goes by `KINDS`, `alpha` by `ALPHAS`, `labels` is label -> (its unitizing alpha, its coverage). `attributes`
    goes by (label, key), `relations` by "exact" and "overlap" with types in place of labels. `spans` counts each
    label's spans in the compared articles, `shared` the articles that both of a pair finished, `gold` goes by person.
    """

    annotators: tuple[str, ...]
    names: dict[str, str]
    compared: int
    excluded: dict[str, int]
    characters: int
    f1: dict[str, F1]
    alpha: dict[str, Value]
    labels: dict[str, tuple[Value, Value]]
    attributes: dict[tuple[str, str], Nominal]
    article_labels: dict[str, Nominal]
    relations: dict[str, F1]
    spans: dict[str, int]
    shared: dict[tuple[str, str], int]
    trend: tuple[TrendPoint, ...]
    bias: tuple[Bias, ...]
    gold: dict[str, Gold]
