"""What the table of articles says: a cell as it is shown, and a whole row as a screen reader says it."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.gui.corpus.columns import Column
from annotator.gui.language import N_, figure, ntr, tr
from annotator.gui.wording import day_text, facts_line, listed, one_line
from annotator.store.corpus import CorpusRow

STATUS_NAMES = {"new": N_("new"), "started": N_("started"), "done": N_("done"), "skipped": N_("skipped")}
DASH = "–"


def status_name(status: str) -> str:
    """Return the word for a state of an article."""
    name = STATUS_NAMES.get(status, "")
    return tr(name) if name else status


def tags_of(row: CorpusRow, label: str) -> int | None:
    """Return how many of my tags an article has of a label; None where there are none and I did not finish it."""
    count = row.counts.get(label, 0) if row.counts is not None else 0
    return count if count or row.status == "done" else None


def cell_text(row: CorpusRow, column: Column, *, years: bool) -> str:
    """Return what stands in a cell; of tags `0` says that the article was read to its end, a dash that it was not."""
    if column.label is not None:
        count = tags_of(row, column.label.key)
        return DASH if count is None else figure(count)
    match column.key:
        case "headline":
            return one_line(row.headline or row.id)
        case "source":
            return row.source
        case "published":
            return day_text(row.published, year=years)
        case "language":
            return row.language
        case "words":
            return figure(row.words)
        case "wire":
            return figure(row.copies) if row.copies > 1 else ""
        case "finished":
            return finished_text(row)
        case _:
            return ""


def finished_text(row: CorpusRow) -> str:
    """Say how many finished an article, of how many that it was given to."""
    if not row.assigned:
        return figure(row.finished)
    return tr("{n} of {all}").format(n=figure(row.finished), all=figure(row.assigned))


def cell_spoken(row: CorpusRow, column: Column) -> str:
    """Return a cell in words, for a screen reader; no cell is without."""
    if column.key == "status":
        return status_name(row.status)
    if column.label is not None and tags_of(row, column.label.key) is None:
        return tr("not finished")
    if column.key == "wire":
        return ntr("one of {n} copy", "one of {n} copies", row.copies) if row.copies > 1 else tr("no copies")
    return cell_text(row, column, years=True) or tr("{column}: none").format(column=column.spoken)


def row_spoken(row: CorpusRow, shown: Sequence[Column], *, is_copy: bool) -> str:
    """Return a row in words, for a screen reader."""
    parts = [one_line(row.headline or row.id), tr("removed") if row.removed else "", status_name(row.status)]
    parts += [tr("a copy") if is_copy else "", row.source, day_text(row.published, year=True)]
    parts += [ntr("{n} word", "{n} words", row.words)]
    parts += [ntr("one of {n} copy", "one of {n} copies", row.copies) if row.copies > 1 else ""]
    if row.counts is not None:
        for column in shown:
            if column.label is not None and row.counts.get(column.label.key):
                words = tr("{label} {count}")
                parts.append(words.format(label=column.label.name, count=figure(row.counts[column.label.key])))
    if any(column.key == "finished" for column in shown):
        parts.append(tr("finished by {n}").format(n=finished_text(row)))
    return listed([*parts, *row.tags])


def row_tip(row: CorpusRow) -> str:
    """Return what is worth knowing beyond the columns: the id and the tags."""
    return facts_line((row.id, *row.tags))
