"""Files that are dragged onto the window: articles are looked at in the import drawer, a project is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QWidget

from annotator.gui import theme
from annotator.gui.language import ntr, tr
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_text
from annotator.store.files import SUFFIX

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_Plan = tuple[str, str, Callable[[], object]]
"""What a drop would do, in words and in a second line, and what does it."""


class DropHint(QWidget):
    """Lies over the window while files are over it: a ring at the edge, and a card that says what a drop does."""

    def __init__(self, host: QWidget | None) -> None:
        super().__init__(host)
        self._title, self._line = "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, title: str, line: str) -> None:
        """Show over the host what a drop does."""
        self._title, self._line = title, line
        self.setAccessibleName(tr("{title}. {line}").format(title=title, line=line) if line else title)
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(host.rect())
        self.show()
        self.raise_()
        self.update()

    def words(self) -> str:
        """Return the first line."""
        return self._title

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        room, wide = look.px("space", "small"), look.stroke("focus")
        radius, focus = look.px("radius", "card"), look.colour("focus")
        draw_frame(painter, self.rect().adjusted(room, room, -room, -room), radius, None, focus, wide)
        title, small = look.ui_font("title", 600), look.ui_font("sub")
        page, gap = look.px("space", "page"), look.px("space", "gap")
        high, low = QFontMetrics(title).height(), QFontMetrics(small).height()
        side = look.px("icon", "rail")
        width = min(look.px("width", "drawer") + 2 * page, self.width() - 2 * page)
        card = QRect(0, 0, width, 2 * page + side + gap + high + low)
        card.moveCenter(self.rect().center())
        draw_frame(painter, card, radius, look.colour("raised"), focus, wide)
        top = card.top() + page
        draw_icon(painter, QRect(card.left(), top, width, side), "import", "ink", "rail")
        centre = Qt.AlignmentFlag.AlignHCenter
        lines = ((self._title, title, "ink", high), (self._line, small, "ink2", low))
        top += side + gap
        for words, font, ink, height in lines:
            place = QRect(card.left() + gap, top, width - 2 * gap, height)
            draw_text(painter, place, words, font, look.colour(ink), align=centre)
            top += height
        painter.end()


class Dropping(QObject):
    """Takes drops anywhere on the window, before the part under the pointer does."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._handle: QWindow | None = None
        self.hint = DropHint(window.centralWidget())
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is dragged, once the window has a place on the screen."""
        if watched is self._window:
            if event.type() == QEvent.Type.Show and self._window.windowHandle() is not None:
                self._handle = self._window.windowHandle()
                self._handle.installEventFilter(self)
                self._window.removeEventFilter(self)
            return False
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self.hint.hide()
            return False
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(
            event, (QDragEnterEvent, QDragMoveEvent)
        ):
            return self._over(event)
        return False

    def _over(self, event: QDragEnterEvent | QDragMoveEvent) -> bool:
        plan = self._plan(event.mimeData())
        if plan is None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self.hint.isHidden() or self.hint.words() != plan[0]:
            self.hint.say(plan[0], plan[1])
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.hint.hide()
        plan = self._plan(event.mimeData())
        if plan is None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._window.activateWindow()
        plan[2]()
        return True

    def _plan(self, data: QMimeData) -> _Plan | None:
        """Return what a drop of this would do; None where there is no file in it."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if not paths:
            return None
        window = self._window
        projects = [path for path in paths if path.name.endswith(SUFFIX)]
        if len(projects) == len(paths):
            if len(projects) > 1:
                words = tr("Drop one project at a time")
                return words, "", lambda: window.tell_note(words, tr("A window shows one project."))
            return tr("Drop to open the project"), projects[0].name, lambda: window.projects.open(projects[0])
        if window.session is None:
            title, line = tr("Open a project first"), tr("Then drop the articles again.")
            return title, line, lambda: window.tell_note(title, line)
        rest = [path for path in paths if path not in projects]
        many = ntr("{n} file or folder", "{n} files and folders", len(rest))
        return tr("Drop to import"), rest[0].name if len(rest) == 1 else many, lambda: window.transfers.look_at(rest)
