"""The window's process: one application, one main window."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSocketNotifier, QTranslator
from PySide6.QtWidgets import QApplication

from annotator.core.errors import AnnotatorError
from annotator.gui import language, theme
from annotator.gui.language import tr
from annotator.gui.main_window import MainWindow
from annotator.gui.settings import Settings
from annotator.store.errors import told


def run(project: Path | None, annotator: str | None, user: str) -> int:
    """Open the window, on `project` or on the start screen; return the exit code when it is closed."""
    _need_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise AnnotatorError("Another kind of Qt application runs in this process already.")
    app.setApplicationName("News Annotator")
    app.setDesktopFileName("news-annotator")
    settings = Settings()
    _speak(app, settings.language)
    theme.apply(app, settings.appearance, settings.scale, settings.face, settings.contrast, still=settings.still)
    window = MainWindow(settings, user)
    _close_on_signals(window)
    if project is not None:
        window.projects.open(project, annotator, raise_errors=True)
    sys.excepthook = Unforeseen(window)
    window.show()
    return app.exec()


def _speak(app: QApplication, name: str) -> None:
    """Speak the language of this name, or the system's, in the window's words and in those of Qt."""
    language.use_system_language(name)
    spoken = language.language()
    if not spoken:
        return
    own = QTranslator(app)
    if own.load(f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)
    app.setLayoutDirection(QLocale(spoken).textDirection())


def _close_on_signals(window: MainWindow) -> None:
    """Close the project as a quit does when the system ends the session or a terminal stops the program.

    Windows has no such signals: its sessions end by closing windows.
    """
    if sys.platform == "win32":
        return
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writing)  # wakes Qt's loop, which otherwise lets no Python handler run
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    QSocketNotifier(reading, QSocketNotifier.Type.Read, window).activated.connect(window.close)


class Unforeseen:
    """Says in a strip what no action foresaw, and leaves the details on standard error."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        session = self._window.session
        self._window.tell_fault(tr("Something went wrong"), told(error, session.project.path if session else None))


def _need_display() -> None:
    """Raise AnnotatorError where Qt would end the process for want of a display."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise AnnotatorError(
            "There is no display here. Start the window on a desktop, or use the commands without one."
        )
