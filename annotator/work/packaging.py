"""Work packages: articles shared out among annotators, one project file for each of them, all or none."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core import sharing
from annotator.core.errors import AnnotatorError
from annotator.core.names import check_name
from annotator.store import assigning, packages, people
from annotator.store.errors import spoken
from annotator.store.people import Person
from annotator.store.project import Project
from annotator.work.folders import file_of_each, made_folder
from annotator.work.progress import Progress


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles are given out: `all`, `ungiven`, those of a `status`, of `ids`, or `listed` by their numbers."""

    kind: str = "all"
    status: str = ""
    ids: tuple[str, ...] = ()
    pks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageRequest:
    """What packages are asked for; annotators by name or id, `overlap` in percent, `gold` articles a person."""

    folder: Path
    annotators: tuple[str, ...]
    choice: Choice = Choice()
    overlap: int = 0
    copies: int = 2
    gold: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One package that was written: for whom, where, and how many articles it holds, hidden gold among them."""

    who: Person
    is_new: bool
    path: Path
    articles: int
    gold: int


@dataclass(frozen=True, slots=True)
class PackageReport:
    """The packages that were written, how many articles were shared out and how many of them several people read."""

    files: tuple[PackageFile, ...]
    articles: int
    shared: int
    copies: int

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "articles": self.articles, "shared": self.shared, "copies": self.copies if self.shared else 1,
            "packages": [
                {
                    "path": str(one.path), "annotator": one.who.name, "annotator_id": one.who.id, "new": one.is_new,
                    "articles": one.articles, "gold": one.gold,
                }
                for one in self.files
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Package:
    """One package to be made."""

    who: Person
    is_new: bool
    id: str
    path: Path
    articles: tuple[str, ...]
    gold: int


def chosen(project: Project, choice: Choice) -> list[str]:
    """Return the ids of the chosen articles in the project's order; raise AnnotatorError where one is not there."""
    order = assigning.ids(project)
    if choice.kind == "ids":
        there, wanted = set(order.values()), set(choice.ids)
        strange = [identity for identity in dict.fromkeys(choice.ids) if identity not in there]
        if strange:
            raise AnnotatorError(
                f"{project.path}: there is no article {strange[0]!r:.210}"
                + (f", and {len(strange) - 1} more of the list are not there." if len(strange) > 1 else ".")
                + " Check the ids."
            )
        return [identity for identity in order.values() if identity in wanted]
    if choice.kind == "listed":
        wanted_pks = set(choice.pks)
        return [identity for pk, identity in order.items() if pk in wanted_pks]
    if choice.kind == "ungiven":
        return [order[pk] for pk in assigning.ungiven(project)]
    if choice.kind == "status":
        return [order[pk] for pk in assigning.with_status(project, choice.status)]
    return list(order.values())


def ids_in(path: Path) -> tuple[str, ...]:
    """Return the article ids of a file, one a line; raise AnnotatorError when it can't be read or holds none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise AnnotatorError(f"{path} can't be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"{path} is not UTF-8 (byte {error.start}). Save the list of ids as UTF-8.") from error
    found = tuple(line.rstrip("\r") for line in lines if line.strip())
    if not found:
        raise AnnotatorError(f"{path} holds no article id. Write one a line.")
    return found


def requested(
    folder: Path, *, articles: Path | None, status: str | None, not_given: bool, annotators: Sequence[str], **rest: int
) -> PackageRequest:
    """Return the request that the command line names; raise AnnotatorError where it chooses articles in two ways."""
    if (articles is not None) + (status is not None) + not_given > 1:
        raise AnnotatorError(
            "Articles are chosen in more than one way: give --articles, --status or --not-given alone."
        )
    choice = Choice()
    if articles is not None:
        choice = Choice("ids", ids=ids_in(articles))
    elif status is not None:
        choice = Choice("status", status=status)
    elif not_given:
        choice = Choice("ungiven")
    return PackageRequest(folder, tuple(annotators), choice, **rest)


def told(report: PackageReport) -> str:
    """Return a report in lines for a terminal."""
    several = f", {report.shared} of them to {report.copies} annotators each" if report.shared else ""
    lines = [f"Gave out {report.articles} articles{several}."]
    lines += [
        f"{one.who.name}: {one.articles} articles in {one.path}"
        + (f", {one.gold} of them hidden gold" if one.gold else "")
        for one in report.files
    ]
    return "\n".join(lines)


def check(project: Project, request: PackageRequest, articles: int) -> None:
    """Raise AnnotatorError where packages of so many articles can't be made as asked; quick, and nothing is written.

    What takes longer to find out is found by `make_packages`.
    """
    named = _named(project, request.annotators)
    keys = {_key(who, named): (who, is_new) for who, is_new in named}
    sharing.check(articles, list(keys), request.overlap, request.copies)
    file_of_each(request.folder, project.path, {key: who for key, (who, _) in keys.items()})


def make_packages(
    project: Project, request: PackageRequest, actor: str, progress: Progress | None = None
) -> PackageReport:
    """Write one package an annotator and note in the project who was given what.

    Raises Cancelled, or AnnotatorError when something is in the way; then there is no file and the project is as it
    was.
    """
    progress = progress or Progress()
    if project.value("package"):
        raise AnnotatorError(f"{project.path}: this is a work package itself. Make packages from the lead's project.")
    with spoken(project.path):
        assigning.clear_cut_off(project)
        planned, report = _planned(project, request)
    total = sum(len(one.articles) for one in planned)
    persons = _persons(planned)
    whole = total + len(persons)
    with ExitStack() as stack:
        stack.enter_context(made_folder(request.folder))
        files = [(stack.enter_context(packages.being_made(one.path)), one.path) for one in planned]
        done = 0
        for one, paths in zip(planned, files, strict=True):
            _write(project, one, paths, progress, (done, whole))
            done += len(one.articles)
        assignment = assigning.Assignment(project, actor, {one.who.id: one.id for one in planned}, files)
        shown: list[Path] = []
        try:
            assignment.write(persons, lambda count: progress.step(total + count, whole))
            progress.check()
            assignment.finish(lambda: _show(project, planned, files, shown))
        except BaseException:
            for path in shown:
                path.unlink(missing_ok=True)
            assignment.cancel()
            raise
    return report


def _write(project: Project, one: _Package, paths: tuple[Path, Path], progress: Progress, at: tuple[int, int]) -> None:
    done, whole = at
    packages.write(
        project, paths, one.who, one.id, one.articles, lambda count: progress.step(done + count, whole, one.path.name)
    )


def _show(project: Project, planned: Sequence[_Package], files: Sequence[tuple[Path, Path]], shown: list[Path]) -> None:
    """Add the new people and give every package its name; `shown` gets those that have it."""
    for one in planned:
        if one.is_new:
            people.add_person(project, one.who.name, one.who.id)
    for building, target in files:
        with spoken(target):
            packages.give_name(building, target)
        shown.append(target)


def _persons(planned: Sequence[_Package]) -> dict[str, list[str]]:
    """Return article -> the people who get it."""
    out: dict[str, list[str]] = {}
    for one in planned:
        for article in one.articles:
            out.setdefault(article, []).append(one.who.id)
    return out


def _planned(project: Project, request: PackageRequest) -> tuple[list[_Package], PackageReport]:
    """Return the packages to be made and what will be told of them."""
    pool = chosen(project, request.choice)
    named = _named(project, request.annotators)
    keys = {_key(who, named): (who, is_new) for who, is_new in named}
    shares = sharing.plan(pool, list(keys), percent=request.overlap, copies=request.copies, seed=request.seed)
    salt = _salt(project, request)
    hidden = _hidden(project, shares, keys, request, salt)
    paths = file_of_each(request.folder, project.path, {key: who for key, (who, _) in keys.items()})
    planned = [
        _Package(
            who, is_new, str(uuid.uuid4()), paths[key],
            tuple(sharing.scatter(shares[key], hidden[key], f"{salt}\n{key}")), len(hidden[key]),
        )
        for key, (who, is_new) in keys.items()
    ]  # fmt: skip
    files = tuple(PackageFile(one.who, one.is_new, one.path, len(one.articles), one.gold) for one in planned)
    shared = sharing.shared_count(len(pool), request.overlap)
    return planned, PackageReport(files, len(pool), shared, request.copies)


def _named(project: Project, names: Sequence[str]) -> list[tuple[Person, bool]]:
    """Return who is meant by each name or id, and whether they are new; raise AnnotatorError where it is not clear."""
    everybody = people.people(project)
    out: dict[str, tuple[Person, bool]] = {}
    for name in names:
        known = next((who for who in everybody if who.id == name), None)
        wanted = name if known is not None else check_name(name)
        same = [who for who in everybody if who.name == wanted] if known is None else [known]
        if len(same) > 1:
            raise AnnotatorError(
                f"{project.path}: {len(same)} annotators are called {wanted!r}. "
                f"Name one by id: {', '.join(who.id for who in same)}."
            )
        found = (same[0], False) if same else (Person(str(uuid.uuid4()), wanted), True)
        if found[0].id in out or any(is_new and who.name == wanted for who, is_new in out.values()):
            raise AnnotatorError(f"{found[0].name!r} is named twice. Name each annotator once.")
        out[found[0].id] = found
    return list(out.values())


def _key(who: Person, named: Sequence[tuple[Person, bool]]) -> str:
    """Return what stands for a person in the plan: a name stays the same where the same packages are made again."""
    return who.id if sum(other.name == who.name for other, _ in named) > 1 else who.name


def _salt(project: Project, request: PackageRequest) -> str:
    """Return what hidden articles are chosen and placed by; without the secret an annotator could find them."""
    if request.gold <= 0:
        return ""
    from annotator.work.reviewing import secret

    return f"{secret(project)}\n{request.seed}"


def _hidden(
    project: Project,
    shares: Mapping[str, Sequence[str]],
    keys: Mapping[str, tuple[Person, bool]],
    request: PackageRequest,
    salt: str,
) -> dict[str, list[str]]:
    """Return for each person the gold articles that are mixed in: first those that they do not know yet."""
    if request.gold <= 0:
        return {key: [] for key in shares}
    gold = assigning.adjudicated(project)
    if len(gold) < request.gold:
        raise AnnotatorError(
            f"{project.path}: {request.gold} hidden gold articles are asked for, but {len(gold)} articles are "
            "adjudicated to the end. Ask for fewer, or adjudicate more in Review."
        )
    out: dict[str, list[str]] = {}
    for key, share in shares.items():
        own = set(share)
        others = [article for article in gold if article not in own]
        known = assigning.worked_on(project, keys[key][0].id)
        missing = request.gold - (len(gold) - len(others))
        fresh = [article for article in others if article not in known]
        out[key] = sharing.pick(others, fresh, max(0, missing), f"{salt}\n{key}")
    return out
