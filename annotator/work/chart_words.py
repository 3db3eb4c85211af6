"""The words in charts: English here, replaced by the window's own where it speaks another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from annotator.agreement.figures import Value

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def english_day(at: str) -> str:
    """Say the day of an RFC 3339 time as `14 May`."""
    try:
        day = date.fromisoformat(at[:10])
    except ValueError:
        return at
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _f1() -> dict[str, str]:
    return {"overlap": "F1, overlap", "exact": "F1, exact", "partial": "F1, partial", "chars": "F1, characters"}


def _alpha() -> dict[str, str]:
    return {
        "u": "Unitizing uα", "binary_u": "Marked |uα", "cu": "Labels cuα", "layered_u": "Layered uα",
    }  # fmt: skip


def _kinds() -> dict[str, str]:
    return {
        "one": "Not marked by all", "boundary": "Boundary", "label": "Label", "attribute": "Attribute",
        "role": "Role", "split": "Split or merge", "both": "Edges and label", "article": "Article label",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """Templates and names; what stands in braces is filled in."""

    undefined: str = "n/a"
    interval: str = "{low} – {high}"
    spoken_interval: str = "{figure}, 95\u00a0% interval {low} to {high}"
    spoken_undefined: str = "n/a: {reason}"
    below: str = "under\u00a0.667:\u00a0{low}\u00a0%, under\u00a0.800:\u00a0{high}\u00a0%"
    pair: str = "{one} and {other}: {figure}, articles of both: {articles}"
    row: str = "{name}: {figure}"
    label: str = "{name}: {figure}, spans: {spans}"
    unit: str = "{name}: {figure}, coverage: {coverage}"
    point: str = "{day}: {figure}, articles: {articles}"
    kind: str = "{kind}, {open} open of {all}"
    confused: str = "{one} against {other}: {count}"
    table: str = "{name}, {head}: {figure}"
    annotator: str = "Annotator"
    articles: str = "Articles"
    per_thousand: str = "Per 1,000"
    only_mine: str = "Only this annotator"
    only_theirs: str = "Only the others"
    start: str = "Start"
    end: str = "End"
    f1: Mapping[str, str] = field(default_factory=_f1)
    alpha: Mapping[str, str] = field(default_factory=_alpha)
    kinds: Mapping[str, str] = field(default_factory=_kinds)
    tips: Mapping[str, str] = field(default_factory=dict)
    day: Callable[[str], str] = english_day
    number: Callable[[int], str] = "{:,}".format

    def figure(self, value: Value) -> str:
        """Write a figure with two decimals, or that it is not defined."""
        return self.undefined if value.value is None else decimals(value.value)

    def short(self, value: Value) -> str:
        """Write a figure for a narrow cell: without the zero in front, a whole 1 alone, nothing where undefined."""
        return "" if value.value is None else decimals(value.value).replace("0.", ".").replace("1.00", "1")

    def explained(self, kind: str, value: Value) -> str:
        """Say what a figure tells, and where it or its interval is missing, why; empty where there are no words."""
        why = self.spoken(value) if value.value is None else value.reason
        reason = f"{why[:1].upper()}{why[1:]}." if why and value.value is not None else why
        return " ".join(filter(None, (self.tips[kind], reason))) if kind in self.tips else ""

    def range(self, value: Value) -> str:
        """Write the interval of a figure; empty where there is none."""
        if value.low is None or value.high is None:
            return ""
        return self.interval.format(low=decimals(value.low), high=decimals(value.high))

    def spoken(self, value: Value) -> str:
        """Say a figure whole: with its interval, or why it has none, or why it is not defined."""
        if value.value is None:
            return self.spoken_undefined.format(reason=value.reason)
        figure = decimals(value.value)
        if value.low is None or value.high is None:
            return ", ".join(filter(None, (figure, value.reason)))
        return self.spoken_interval.format(figure=figure, low=decimals(value.low), high=decimals(value.high))

    def under(self, value: Value) -> str:
        """Say how probable it is that an alpha lies under Krippendorff's lines; empty where that is not known."""
        if value.below_667 is None or value.below_800 is None:
            return ""
        return self.below.format(low=percent(value.below_667), high=percent(value.below_800))


ENGLISH = Words()


def decimals(value: float) -> str:
    """Write a figure with two decimals; a minus is a minus sign, and there is no minus zero."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def signed(value: float) -> str:
    """Write a difference with one decimal and its sign."""
    text = f"{value:+.1f}".replace("-", "−")
    return "0.0" if text[1:] == "0.0" else text


def percented(share: float) -> str:
    """Write a share of 0 to 1 in percent with its sign, which stays on the line of the number."""
    return f"{percent(share)}\u00a0%"


def percent(share: float) -> str:
    """Write a share of 0 to 1 in percent; what is neither 0 nor 1 reads as neither."""
    if 0 < share < 0.005:
        return "<1"
    if 0.995 <= share < 1:
        return ">99"
    return f"{100 * share:.0f}"
