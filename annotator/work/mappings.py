"""Which column of a table is which, as somebody chose it once: kept in the project for the next table like it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.kinds import Kind
from annotator.news import table
from annotator.store.project import Project

REMEMBERED = "remembered"
"""The readers' option that holds what a project remembers: [[columns, mapping], ...]."""
_KEY = "mappings"
_KEPT = 40
Known = list[tuple[list[str], dict[str, str]]]


def remembered(project: Project) -> Known:
    """Return the mappings a project keeps, newest first, each with the sorted columns it was chosen for."""
    try:
        found = json.loads(project.value(_KEY, "[]"))
        return [(sorted(map(str, columns)), {str(k): str(v) for k, v in chosen.items()}) for columns, chosen in found]
    except (ValueError, TypeError, AttributeError):
        return []


def remember(project: Project, columns: Iterable[str], mapping: Mapping[str, str]) -> None:
    """Keep a mapping {field: column} for every table with these columns, instead of what was kept for them before."""
    key = sorted(columns)
    known = [(key, dict(mapping)), *(one for one in remembered(project) if one[0] != key)]
    with project.write():
        project.set_value(_KEY, json.dumps(known[:_KEPT], ensure_ascii=False))


def is_table(kind: Kind) -> bool:
    """Tell whether files of this kind are read by a mapping of their columns; raises MissingPackage."""
    return kind.news and hasattr(kind.load(), "rows")


def with_mapping(kind: Kind, path: Path, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options for one file: where nobody chose a mapping now, the one remembered for its columns."""
    known: Known = options.get(REMEMBERED, [])
    if not known or options.get("mapping") or not is_table(kind):
        return options
    try:
        columns = sorted(table.columns(path, options))
    except (AnnotatorError, OSError):
        return options  # whoever reads it tells what is wrong with it
    chosen = next((mapping for kept, mapping in known if kept == columns), None)
    return options if chosen is None else {**options, "mapping": chosen}
