"""The figures of the review: worked out beside the window, and each of them a way to its disagreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.agreement.figures import Figures
from annotator.gui import theme
from annotator.gui.language import ntr, tr
from annotator.gui.review.chart_words import chart_words
from annotator.gui.review.drawing import DrawingView
from annotator.gui.review.figurer import Figurer
from annotator.gui.review.figures_column import Chart, FiguresColumn
from annotator.gui.review.filter import Filter
from annotator.gui.review.saved_line import SavedLine
from annotator.gui.review.saving import Saving
from annotator.gui.session import Session
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.work import charts

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.review.annotators import AnnotatorsPage

_SETTLED_MS = 300


def filter_of(identity: tuple[str, ...]) -> Filter:
    """Return which disagreements a figure stands for: those that lower it."""
    match identity:
        case ("figure" | "alpha", key):
            return Filter(lowers=key)
        case ("pair", one, other):
            return Filter(people=(one, other))
        case ("label", key):
            return Filter(label=key)
        case ("kind", key):
            return Filter(kind=key)
        case ("confused", one, other):
            return Filter(labels=(one, other))
        case ("attribute", label, _):
            return Filter(kind="attribute", label=label)
        case ("role", _):
            return Filter(kind="role")
        case ("article", _):
            return Filter(kind="article")
    return Filter()


class FiguresPanel(QWidget):
    """A column of figures, or where there is little room a bar of three; `filterWanted` carries a `Filter`."""

    filterWanted = Signal(object)
    figured = Signal()

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__()
        self._session, self._window = session, window
        self._fault = ""
        self._stale = True
        self._kind = "overlap"
        self._counts: dict[str, tuple[int, int]] = {}
        self._filter = Filter()
        self.figures: Figures | None = None
        self._figurer = Figurer(session.project, self)
        self._figurer.replied.connect(self._replied)
        self._figurer.broke.connect(self._broke)
        self._later = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._later.timeout.connect(self._ask)
        self._saved = SavedLine()
        self._saving = Saving(window, self._saved)
        self.column = self._new_column()
        self._drawn: FiguresColumn | None = None
        self._people: AnnotatorsPage | None = None
        self._scroll = QScrollArea()
        self._bar = QWidget()
        self._three = DrawingView(tr("Agreement"), session.scheme)
        self._all = QuietButton(tr("All figures…"))
        self._count = TextLabel("", "small", 400, "ink2", tabular=True)
        self.setAccessibleName(tr("Figures"))
        for changed in (session.saved, session.queueChanged, session.schemeChanged):
            changed.connect(self.refresh)
        window.rooms.changed.connect(self._tell_status)
        self._three.pressed.connect(self._press)
        self._all.clicked.connect(self._open_all)
        self._arrange()
        self.narrow(False)

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """Return what commands do here, by their ids."""
        return {"report": self.save_report, "review-annotators": self.show_annotators}

    @property
    def up_to_date(self) -> bool:
        """Tell whether the figures hold all that was done."""
        return self._figurer.up_to_date and not self._stale and not self._later.isActive()

    def refresh(self) -> None:
        """Work the figures out anew, soon; while the panel is not shown, once it is."""
        self._stale = True
        if self.isVisible():
            self._later.start()
            self._tell_status()

    def leave(self) -> None:
        """Let the project go."""
        self._later.stop()
        self._figurer.stop()
        self._saving.leave()
        self._window.status.set_figures("")

    def narrow(self, narrow: bool) -> None:
        """Show one bar of three numbers, or the whole column."""
        self._scroll.setVisible(not narrow)
        self._bar.setVisible(narrow)
        vertical = QSizePolicy.Policy.Fixed if narrow else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)

    def set_kinds(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Show how many disagreements of each kind are open, of how many."""
        self._counts = dict(counts)
        self._show_kinds()

    def set_filter(self, chosen: Filter) -> None:
        """Say which disagreements are listed, so that their figure is seen."""
        self._filter = chosen
        self._show_kinds()

    def focus(self) -> None:
        """Put the focus on the first figure."""
        part = self._three if self._scroll.isHidden() else self.column.first()
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def save_report(self) -> None:
        """Write the report of agreement to a file that is asked for."""
        self._saving.ask_report(self._session, self.figures if self.up_to_date else None)

    def show_annotators(self) -> None:
        """Show in the drawer how each annotator differs from the others."""
        from annotator.gui.review.annotators import AnnotatorsPage

        page = self._people = AnnotatorsPage(self.figures, self._session.scheme)
        page.filterWanted.connect(self._want)
        page.menuWanted.connect(self._show_menu)
        self._window.drawer.open_with(tr("Annotators"), page, wide=True)

    def explain(self) -> None:
        """Show the help's page about the figures."""
        from annotator.gui.help import HelpText

        body = QWidget()
        inset = theme.current().px("space", "drawer")
        column = QVBoxLayout(body)
        column.setContentsMargins(inset, inset, inset, inset)
        column.addWidget(HelpText("agreement"))
        self._window.drawer.open_with(tr("The figures explained"), body, wide=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the figures up to what was done meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._later.start(0)
            self._tell_status()

    def _ask(self) -> None:
        self._stale = False
        self._figurer.ask()
        self._tell_status()

    def _replied(self, figures: Figures) -> None:
        self.figures, self._fault = figures, ""
        self._show()

    def _broke(self, fault: str) -> None:
        self._fault = fault
        self._show()

    def _show(self) -> None:
        scheme = self._session.scheme
        shown = None if self._fault else self.figures
        for column in self._columns():
            column.show_figures(shown, scheme, self._fault)
        if self._people is not None and self._window.drawer.body() is self._people:
            self._people.show_figures(shown, scheme)
        words, self._three.scheme = chart_words(), scheme
        some = shown if shown is not None and shown.compared else None
        self._count.setText(ntr("{n} article", "{n} articles", some.compared) if some is not None else "")
        self._three.draw((lambda width: charts.numbers(some, width, words)) if some is not None else None)
        self._tell_status()
        self.figured.emit()

    def _show_kinds(self) -> None:
        chosen = self._filter.kind if self._filter == Filter(kind=self._filter.kind) else ""
        for column in self._columns():
            column.show_kinds(self._counts, chosen)

    def _tell_status(self) -> None:
        """Say in the status bar, while the review is shown, whether the figures hold all that was done."""
        words = tr("Figures up to date") if self.up_to_date else tr("Figuring…")
        self._window.status.set_figures(
            ("" if self._fault else words) if self._window.rooms.current == "review" else ""
        )

    def _columns(self) -> list[FiguresColumn]:
        """Return the column of the panel, and the one in the drawer where it is open."""
        holder = self._drawn is not None and self._window.drawer.body() is self._drawn
        return [self.column, self._drawn] if holder and self._drawn is not None else [self.column]

    def _new_column(self, *, titled: bool = True) -> FiguresColumn:
        column = FiguresColumn(self._session.scheme, self._kind, titled=titled)
        column.pressed.connect(self._press)
        column.menuWanted.connect(self._show_menu)
        column.moreWanted.connect(partial(self._show_more, column))
        column.kindChosen.connect(self._choose)
        column.explainWanted.connect(self.explain)
        return column

    def _choose(self, kind: str) -> None:
        self._kind = kind

    def _press(self, identity: tuple[str, ...]) -> None:
        """List what a figure stands for; what is listed alone already gives way to all."""
        wanted = filter_of(identity)
        self._want(Filter() if wanted == self._filter and (wanted.kind or wanted.lowers) else wanted)

    def _want(self, wanted: Filter) -> None:
        self.set_filter(wanted)
        self.filterWanted.emit(wanted)

    def _open_all(self) -> None:
        self._drawn = self._new_column(titled=False)
        self._window.drawer.open_with(tr("Agreement"), self._drawn)
        self._show()
        self._show_kinds()

    def _show_menu(self, chart: Chart, place: QPoint) -> None:
        """Offer to save a chart."""
        menu = QMenu(self)
        menu.addAction(tr("Save as SVG…"), lambda: self._saving.ask_chart(chart, self._session.scheme, "svg"))
        menu.addAction(tr("Save as PNG…"), lambda: self._saving.ask_chart(chart, self._session.scheme, "png"))
        self._pop_up(menu, place)

    def _show_more(self, column: FiguresColumn, place: QPoint) -> None:
        """Offer what can be done with all figures."""
        menu = QMenu(self)
        menu.addAction(tr("Explain the figures"), self.explain)
        menu.addAction(tr("Annotators…"), self.show_annotators)
        menu.addAction(tr("Agreement report…"), self.save_report)
        menu.addSeparator()
        for kind, words in (("svg", tr("Save a chart as SVG")), ("png", tr("Save a chart as PNG"))):
            inner = menu.addMenu(words)
            for chart in column.charts():
                ask = partial(self._saving.ask_chart, chart, self._session.scheme, kind)
                inner.addAction(chart.title.replace("&", "&&"), ask)
            inner.setEnabled(not inner.isEmpty())
        self._pop_up(menu, place)

    def _pop_up(self, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _arrange(self) -> None:
        look = theme.current()
        self._scroll.setWidget(self.column)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = QVBoxLayout(self._bar)
        small = look.px("space", "small")
        bar.setContentsMargins(small, small, small, 0)
        bar.setSpacing(0)
        bar.addWidget(self._three)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, small, 0)
        line.addWidget(self._all)
        line.addStretch(1)
        line.addWidget(self._count)
        bar.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        column.addWidget(self._bar)
        column.addWidget(self._saved)
