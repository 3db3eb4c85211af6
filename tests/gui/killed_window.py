"""Work in a real window until somebody ends this process, and say after each painting what stands on the screen.

Run as `python -m tests.gui.killed_window PROJECT SEED`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from random import Random

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from annotator.gui.article.view import ArticleView
from tests.gui.desk import ARTICLES, Desk

PRESSES = 400
MOVES = ("Ctrl+Right", "Ctrl+Left", "Down", "Up", "Ctrl+Shift+Right", "Ctrl+Shift+Right", "Tab", "Esc")
ACTIONS = (
    "1", "2", "3", "4", "1", "2", "3", "4", "Delete", "U", "Q", "Alt+Right", "Alt+Left", "Alt+Down", "Alt+Up", "S",
    "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Return", "Ctrl+PgUp", "Ctrl+PgDown",
)  # fmt: skip


def main() -> None:
    project, seed = Path(sys.argv[1]), int(sys.argv[2])
    pipe = sys.stdout.fileno()
    _app = QApplication(sys.argv[:1])
    paint = ArticleView.paintEvent

    def paint_and_tell(view: ArticleView, event: QPaintEvent) -> None:
        paint(view, event)
        article = next((key for key, text in ARTICLES.items() if text == view.text()), "")
        if article:
            shown = view._scene.index.spans.values()  # noqa: SLF001 - what was just painted
            words = sorted([s.start, s.end, s.label, s.unsure] for s in shown)
            os.write(pipe, json.dumps([article, words]).encode() + b"\n")

    ArticleView.paintEvent = paint_and_tell  # type: ignore[method-assign]
    desk = Desk(project, "Ana", (1400, 760))
    draw = Random(seed)
    for _ in range(PRESSES):
        desk.keys(draw.choice(ACTIONS if draw.random() < 0.6 else MOVES))


if __name__ == "__main__":
    main()
