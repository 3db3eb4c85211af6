"""A real window on a real project, worked by keys, and the floor of the same article in a bare text widget."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator.gui import theme
from annotator.gui.main_window import MainWindow
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.store import articles
from tests.benchmarks import floors
from tests.benchmarks.child import SIZE
from tests.benchmarks.corpus import Sample

UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


class _Paints(QObject):
    """Counts how often a widget was painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - a method of Qt
        self.count += event.type() == QEvent.Type.Paint
        return False


class Desk:
    """The window with one article open; every press ends when all that it changed is painted."""

    def __init__(self, app: QApplication, project: Path, annotator: str = "mira") -> None:
        settings = Settings()
        theme.apply(app, "light")
        self.window = MainWindow(settings, annotator)
        self.window.projects.open(project, annotator, raise_errors=True)
        self.window.resize(*SIZE)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        self.settle()
        assert self.window.session is not None
        assert self.window.label is not None
        self.session: Session = self.window.session
        self.view = self.window.label.view
        self.view.setFocus()
        self._paints = _Paints()
        self.view.viewport().installEventFilter(self._paints)
        self._draw = Random(7)
        self._reader = sqlite3.connect(f"{project.as_uri()}?mode=ro", uri=True)

    def settle(self) -> None:
        """Do everything that waits, painting too."""
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    def open(self, sample: Sample) -> None:
        """Open an article and paint it."""
        pk = articles.pk_of(self.session.project, sample.id)
        assert pk is not None
        assert self.session.open_article(pk)
        QApplication.processEvents()

    def go_to_middle(self) -> None:
        """Scroll to the middle of the article."""
        assert self.session.article is not None
        middle = len(self.session.article.text) // 2
        self.window.activateWindow()
        self.view.setFocus()
        self.view.set_caret(middle)
        self.view.scroll_to(middle, middle + 1)
        self.settle()

    def select_words(self) -> None:
        """Select words in sight that have no tag of the first two labels yet, and that the edge rule leaves alone."""
        label = self.window.label
        assert label is not None
        text = self.session.article.text if self.session.article else ""
        taken = {(s.start, s.end) for s in self.session.spans.values() if s.label in ("actor", "location")}
        middle = len(text) // 2
        while True:
            start = text.find(" ", middle + self._draw.randrange(900)) + 1
            end = text.find(" ", start + self._draw.randrange(4, 20))
            if "\n" in text[start:end] or (start, end) in taken or text[start:end].strip() != text[start:end]:
                continue
            if label.hand.edges.range_for(start, end) == (start, end):
                break
        self.view.select_range(start, end)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key and paint what follows from it."""
        QTest.keyClick(self.view, key, modifier)
        QApplication.processEvents()

    def tag(self) -> None:
        """Press the first label's key."""
        self.press(Qt.Key.Key_1)

    def stored(self) -> list[tuple[str, str]]:
        """Return (id, label) of the last span made, as another connection reads it from the file."""
        return self._reader.execute(
            "SELECT id, label FROM spans WHERE origin = 'hand' ORDER BY created DESC, id DESC LIMIT 1"
        ).fetchall()

    @property
    def painted(self) -> int:
        """Return how often the words were painted."""
        return self._paints.count

    def close(self) -> None:
        """Close window and project."""
        self._reader.close()
        self.window.close()
        self.window.deleteLater()
        self.settle()


class Bare:
    """A QTextEdit with the same words at the same size, and a bare table beside it."""

    def __init__(self, folder: Path, sample: Sample) -> None:
        self.sample = sample
        self.edit = QTextEdit()
        self.edit.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.edit.resize(SIZE[0] // 2, SIZE[1])
        self.conn = floors.database(folder / f"bare-{sample.id}.db")
        floors.insert(self.conn, *floors.rows_of([sample]))
        self.edit.setPlainText(sample.text)
        self.edit.show()
        QTest.qWaitForWindowExposed(self.edit)
        QApplication.processEvents()
        self.edit.verticalScrollBar().setValue(self.edit.verticalScrollBar().maximum() // 2)
        QApplication.processEvents()

    def repaint_and_commit(self) -> None:
        """Paint every word in sight and write one row."""
        floors.commit_one(self.conn)
        self.edit.viewport().repaint()

    def open(self) -> None:
        """Read the article's rows, lay out its words and paint them."""
        text = self.conn.execute("SELECT text FROM articles").fetchone()[0]
        self.conn.execute('SELECT pk, start, "end", label, quote FROM spans').fetchall()
        self.edit.setPlainText(text)
        QApplication.processEvents()

    def close(self) -> None:
        """Close all."""
        self.conn.close()
        self.edit.deleteLater()
