"""The start page: three ways to begin, and the projects that were open before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from annotator import __version__
from annotator.core import palette
from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.keymap import follow_keys
from annotator.gui.language import ntr, tr
from annotator.gui.recent import RecentList, RecentProject, row_pitch
from annotator.gui.widgets import ActionCard, EmptyNote, Hairline, TextLabel
from annotator.gui.widgets.painting import draw_frame

__all__ = ["RecentProject", "StartPage"]
_ZOOM = 123
_NAME = ("News ", "Annotator")


class Title(QWidget):
    """The program's name, its second word tagged."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("".join(_NAME))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.hub().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room of the words and of the bar under them."""
        metrics = QFontMetrics(theme.current().article_font("headline", 700, zoom=_ZOOM))
        look = theme.current()
        pad = look.px("space", "small")
        return QSize(metrics.horizontalAdvance("".join(_NAME)) + pad, metrics.height() + pad + look.px("space", "gap"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words as the article view draws a tag."""
        look = theme.current()
        font = look.article_font("headline", 700, zoom=_ZOOM)
        metrics = QFontMetrics(font)
        light, dark, dashed = palette.assign(0)
        colours = look.label_colours(Label("", "", "", "", "", light, dark, dashed=dashed))
        ink = colours.bar
        start = metrics.horizontalAdvance(_NAME[0])
        word = QRect(start, 0, metrics.horizontalAdvance(_NAME[1]), metrics.height())
        fill = QColor(ink)
        fill.setAlpha(colours.fill_alpha)
        painter = QPainter(self)
        draw_frame(painter, QRectF(word.adjusted(-2, 0, 2, 0)), look.px("radius", "cap"), fill)
        line, cap = round(look.stroke("focus")), look.px("space", "hair")
        bottom = word.bottom() + look.px("space", "small") + 2
        painter.fillRect(QRect(word.left(), bottom - line, word.width(), line), ink)
        for left in (word.left(), word.right() + 1 - line):
            painter.fillRect(QRect(left, bottom - line - cap, line, cap), ink)
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "".join(_NAME))
        painter.end()


class StartPage(QWidget):
    """What a person sees while no project is open."""

    newWanted = Signal()
    openWanted = Signal()
    sampleWanted = Signal()
    recentChosen = Signal(str)
    recentRemoved = Signal(str)

    def __init__(self, sample_articles: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gone: set[str] = set()
        self.setAccessibleName(tr("Start"))
        sample = tr("Invented articles")
        if sample_articles:
            sample = ntr(
                "{n} invented article, ready to label", "{n} invented articles, ready to label", sample_articles
            )
        self.new = ActionCard("file-new", tr("New project"), tr("Choose a file and a label scheme"))
        self.open = ActionCard("folder-open", tr("Open project"), tr("A .annotator file; it is checked first"))
        self.sample = ActionCard("sample", tr("Try the sample"), sample)
        for card, command in ((self.new, "new"), (self.open, "open"), (self.sample, "sample")):
            follow_keys(card, card.setKeys, command)
        self.recent = RecentList()
        self.empty = EmptyNote(tr("No recent projects"), tr("A project that you open is listed here."))
        self._pages = QStackedWidget()
        self._arrange()
        self.new.clicked.connect(self.newWanted)
        self.open.clicked.connect(self.openWanted)
        self.sample.clicked.connect(self.sampleWanted)
        self.recent.chosen.connect(self._choose)
        self.recent.removed.connect(self.recentRemoved)
        theme.hub().changed.connect(self.update)
        self.set_recent([])

    def set_recent(self, projects: Sequence[RecentProject]) -> None:
        """Show the projects that were open before, the last one first."""
        self._gone = {str(project.path) for project in projects if not project.exists}
        self.recent.set_projects(projects)
        self._pages.setCurrentIndex(0 if projects else 1)

    def focus_first(self) -> None:
        """Take the focus to the first action."""
        # A window that becomes active gives the first button the focus already, but without the ring.
        self.new.clearFocus()
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("paper"))
        painter.end()

    def _choose(self, path: str) -> None:
        """Open a project; for a file that is gone, let the person find it."""
        if path in self._gone:
            self.openWanted.emit()
        else:
            self.recentChosen.emit(path)

    def _arrange(self) -> None:
        look = theme.current()
        drawer, page = look.px("space", "drawer"), look.px("space", "page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(drawer, drawer, drawer, look.px("space", "gap"))
        whole.setSpacing(0)
        columns = QHBoxLayout()
        columns.setSpacing(2 * page)
        columns.addStretch(1)
        columns.addLayout(self._actions())
        columns.addWidget(self._recent())
        columns.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(TextLabel(tr("Works offline. Nothing leaves this computer."), "sub", 400, "ink2"))
        foot.addStretch(1)
        foot.addWidget(TextLabel(tr("Version {number}").format(number=__version__), "sub", 400, "ink2", tabular=True))
        whole.addStretch(2)
        whole.addLayout(columns)
        whole.addStretch(3)
        whole.addLayout(foot)

    def _actions(self) -> QVBoxLayout:
        look = theme.current()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Title())
        column.addSpacing(look.px("space", "wide"))
        column.addWidget(TextLabel(tr("Label news articles. Everything is saved as you go."), "head", 400, "ink2"))
        column.addSpacing(look.px("space", "page"))
        cards = (self.new, self.open, self.sample)
        width = max(look.px("width", "drawer"), *(card.sizeHint().width() for card in cards))
        for card in cards:
            card.setFixedWidth(width)
            column.addWidget(card)
            column.addSpacing(row_pitch() - look.px("height", "action_card"))
        column.addStretch(1)
        return column

    def _recent(self) -> QWidget:
        look = theme.current()
        gap = look.px("space", "gap")
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = TextLabel(tr("Recent projects"), "sub", 600, "ink2")
        head.setContentsMargins(gap, 0, 0, look.px("space", "small") + 2)
        note = QWidget()
        words = QVBoxLayout(note)
        words.setContentsMargins(gap, gap, gap, gap)
        words.addWidget(self.empty)
        self._pages.addWidget(self.recent)
        self._pages.addWidget(note)
        column.addSpacing(self._head_room(head))
        column.addWidget(head)
        column.addWidget(Hairline())
        column.addSpacing(look.px("space", "hair"))
        column.addWidget(self._pages, 1)
        column.setStretch(column.count() - 1, 1)
        side.setMinimumWidth(look.px("width", "queue_max"))
        side.setFixedWidth(2 * look.px("width", "queue") - look.px("space", "small"))
        return side

    def _head_room(self, head: QWidget) -> int:
        """Return how far down the list's head begins, so that its first row stands beside the first card."""
        look = theme.current()
        title = Title().sizeHint().height() + look.px("space", "wide")
        line = TextLabel("X", "head").sizeHint().height() + look.px("space", "page")
        return title + line - head.sizeHint().height() - 1 - look.px("space", "hair")
