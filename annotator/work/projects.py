"""Making projects, telling what one holds, and the sample."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from annotator import paths
from annotator.core.errors import AnnotatorError
from annotator.store import figures, people
from annotator.store.creating import create_project
from annotator.store.errors import spoken
from annotator.store.files import SUFFIX
from annotator.store.project import Project
from annotator.store.schema import NEWEST
from annotator.work.orders import ImportRequest
from annotator.work.progress import Progress

SYSTEM = "project"
SAMPLE = "Sample" + SUFFIX


def default_scheme() -> str:
    """Return the TOML of the scheme that new projects get."""
    return read_scheme(paths.resource("schemes") / "crisis-news.toml")


def read_scheme(path: Path) -> str:
    """Return the text of a scheme file; raise AnnotatorError when it can't be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AnnotatorError(f"{path} can't be read ({error.strerror}). Check the path of the scheme.") from error
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"{path} is not UTF-8 (byte {error.start}). Save the scheme as UTF-8.") from error


def new_project(path: Path, scheme: Path | None = None) -> Project:
    """Make a project with the scheme of this file, or the default one, and open it."""
    return create_project(path, default_scheme() if scheme is None else read_scheme(scheme))


def sample_project(folder: Path | None = None, progress: Progress | None = None) -> Path:
    """Return the path of the sample project, made from the seeds where it is not there yet."""
    try:
        folder = folder or paths.data_dir()
    except OSError as error:
        raise AnnotatorError(
            f"{error.filename}: the sample can't be made there ({error.strerror}). Check this folder, then try again."
        ) from error
    with spoken(folder):
        return _sample_in(folder, progress)


def _sample_in(folder: Path, progress: Progress | None) -> Path:
    target = folder / SAMPLE
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(prefix=".sample-", dir=folder) as building:
        project = new_project(Path(building, SAMPLE))
        try:
            _fill(project, progress)
        finally:
            project.close()
        if not target.exists():
            project.path.rename(target)
    return target


def sample_size() -> int:
    """Return how many articles the sample holds."""
    return sum(1 for _ in (paths.seeds() / "articles").glob("*.txt"))


def _fill(project: Project, progress: Progress | None) -> None:
    from annotator.formats import native
    from annotator.work.importing import import_files

    seeds = paths.seeds()
    report = import_files(project, ImportRequest((seeds / "labels.jsonl", seeds / "articles")), SYSTEM, progress)
    if report.refused:
        raise AnnotatorError(f"The sample can't be made: {report.refused[0]}")
    with (seeds / "labels.jsonl").open("rb") as file:
        first = native.parse_line(file.readline())
    if first.annotator_id is not None:
        people.set_lead(project, first.annotator_id)
        with project.write():
            project.set_value("opener", first.annotator_id)


def info(project: Project) -> dict[str, Any]:
    """Return what a project holds, as `annotator info --json` prints it."""
    with spoken(project.path):
        found = figures.totals(project)
    scheme = project.scheme
    counted = found.pop("labels")
    return {
        "path": str(project.path), "id": project.id, "format": NEWEST,
        "scheme": {
            "name": scheme.name, "version": scheme.version,
            "labels": [
                {"key": b.key, "name": b.name, "layer": b.layer, "spans": counted.get(b.key, 0)} for b in scheme.labels
            ],
        },
        **found,
    }  # fmt: skip
