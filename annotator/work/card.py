"""The card of a dataset: a README whose front matter the Hugging Face hub and its library read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotator.agreement.figures import ALPHAS, Figures, Value
from annotator.core.ids import GOLD
from annotator.core.kinds import Kind
from annotator.core.scheme import Scheme
from annotator.core.splits import day_of
from annotator.store import gold, layers, people
from annotator.store.project import Project
from annotator.work.orders import ExportReport
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.work.dataset import Plan

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_ALPHA_NAMES = {
    "u": "unitizing (u)", "binary_u": "marked or not (|u)", "cu": "labels (cu)", "layered_u": "each label a layer",
}  # fmt: skip
_ABOUT = (
    "News articles with spans marked by people, exported from a News Annotator project. Offsets are Unicode code "
    "points, half-open, into the text. Format: {title}."
)
_SOURCES = 20


def card(
    project: Project, plan: Plan, kind: Kind, report: ExportReport, files: Mapping[str, Mapping[str, Any]],
    data_files: Sequence[tuple[str, str]], progress: Progress,
) -> str:  # fmt: skip
    """Return the card of a dataset that was written; `files` are its files with their facts."""
    scheme = project.scheme
    languages = Counter(plan.listed[article].language for article in plan.places)
    parts = [
        _front(scheme, languages, report.records, data_files),
        f"# {_line(scheme.title or scheme.name)}",
        _ABOUT.format(title=_line(kind.title)),
        _counted(plan, report),
        _made(plan),
        _texts(plan),
        _annotators(project, plan),
        _agreement(project, progress),
        _provenance(project, plan, languages),
        _losses(report),
        _scheme(scheme),
        _files(files),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front(scheme: Scheme, languages: Mapping[str, int], records: int, data_files: Sequence[tuple[str, str]]) -> str:
    codes = sorted(
        {code for one in languages if (code := re.split("[-_]", one.lower())[0]) and _LANGUAGE.fullmatch(code)}
    )
    size = next((name for below, name in _SIZES if records < below), "n>1M")
    lines = [
        "---",
        "annotations_creators:",
        "- other",
        *(["language:", *(f"- {code}" for code in codes)] if codes else []),
    ]
    lines += ["license: other", "task_categories:", "- token-classification", "size_categories:", f"- {size}"]
    lines.append(f"pretty_name: {json.dumps(_line(scheme.title or scheme.name), ensure_ascii=False)}")
    if data_files:
        lines += ["configs:", "- config_name: default", "  data_files:"]
        for split, path in data_files:
            lines += [f"  - split: {split}", f"    path: {json.dumps(path)}"]
    return "\n".join([*lines, "---"])


def _counted(plan: Plan, report: ExportReport) -> str:
    names = list(plan.parts)
    rows: list[list[object]] = [
        [what, *(f"{getattr(plan.parts[name], what):,}" for name in names)] for what in ("articles", "stories", "spans")
    ]
    keys = sorted({key for part in plan.parts.values() for key in part.labels})
    for key in keys:
        total = sum(part.labels.get(key, 0) for part in plan.parts.values())
        held = [plan.parts[name].labels.get(key, 0) for name in names]
        rows.append([f"`{key}`", *(f"{many:,} ({100 * many / total:.1f} %)" for many in held)])
    lines = [f"- {_line(one)}" for one in report.warnings]
    table = _table(["", *names], rows)
    return f"## What it holds\n\n{report.records:,} records.\n\n{table}" + ("\n\n" + "\n".join(lines) if lines else "")


def _made(plan: Plan) -> str:
    request, shares = plan.request, "/".join(map(str, plan.shares))
    if request.cut_dates is not None:
        dev, test = request.cut_dates
        how = (
            f"By date, {shares} asked for: train lies before {dev}, dev from that day on, test from {test} on. A story "
            "goes where its first article goes; one without a date is in train. With the same cut dates nothing that "
            "is added moves another article."
        )
    elif len(plan.parts) == 1:
        how = "Not split."
    else:
        how = (
            f"{shares} by the SHA-256 of the seed ({request.seed}) and each story's id: with the same seed nothing "
            "that is added, labelled or removed moves a story, so shares and labels are only as even as chance made "
            "them (the table above)."
        )
    return f"## Splits\n\n{how} All copies of a wire story lie in one split."


def _texts(plan: Plan) -> str:
    if plan.request.furniture:
        return (
            "## Texts\n\nWhole, as imported. Page furniture (bylines, captions, credits, links to other articles, "
            "repeated lines) is still in them."
        )
    return (
        "## Texts\n\nPage furniture (bylines, captions, credits, links to other articles, repeated lines) was cut out "
        "and the offsets moved; `meta.cut` holds the hash of each whole text and the ranges that are gone. A text that "
        "breaks off at a paywall still does."
    )


def _annotators(project: Project, plan: Plan) -> str:
    found = layers.finishers(project)
    everybody = {person.id: person.name for person in people.people(project)}
    chosen = set(everybody) & set(found) if plan.owners is None else plan.owners - {GOLD}
    adjudicated = len(gold.with_layer(project))
    lines = [f"Statuses: {', '.join(sorted(plan.request.statuses))}."]
    if plan.owners is None or GOLD in plan.owners:
        lines.append(f"The gold layer was adjudicated on {adjudicated:,} articles.")
    elif adjudicated:
        lines.append(f"{adjudicated:,} articles have an adjudicated gold layer, which is not in this dataset.")
    lines.append(f"People who finished articles in the project: {len(set(everybody) & set(found)):,}.")
    if chosen:
        named = sorted(f"{_line(everybody.get(o, o))} (`{o}`)" if plan.request.names else f"`{o}`" for o in chosen)
        lines.append(f"Work of: {', '.join(named)}.")
    return "## Annotators\n\n" + " ".join(lines)


def _agreement(project: Project, progress: Progress) -> str:
    from annotator.work.agreeing import Agreement

    people_with_work = [one for one in layers.finishers(project) if one != GOLD]
    if len(people_with_work) < 2:
        return "## Agreement\n\nNot defined: fewer than two people finished articles."
    figures = Agreement(project, trusting=False).figures(progress)
    if not figures.compared:
        return "## Agreement\n\nNot defined: no article was finished by two people."
    rows = [[f"F1 {kind}, mean of pairs", _value(one.mean)] for kind, one in figures.f1.items()]
    rows += [[f"alpha: {_ALPHA_NAMES[name]}", _value(figures.alpha[name])] for name in ALPHAS]
    return (
        f"## Agreement\n\nOver the {figures.compared:,} articles of the project that two or more of "
        f"{len(figures.annotators)} people finished.\n\n{_table(['figure', 'value (95 %)'], rows)}"
        f"\n\n{_by_label(figures)}"
    )


def _by_label(figures: Figures) -> str:
    rows = [
        [f"`{key}`", f"{figures.spans.get(key, 0):,}", _value(figures.f1["exact"].labels[key]), _value(ku)]
        for key, (ku, _) in sorted(figures.labels.items())
    ]
    return _table(["label", "spans", "F1 exact", "(k)u-alpha"], rows)


def _value(value: Value) -> str:
    if value.value is None:
        return f"not defined: {value.reason}"
    between = "" if value.low is None or value.high is None else f" ({value.low:.3f} to {value.high:.3f})"
    return f"{value.value:.3f}{between}"


def _provenance(project: Project, plan: Plan, languages: Mapping[str, int]) -> str:
    inside = [plan.listed[article] for article in plan.places]
    days = sorted(day for one in inside if (day := day_of(one.published)))
    lines = [
        f"Dates: {days[0]} to {days[-1]} ({len(days):,} of {len(inside):,} articles)." if days else "Dates: unknown."
    ]
    lines.append(f"Languages: {_ranked(languages)}.")
    lines.append(f"Sources: {_ranked(Counter(one.source for one in inside))}.")
    lines.append(f"Imports into the project: {layers.imports(project):,}. Project `{project.id}`.")
    return "## Provenance\n\n" + "\n".join(f"- {line}" for line in lines)


def _ranked(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda two: (-two[1], two[0]))
    told = ", ".join(f"{_line(name) or 'unknown'} {many:,}" for name, many in ranked[:_SOURCES])
    return told + (f" and {len(ranked) - _SOURCES:,} more" if len(ranked) > _SOURCES else "")


def _losses(report: ExportReport) -> str:
    if not report.lost:
        return "## Left out\n\nNothing."
    rows = [[one.what, f"{one.count:,}", "; ".join(one.places[:3])] for one in report.lost]
    return f"## Left out\n\n{_table(['what', 'how many', 'such as'], rows)}"


def _scheme(scheme: Scheme) -> str:
    rows = [[f"`{b.key}`", b.name, b.layer, b.description] for b in scheme.labels if not b.retired]
    version = f"version `{scheme.version}` (the first 16 digits of the SHA-256 of `scheme.toml`, guideline included)"
    told = [f"## Scheme\n\n{_line(scheme.name)}, {version}.", _table(["label", "name", "layer", "what it is"], rows)]
    if scheme.guideline.strip():
        told.append(f"## Guideline\n\n{_lowered(scheme.guideline, 3)}")
    told += [
        f"### {_line(b.name)}\n\n{_lowered(b.guideline, 4)}"
        for b in scheme.labels
        if b.guideline.strip() and not b.retired
    ]
    return "\n\n".join(told)


def _files(files: Mapping[str, Mapping[str, Any]]) -> str:
    shown = list(files.items())[:40]
    rows = [[f"`{name}`", f"{facts['bytes']:,}", f"`{facts['sha256']}`"] for name, facts in shown]
    more = f"\n\n{len(files) - len(shown):,} more are in `manifest.json`." if len(files) > len(shown) else ""
    return f"## Files\n\n{_table(['file', 'bytes', 'SHA-256'], rows)}{more}\n\nAll options are in `manifest.json`."


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(_cell(str(cell)) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(words: str) -> str:
    return _line(words).replace("|", "\\|")


def _line(words: str) -> str:
    """Return words on one line in which Markdown and HTML find nothing to do; control characters become U+FFFD."""
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in words)
    return " ".join(shown.replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(").split())


def _lowered(markdown: str, level: int) -> str:
    """Return Markdown with its highest headings at a level, and the others below; fenced code is left alone."""
    lines, fenced = markdown.strip().split("\n"), False
    headings: dict[int, int] = {}
    for number, line in enumerate(lines):
        fenced ^= line.lstrip().startswith("```")
        if not fenced and re.match(r"#{1,6} ", line):
            headings[number] = line.index(" ")
    down = level - min(headings.values(), default=level)
    for number, depth in headings.items():
        lines[number] = f"{'#' * max(1, min(6, depth + down))}{lines[number][depth:]}"
    return "\n".join(lines)
