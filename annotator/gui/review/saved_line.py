"""What was written to a file, and a way to open it: a line under the figures that goes away by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import ElidedLabel, IconButton, QuietButton

SHOWN_MS = 30_000


class SavedLine(QWidget):
    """Words, a button that opens the file, and one that closes the line; it stays while the keyboard is in it."""

    def __init__(self) -> None:
        super().__init__()
        self._file = Path()
        self._words = ElidedLabel("", "sub", 400, "ink2")
        self._open = QuietButton(tr("Open file"))
        self._close = IconButton("close", tr("Close this message"))
        self._gone = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._gone.timeout.connect(self._go)
        self._open.clicked.connect(self._show_file)
        self._close.clicked.connect(self.hide)
        look = theme.current()
        line = QHBoxLayout(self)
        line.setContentsMargins(look.px("space", "inset"), 0, look.px("space", "small"), look.px("space", "hair"))
        line.setSpacing(look.px("space", "hair"))
        line.addWidget(self._words, 1)
        line.addWidget(self._open)
        line.addWidget(self._close)
        self.hide()

    def offer(self, done: str, target: Path) -> None:
        """Say what was written, and offer to open it."""
        self._file = target
        self._words.setText(tr("{done}: {file}").format(done=done, file=target.name))
        self._open.setAccessibleName(tr("Open {file}").format(file=target.name))
        self.show()
        self._gone.start()

    def _show_file(self) -> None:
        self.hide()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))

    def _go(self) -> None:
        if self._open.hasFocus() or self._close.hasFocus():
            self._gone.start()
        else:
            self.hide()
