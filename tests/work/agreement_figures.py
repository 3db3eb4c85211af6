"""Figures made by hand: four annotators, five labels, hostile names among them."""

from __future__ import annotations

from dataclasses import replace

from annotator.agreement.bias import Bias
from annotator.agreement.figures import F1, Figures, Gold, Nominal, TrendPoint, Value
from annotator.core.scheme import Scheme, parse_scheme

HOSTILE = "<script>alert(1)</script>"
SCHEME = parse_scheme(
    """
name = "crisis"
title = "Crisis <news> & more"

[[label]]
key = "actor"
name = "Actor"

[[label]]
key = "location"
name = "Location"

[[label]]
key = "threat"
name = "<script>alert(1)</script>"

[[label]]
key = "call"
name = "Diplomatic call"

[[label]]
key = "rumour"
name = "Rumour"
dashed = true
""",
    "test",
)
MIRA, JONAS, ADAEZE, TOMAS = ("1111", "2222", "3333", "4444")
NO_SHARED = "no article was finished by both"


def value(at: float, by: float = 0.04) -> Value:
    return Value(at, round(at - by, 4), round(min(at + by, 1), 4))


def f1(less: float = 0.0) -> F1:
    pairs = {
        (MIRA, JONAS): value(0.86 - less), (MIRA, ADAEZE): value(0.81 - less), (MIRA, TOMAS): value(0.64 - less),
        (JONAS, ADAEZE): value(0.83 - less), (JONAS, TOMAS): value(0.67 - less),
        (ADAEZE, TOMAS): Value(None, reason=NO_SHARED),
    }  # fmt: skip
    labels = {
        "actor": value(0.84 - less, 0.05), "location": value(0.88 - less), "threat": value(0.61 - less, 0.12),
        "call": value(0.69 - less, 0.1), "rumour": Value(None, reason="nobody used the label"),
    }  # fmt: skip
    return F1(value(0.78 - less), value(0.77 - less), pairs, labels)


def bias(who: str, at: int) -> Bias:
    swapped = {("actor", "location"): 6 + at, ("location", "actor"): 2, ("actor", "actor"): 80, ("threat", "call"): 4}
    return Bias(who, 40 - at, 52000, 210 + at, 4.04 + at, 31 - at, 12 + at, -1.25 + at, 0.5, swapped)


def figures(name: str = "tomas") -> Figures:
    """Return figures of four annotators, the last one of a chosen name."""
    who = (MIRA, JONAS, ADAEZE, TOMAS)
    names = dict(zip(who, ("mira", "jonas", "adaeze", name), strict=True))
    shared = dict.fromkeys(f1().pairs, 14) | {(ADAEZE, TOMAS): 0}
    spans = {"actor": 412, "location": 287, "threat": 96, "call": 134, "rumour": 0}
    points = tuple(
        TrendPoint(
            f"2031-{4 + n // 30:02}-{1 + n % 30:02}T10:00:00Z", 0.6 + n / 250, 0.52 + n / 250, 0.66 + n / 250, 20
        )
        for n in range(45)
    )
    return Figures(
        annotators=who,
        names=names,
        compared=42,
        excluded={"finished_by_one": 7, "finished_by_nobody": 1204},
        characters=61234,
        f1={"overlap": f1(), "exact": f1(0.12), "partial": f1(0.06), "chars": f1(0.02)},
        alpha={
            "u": Value(0.71, 0.63, 0.78, "", 0.14, 0.99),
            "binary_u": Value(0.74, 0.66, 0.8, "", 0.03, 0.97),
            "cu": Value(0.9, 0.85, 0.95, "", 0.0, 0.001),
            "layered_u": Value(0.7, 0.62, 0.77, "", 0.2, 1.0),
        },
        labels={key: (value(0.8, 0.1), Value(0.44)) for key in spans} | {
            "rumour": (Value(None, reason="nobody used the label"), Value(None, reason="nobody used the label"))
        },
        attributes={("threat", "status"): Nominal(value(0.66, 0.2), 0.81, 78), ("call", "channel"): Nominal(
            Value(None, reason="everybody gave one value"), 0.5, 9)},
        article_labels={"relevance": Nominal(value(0.58, 0.2), None, 40)},
        relations={"exact": F1(value(0.4, 0.1), value(0.42), {}, {"target": value(0.4)}),
                   "overlap": F1(value(0.5, 0.1), value(0.52), {}, {"target": value(0.5)})},
        spans=spans,
        shared=shared,
        trend=points,
        bias=tuple(bias(one, at) for at, one in enumerate(who)),
        gold={
            MIRA: Gold(18, {"overlap": value(0.9), "exact": value(0.8), "partial": value(0.85), "chars": value(0.92)})
        },
    )  # fmt: skip


def nested() -> Figures:
    """Return figures of work in which tags of one annotator overlap."""
    none = Value(None, reason="what one annotator marked overlaps in 8 of 10 articles, which uα does not allow for")
    some = figures()
    alpha = {**dict.fromkeys(("u", "binary_u", "cu"), none), "layered_u": some.alpha["layered_u"]}
    return replace(some, alpha=alpha, labels=dict.fromkeys(some.labels, (none, none)))


def empty() -> Figures:
    """Return the figures of a project in which nobody finished anything."""
    nothing = Value(None, reason="no article was finished by two annotators")
    none = F1(nothing, nothing, {}, {})
    return Figures(
        (), {}, 0, {"finished_by_one": 0, "finished_by_nobody": 3}, 0,
        dict.fromkeys(("exact", "overlap", "partial", "chars"), none),
        dict.fromkeys(("u", "binary_u", "cu", "layered_u"), nothing),
        {}, {}, {}, {"exact": none, "overlap": none}, {}, {}, (), (), {},
    )  # fmt: skip


def scheme() -> Scheme:
    """Return the scheme that the figures are about."""
    return SCHEME
