"""The drawer's page about annotators: how each differs from the others, and how each compares with the gold layer."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.agreement.figures import Figures
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.review.chart_words import chart_words
from annotator.gui.review.drawing import DrawingView
from annotator.gui.review.figures_column import Chart
from annotator.gui.review.filter import Filter
from annotator.gui.widgets import EmptyNote, SectionHead, TextLabel
from annotator.gui.widgets.drop_down import DropDown
from annotator.work import people_charts
from annotator.work.charts import confusion

_LEAST = 640.0
_Part = TypeVar("_Part", bound=QWidget)


def filter_of(identity: tuple[str, ...], who: str) -> Filter:
    """Return which disagreements a figure of an annotator stands for; `who` is whose confusion is shown."""
    match identity:
        case ("only", person, *_):
            return Filter(kind="one", people=(person,))
        case ("edges", person, *_):
            return Filter(kind="boundary", people=(person,))
        case ("person", person):
            return Filter(people=(person,))
        case ("confused", one, other):
            return Filter(labels=(one, other), people=(who,))
    return Filter()


class AnnotatorsPage(QWidget):
    """Tables and a heat map; every figure opens its disagreements through `filterWanted`."""

    filterWanted = Signal(object)
    menuWanted = Signal(object, QPoint)

    def __init__(self, figures: Figures | None, scheme: Scheme) -> None:
        super().__init__()
        self._figures: Figures | None = None
        self._scheme = scheme
        self.who = DropDown(tr("Whose labels are compared"))
        look = theme.current()
        inset = look.px("space", "gap")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(inset, inset, inset, look.px("space", "drawer"))
        self._column.setSpacing(look.px("space", "hair"))
        self._parts: list[QWidget] = []
        self._empty = self._add(
            EmptyNote(
                tr("There is nothing to compare yet"),
                tr("Figures show once two annotators have finished the same article."),
            )
        )
        self._parts.clear()
        self._build()
        self._column.addStretch(1)
        self.who.currentIndexChanged.connect(self._show_map)
        self.show_figures(figures, scheme)

    def show_figures(self, figures: Figures | None, scheme: Scheme) -> None:
        """Show figures; who was chosen stays chosen."""
        self._figures, self._scheme = figures, scheme
        some = figures is not None and bool(figures.bias)
        self._empty.setVisible(not some)
        for part in self._parts:
            part.setVisible(some)
        for view in (self._table_of_all, self._map, self._gold):
            view.scheme = scheme
        if figures is None or not some:
            return
        words, chosen = chart_words(), self.who.currentData()
        self.who.blockSignals(True)
        self.who.clear()
        for one in figures.bias:
            self.who.addItem(figures.names.get(one.id, one.id), one.id)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))
        self.who.blockSignals(False)
        self._table_of_all.draw(lambda width: people_charts.bias_table(figures, width, words), _LEAST)
        self._show_map()
        gold = (lambda width: people_charts.gold_table(figures, width, words)) if figures.gold else None
        self._gold.draw(gold, _LEAST)
        self._about.setText(_about_gold(bool(figures.gold)))

    def _build(self) -> None:
        self._head(tr("Against all others together"))
        self._table_of_all = self._table(tr("Against all others together"))
        self._say(
            tr(
                "Over the articles that somebody else finished too. Per 1,000: tags in 1,000 characters. A tag that "
                "two others left out counts twice under “Only this annotator”. Start and end: where tags begin and end "
                "against those of others, in characters on average; below 0 is earlier."
            )
        )
        self._head(tr("Labels taken for one another"))
        self._add(self.who)
        self._map = self._table(tr("Labels taken for one another"))
        self._none = self._say(tr("Nobody gave these words another label."))
        self._say(tr("Rows: this annotator’s label. Columns: the label of others on the very same words."))
        self._head(tr("Against the gold layer"))
        self._gold = self._table(tr("Against the gold layer"))
        self._about = self._say("")

    def _show_map(self) -> None:
        figures, words, scheme = self._figures, chart_words(), self._scheme
        mine = next((one for one in figures.bias if one.id == self.who.currentData()), None) if figures else None
        counts = mine.confusion if mine is not None else {}
        labels = people_charts.confused_labels(counts, scheme)
        self._none.setVisible(not labels)
        self._map.draw((lambda width: confusion(counts, labels, scheme, width, words)) if labels else None)

    def _head(self, text: str) -> None:
        self._add(SectionHead(text, foldable=False))

    def _say(self, text: str) -> TextLabel:
        return self._add(TextLabel(text, "small", 400, "ink2", wrap=True))

    def _add(self, part: _Part) -> _Part:
        line = QVBoxLayout()
        small = theme.current().px("space", "small")
        line.setContentsMargins(small, 0, small, 0)
        line.addWidget(part)
        self._column.addLayout(line)
        self._parts.append(part)
        return part

    def _table(self, title: str) -> DrawingView:
        view = DrawingView(title, self._scheme)
        view.pressed.connect(lambda identity: self.filterWanted.emit(filter_of(identity, str(self.who.currentData()))))
        view.menuWanted.connect(lambda place: self._ask_menu(view, place))
        self._column.addWidget(view)
        self._parts.append(view)
        return view

    def _ask_menu(self, view: DrawingView, place: QPoint) -> None:
        if view.make is not None:
            self.menuWanted.emit(Chart(view.accessibleName(), "", view.make), place)


def _about_gold(some: bool) -> str:
    if not some:
        return tr("Once articles are decided, each annotator is compared with the gold layer here.")
    return tr(
        "The gold layer was made from the work of these annotators, so who is compared with it helped to make it: the "
        "figures are higher than against work that is independent, and a few articles say little. They show where to "
        "talk, not who is good."
    )
