"""The main window: assembly only. What commands do lives in the rooms it puts together."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QStyle, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.actions import Actions, Handler
from annotator.gui.commands import COMMANDS
from annotator.gui.drawer import Drawer
from annotator.gui.dropping import Dropping
from annotator.gui.keymap import hub as keymap
from annotator.gui.label.feedback import show_feedback
from annotator.gui.label.workspace import LabelWorkspace
from annotator.gui.language import tr
from annotator.gui.palette import Palette
from annotator.gui.palette_list import Entry
from annotator.gui.preferences import Preferences, SettingsPage
from annotator.gui.projects import Projects
from annotator.gui.rail import Rail
from annotator.gui.recent import RecentProject
from annotator.gui.rooms import CORPUS, LABEL, REVIEW, Rooms
from annotator.gui.search.room import Search
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.gui.start import StartPage
from annotator.gui.status_bar import StatusBar
from annotator.gui.transfers import Transfers
from annotator.gui.widgets import Strip
from annotator.gui.widgets.order import raise_in_turn
from annotator.gui.zone_words import show_zone_words
from annotator.store.files import is_there
from annotator.work.projects import sample_size

TITLE = "News Annotator"
_START = QSize(1440, 900)


class MainWindow(QMainWindow):
    """One window: the start screen, or one project's Label workspace."""

    def __init__(self, settings: Settings, user: str, now: Callable[[], float] = time.monotonic) -> None:
        """`now` gives seconds that only grow: what the time on an article is counted by."""
        super().__init__()
        self._now = now
        self.settings, self.user = settings, user
        keymap().load(settings)
        self.session: Session | None = None
        self.label: LabelWorkspace | None = None
        self.setWindowTitle(TITLE)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.start = StartPage(sample_size())
        self.rail = Rail()
        self.strip = Strip()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._project_page = QWidget()
        self._row = QHBoxLayout(self._project_page)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.rail)
        self._pages.addWidget(self._project_page)
        # What lies over the pages has another parent: screen readers meet no other children of a stack.
        self._room = QWidget()
        room = QHBoxLayout(self._room)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self._pages)
        self.setCentralWidget(self._room)
        self.strip.setParent(self._room)
        self.drawer = Drawer(self._room)
        self.projects = Projects(self)
        self.transfers = Transfers(self)
        self.dropping = Dropping(self)
        self.search = Search(self)
        self.rooms = Rooms(self)
        self.preferences = Preferences(self)
        self.command_palette = Palette(self, settings, self._command_entries, self._article_entries)
        self.commands = Actions(self, self._handlers())
        raise_in_turn(self.menuBar(), self._room, self.status)
        self.menuBar().setAccessibleName(tr("Menus"))
        self._connect()
        self._restore()
        self._show_start()

    def _handlers(self) -> dict[str, Handler]:
        """Return what each command does, by its id."""
        projects, transfers, preferences = self.projects, self.transfers, self.preferences
        simple: dict[str, Handler] = {
            "new": projects.ask_new, "open": projects.ask_open, "sample": projects.open_sample,
            "search": self.search.open, "search-next": partial(self.search.step, 1),
            "search-previous": partial(self.search.step, -1),
            "import": transfers.ask_import, "import-folder": transfers.ask_import_folder,
            "export": transfers.ask_export, "export-gold": transfers.ask_export_gold,
            "copy": projects.ask_copy, "annotator": self._ask_annotator,
            "package": transfers.ask_packages, "merge": transfers.ask_merge, "feedback": partial(show_feedback, self),
            "zone-words": partial(show_zone_words, self),
            "scheme": self._show_scheme, "guideline": partial(self._show_scheme, guideline=True),
            "close": self._close_project, "quit": self.close, "help": self._show_help, "escape": self.rooms.escape,
            "room-label": partial(self.rooms.show, LABEL), "room-review": partial(self.rooms.show, REVIEW),
            "room-corpus": partial(self.rooms.show, CORPUS), "zoom-in": lambda: preferences.step_zoom(1),
            "zoom-out": lambda: preferences.step_zoom(-1), "zoom-reset": lambda: preferences.step_zoom(0),
            "skip": self._ask_skip, "palette": self.command_palette.open, "settings": self._show_settings,
            "keys": self._show_keys, "pane-next": partial(self.rooms.step_pane, 1),
            "pane-previous": partial(self.rooms.step_pane, -1),
        }  # fmt: skip
        for name in ("compact", "comfortable", "roomy"):
            simple[name] = partial(preferences.set_density, name)
        for name in ("light", "dark", "system"):
            simple[name] = partial(preferences.set_appearance, name)
        rest: dict[str, Handler] = {c.id: partial(self.rooms.run, c.id) for c in COMMANDS if c.id not in simple}
        return {**simple, **rest}

    def _connect(self) -> None:
        self.start.newWanted.connect(self.projects.ask_new)
        self.start.openWanted.connect(self.projects.ask_open)
        self.start.sampleWanted.connect(self.projects.open_sample)
        self.start.recentChosen.connect(self._open_recent)
        self.start.recentRemoved.connect(self._forget)
        self.rail.chosen.connect(self._rail)
        self.rooms.changed.connect(self._refresh)
        self.command_palette.homeless.connect(self.rooms.focus)
        self.status.annotatorWanted.connect(self._ask_annotator)
        self.status.missingWanted.connect(self._go_to_missing)
        self.strip.closed.connect(self._place_strip)

    # What is shown

    def show_session(self, session: Session) -> None:
        """Show a project's workspace."""
        self.session = session
        self.label = LabelWorkspace(session, lambda: self.settings.content_notes, self._now)
        self.label.clock.changed.connect(self.status.set_time)
        self.label.cover.skipWanted.connect(self.commands.by_id["skip"].trigger)
        self.add_room(self.label)
        self.label.inspector.guidelineWanted.connect(self.commands.by_id["guideline"].trigger)
        self.label.bar.doneWanted.connect(self.commands.by_id["done"].trigger)
        self.label.bar.skipWanted.connect(self.commands.by_id["skip"].trigger)
        self.label.pane.zoneWanted.connect(self.commands.by_id["zone"].trigger)
        self.label.pane.findWanted.connect(self.commands.by_id["find"].trigger)
        self.label.queue.importWanted.connect(self.commands.by_id["import"].trigger)
        self.label.queue.filterChanged.connect(lambda _text, _group: self._refresh_position())
        self.label.view.zoomRequested.connect(self.preferences.step_zoom)
        self.preferences.show_article()
        self.label.splitter.restoreState(self.settings.state("splitter"))
        self.commands.attach_text(self.label.view)
        session.failed.connect(self._failed)
        session.saved.connect(self._saved)
        session.said.connect(self.status.say)
        for changed in (session.articleChanged, session.schemeChanged, session.annotatorChanged):
            changed.connect(self._refresh)
        session.schemeChanged.connect(self._withdraw_offer)
        session.spansChanged.connect(self._refresh_counts)
        session.queueChanged.connect(self._refresh)
        self.strip.hide()
        self._pages.setCurrentWidget(self._project_page)
        self.rooms.begin()
        self.setWindowTitle(f"{session.project.path.stem} – {TITLE}")
        self._refresh()
        self.label.focus_text()

    def add_room(self, room: QWidget) -> None:
        """Put a workspace beside the rail."""
        self._row.addWidget(room, 1)

    def leave_session(self) -> None:
        """Take the workspace away and show the start screen."""
        self.drawer.close_drawer()  # it may hold words that are saved on leaving
        self.rooms.leave()
        if self.label is not None:
            self.label.inspector.commit()
            self.label.clock.stop()
            if not self.label.queue.collapsed():
                self.settings.set_state("splitter", self.label.splitter.saveState())
            self.label.hide()
            self.label.setParent(None)
            self.label.deleteLater()
        self.strip.hide()
        self.session = self.label = None
        self._show_start()

    def _show_start(self) -> None:
        self.start.set_recent(_recent(self.settings))
        self._pages.setCurrentWidget(self.start)
        self.setWindowTitle(TITLE)
        self._refresh()

    def _refresh(self) -> None:
        """Bring menus and status bar up to what is open."""
        session = self.session
        article = session.article if session else None
        self.commands.set_labels(session.scheme if session else None, self._tag)
        self.commands.allow(
            project=session is not None,
            article=article is not None,
            leads=self.rooms.leads,
            room=self.rooms.current,
            owner=self.rooms.owner,
        )
        self.status.setVisible(session is not None)
        self.status.show_room(self.rooms.current, leads=self.rooms.leads)
        self.status.set_annotator(session.me.name if session else "")
        self._refresh_position()
        self._refresh_counts()

    def _refresh_position(self) -> None:
        """Say which article of the list is open."""
        order = self.label.queue if self.label is not None else None
        article = self.session.article if self.session is not None else None
        if order is None or article is None:
            self.status.set_position(0, 0)
        else:
            self.status.set_position(order.position(article.pk), len(order.pks()))

    def _refresh_counts(self) -> None:
        """Say how many tags there are, and how many lack a value."""
        session = self.session
        if session is None or session.article is None:
            self.status.set_tags(None)
            self.status.set_missing(0)
            return
        self.status.set_tags(len(session.spans))
        names = set(session.lacking.values())
        self.status.set_missing(len(session.lacking), names.pop() if len(names) == 1 else "")

    def _tag(self, key: str) -> None:
        if self.label is not None:
            self.label.tag(key)

    # Messages

    def tell_fault(self, title: str, detail: str) -> None:
        """Say what went wrong in a strip that stays until it is read."""
        self.strip.show_fault(title, detail, tr("Close"), self.strip.hide)
        self._place_strip()

    def tell_note(self, title: str, detail: str = "", button: str = "", act: Handler | None = None) -> None:
        """Say what was done in a strip; the button calls `act`."""
        self.strip.show_note(title, detail, button, act)
        self._place_strip()

    def _failed(self, title: str, detail: str) -> None:
        self.status.set_saved(not (self.session is not None and self.session.unsaved))
        if self.label is not None:
            strip = self.label.pane.strip
            unsaved = self.session is not None and self.session.unsaved
            strip.show_fault(
                title, detail, tr("Try again") if unsaved else tr("Close"), self._try_again if unsaved else strip.hide
            )

    def _saved(self) -> None:
        self.status.set_saved(True)
        self.status.say("")
        if self.label is not None and self.label.pane.strip.is_fault():
            self.label.pane.strip.hide()

    def _try_again(self) -> None:
        if self.session is not None:
            self.session.try_again()

    # Commands of the window

    def _open_recent(self, path: str) -> None:
        self.projects.open(Path(path))

    def _forget(self, path: str) -> None:
        self.settings.forget(path)
        self.start.set_recent(_recent(self.settings))

    def _close_project(self) -> None:
        self.projects.close()

    def _rail(self, name: str) -> None:
        if name in ("keys", "settings"):
            self._show_help() if name == "keys" else self._show_settings()

    def _show_help(self) -> None:
        from annotator.gui.help import HelpPage

        page = HelpPage(self._scheme(), self._show_keys)
        self.drawer.open_with(tr("Keys and help"), page, wide=True)

    def _show_settings(self) -> None:
        self.drawer.open_with(tr("Settings"), SettingsPage(self.preferences, self._show_keys))

    def _show_keys(self) -> None:
        from annotator.gui.keys import KeysPage

        page = KeysPage(self._scheme())
        self.drawer.open_with(tr("Change keys"), page, page.footer())

    def _scheme(self) -> Scheme | None:
        return self.session.scheme if self.session is not None else None

    def _command_entries(self) -> list[Entry]:
        from annotator.gui.offers import command_entries, label_entries

        return [*label_entries(self.commands, self.session), *command_entries(self.commands)]

    def _article_entries(self, words: str) -> list[Entry]:
        from annotator.gui.offers import article_entries

        return article_entries(self.session, words, self._open_article)

    def _show_scheme(self, *, guideline: bool = False) -> None:
        if self.session is not None and self.label is not None:
            from annotator.gui.scheme.page import SchemePage

            page = SchemePage(self.session, self._offer)
            label = self.label.inspector.guideline.label()
            if guideline and label is not None:
                page.show_guideline(label.key, alone=True)
            self.drawer.open_with(tr("Scheme and guidelines"), page, page.foot)
            page.focus_first()

    def _offer(self, sentence: str, button: str, act: Callable[[], object]) -> None:
        """Say what was done above the label bar, with a button that takes it back."""
        self.strip.show_note(sentence, "", button, act)
        self._place_strip()

    def _withdraw_offer(self) -> None:
        """Take away what offers to take back a change that is not the last one any more."""
        if not self.strip.is_fault():
            self.strip.hide()

    def _ask_annotator(self) -> None:
        if self.session is not None:
            from annotator.gui.people import annotator_page

            self.drawer.open_with(tr("Annotator"), annotator_page(self.session, self._leave_drawer))

    def _ask_skip(self) -> None:
        if self.session is not None and self.label is not None:
            from annotator.gui.people import skip_page

            self.drawer.open_with(tr("Skip this article"), skip_page(self._skip))

    def _skip(self, reason: str) -> None:
        if self.label is not None:
            self.label.finish("skipped", reason)
        self._leave_drawer()

    def _open_article(self, pk: int) -> None:
        if self.session is not None and self.session.open_article(pk):
            self.rooms.focus()

    def _leave_drawer(self) -> None:
        self.drawer.close_drawer()
        self.rooms.focus()

    def _go_to_missing(self) -> None:
        if self.label is not None:
            self.label.go_to_missing()

    # Qt

    def _restore(self) -> None:
        if not self.restoreGeometry(self.settings.state("window")):
            room, title = self.screen().availableSize(), self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
            fits = room - QSize(title, 2 * title)
            self.resize(_START.boundedTo(fits))
            if fits != fits.expandedTo(_START):
                self.setWindowState(Qt.WindowState.WindowMaximized)
        self.commands.choose("density", self.settings.density)
        self.commands.choose("appearance", self.settings.appearance)

    def _place_strip(self) -> None:
        """Lay the strip over the page's foot; over a project's page, above the label bar and as wide as the column."""
        look = theme.current()
        inset = look.px("space", "inset")
        left, right, bottom = inset, self._pages.width() - inset, self._pages.height() - inset
        if self.label is not None and self.rooms.current == LABEL:
            corner = self.label.bar.mapTo(self._pages, QPoint(0, 0))
            left, right = (corner.x() + edge for edge in self.label.pane.column())
            bottom = corner.y() - inset
        width = min(right - left, look.px("width", "column"))
        height = max(self.strip.heightForWidth(width), self.strip.minimumHeight())
        self.strip.setGeometry((left + right - width) // 2, bottom - height, width, height)
        self.strip.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place_strip)  # the label bar finds its place after this

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go on with Tab, past an open drawer and what it lies over; F6 goes into it."""
        moved, past = super().focusNextPrevChild(forwards), set[QWidget]()
        focus = QApplication.focusWidget()
        while moved and focus is not None and focus not in past and self.drawer.is_in_the_way(focus):
            past.add(focus)
            moved = super().focusNextPrevChild(forwards)
            focus = QApplication.focusWidget()
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that neither a shortcut nor the part in focus knew."""
        if not self.commands.unclaimed(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit without a question: everything is saved."""
        self.settings.set_state("window", self.saveGeometry())
        self.projects.close()
        event.accept()


def _recent(settings: Settings) -> list[RecentProject]:
    """Return the recent projects as the start screen shows them."""
    return [
        RecentProject(
            Path(r.path),
            r.name,
            datetime.fromtimestamp(r.opened).astimezone(),
            r.finished,
            r.total,
            is_there(Path(r.path)),
        )
        for r in settings.recent()
    ]
