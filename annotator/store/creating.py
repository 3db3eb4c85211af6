"""Making a new project file."""

from __future__ import annotations

import uuid
from pathlib import Path

from annotator.core.ids import PROJECT_OWNER
from annotator.core.scheme import parse_scheme
from annotator.store import files, schema
from annotator.store.lock import FileLock
from annotator.store.log import set_scheme
from annotator.store.project import Project, open_project


def create_project(path: Path, scheme_text: str) -> Project:
    """Make a new project with this scheme at `path` (suffix added where there is none) and open it."""
    scheme = parse_scheme(scheme_text, "the scheme")
    target = files.project_path(path)
    with files.being_made(target) as building:
        lock = FileLock(building)
        project = Project(target, files.connect(building), lock)
        try:
            schema.migrate(project.db)
            with project.write():
                project.set_value("id", str(uuid.uuid4()))
                set_scheme(project, scheme, actor=PROJECT_OWNER)
        finally:
            project.close_connection()
            lock.release()
    return open_project(target, quick=True)
