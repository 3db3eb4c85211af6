"""The words of an export: the options of the command line as a request, and a report as lines of text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from annotator.work.orders import ExportReport, ExportRequest, Loss

_USUAL = (80, 10, 10)
_PLACES = 3
_OF_DATASETS = ("split", "by_date", "cut_dates", "balance", "like", "everybody", "names")


def requested(
    project: Project, *, split: str | None, cut_dates: str | None, like: Path | None, articles: Path | None,
    no_furniture: bool, seed: int | None, **plain: Any,
) -> ExportRequest:  # fmt: skip
    """Return the request that the options ask for; raise AnnotatorError where one makes no sense or can't be read."""
    asked = {"split": split, "cut_dates": cut_dates, "like": like, **plain}
    if not plain["dataset"] and (wrong := [name for name in _OF_DATASETS if asked[name]]):
        raise AnnotatorError(f"{_option(wrong[0])} goes with --dataset: splits are made in the folder of a dataset.")
    if like is not None and (wrong := [name for name in ("split", "by_date", "cut_dates", "balance") if asked[name]]):
        raise AnnotatorError(f"{_option(wrong[0])} does not go with --like, which takes the splits as they were.")
    if plain["balance"] and (plain["by_date"] or cut_dates):
        raise AnnotatorError("--balance does not go with splits by date: it tries seeds, and a date has none.")
    request = ExportRequest(
        **plain,
        splits=_shares(split) if split else _USUAL if cut_dates or plain["by_date"] or plain["balance"] else None,
        cut_dates=_cuts(cut_dates) if cut_dates else None,
        articles=_ids(articles) if articles else (),
        furniture=not no_furniture,
        seed=1 if seed is None else seed,
    )
    if like is not None:
        from annotator.work import dataset

        request = dataset.like(project, like, request)
    return request


def _option(name: str) -> str:
    return "--all-annotators" if name == "everybody" else f"--{name.replace('_', '-')}"


def _shares(text: str) -> tuple[int, int, int]:
    parts = text.replace(",", "/").split("/")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise AnnotatorError(f"--split {text}: give percent of train, dev and test, such as 80/10/10.")
    train, dev, test = (int(part) for part in parts)
    return train, dev, test


def _cuts(text: str) -> tuple[str, str]:
    dev, comma, test = text.partition(",")
    if not comma:
        raise AnnotatorError(f"--cut-dates {text}: give the first day of dev and of test: 2031-05-01,2031-06-01.")
    return dev.strip(), test.strip()


def _ids(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise AnnotatorError(f"{path} can't be read ({error.strerror}). Check the path of the list.") from error
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"{path} is not UTF-8 (byte {error.start}). Save the list as UTF-8.") from error
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not found:
        raise AnnotatorError(f"{path} names no article: give one id a line.")
    return found


def told(report: ExportReport, target: Path) -> str:
    """Return the report as lines: what was written, how it was split, what was left out and where first."""
    held = f"{_count(report.records, 'record')} of {_count(report.articles, 'article')}"
    lines = [f"Wrote {held} with {_count(report.spans, 'span')} to {target}."]
    for split, part in report.splits.items():
        labels = ", ".join(f"{label} {many}" for label, many in part["labels"].items())
        stories = _count(part["stories"], "story", "stories")
        held = f"{_count(part['articles'], 'article')}, {stories}, {_count(part['spans'], 'span')}"
        lines.append(f"{split}: {held} ({labels})." if labels else f"{split}: {held}.")
    if len(report.splits) > 1:
        lines.append(_again(report))
    lines += report.warnings
    lines += [f"Left out: {_lost(one)}." for one in report.lost]
    return "\n".join(lines)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _again(report: ExportReport) -> str:
    """Say how the next dataset keeps every story where it is."""
    how = f"--seed {report.seed}" if report.cut_dates is None else f"--cut-dates {','.join(report.cut_dates)}"
    return f"The next dataset keeps every story in its split with {how}, or with --like {report.path}."


def _lost(one: Loss) -> str:
    more = ", …" if one.count > _PLACES and len(one.places) >= _PLACES else ""
    places = "".join(
        c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in ", ".join(one.places[:_PLACES])
    )
    return f"{one} ({places}{more})" if one.places else str(one)
