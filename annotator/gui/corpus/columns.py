"""The columns of the table of articles: what each is called, how wide it is, and which have room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.core.scheme import Label, Scheme
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import text_width

HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; its key is what the store sorts by. `numbers`: figures, which stand at its far end."""

    key: str
    name: str
    spoken: str
    numbers: bool = False
    label: Label | None = None


def columns(scheme: Scheme, *, leads: bool) -> list[Column]:
    """Return the columns for who is at work: how many finished an article is for leads alone."""
    found = [
        Column("status", "", tr("Status")),
        Column(HEADLINE, tr("Headline"), tr("Headline")),
        Column("source", tr("Source"), tr("Source")),
        Column("published", tr("Date"), tr("Date")),
        Column("language", tr("Lang"), tr("Language")),
        Column("words", tr("Words"), tr("Words"), numbers=True),
        Column("wire", tr("Wire"), tr("Wire copies")),
    ]
    for label in scheme.live:
        spoken = tr("Tags: {label}").format(label=label.name)
        found.append(Column(f"label:{label.key}", label.short, spoken, numbers=True, label=label))
    return [*found, Column("finished", tr("Finished"), tr("Finished"))] if leads else found


def widths(shown: Sequence[Column], room: int, *, years: bool) -> list[int]:
    """Return the width of each column in a room, 0 for one that has none there.

    Languages go first, then the words, then labels from the last on. What is left over is the headline's, and where
    there is plenty the source gets some of it.
    """
    look = theme.current()
    found = [_width(column, years) for column in shown]
    keys = [column.key for column in shown]
    at, source = keys.index(HEADLINE), keys.index("source")
    least = look.px("width", "headline_min")
    labels = [column.key for column in reversed(shown) if column.label is not None]
    for key in ("language", "words", *labels, "wire", "source"):
        if room - sum(found) >= least:
            break
        found[keys.index(key)] = 0
    spare = room - sum(found) - 2 * least
    if found[source] and spare > 0:
        found[source] = min(found[source] + spare // 4, look.px("width", "source_max"))
    found[at] = max(room - sum(found), least)
    return found


def _width(column: Column, years: bool) -> int:
    """Return the width that a column needs for what stands in it, 0 for the headline.

    Over figures, which end before a gap, the arrow of the sorted column stands in that gap.
    """
    look = theme.current()
    gap, hair = look.px("space", "gap"), look.px("space", "hair")
    figures = look.ui_font("body", tabular=True)
    named = text_width(column.name, look.ui_font("small", 600))
    if column.label is not None:
        return max(text_width("480", figures), look.px("width", "mark") + hair + 2 + named) + gap + hair + 2
    match column.key:
        case "status":
            return look.px("space", "drawer") + look.px("icon", "button") + gap
        case "headline":
            return 0
        case "source":
            return look.px("width", "source")
        case "words":
            return max(text_width("12,480", figures), named) + gap
    named += hair + look.px("icon", "small")
    match column.key:
        case "published":
            return max(text_width("28 May 2031" if years else "28 May", figures), named) + gap
        case "language":
            return max(text_width("zh-Hant", figures) * 2 // 3, named) + gap
        case "wire":
            return max(look.px("icon", "field") + hair + text_width("480", figures), named) + gap
        case _:
            return max(text_width(tr("{n} of {all}").format(n=12, all=12), figures), named) + 2 * gap
