"""Writes charts and the report of agreement to files, beside the window, and says where they went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject, Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator.agreement.figures import Figures
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.review.drawing import picture
from annotator.gui.review.figures_column import Chart
from annotator.gui.review.saved_line import SavedLine
from annotator.gui.session import Session
from annotator.gui.tasks import Task
from annotator.work.charts import WIDTH
from annotator.work.drawing import titled, turned
from annotator.work.progress import Progress
from annotator.work.svg import svg
from annotator.work.targets import opened

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


class Saving(QObject):
    """Asks for files and writes them, one at a time."""

    def __init__(self, window: MainWindow, line: SavedLine) -> None:
        """`line` is where a file that was written can be opened."""
        super().__init__(window)
        self._window, self._line = window, line
        self._task: Task | None = None

    def ask_chart(self, chart: Chart, scheme: Scheme, kind: str) -> None:
        """Ask for a file and write a chart to it, as `svg` or `png`, in the colours that the window has now."""
        title, kinds = tr("Save chart"), {"svg": tr("SVG drawing"), "png": tr("PNG picture")}
        target = self._ask(title, self._start(_file_name(chart.title), f".{kind}"), f"{kinds[kind]} (*.{kind})")
        if target is None:
            return
        session, content = self._window.session, chart_bytes(chart, scheme, kind)
        if session is None:
            return
        project = session.project.path

        def write(_progress: Progress) -> None:
            with opened(target, project) as file:
                file.write(content)

        self._begin(write, target, tr("Saved the chart"), tr("The chart was not saved"))

    def ask_report(self, session: Session, figures: Figures | None) -> None:
        """Ask for a file and write the report to it; without figures they are worked out for it."""
        start = self._start(f"{session.project.path.stem}-agreement", ".html")
        target = self._ask(tr("Agreement report"), start, tr("Web page") + " (*.html)")
        if target is None:
            return
        project = session.project

        def write(progress: Progress) -> None:
            from annotator.work.agreeing import Agreement
            from annotator.work.report import write_report

            with project.beside() as second:
                shown = figures if figures is not None else Agreement(second).figures(progress)
                write_report(shown, second, target)

        self._begin(write, target, tr("Saved the report"), tr("The report was not saved"))

    def leave(self) -> None:
        """Stop what is being written; a file that is not whole is not there."""
        task, self._task = self._task, None
        if task is not None:
            task.leave()
            task.end()

    def _start(self, name: str, suffix: str) -> Path:
        return self._window.settings.folder / f"{name}{suffix}"

    def _ask(self, title: str, start: Path, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(start), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        self._window.settings.folder = target.parent
        return target if target.suffix else target.with_suffix(start.suffix)

    def _begin(self, write: Callable[[Progress], None], target: Path, done: str, failed: str) -> None:
        """Write beside the window and say how it went: quietly, or in a strip what went wrong."""
        self.leave()
        self._line.hide()
        window, task = self._window, Task(write, self)
        self._task = task
        task.succeeded.connect(lambda _none: self._say(done, target))
        task.broke.connect(lambda sentence: window.tell_fault(failed, sentence))
        task.finished.connect(lambda: self._finished(task))
        task.begin()

    def _say(self, done: str, target: Path) -> None:
        """Say what was written in the status bar, and offer to open it."""
        if self._window.session is not None:
            self._window.session.said.emit(tr("{done}: {file}").format(done=done, file=target.name))
        self._line.offer(done, target)

    def _finished(self, task: Task) -> None:
        task.deleteLater()
        if task is self._task:
            self._task = None


def chart_bytes(chart: Chart, scheme: Scheme, kind: str) -> bytes:
    """Return a chart with its title as the content of an `svg` or `png` file, in the look of the window."""
    drawing = titled(chart.make(WIDTH), chart.title, chart.note, chart.foot)
    if QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        drawing = turned(drawing)
    if kind == "svg":
        return svg(drawing, chart.title, scheme, dark=theme.current().dark).encode()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture(drawing, scheme))
    return bytes(buffer.data().data())


def _file_name(title: str) -> str:
    """Return a title as the name of a file."""
    letters = "".join(c if c.isalnum() else "-" for c in title.lower())
    return "-".join(part for part in letters.split("-") if part)
