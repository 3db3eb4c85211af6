"""The project's scheme follows its stream: which scheme stands after a merge, whatever order its files came in.

A change either writes a scheme anew in its own part, or only adds to the group of labels that files brought. The last
change of the own part, in the order of the log, gives the scheme; all labels that were ever added are added to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Event
from annotator.core.ids import SCHEME_OWNER
from annotator.core.scheme import parse_scheme, with_labels, without_added
from annotator.store import log
from annotator.store.project import Project


def hashes(event: Event) -> Iterator[tuple[str, str]]:
    """Yield (hash before or "", hash after) of the changes of the scheme that an event holds."""
    for table, _, before, after in event.entries():
        if table == "scheme" and after is not None:
            yield (str(before["hash"]) if before else ""), str(after["hash"])


class Texts:
    """The schemes of a project, each parted into its own text and the labels that files brought."""

    def __init__(self, project: Project) -> None:
        self._texts: dict[str, str] = dict(project.db.execute("SELECT hash, toml FROM schemes").fetchall())
        self._parts: dict[str, tuple[str, set[str]]] = {"": ("", set())}

    def text(self, hash_: str) -> str:
        """Return the text of a hash."""
        return self._texts[hash_]

    def parts(self, hash_: str) -> tuple[str, set[str]]:
        """Return the own text of a scheme without the gap at its end, and the keys that were added to it."""
        if hash_ not in self._parts:
            own, added = without_added(self._texts.get(hash_, ""))
            self._parts[hash_] = own.rstrip("\n"), added
        return self._parts[hash_]

    def rewrites(self, before: str, after: str) -> bool:
        """Tell whether a change writes the own part of the scheme anew; `before` is empty for the first scheme."""
        return not before or self.parts(before)[0] != self.parts(after)[0]


def follow(project: Project, actor: str, labels: Collection[str]) -> list[str]:
    """Make the scheme that follows from the log the project's own, with these labels added; inside `write`.

    Return the labels of `labels` that no scheme of the log knew. Where newer events can't be read, all stays.
    """
    found = log.stream(project, SCHEME_OWNER, "")
    events = [] if found is None else list(log.events_of(project, found.pk))
    if not events or any(event.v > VERSION for event in events):
        return []
    texts, own, last, added = Texts(project), "", "", set[str]()
    for event in events:
        for before, after in hashes(event):
            added |= texts.parts(after)[1]
            if texts.rewrites(before, after):
                own = after
            last = after
    if not own:
        return []
    standing = with_labels(parse_scheme(texts.text(own), f"{project.path}: its scheme"), added)
    wanted = with_labels(standing, labels)
    if wanted.hash != last:
        project.db.execute("INSERT OR IGNORE INTO schemes (hash, toml) VALUES (?, ?)", (wanted.hash, wanted.text))
        log.record(
            project, owner=SCHEME_OWNER, article="", kind="scheme", actor=actor,
            entries=[("scheme", "", {"hash": own}, {"hash": wanted.hash})],
        )  # fmt: skip
    if project.value("scheme") != wanted.hash:
        project.set_value("scheme", wanted.hash)
        project.db.execute("DELETE FROM agreement")
    known = {label.key for label in standing.labels}
    return sorted(set(labels) - known)


def used_labels(project: Project) -> set[str]:
    """Return the labels that stand on spans anywhere in the project."""
    return {label for (label,) in project.db.execute("SELECT DISTINCT label FROM spans")}


def check_texts(project: Project, event: Event, texts: Collection[str]) -> None:
    """Raise AnnotatorError where an event names a scheme whose text neither the project nor `texts` (hashes) holds."""
    for pair in hashes(event):
        for hash_ in filter(None, pair):
            held = hash_ in texts or project.db.execute("SELECT 1 FROM schemes WHERE hash = ?", (hash_,)).fetchone()
            if not held:
                raise AnnotatorError(f"Event {event.id} of the scheme is refused: the text of its scheme is missing.")
