"""The report of agreement: one page of HTML that stands alone, with charts, all figures, and what they can't say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from annotator.agreement.figures import Figures, Value
from annotator.core.scheme import Scheme
from annotator.store.project import Project
from annotator.work import charts, figure_rows, people_charts
from annotator.work.chart_words import ENGLISH, decimals, percented, signed
from annotator.work.charts import Row, name_of
from annotator.work.drawing import Drawing
from annotator.work.svg import colour, picture
from annotator.work.targets import opened

_ORDER = ("overlap", "exact", "partial", "chars")
_F1_HEADS = tuple(ENGLISH.f1[kind] for kind in _ORDER)
_STYLE = """
body { background: var(--paper); color: var(--ink); font: 14px/1.5 Inter, system-ui, 'Segoe UI', Arial, sans-serif;
  margin: 0 auto; max-width: 960px; padding: 32px 24px 64px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 40px 0 8px; }
p, li { max-width: 72ch; } .quiet, caption, th { color: var(--ink2); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 8px 0 16px; }
caption { font-size: 12px; padding-bottom: 4px; text-align: left; }
th, td { border-bottom: 1px solid var(--hairline); padding: 5px 16px 5px 0; text-align: left; vertical-align: top; }
th { font-weight: 600; } td.n, th.n { text-align: right; } td.na { color: var(--ink2); }
.notes { margin: -8px 0 16px; font-size: 12px; } .notes span { display: block; }
sup { font-size: 10px; line-height: 1; padding-left: 2px; }
.range { color: var(--ink2); white-space: nowrap; } .charts { display: flex; flex-wrap: wrap; gap: 8px 32px; }
.charts figure { margin: 8px 0; } figcaption { font-weight: 600; color: var(--ink2); font-size: 12px; }
svg { height: auto; max-width: 100%; } .wide { overflow-x: auto; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } h2 { break-after: avoid; }
  table, figure { break-inside: avoid; } .wide { overflow: visible; } }
"""

_LIMITS = """
Agreement is not truth: annotators can share an error, and a figure says nothing about which of them is right.

F1 has no limit above which work is good. Krippendorff’s lines of .667 and .800 are for α alone, and they are customs:
what is enough depends on what the labels are for.

Cohen’s kappa is not given for spans, since there is no fixed set of places that nobody marked.

Long stretches without any span make every figure that counts characters look better: F1 by characters, uα, |uα and
layered uα. Read them beside exact F1.

uα does not see a border between two spans of one label that touch. Where one annotator’s own spans overlap, uα, |uα,
cuα and (k)uα are not defined: they cut an article into one line of spans and gaps. Layered uα, which takes each label
by itself, stands then, and F1.

An interval of 95 % says how far a figure would move with other articles of the same kind, not with other annotators.
It is the percentile bootstrap over articles, below 20 articles the jackknife with Student’s t; below 5 articles there
is none.

Articles that somebody skipped or has not finished count as missing; an article that was finished without a span
counts, as one in which nothing was found.

A comparison with the gold layer is flattering where the gold layer was made from the same annotators’ work.
"""
"""What figures of agreement can't say, a paragraph a limit."""


def report(figures: Figures, scheme: Scheme, project: str, at: datetime | None = None) -> str:
    """Return the page; `at` is when the figures were made (without it: now), `project` what the project is called."""
    page = _Page(scheme)
    body = [*_head(figures, scheme, project, at or datetime.now(UTC))]
    if figures.compared:
        body += _whole(figures)
        body += _charts(page, figures, scheme)
        body += _pairs(figures)
        body += _labels(figures, scheme)
        body += _others(figures, scheme)
        body += _trend(figures)
        body += _people(page, figures, scheme)
    else:
        body.append("<p>No article was finished by two annotators, so there is nothing to compare yet.</p>")
    body += ["<h2>What these figures can’t say</h2>", _listed(_LIMITS.strip().split("\n\n"))]
    title = _text(f"Agreement in {project}")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{title}</title>\n<style>{page.style()}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def write_report(figures: Figures, project: Project, target: Path) -> None:
    """Write the page to a file, whole or not at all; raises AnnotatorError where it can't be written."""
    page = report(figures, project.scheme, project.path.stem)
    with opened(target, project.path) as file:
        file.write(page.encode())


class _Page:
    """Collects the colours that the charts of a page use, to name each for the light and for the dark look."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._names = {token: token for token in ("paper", "ink", "ink2", "hairline")}

    def paint(self, token: str) -> str:
        """Return a colour as CSS calls it on this page."""
        name = re.sub(r"[^a-z0-9]", "-", token) if not token.startswith("label:") else f"label-{len(self._names)}"
        return f"var(--{self._names.setdefault(token, name)})"

    def figure(self, drawing: Drawing, title: str) -> str:
        """Return a chart under its title."""
        return f"<figure><figcaption>{_text(title)}</figcaption>{picture(drawing, title, self.paint)}</figure>"

    def style(self) -> str:
        """Return the style of the page: on screen as the reader’s system is, on paper light."""
        light, dark = (self._colours(dark=dark) for dark in (False, True))
        asked = "@media screen and (prefers-color-scheme: dark)"
        return f"\n:root {{ color-scheme: light dark; {light} }}\n{asked} {{ :root {{ {dark} }} }}{_STYLE}"

    def _colours(self, *, dark: bool) -> str:
        return " ".join(f"--{name}: {colour(token, self._scheme, dark=dark)};" for token, name in self._names.items())


def _copies(figures: Figures) -> str:
    copies = figures.excluded.get("copies", 0)
    return f", {copies:,} as copies of a wire story that counts once" if copies else ""


def _head(figures: Figures, scheme: Scheme, project: str, at: datetime) -> Iterable[str]:
    yield f"<h1>Agreement in {_text(project)}</h1>"
    day = f"{at.day} {at:%B %Y, %H:%M} {at.tzname() or ''}".strip()
    yield f'<p class="quiet">Made on {_text(day)}.</p>'
    one, nobody = (figures.excluded.get(key, 0) for key in ("finished_by_one", "finished_by_nobody"))
    names = ", ".join(figures.names.get(who, who) for who in figures.annotators) or "none"
    facts = [
        ("Articles compared", f"{figures.compared:,}, finished by two or more of these annotators"),
        ("Left out", f"{one:,} finished by one of them alone, {nobody:,} finished by none of them{_copies(figures)}"),
        ("Characters compared", f"{figures.characters:,}"),
        ("Annotators", f"{len(figures.annotators)}: {names}"),
        ("Scheme", f"{scheme.title or scheme.name} ({scheme.name}), version {scheme.version}"),
    ]
    yield _table("", (), [(f"<strong>{_text(name)}</strong>", _text(words)) for name, words in facts], figures_from=9)


def _whole(figures: Figures) -> Iterable[str]:
    yield "<h2>All spans</h2>"
    yield "<p>Spans are what the window calls tags: a stretch of text and its label.</p>"
    notes, rows = _Notes(), []
    for kind in _ORDER:
        found = figures.f1[kind]
        rows.append((_text(ENGLISH.f1[kind]), notes.value(found.mean), notes.value(found.pooled)))
    note = f"F1 over {figures.compared:,} articles: the mean over pairs of annotators, and all pairs taken together."
    yield _table(note, ("", "Mean over pairs", "Pooled"), rows, notes)
    if nested := figure_rows.nesting(figures):
        yield f"<p>{_text(_sentence(nested))}</p>"
    notes = _Notes()
    alphas = figure_rows.layered_rows(figures)
    cells = [(_text(row.name), notes.value(row.value), *_under(row.value)) for row in alphas]
    note = f"Krippendorff’s unitizing α over {figures.compared:,} articles, {figures.characters:,} characters."
    yield _table(note, ("", "α", "Probability under .667", "under .800"), cells, notes)


def _charts(page: _Page, figures: Figures, scheme: Scheme) -> Iterable[str]:
    yield '<div class="charts">'
    low = charts.common_low(figures, ("overlap", "exact"))
    for kind in ("overlap", "exact"):
        name = ENGLISH.f1[kind]
        if len(figures.annotators) > 1:
            yield page.figure(charts.matrix(figures, kind), f"Pairs: {name}")
        yield page.figure(
            charts.label_rows(figures, kind, scheme, low=low), f"Labels: {name}, 95\u00a0% interval, spans"
        )
    if figures.trend:
        most = max(point.articles for point in figures.trend)
        yield page.figure(charts.trend(figures, low=low), f"Trend: {ENGLISH.f1['overlap']}, rolling {most} articles")
    yield "</div>"


def _pairs(figures: Figures) -> Iterable[str]:
    yield "<h2>Pairs of annotators</h2>"
    notes, rows = _Notes(), []
    for pair in figures.f1["overlap"].pairs:
        shared = figures.shared.get(pair, figures.shared.get((pair[1], pair[0]), 0))
        names = " and ".join(figures.names.get(who, who) for who in pair)
        rows.append((_text(names), f"{shared:,}", *(notes.value(figures.f1[kind].pairs[pair]) for kind in _ORDER)))
    yield _table("F1 of each pair over the articles that both finished.", ("", "Articles", *_F1_HEADS), rows, notes)


def _labels(figures: Figures, scheme: Scheme) -> Iterable[str]:
    yield "<h2>Labels</h2>"
    notes, rows, nested = _Notes(), [], bool(figure_rows.nesting(figures))
    for key in figure_rows.in_order({*figures.f1["overlap"].labels, *figures.labels}, scheme):
        nothing = Value(None, reason="the label was not used")
        values = [figures.f1[kind].labels.get(key, nothing) for kind in _ORDER]
        unit, coverage = figures.labels.get(key, (nothing, nothing))
        spans = f"{figures.spans.get(key, 0):,}"
        units = () if nested else (notes.alpha(unit), _text(figure_rows.covered(coverage)))
        rows.append((_text(name_of(scheme, key)), spans, *map(notes.value, values), *units))
    note = "F1 of each label (mean over pairs)"
    note += "." if nested else ", (k)uα and the share of its units that it could be worked out on."
    yield _table(note, ("", "Spans", *_F1_HEADS, *(() if nested else ("(k)uα", "Coverage"))), rows, notes)


def _others(figures: Figures, scheme: Scheme) -> Iterable[str]:
    names = {label.key: label.name for label in scheme.labels}
    if rows := figure_rows.attribute_rows(figures, scheme):
        yield "<h2>Attributes</h2>"
        notes = _Notes()
        cells: list[tuple[str, ...]] = []
        for row in rows:
            units = figures.attributes[row.id[1], row.id[2]].units
            label = names.get(row.id[1], row.id[1])
            cells.append((_text(f"{label}: {row.name}"), notes.alpha(row.value), f"{units:,}", _text(row.note)))
        note = "Nominal α on spans that were matched by range and label; coverage is the share of the label’s spans."
        yield _table(note, ("", "α", "Spans matched", "Coverage"), cells, notes)
    if any(found.labels for found in figures.relations.values()):
        yield "<h2>Roles</h2>"
        roles = [figure_rows.role_rows(figures, kind, scheme) for kind in ("exact", "overlap")]
        by_id = [{row.id: row for row in rows} for rows in roles]
        both: dict[tuple[str, ...], Row] = {**by_id[0], **by_id[1]}
        missing, notes = Value(None, reason="the role was not given"), _Notes()
        cells = [
            (_text(row.name), *(notes.value(rows[key].value if key in rows else missing) for rows in by_id))
            for key, row in both.items()
        ]
        mean = [notes.value(figures.relations[kind].mean) for kind in ("exact", "overlap")]
        note = "F1 on role, event and filler: both ends matched exactly, or by overlap."
        yield _table(note, ("", "Exact ends", "Overlapping ends"), [*cells, ("<strong>All</strong>", *mean)], notes)
    if rows := figure_rows.article_rows(figures, scheme):
        yield "<h2>Article labels</h2>"
        notes = _Notes()
        cells = [(_text(row.name), notes.alpha(row.value), _text(row.note)) for row in rows]
        yield _table("Nominal α; an article without an answer counts as missing.", ("", "α", "Articles"), cells, notes)


def _trend(figures: Figures) -> Iterable[str]:
    if not figures.trend:
        return
    yield "<h2>Trend</h2>"
    points = charts.thinned(figures.trend, 40)
    rows = [
        (_text(p.at[:10]), decimals(p.value), _text(ENGLISH.range(Value(p.value, p.low, p.high))), f"{p.articles:,}")
        for p in points
    ]
    note = "F1 by overlap over a rolling window of articles, by the day on which the last of them was finished."
    if len(points) < len(figures.trend):
        note += f" {len(points)} of {len(figures.trend):,} windows."
    yield _table(note, ("", "F1", "95\u00a0% interval", "Articles"), rows)


def _people(page: _Page, figures: Figures, scheme: Scheme) -> Iterable[str]:
    if figures.bias:
        yield "<h2>Annotators</h2>"
        rows = []
        for one in figures.bias:
            shifts = ["n/a" if by is None else signed(by) for by in (one.start_shift, one.end_shift)]
            density = "n/a" if one.per_thousand is None else f"{one.per_thousand:.2f}"
            counts = (f"{count:,}" for count in (one.articles, one.spans))
            alone = (f"{count:,}" for count in (one.only_mine, one.only_theirs))
            rows.append((_text(figures.names.get(one.id, one.id)), *counts, density, *alone, *shifts))
        note = (
            "Each against all others together, over the articles that somebody else finished too. A span that two "
            "others left out counts twice. Shifts are in characters; below 0 is earlier than the others."
        )
        heads = ("", "Articles", "Spans", "Spans per 1,000", "Marked alone", "Left out", "Start shift", "End shift")
        yield _table(note, heads, rows)
        for one in figures.bias:
            if labels := people_charts.confused_labels(one.confusion, scheme):
                name = figures.names.get(one.id, one.id)
                drawing = charts.confusion(one.confusion, labels, scheme)
                yield page.figure(drawing, f"Labels of {name} (rows) and of others (columns) on the same words")
    if figures.gold:
        yield "<h2>Against the gold layer</h2>"
        notes = _Notes()
        rows = [
            (_text(figures.names.get(who, who)), f"{gold.articles:,}", *(notes.value(gold.f1[kind]) for kind in _ORDER))
            for who, gold in figures.gold.items()
        ]
        yield _table("F1 of each annotator on decided articles.", ("", "Articles", *_F1_HEADS), rows, notes)


class _Notes:
    """Collects why figures of a table are missing, each reason once, to stand numbered under it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def value(self, value: Value) -> str:
        """Return a figure with its interval; an undefined one, or one without an interval, with a note's number."""
        mark = ""
        if value.reason:
            mark = f"<sup>{self._numbers.setdefault(value.reason, len(self._numbers) + 1)}</sup>"
        if value.value is None:
            return f"n/a{mark}"
        between = ENGLISH.range(value)
        return decimals(value.value) + (f'<br/><span class="range">{_text(between)}</span>' if between else mark)

    def alpha(self, value: Value) -> str:
        """Return an alpha with its interval and how probable it is that it lies under Krippendorff's lines."""
        under = ENGLISH.under(value)
        return self.value(value) + (f'<br/><span class="quiet">{_text(under)}</span>' if under else "")

    def told(self) -> str:
        """Return the notes."""
        lines = [f"<span><sup>{at}</sup> {_text(_sentence(reason))}</span>" for reason, at in self._numbers.items()]
        return f'<p class="notes quiet">{"".join(lines)}</p>' if lines else ""


def _table(
    note: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: _Notes | None = None, figures_from: int = 1
) -> str:
    """Return a table; its heads are plain words, its fields are HTML. Columns from a place on hold figures."""
    caption = f"<caption>{_text(note)}</caption>" if note else ""
    top = "".join(f'<th scope="col"{_kind(at, figures_from)}>{_text(head)}</th>' for at, head in enumerate(heads))
    lines = "\n".join(
        "<tr>" + "".join(f"<td{_kind(at, figures_from)}>{field}</td>" for at, field in enumerate(row)) + "</tr>"
        for row in rows
    )
    head = f"<thead><tr>{top}</tr></thead>" if heads else ""
    under = notes.told() if notes is not None else ""
    return f'<div class="wide"><table>{caption}{head}<tbody>\n{lines}\n</tbody></table></div>{under}'


def _kind(at: int, figures_from: int) -> str:
    return ' class="n"' if at >= figures_from else ""


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."


def _under(value: Value) -> tuple[str, str]:
    low, high = ("" if s is None else _text(percented(s)) for s in (value.below_667, value.below_800))
    return low, high


def _listed(sentences: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_text(' '.join(one.split()))}</li>" for one in sentences) + "\n</ul>"


def _text(words: str) -> str:
    """Escape words; a control character becomes the sign for what can't be shown."""
    return escape("".join(c if c.isprintable() or c in " \u00a0" else "\ufffd" for c in words))
