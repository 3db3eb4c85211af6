"""A project's own zone words, and what finding zones again would change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath

from annotator.core.errors import AnnotatorError
from annotator.core.events import Row
from annotator.core.ids import PROJECT_OWNER
from annotator.core.zones import Override, Zone, told_first
from annotator.news import zonewords
from annotator.news.zones import detect_zones
from annotator.store import articles, log, people
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work.progress import Progress

ZONE_WORDS = "zone_words"
"""The project's value, and the readers' option, that hold the words as TOML text."""
MARKED = "mark"
"""The kind of the events by which a lead says for everybody what a place is."""
_MARKUP = frozenset((".docm", ".docx", ".epub", ".htm", ".html", ".mht", ".mhtml", ".rss", ".rtf", ".xhtml", ".xml"))
_STEP = 20

Rules = Callable[[str], Iterable[Zone]]
"""Finds the zones of a text."""
Own = Mapping[str, Mapping[str, list[str]]]
"""Language -> kind of words -> words."""


def own_words(project: Project) -> dict[str, dict[str, list[str]]]:
    """Return the words that the project adds to ours; raise AnnotatorError where somebody else wrote nonsense there."""
    return zonewords.read_tables(project.value(ZONE_WORDS))


def save_words(project: Project, own: Own, actor: str) -> bool:
    """Keep words in the project in place of those before; False where they are the same.

    Raises AnnotatorError for words that can't be, and for an actor who does not lead the project.
    """
    toml = written(own)
    zonewords.project_words(toml)
    with spoken(project.path):
        if project.value("package"):
            raise AnnotatorError(f"{project.path}: this is a work package; its words are the lead's. Ask the lead.")
        who = people.person(project, actor)
        if who is None or not who.lead:
            raise AnnotatorError(f"{project.path}: only a lead changes the zone words. Ask the lead.")
        if toml == project.value(ZONE_WORDS):
            return False
        with project.write():
            project.set_value(ZONE_WORDS, toml)
    return True


def written(own: Own) -> str:
    """Return words as TOML text: a table a language, without empty ones; empty text for none."""
    parts = []
    for language in sorted(own, key=lambda name: (name != "common", name)):
        rows = [f"{key} = {_listed(own[language][key])}" for key in zonewords.KEYS if own[language].get(key)]
        rows += [f"{key} = {_listed(own[language][key])}" for key in own[language] if key not in zonewords.KEYS]
        if rows:
            parts.append("\n".join([f"[{language}]", *rows]) + "\n")
    return "\n".join(parts)


def _listed(words: Iterable[str]) -> str:
    # JSON's strings are TOML's too, but for DEL, which TOML writes as an escape alone.
    return json.dumps(list(dict.fromkeys(words)), ensure_ascii=False).replace("\x7f", "\\u007f")


def finder(toml: str) -> Rules:
    """Return what finds the zones of a text by our words and these; raise AnnotatorError where they are no words."""
    known = zonewords.project_words(toml) if toml else None
    return lambda text: detect_zones(text, known)


def rules(project: Project) -> Rules:
    """Return what finds zones by our words and the project's."""
    return finder(project.value(ZONE_WORDS))


def found_again(project: Project, item: articles.Article, find: Rules) -> tuple[Zone, ...]:
    """Return the zones of an article, found anew: what markup told stays, and so does what a lead marked for all."""
    found = tuple(find(project.text(item.id)))
    name = item.meta.get("file")
    if isinstance(name, str) and PurePath(name).suffix.lower() in _MARKUP:
        found = told_first(item.detected, found)
    marked = by_hand(project, item.id)
    if not marked:
        return found
    rest = [zone for zone in found if not any(zone.start < one.end and one.start < zone.end for one in marked)]
    return tuple(sorted([*rest, *(one.zone for one in marked if not one.off)]))


def by_hand(project: Project, article: str) -> list[Override]:
    """Return what leads marked for everybody in an article, as far as it stands."""
    stream = log.stream(project, PROJECT_OWNER, article)
    if stream is None:
        return []
    wrote: dict[str, Row] = {}
    for event in log.events_of(project, stream.pk):
        if event.kind == MARKED:
            wrote |= {row: after for table, row, _, after in event.entries() if table == "zone" and after is not None}
    standing = articles.project_overrides(project, article) if wrote else []
    return [one for one in standing if one.key in wrote and _says(one, wrote[one.key])]


def _says(one: Override, row: Row) -> bool:
    return all(getattr(one, field) == value for field, value in row.items())


def would_change(project: Project, progress: Progress | None = None) -> list[int]:
    """Return the numbers of the articles whose zones are others once they are found again; raises Cancelled."""
    progress = progress or Progress()
    changed: list[int] = []
    with spoken(project.path):
        find, total = rules(project), articles.count(project)
        for number, item in enumerate(articles.all_articles(project)):
            if number % _STEP == 0:
                progress.step(number, total)
            now = articles.zones_for(project, item, articles.Work())
            if tuple(sorted(now)) != tuple(sorted(found_again(project, item, find))):
                changed.append(item.pk)
    return changed
