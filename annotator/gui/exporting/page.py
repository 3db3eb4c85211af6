"""The page of the drawer that asks what is exported, and shows beside the window what that gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QVBoxLayout, QWidget

from annotator.core.ids import GOLD as GOLD_OWNER
from annotator.core.kinds import Kind
from annotator.gui import theme
from annotator.gui.asking import Asker
from annotator.gui.drawer import BAR_AFTER_MS
from annotator.gui.drawer_parts import Trouble, column_in, emptied, head
from annotator.gui.exporting.choices import (
    CHOSEN,
    EVERYBODY,
    GOLD,
    STATUSES,
    ArticlesPart,
    LabelsPart,
    LayerPart,
    StatusPart,
    one_of,
    texts,
)
from annotator.gui.exporting.splitting import SplitPart
from annotator.gui.exporting.table import SplitTable
from annotator.gui.exporting.wording import loss_line, lost_line
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import CheckRow, Hairline, MainButton, ProgressLine, TextLabel, ValueButton
from annotator.gui.widgets.drop_down import DropDown
from annotator.store import articles, layers, people
from annotator.work import kinds
from annotator.work.orders import ExportRequest
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.work.outlining import Estimate

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class ExportPage(QWidget):
    """What is chosen is remembered for the project; `foot` holds the button that asks for a file or a folder."""

    def __init__(self, window: MainWindow, session: Session, asker: Asker, *, gold: bool = False) -> None:
        super().__init__()
        self._window, self._session, self._asker = window, session, asker
        project = session.project
        self._kinds = {kind.name: kind for kind in kinds.known() if kind.writes}
        self._has_gold = GOLD_OWNER in layers.finishers(project) or gold
        self.dump, self.dataset = ValueButton(tr("Work as it is")), ValueButton(tr("A dataset for training"))
        self._what = QButtonGroup(self)
        self.format = DropDown(tr("Format"))
        self.format.setAccessibleDescription(tr("Format"))  # some readers take what is chosen for the name
        self._losses = TextLabel("", "sub", ink="ink2", wrap=True)
        self.layer = LayerPart(people.people(project), gold=self._has_gold, leads=session.leads)
        self.articles = ArticlesPart(articles.count(project), *self._in_corpus())
        self.statuses = StatusPart()
        self.labels = LabelsPart(session.scheme)
        self.furniture = CheckRow(tr("Keep bylines, captions and link lines in the texts"))
        self.splitting = SplitPart()
        self._outline = QVBoxLayout()
        self.trouble = Trouble()
        self.start = MainButton(tr("Export…"))
        self._line = TextLabel("", "sub", ink="ink2", wrap=True)
        self._bar = ProgressLine(tr("Counting"))
        self._patience = QTimer(self, singleShot=True, interval=BAR_AFTER_MS)
        self.foot = QWidget()
        self._fill_formats()
        self._arrange()
        self._recall(gold=gold)
        self._connect()
        self._follow(now=True)

    def _in_corpus(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return the row keys of the articles that Corpus shows, and of those selected there."""
        room = self._window.rooms.corpus
        if room is None or room.bar.filter.removed:
            return (), ()
        return room.model.pks(), room.table.selected()

    def _fill_formats(self) -> None:
        for kind in self._kinds.values():
            self.format.addItem(kind.title, kind.name)
        self.format.view().setMinimumWidth(theme.current().px("width", "drawer"))

    def _connect(self) -> None:
        self._patience.timeout.connect(self._show_bar)
        self._asker.began.connect(self._patience.start)
        self._asker.answered.connect(self._answered)
        self._asker.failed.connect(self._failed)
        self._window.search.clusterer.found.connect(self._clustered)
        for button in (self.dump, self.dataset):
            button.clicked.connect(lambda _on=False: self._follow(now=True))
        self.format.activated.connect(lambda _at: self._follow(now=True))
        for part in (self.layer, self.articles, self.statuses, self.labels, self.splitting):
            part.changed.connect(self._follow)
        self.furniture.clicked.connect(lambda _on=False: self._follow())
        self.start.clicked.connect(lambda _checked=False: self._export())

    # What is asked

    @property
    def kind(self) -> Kind:
        """Return the format that is chosen."""
        return self._kinds[str(self.format.currentData())]

    def request(self) -> ExportRequest:
        """Return what would be exported; its articles are told apart by `articles.pks`."""
        whose = self.layer.layer()
        request = ExportRequest(
            self.kind.name, self.layer.chosen(), self.statuses.chosen(), gold=whose == GOLD,
            furniture=self.furniture.isChecked(), labels=self.labels.chosen(),
        )  # fmt: skip
        if self.dataset.isChecked():
            request = replace(request, dataset=True, everybody=whose == EVERYBODY, **self.splitting.options())
        return request

    def _follow(self, *, now: bool = False) -> None:
        """Show the parts that go with what is chosen, and count anew."""
        dataset = self.dataset.isChecked()
        self.splitting.setVisible(dataset)
        self.statuses.show_dataset(on=dataset)
        self._losses.setText(loss_line(self.kind))
        self._asker.drop()
        self._still()
        self.trouble.say("")
        if not dataset:
            emptied(self._outline)
        complete = self.layer.complete() and (not dataset or self.splitting.sound())
        self._ready(False, "" if complete else tr("Something above is not complete yet."))
        if not complete:
            emptied(self._outline)
            return
        if not dataset:
            self._ready(True)
        project, request, pks = self._session.project, self.request(), self.articles.pks()

        def answer(progress: Progress) -> Estimate:
            from annotator.work.outlining import estimate, of_articles

            with project.beside() as second:
                return estimate(second, of_articles(second, request, pks), progress)

        self._asker.ask(answer, now=now)

    def _clustered(self, _articles: int) -> None:
        """Count anew: stories are others than they were."""
        if self._mine:
            self._follow()

    # What it gives

    @property
    def _mine(self) -> bool:
        return self._window.drawer.body() is self

    def _show_bar(self) -> None:
        if self._asker.busy:
            self._line.setText(tr("Counting…"))
            self._line.show()
            self._bar.setUnknown()
            self._bar.show()

    def _answered(self, found: Estimate) -> None:
        if not self._mine:
            return
        self._still()
        self._losses.setText(lost_line(self.kind, found.lost))
        emptied(self._outline)
        if found.outline is not None:
            parts = {name: part.as_json() for name, part in found.outline.splits.items()}
            self._outline.addWidget(head(tr("What it will hold")))
            self._outline.addWidget(SplitTable(parts, self._session.scheme))
            for sentence in found.outline.warnings:
                self._outline.addWidget(TextLabel(sentence, "sub", ink="ink2", wrap=True))
            self.splitting.show_found(found.outline.seed, found.outline.cut_dates)
        self._ready(True)

    def _failed(self, sentence: str) -> None:
        if self._mine:
            self._still()
            emptied(self._outline)
            self.trouble.say(sentence)
            self._ready(False, sentence)

    def _ready(self, ready: bool, why: str = "") -> None:
        self.start.setEnabled(ready)
        self.start.setToolTip("" if ready else why or tr("What it will hold is still being counted."))

    def _still(self) -> None:
        self._patience.stop()
        self._line.hide()
        self._bar.hide()

    # What is done

    def _export(self) -> None:
        """Ask for a place, and export there."""
        if not self.start.isEnabled():
            return
        target = self._ask_target()
        if target is None:
            return
        self._remember()
        self._asker.drop()
        self._window.transfers.start_export(target, self.request(), self.articles.pks())

    def _ask_target(self) -> Path | None:
        path, kind, title = self._session.project.path, self.kind, tr("Export")
        gold = "-gold" if self.layer.layer() == GOLD else ""
        if self.dataset.isChecked() or kind.folder:
            name = f"{path.stem}{gold}-{'dataset' if self.dataset.isChecked() else kind.name}"
            words = tr("Choose a folder: an empty one is filled, in any other a new one is made")
            chosen = QFileDialog.getExistingDirectory(self._window, words, str(path.parent))
            return _folder_in(Path(chosen), name) if chosen else None
        start = path.with_name(f"{path.stem}{gold}{kind.suffix}")
        asked = f"{kind.title} (*{kind.suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(start), asked)
        target = Path(chosen)
        return (target if target.suffix else target.with_suffix(kind.suffix)) if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Export with Return, wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._export()
        else:
            super().keyPressEvent(event)

    # What is remembered

    @property
    def _name(self) -> str:
        return f"export-{self._session.project.id}"

    def _remember(self) -> None:
        kept: dict[str, Any] = {
            "dataset": self.dataset.isChecked(), "format": self.kind.name, "layer": self.layer.layer(),
            "annotators": self.layer.chosen(), "statuses": self.statuses.chosen(), "labels": self.labels.chosen(),
            "furniture": self.furniture.isChecked(),
        }  # fmt: skip
        if self.dataset.isChecked():
            kept |= self.splitting.options()
        self._window.settings.choose(self._name, kept)

    def _recall(self, *, gold: bool) -> None:
        """Choose what was chosen last, or work as it is in our own format."""
        kept = self._window.settings.chosen(self._name)
        (self.dataset if kept.get("dataset") is True else self.dump).setChecked(True)
        place = self.format.findData(kept.get("format", "native"))
        self.format.setCurrentIndex(max(0, place))
        layer = str(kept.get("layer", EVERYBODY))
        chosen = texts(kept.get("annotators"), self.layer.boxes)
        self.layer.set(GOLD if gold else EVERYBODY if layer == CHOSEN and not chosen else layer, chosen)
        self.statuses.set(texts(kept.get("statuses"), STATUSES))
        self.labels.set(texts(kept.get("labels"), self.labels.boxes))
        self.furniture.setChecked(kept.get("furniture") is not False)
        self.splitting.set(kept)

    # How it looks

    def _arrange(self) -> None:
        look = theme.current()
        inset = look.px("space", "drawer")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, look.px("space", "inset"), inset, inset)
        column.setSpacing(look.px("space", "inset"))
        column.addLayout(one_of(self._what, (self.dump, self.dataset)))
        formats = QWidget()
        held = column_in(formats)
        held.addWidget(head(tr("Format")))
        held.addWidget(self.format)
        held.addWidget(self._losses)
        for part in (formats, self.layer, self.articles, self.statuses, self.labels, self.furniture, self.splitting):
            column.addWidget(part)
        self._outline.setSpacing(look.px("space", "hair"))
        column.addLayout(self._outline)
        column.addStretch(1)
        foot = column_in(self.foot, "gap")
        foot.addWidget(Hairline())
        foot.addWidget(self.trouble)
        foot.addWidget(self._line)
        foot.addWidget(self._bar)
        foot.addWidget(self.start, 0, Qt.AlignmentFlag.AlignRight)
        self._still()


def _folder_in(chosen: Path, name: str) -> Path:
    """Return the folder to write: the one chosen where it is empty or an export of ours, else a new one in it."""
    from annotator.work.targets import HIDDEN_MANIFEST, MANIFEST

    if not any(chosen.iterdir()) or any((chosen / one).is_file() for one in (MANIFEST, HIDDEN_MANIFEST)):
        return chosen
    return chosen / name
