"""Names in the review: of people, where they may be shown, and of what a figure asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from annotator.core.scheme import Scheme
from annotator.gui.language import tr
from annotator.gui.review.chart_words import chart_words
from annotator.gui.review.filter import Filter
from annotator.gui.review.wording import label_name
from annotator.gui.wording import facts_line
from annotator.store import people
from annotator.store.project import Project

_ID = 8


def shown_names(project: Project) -> dict[str, str]:
    """Return id -> name; of two with one name each has the beginning of the id too."""
    everybody = people.people(project)
    often = Counter(person.name for person in everybody)
    return {p.id: p.name if often[p.name] == 1 else f"{p.name} ({p.id[:_ID]})" for p in everybody}


def filter_words(filter_: Filter, scheme: Scheme, names: Mapping[str, str], headline: str) -> str:
    """Say what is asked for besides the kind; empty for nothing."""
    parts: list[str] = []
    if filter_.lowers:
        words = chart_words()
        parts.append(tr("Lowers {figure}").format(figure={**words.f1, **words.alpha}[filter_.lowers]))
    if filter_.labels:
        first, second = (label_name(scheme, key) for key in filter_.labels)
        parts.append(tr("{first} or {last}").format(first=first, last=second))
    elif filter_.label:
        parts.append(label_name(scheme, filter_.label))
    who = [names.get(one, one) for one in filter_.people]
    if len(who) == 1:
        parts.append(tr("{name} differs").format(name=who[0]))
    elif who:
        parts.append(tr("{first} and {second} differ").format(first=who[0], second=who[1]))
    if filter_.article:
        parts.append(headline)
    return facts_line(parts)
