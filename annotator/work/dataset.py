"""A dataset: a folder with train, dev and test in any format, a card, the scheme and a manifest that proves it.

The same project and the same options give the same bytes on every machine: nothing here knows a clock or a path.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from annotator.core import splits
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD
from annotator.core.kinds import Kind
from annotator.formats.reading import Job
from annotator.formats.record import Record
from annotator.store import layers, people
from annotator.store.errors import spoken
from annotator.store.layers import Listed
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.exporting import job_of, lost
from annotator.work.orders import ExportReport, ExportRequest
from annotator.work.progress import Progress
from annotator.work.records import Records, check_filters, owners_of
from annotator.work.targets import MADE_BY, MANIFEST, files_in, folder_at

WHOLE = (100, 0, 0)
_VERSION = 1
_SEEDS_TRIED = 64
_IN_CARD = {"train": "train", "dev": "validation", "test": "test"}
"""What the `datasets` library calls each split."""


@dataclass(slots=True)
class Part:
    """What one split holds."""

    articles: int = 0
    stories: int = 0
    spans: int = 0
    labels: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as reports and manifests have them."""
        return {"articles": self.articles, "stories": self.stories, "spans": self.spans, "labels": self.labels}


@dataclass(slots=True)
class Outline:
    """What a dataset would hold: each split, the seed or the cut dates, and what a person should know before.

    Spans are counted before furniture is cut. `layer` names whose work it is: gold, names or ids.
    """

    splits: dict[str, Part]
    warnings: list[str]
    seed: int
    cut_dates: tuple[str, str] | None
    layer: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """A dataset before it is written: what was asked for, made definite, and where each article goes."""

    request: ExportRequest
    owners: set[str] | None
    shares: splits.Shares
    places: dict[str, str]
    listed: dict[str, Listed]
    parts: dict[str, Part]
    warnings: list[str]

    def articles_of(self, split: str) -> list[str]:
        """Return the ids of a split's articles, in order."""
        return sorted(article for article, place in self.places.items() if place == split)


def outline(project: Project, request: ExportRequest) -> Outline:
    """Return what the dataset would hold, from counts alone; raises AnnotatorError as the export would."""
    plan = planned(project, request)
    names = {GOLD: "gold", **{person.id: person.name for person in people.people(project)}}
    owners = layers.finishers(project) if plan.owners is None else plan.owners
    return Outline(
        plan.parts, plan.warnings, plan.request.seed, plan.request.cut_dates,
        tuple(sorted(names.get(owner, owner) for owner in owners)),
    )  # fmt: skip


def planned(project: Project, request: ExportRequest) -> Plan:
    """Return which article goes where; raises AnnotatorError with a sentence where that is not to be told."""
    shares = request.splits or WHOLE
    try:
        splits.check_shares(shares)
        if request.cut_dates is not None:
            splits.check_cuts(request.cut_dates)
    except ValueError as error:
        raise AnnotatorError(str(error)) from error
    check_filters(project, request)
    with spoken(project.path):
        request = _with_layer(project, request)
        owners = owners_of(project, request)
        listed = {one.id: one for one in layers.listed(project)}
        counts = _counts(project, request, owners, listed)
    if not counts:
        raise AnnotatorError(
            f"{project.path}: no article fits what the dataset asks for. Finish some, or ask for more."
        )
    stories = {identity: one.story for identity, one in listed.items()}
    request, places = _placed(request, shares, stories, listed, counts)
    places = {article: places[article] for article in counts}
    parts = _parts(shares, places, stories, counts)
    return Plan(
        request, owners, shares, places, listed, parts, _warnings(project, request, parts, shares, listed, places)
    )


def _with_layer(project: Project, request: ExportRequest) -> ExportRequest:
    """Return the request with a layer and a status: gold where there is any, else the one person who finished any."""
    if not request.statuses:
        request = replace(request, statuses=("done",))
    if request.gold or request.annotators or request.everybody:
        return request
    found = layers.finishers(project)
    if GOLD in found:
        return replace(request, gold=True)
    if len(found) == 1:
        return replace(request, annotators=tuple(found))
    if not found:
        raise AnnotatorError(f"{project.path}: nobody has finished an article, so there is nothing for a dataset yet.")
    names = ", ".join(person.name for person in people.people(project) if person.id in found)
    raise AnnotatorError(
        f"{project.path}: {names} finished articles, and there is no gold layer. Say whose work the dataset holds: "
        "name an annotator, or ask for all annotators."
    )


def _counts(
    project: Project, request: ExportRequest, owners: set[str] | None, listed: dict[str, Listed]
) -> dict[str, dict[str, int]]:
    """Return article -> label -> spans of the work that is asked for."""
    wanted, chosen = set(request.labels), set(request.articles)
    out: dict[str, dict[str, int]] = {}
    for one in layers.counted(project, owners, request.statuses):
        if not chosen or one.article in chosen:
            held = out.setdefault(listed[one.article].id, {})
            for key, many in one.labels.items():
                if many and (not wanted or key in wanted):
                    held[key] = held.get(key, 0) + many
    return out


def _placed(
    request: ExportRequest, shares: splits.Shares, stories: dict[str, str], listed: dict[str, Listed],
    counts: dict[str, dict[str, int]],
) -> tuple[ExportRequest, dict[str, str]]:  # fmt: skip
    """Return article -> split, and the request with the seed or the cut dates that were used."""
    if request.by_date or request.cut_dates is not None:
        days = {identity: splits.day_of(one.published) for identity, one in listed.items()}
        stories = {identity: stories[identity] for identity in sorted(stories, key=lambda one: listed[one].pk)}
        cuts = request.cut_dates
        if cuts is None:
            inside = {article: stories[article] for article in counts}
            cuts = splits.cut_dates(inside, _story_days(stories, days, inside), shares)
        request = replace(request, by_date=True, cut_dates=cuts)
        return request, splits.assign_by_date(stories, days, cuts)
    if request.balance:
        held: dict[str, Counter[str]] = {}
        for article, labels in sorted(counts.items()):
            held.setdefault(stories[article], Counter()).update(labels)
        seed, _ = splits.best_seed(held, shares, request.seed, _SEEDS_TRIED)
        request = replace(request, seed=seed, balance=False)
    return request, splits.assign(stories, shares, request.seed)


def _story_days(stories: dict[str, str], days: dict[str, str], inside: dict[str, str]) -> dict[str, str]:
    """Return article -> the first day of its story in the whole project."""
    firsts = splits.first_days(stories, days)
    return {article: firsts[story] for article, story in inside.items()}


def _parts(
    shares: splits.Shares, places: dict[str, str], stories: dict[str, str], counts: dict[str, dict[str, int]]
) -> dict[str, Part]:
    used = {split for split, share in zip(splits.SPLITS, shares, strict=True) if share} | set(places.values())
    parts = {split: Part() for split in splits.SPLITS if split in used}
    seen: dict[str, set[str]] = {split: set() for split in parts}
    totals: dict[str, Counter[str]] = {split: Counter() for split in parts}
    for article, split in places.items():
        parts[split].articles += 1
        seen[split].add(stories[article])
        totals[split].update(counts[article])
    for split, part in parts.items():
        part.stories, part.spans = len(seen[split]), totals[split].total()
        part.labels = dict(sorted(totals[split].items()))
    return parts


def _warnings(
    project: Project, request: ExportRequest, parts: dict[str, Part], shares: splits.Shares,
    listed: dict[str, Listed], places: dict[str, str],
) -> list[str]:  # fmt: skip
    labels = [label.key for label in project.scheme.live if not request.labels or label.key in request.labels]
    held = {split: part.labels for split, part in parts.items()}
    found = splits.lacking(held, {split: part.articles for split, part in parts.items()}, labels)
    found += splits.uneven(held, shares)
    none = [key for key in labels if not any(part.labels.get(key) for part in parts.values())]
    if none:
        found.append(f"No split has {', '.join(none)}.")
    if request.by_date:
        bare = sum(not splits.day_of(listed[article].published) for article in places)
        if bare:
            these = "1 article has" if bare == 1 else f"{bare:,} articles have"
            found.append(f"{these} no date; a story without any date is in train.")
    return found


def export_dataset(project: Project, target: Path, request: ExportRequest, progress: Progress) -> ExportReport:
    """Write a dataset into the folder `target`, which takes its place when all is written.

    Raises AnnotatorError and Cancelled; what stood there then stays.
    """
    from annotator.work.card import card

    kind = kinds.named(request.format, writing=True)
    writer = kind.load()
    plan = planned(project, request)
    job = job_of(project, kind, plan.request)
    with folder_at(target) as folder:
        written = _write_splits(project, plan, kind, writer, job, folder, progress)
        report = ExportReport(
            sum(records.records for records, _ in written.values()), sum(part.articles for part in plan.parts.values()),
            sum(part.spans for part in plan.parts.values()), job.losses.told(), lost(job.losses),
            {split: part.as_json() for split, part in plan.parts.items()}, plan.warnings,
            None if plan.request.by_date else plan.request.seed, plan.request.cut_dates, target,
        )  # fmt: skip
        _put(folder / "scheme.toml", project.scheme.text)
        facts = files_in(folder)
        _put(folder / "README.md", card(project, plan, kind, report, facts, _data_files(kind, plan), progress))
        facts = {**facts, "README.md": files_in(folder)["README.md"]} if len(facts) < 8 else files_in(folder)
        members = {split: hashes for split, (_, hashes) in written.items()}
        _put_json(folder / MANIFEST, _manifest(project, plan, report, facts, members))
    return report


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _put_json(path: Path, found: dict[str, Any]) -> None:
    """Write an object piece by piece: that of 100,000 articles takes 100 MB as one string."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(found))
        file.write("\n")


def _write_splits(
    project: Project, plan: Plan, kind: Kind, writer: ModuleType, job: Job, folder: Path, progress: Progress
) -> dict[str, tuple[Records, dict[str, bytes]]]:
    """Write each split; return what went by, and article -> SHA-256 of its text."""
    out: dict[str, tuple[Records, dict[str, bytes]]] = {}
    before = 0
    for split, part in plan.parts.items():
        ids = plan.articles_of(split)
        records = Records(
            project, plan.request, plan.owners, job.losses, progress, ids=ids, before=before, total=len(plan.places)
        )
        hashes: dict[str, bytes] = {}
        stream = _passing(records, hashes, names=plan.request.names)
        place = folder / file_of(kind, split)
        place.parent.mkdir(exist_ok=True)
        if kind.folder:
            place.mkdir()
            writer.write(stream, place, job)
        else:
            with place.open("wb", buffering=1 << 20) as file:
                writer.write(stream, file, job)
        before += len(ids)
        part.articles, part.spans, part.labels = len(hashes), records.spans, dict(sorted(records.labels.items()))
        part.stories = len({plan.listed[article].story for article in hashes})
        out[split] = records, hashes
    return out


def _passing(records: Records, hashes: dict[str, bytes], *, names: bool) -> Iterator[Record]:
    for record in records:
        hashes[record.id] = bytes.fromhex(record.sha256)
        if not names and record.annotator_id not in (None, GOLD):
            record.annotator = record.annotator_id
        yield record


def file_of(kind: Kind, split: str) -> str:
    """Return where a split lies in the folder of a dataset: a file, or for some formats a folder of files."""
    if kind.suffix == ".parquet":
        return f"data/{split}-00000-of-00001.parquet"
    return f"{split}{kind.suffix}"


def _data_files(kind: Kind, plan: Plan) -> list[tuple[str, str]]:
    """Return (split, file) as the `datasets` library may load them; nothing where it can't read the format."""
    if kind.suffix not in (".parquet", ".jsonl"):
        return []
    return [(_IN_CARD[split], file_of(kind, split)) for split, part in plan.parts.items() if part.articles]


def _manifest(
    project: Project, plan: Plan, report: ExportReport, files: dict[str, Any], members: dict[str, dict[str, bytes]]
) -> dict[str, Any]:
    request, scheme = plan.request, project.scheme
    owners = None if plan.owners is None else sorted(plan.owners)
    return {
        "made_by": MADE_BY, "manifest": _VERSION, "project": project.id,
        "scheme": {"name": scheme.name, "version": scheme.version, "sha256": scheme.hash},
        "options": {
            "format": request.format, "owners": owners, "statuses": sorted(request.statuses),
            "splits": list(plan.shares), "by_date": request.by_date, "seed": request.seed,
            "cut_dates": None if request.cut_dates is None else list(request.cut_dates),
            "furniture": request.furniture, "labels": sorted(request.labels), "articles": sorted(request.articles),
            "names": request.names,
        },
        "splits": report.splits, "warnings": report.warnings, "losses": report.as_json()["losses"], "files": files,
        "articles": {split: {key: value.hex() for key, value in held.items()} for split, held in members.items()},
    }  # fmt: skip


def like(project: Project, path: Path, request: ExportRequest) -> ExportRequest:
    """Return the request with the splits of an earlier dataset, so that every story keeps its place.

    `path` is its manifest or its folder. Raises AnnotatorError where it is none of this project.
    """
    path = path / MANIFEST if path.is_dir() else path
    try:
        with spoken(path):
            found = json.loads(path.read_text(encoding="utf-8"))
        options = found["options"]
        train, dev, test = (int(share) for share in options["splits"])
        cuts = options["cut_dates"]
        made = replace(
            request, splits=(train, dev, test), by_date=bool(options["by_date"]), seed=int(options["seed"]),
            cut_dates=None if cuts is None else (str(cuts[0]), str(cuts[1])), balance=False,
        )  # fmt: skip
        owner = found["project"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise AnnotatorError(
            f"{path} is no manifest of a dataset. Name manifest.json, or the dataset's folder."
        ) from error
    if owner != project.id:
        raise AnnotatorError(f"{path} is the manifest of another project's dataset, so its splits do not fit this one.")
    return made
