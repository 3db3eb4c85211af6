"""Processes of their own, whose start and memory are measured: run as a module with a task's name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import board

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1440, 900)


@dataclass(frozen=True, slots=True)
class Told:
    """What a process told: seconds from its start until its task was done, and the most memory it held, in MB."""

    seconds: float
    memory: float


def run(task: str, home: Path, *arguments: str) -> Told:
    """Run a task in a new process whose user's folders lie in `home`."""
    env = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        # Whoever starts the program a second time has its bytecode; an environment may forbid to keep any.
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.child", task, *arguments]
    out = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True, timeout=300).stdout
    told = json.loads(out.splitlines()[-1])
    return Told(told["at"] - began, told["memory"])


def _tell() -> None:
    sys.stdout.write(json.dumps({"at": time.monotonic(), "memory": board.memory()}) + "\n")


def bare_process() -> None:
    """Do nothing."""
    _tell()


def export(project: str, target: str) -> None:
    """Export a project."""
    from annotator.store.project import read_project
    from annotator.work.exporting import ExportRequest, export_file

    export_file(read_project(Path(project)), Path(target), ExportRequest())
    _tell()


def _until_painted(window: Any) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    window.show()
    while not window.windowHandle().isExposed():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QApplication.processEvents()
    _tell()
    window.close()


def bare_window() -> None:
    """Show a window of Qt's own parts, with a text and a list."""
    from PySide6.QtWidgets import QApplication, QListWidget, QMainWindow, QSplitter, QTextEdit

    app = QApplication([])
    window = QMainWindow()
    middle = QSplitter()
    middle.addWidget(QListWidget())
    middle.addWidget(QTextEdit("Merovia warned on Wednesday."))
    window.setCentralWidget(middle)
    window.resize(*SIZE)
    _until_painted(window)
    app.quit()


def our_window(project: str) -> None:
    """Show our window on a project, as `annotator PROJECT` does."""
    from PySide6.QtWidgets import QApplication

    from annotator.gui import theme
    from annotator.gui.main_window import MainWindow
    from annotator.gui.settings import Settings

    app = QApplication([])
    settings = Settings()
    theme.apply(app, settings.appearance)
    window = MainWindow(settings, "mira")
    window.projects.open(Path(project), "mira", raise_errors=True)
    window.resize(*SIZE)
    _until_painted(window)
    app.quit()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
