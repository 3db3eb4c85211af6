"""The page of the drawer that shows what an import would bring, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.names import check_name
from annotator.gui import theme
from annotator.gui.asking import Asker
from annotator.gui.drawer import BAR_AFTER_MS
from annotator.gui.drawer_parts import Trouble, column_in, head
from annotator.gui.importing.card import ArticleCards
from annotator.gui.importing.encoding import EncodingQuestion
from annotator.gui.importing.found import Found
from annotator.gui.importing.mapping import MappingForm
from annotator.gui.importing.sources import KindList, SourceRows
from annotator.gui.language import ntr, tr
from annotator.gui.session import Session
from annotator.gui.widgets import Field, Hairline, MainButton, ProgressLine, TextLabel
from annotator.work.orders import ImportRequest
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.work.looking import Look
    from annotator.work.preview import Preview

_LOSSLESS = "native"


class ImportPage(QWidget):
    """Looks at the files beside the window, again with each other choice; `foot` holds the button that imports."""

    def __init__(self, window: MainWindow, session: Session, sources: Sequence[Path], asker: Asker) -> None:
        super().__init__()
        self._window, self._session, self._asker = window, session, asker
        self._sources = tuple(sources)
        self._look: Look | None = None
        self._mapped = False
        self.sources = SourceRows(self._sources)
        self.kind = KindList()
        self.annotator = Field(tr("the file’s name"), tr("Whose work it is"), icon="", in_panel=True)
        self._owner_fault = TextLabel("", "sub", ink="fault", wrap=True)
        self._owner = self._owner_part()
        self.encoding = EncodingQuestion()
        self.mapping = MappingForm()
        self.cards = ArticleCards()
        self.found = Found()
        self.trouble = Trouble()
        self.start = MainButton(tr("Import"))
        self._line = TextLabel("", "sub", ink="ink2", wrap=True)
        self._bar = ProgressLine(tr("Looking at the files"))
        self._patience = QTimer(self, singleShot=True, interval=BAR_AFTER_MS)
        self.foot = QWidget()
        self._arrange()
        self._connect()
        self._busy()
        self._ask(now=True)

    def _connect(self) -> None:
        self._patience.timeout.connect(self._show_bar)
        self._asker.began.connect(self._busy)
        self._asker.answered.connect(self._answered)
        self._asker.failed.connect(self._failed)
        self.kind.activated.connect(self._kind_chosen)
        self.encoding.changed.connect(self._ask)
        self.mapping.changed.connect(self._map)
        self.annotator.textEdited.connect(lambda _text: self._name())
        self.start.clicked.connect(lambda _checked=False: self._import())

    # What is asked

    def request(self) -> ImportRequest:
        """Return what would be imported as things are chosen now."""
        options: dict[str, Any] = {}
        if self._mapped:
            options["mapping"] = self.mapping.mapping()
        if self.encoding.chosen():
            options["encoding"] = self.encoding.chosen()
        name = self.annotator.text().strip() if self._owner.isVisibleTo(self) else ""
        return ImportRequest(self._sources, self.kind.chosen(), name or None, options=options)

    def _ask(self, *, now: bool = False) -> None:
        """Look at the files with what is chosen now."""
        self._ready(False)
        project, request = self._session.project, self.request()

        def answer(progress: Progress) -> Look:
            from annotator.work.looking import look  # it brings readers along, for which the window has no time

            with project.beside() as second:
                return look(second, request, progress)

        self._asker.ask(answer, now=now)

    def _map(self) -> None:
        self._mapped = True
        self._ask()

    def _kind_chosen(self, _index: int) -> None:
        """Read the files as another kind, whose columns nobody chose yet."""
        self._mapped = False
        self._ask(now=True)

    def _name(self) -> bool:
        """Say what is wrong with the annotator's name, and tell whether all is well."""
        words, fault = self.annotator.text().strip(), ""
        try:
            check_name(words or "somebody")
        except AnnotatorError as error:
            fault = str(error)
        self.annotator.setFault(fault)
        self._owner_fault.setText(fault)
        self._owner_fault.setVisible(bool(fault))
        return not fault

    # What was found

    @property
    def _mine(self) -> bool:
        """Tell whether the drawer still shows this page."""
        return self._window.drawer.body() is self

    def _busy(self) -> None:
        if self._mine or self._look is None:
            self._patience.start()

    def _show_bar(self) -> None:
        if self._asker.busy:
            self._line.setText(tr("Looking at the files…"))
            self._line.show()
            self._bar.setUnknown()
            self._bar.show()

    def _answered(self, found: Look) -> None:
        if not self._mine:
            return
        first, self._look = self._look is None, found
        self._still()
        preview = found.preview
        self.sources.show_look(found)
        self.kind.show_look(found)
        self.encoding.show_look(found)
        if not self._mapped:
            self.mapping.show_look(found)
        self._owner.setVisible(_may_be_nobodys(preview))
        self.cards.show_articles(preview.articles)
        self.found.show_preview(preview)
        self.found.show()
        self.trouble.say(_problem(preview))
        self._offer(preview)
        focus = QApplication.focusWidget()
        if first and focus is self.kind and self.start.isEnabled() and not self.kind.view().isVisible():
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, sentence: str) -> None:
        if not self._mine:
            return
        self._still()
        self.trouble.say(sentence)
        self.cards.show_articles(())
        self.found.hide()
        self.start.setText(tr("Import"))
        self._ready(False, tr("There is nothing to import."))

    def _offer(self, found: Preview) -> None:
        """Say on the button how much is imported, as far as that is known."""
        count = ntr("Import {n} article", "Import {n} articles", found.new)
        self.start.setText(count if found.complete and found.new else tr("Import"))
        some = found.new + found.already > 0 or not found.complete
        self._ready(some, tr("There is nothing to import."))

    def _ready(self, ready: bool, why: str = "") -> None:
        self.start.setEnabled(ready)
        self.start.setToolTip("" if ready else why or tr("The files are still being looked at."))

    def _still(self) -> None:
        self._patience.stop()
        self._line.hide()
        self._bar.hide()

    def _import(self) -> None:
        if self._look is None or not self.start.isEnabled():
            return
        if not self._name():
            self.annotator.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ready(False)
        self._asker.drop()
        self._window.transfers.start_import(self.request())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Import with Return, wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._import()
        else:
            super().keyPressEvent(event)

    # How it looks

    def _owner_part(self) -> QWidget:
        part = QWidget()
        column = column_in(part)
        column.addWidget(head(tr("Whose work it is, where a file names nobody")))
        column.addWidget(self.annotator)
        column.addWidget(self._owner_fault)
        self._owner_fault.hide()
        part.hide()
        return part

    def _arrange(self) -> None:
        look = theme.current()
        inset = look.px("space", "drawer")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, look.px("space", "inset"), inset, inset)
        column.setSpacing(look.px("space", "inset"))
        for part in (self.sources, self.kind, self.trouble, self._owner, self.encoding, self.mapping, self.cards,
                     self.found):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.cards.hide()
        self.found.hide()
        foot = column_in(self.foot, "gap")
        foot.addWidget(Hairline())
        foot.addWidget(self._line)
        foot.addWidget(self._bar)
        foot.addWidget(self.start, 0, Qt.AlignmentFlag.AlignRight)
        self._still()
        self._ready(False)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def _may_be_nobodys(found: Preview) -> bool:
    """Tell whether a file holds work of somebody whom it may not name."""
    from annotator.work import kinds  # the look brought it along

    news = {kind.name for kind in kinds.known() if kind.news}
    return any(file.kind and file.kind not in news | {_LOSSLESS, "zip", "gzip"} for file in found.files)


def _problem(found: Preview) -> str:
    """Return what is wrong with a file that can't be read at all, where that is all there is or it can be helped."""
    problems = [file.problem for file in found.files if file.problem]
    helped = next((one for one in problems if "Install it with: " in one), "")
    return helped or (problems[0] if problems and not found.articles else "")
