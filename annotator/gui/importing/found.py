"""What was found in the files that were looked at, and at the end what became of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator.gui.drawer_parts import Fact, column_in, counted, emptied, head
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.gui.wording import listed
from annotator.work.orders import ImportReport, Refusal

if TYPE_CHECKING:
    from annotator.work.preview import Preview


class Found(QWidget):
    """Counts of what is new, here already, copied, refused and repaired."""

    def __init__(self) -> None:
        super().__init__()
        self._column = column_in(self)

    def show_preview(self, found: Preview) -> None:
        """Show what one look found."""
        emptied(self._column)
        self._column.addWidget(head(tr("Found") if found.complete else tr("Found so far")))
        self._column.addWidget(Fact(tr("New"), figure(found.new), strong=True))
        self._column.addWidget(Fact(tr("Already here"), figure(found.already)))
        self._column.addWidget(Fact(tr("Wire copies"), copies_text(found.copies, found.stories)))
        refused = partial(_lines, found.refused)
        self._column.addWidget(counted(tr("Refused"), len(found.refused), refused, fault=True))
        self._column.addWidget(counted(tr("Repaired"), len(found.repaired), lambda: found.repaired))
        if not found.complete:
            words = tr("This is a part of the files. The import reads all of them.")
            self._column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))


def copies_text(copies: int, stories: int) -> str:
    """Say how many articles are copies, and of how many texts."""
    if not copies or not stories:
        return figure(copies)
    return ntr("{copies} in {n} cluster", "{copies} in {n} clusters", stories).format(copies=figure(copies))


class ImportDetails(QWidget):
    """The report of an import: counts, and lists of what was refused, repaired or the same."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        column = column_in(self)
        for fact in _facts(report):
            column.addWidget(fact)
        self.copy = QuietButton(tr("Copy report"))
        self.copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(report_text(report)))
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)


def _facts(report: ImportReport) -> list[Fact]:
    facts = [
        Fact(tr("New"), figure(report.added), strong=True),
        Fact(tr("Already here"), figure(report.already)),
        counted(tr("Refused"), len(report.refused), partial(_lines, report.refused), fault=True),
        counted(tr("Repaired"), len(report.repaired), lambda: report.repaired),
    ]
    if pairs := report.duplicates:
        facts.append(counted(tr("Same text"), len(pairs), lambda: [_same(pair) for pair in pairs]))
    if report.copies:
        facts.append(Fact(tr("Wire copies"), copies_text(report.copies, report.stories)))
    other = {name: n for name, n in sorted(report.encodings.items()) if name != "utf-8"}
    if other:
        words = tr("{name}: {n}")
        facts.append(Fact(tr("Not UTF-8"), listed(words.format(name=name, n=figure(n)) for name, n in other.items())))
    if report.labels_added:
        facts.append(Fact(tr("New labels"), listed(report.labels_added)))
    return facts


def _lines(refused: Sequence[Refusal]) -> list[str]:
    return [str(one) for one in refused]


def _same(pair: tuple[str, str]) -> str:
    return tr("{one} and {other}: the same but for case, spaces and quotes").format(one=pair[0], other=pair[1])


def report_text(report: ImportReport) -> str:
    """Return the whole report as lines, to be pasted elsewhere."""
    say: Callable[[str, int], str] = lambda name, n: tr("{name}: {n}").format(name=name, n=figure(n))  # noqa: E731
    lines = [
        say(tr("Read"), report.read), say(tr("New"), report.added), say(tr("Already here"), report.already),
        say(tr("Refused"), len(report.refused)), *map(str, report.refused),
        say(tr("Repaired"), len(report.repaired)), *report.repaired,
        *map(_same, report.duplicates),
    ]  # fmt: skip
    if report.labels_added:
        lines.append(tr("Labels added to the scheme: {labels}.").format(labels=listed(report.labels_added)))
    return "\n".join(lines)
