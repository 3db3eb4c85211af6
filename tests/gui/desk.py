"""A person at the program: a real window on a real project file, real keys and mouse, and what the file then holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.label.workspace import LabelWorkspace
from annotator.gui.main_window import MainWindow
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.store import articles, people
from annotator.store.articles import Work
from annotator.store.audit import audit
from annotator.store.project import read_project
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project

HARBOUR = (
    "Velmar closes its harbour to Ostrian ships\n"
    "\n"
    "Prime Minister Ada Renn warned on Monday that Velmar would fire on any Ostrian ship near Port Sell 😀.\n"
    "\n"
    "Related: Why the strait of Sell matters\n"
    "\n"
    "Renn telephoned Ostria’s president, Jon Halvar, late on Sunday. “Don't test us,” she said. Velmar's envoy left "
    "Ostria's capital at 3,500 km/h, the U.S. mission joked.\n"
)
BRIDGE = (
    "Two towns share one bridge\n"
    "\n"
    "The mayors of Upper and Lower Tavin met on the bridge. Nobody threatened anybody, and the river was calm.\n"
)
ARABIC = "وزير الخارجية يدعو إلى الحوار\n\nدعا وزير الخارجية سامي النور إلى الحوار مع مدينة تافين.\n"
ARTICLES = {"a-harbour": HARBOUR, "b-bridge": BRIDGE, "c-dialogue": ARABIC}


def write_articles(path: Path, texts: dict[str, str] | None = None) -> Path:
    """Write a native file with articles that nobody has worked on."""
    lines = [json.dumps({"id": key, "text": text, "annotator": None}) for key, text in (texts or ARTICLES).items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def make_project(path: Path, texts: dict[str, str] | None = None) -> Path:
    """Make a project with articles that nobody has worked on."""
    source = write_articles(path.with_suffix(".in.jsonl"), texts)
    made = new_project(path)
    report = import_files(made, ImportRequest((source,)), "project")
    assert not report.refused
    made.close()
    return path


def stored(path: Path, annotator: str = "Ana", article: str = "a-harbour") -> Work:
    """Return what the project file holds of one person's work, read beside the window."""
    project = read_project(path)
    try:
        who = next(p for p in people.people(project) if p.name == annotator)
        return articles.work(project, who.id, article)
    finally:
        project.close()


def tags(path: Path, annotator: str = "Ana", article: str = "a-harbour") -> list[tuple[str, str]]:
    """Return (words, label) of the tags that the project file holds, in reading order."""
    return of(stored(path, annotator, article).spans.values())


def of(spans: Iterable[Span]) -> list[tuple[str, str]]:
    """Return (words, label) of spans in reading order."""
    return [(s.quote, s.label) for s in sorted(spans, key=lambda s: (s.start, -s.end, s.label))]


def faults(path: Path) -> list[str]:
    """Return how a closed project differs from its log; nothing where all is well."""
    project = read_project(path)
    try:
        whole = project.db.execute("PRAGMA integrity_check").fetchone()[0]
        return audit(project) + ([] if whole == "ok" else [whole])
    finally:
        project.close()


class Desk:
    """One window and the person before it. Points are those of the widget named."""

    def __init__(
        self,
        path: Path | None,
        annotator: str | None,
        size: tuple[int, int],
        now: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """`now` is the clock that the time on an article is counted by; it stands still unless a test moves it."""
        self.app = cast(QApplication, QApplication.instance())
        self.settings = Settings()
        look = self.settings.appearance if self.settings.appearance != "system" else "light"
        theme.apply(
            self.app, look, self.settings.scale, self.settings.face, self.settings.contrast, still=self.settings.still
        )
        self.window = MainWindow(self.settings, "tester", now)
        if path is not None:
            self.window.projects.open(path, annotator, raise_errors=True)
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.settle()

    # What there is

    @property
    def session(self) -> Session:
        """Return the open project's session."""
        assert self.window.session is not None
        return self.window.session

    @property
    def label(self) -> LabelWorkspace:
        """Return the Label workspace."""
        assert self.window.label is not None
        return self.window.label

    @property
    def text(self) -> str:
        """Return the open article's text."""
        assert self.session.article is not None
        return self.session.article.text

    @property
    def headline(self) -> str:
        """Return the open article's headline."""
        assert self.session.article is not None
        return self.session.article.headline

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Return (words, label) of the tags on the screen."""
        found = [self.label.view.span(key) for key in self.session.spans]
        return of(span for span in found if span is not None)

    @property
    def active(self) -> str:
        """Return the words of the active tag."""
        span = self.label.view.span(self.label.view.active())
        assert self.label.view.active() == self.session.active
        return span.quote if span else ""

    @property
    def chosen(self) -> str:
        """Return the selected words."""
        found = self.label.view.selected_range()
        return self.text[slice(*found)] if found else ""

    @property
    def said(self) -> str:
        """Return all that the status bar says."""
        return " | ".join(self.window.status.words())

    def focus(self) -> QWidget:
        """Return the widget that has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def picture(self, widget: QWidget | None = None) -> QImage:
        """Return what the window, or one part of it, shows."""
        return (widget or self.window).grab().toImage()

    # What a person does

    def settle(self, milliseconds: int = 0) -> None:
        """Let the window do what it has to do."""
        if milliseconds:
            QTest.qWait(milliseconds)
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    def keys(self, *names: str) -> None:
        """Press keys, as `Ctrl+F` or `1`, where the window system would send them."""
        for name in names:
            if self.closed():
                return
            stroke = QKeySequence(name)[0]
            target = QGuiApplication.focusWindow() or self.window.windowHandle()
            QTest.keyClick(target, stroke.key(), stroke.keyboardModifiers())
            self.settle()

    def write(self, words: str) -> None:
        """Type words into what has the keyboard."""
        for letter in words:
            if letter.isascii():
                QTest.keyClick(self.window.windowHandle(), letter)
            else:
                self.press_place(0, Qt.Key.Key_unknown, letter)
        self.settle()

    def press_place(self, scan_code: int, key: Qt.Key, letters: str, *, repeated: bool = False) -> None:
        """Press a key by its place, as a keyboard sends it whose layout prints other letters there."""
        plain = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, key, plain, scan_code, 0, 0, letters, repeated)
        QApplication.sendEvent(self.focus(), event)
        self.settle()

    def find(self, phrase: str, *more: str) -> None:
        """Look for a phrase and come back with it selected."""
        self.keys("Ctrl+F")
        self.write(phrase)
        self.keys("Return", *more, "Esc")

    def tag(self, phrase: str, key: str) -> None:
        """Find a phrase and tag it, by keyboard alone."""
        self.find(phrase)
        self.keys(key)

    def place(self, phrase: str, inside: int = 0) -> None:
        """Put the caret into a phrase, as many characters behind its start, and let no tag be active."""
        self.label.view.activate("")
        self.label.view.set_caret(self.text.index(phrase) + inside)

    def click(
        self,
        widget: QWidget,
        point: QPoint | None = None,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Click a widget, in its middle where no point is given."""
        at = widget.mapTo(widget.window(), widget.rect().center() if point is None else point)
        QTest.mouseClick(widget.window().windowHandle(), button, modifiers, at)
        self.settle()

    def double_click(self, offset: int) -> None:
        """Double-click the character at an offset of the article."""
        at = self._in_window(self.middle(offset))
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        QTest.mouseDClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.settle()

    def click_text(self, offset: int, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """Click the character at an offset of the article."""
        self.click(self.label.view.viewport(), self.middle(offset), button)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Drag from one point of the article's viewport to another."""
        handle, left = self.window.windowHandle(), Qt.MouseButton.LeftButton
        QTest.mousePress(handle, left, modifiers, self._in_window(start))
        for step in (1, 2, 3, 4):
            at = start + (end - start) * step / 4
            if modifiers == Qt.KeyboardModifier.NoModifier:
                QTest.mouseMove(handle, self._in_window(at))
            else:  # a move of QTest's carries no modifiers
                view = self.label.view.viewport()
                place, there = QPointF(at), QPointF(view.mapToGlobal(at))
                none = Qt.MouseButton.NoButton
                QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, place, there, none, left, modifiers))
            self.settle()
        QTest.mouseRelease(handle, left, modifiers, self._in_window(end))
        self.settle()

    def drag_over(self, phrase: str, cut: int = 0) -> None:
        """Drag over a phrase, beginning and ending `cut` characters inside it."""
        start = self.text.index(phrase)
        self.show(start)
        self.drag(self.middle(start + cut), self.middle(start + len(phrase) - 1 - cut))

    def show(self, offset: int) -> None:
        """Scroll to an offset of the article."""
        self.label.view.scroll_to(offset, offset + 1)
        self.settle()

    def middle(self, offset: int) -> QPoint:
        """Return the middle of the character at an offset, in the article's viewport."""
        self.show(offset)
        view = self.label.view
        return (view.point_of(offset) + view.point_of(offset + 1)) / 2

    def _in_window(self, point: QPoint) -> QPoint:
        return self.label.view.viewport().mapTo(self.window, point)

    def menu(self) -> QMenu:
        """Return the menu that is open."""
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu)
        return found

    def choose(self, words: str) -> None:
        """Click the entry of the open menu that begins with some words."""
        menu = self.menu()
        action = next(a for a in menu.actions() if a.text().startswith(words))
        QTest.mouseClick(
            menu.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            menu.actionGeometry(action).center(),
        )  # fmt: skip
        self.settle()

    def closed(self) -> bool:
        """Tell whether the window is gone."""
        return not self.window.isVisible()

    def quit(self) -> None:
        """Leave as a person does; nothing may be asked."""
        self.keys("Ctrl+Q")
        assert self.closed()
        assert QApplication.activeModalWidget() is None

    def leave(self) -> None:
        """Close what a test left open."""
        if not isValid(self.window):
            return
        for popup in iter(QApplication.activePopupWidget, None):
            popup.close()
        self.window.close()
        self.window.deleteLater()
        self.settle()
