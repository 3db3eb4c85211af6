"""The drawer with the charts of the articles that the filter leaves; each bar opens its articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.corpus.periods import period_of, period_text
from annotator.gui.language import figure, ntr, tr
from annotator.gui.review.drawing import DrawingView
from annotator.gui.widgets import EmptyNote, SectionHead, TextLabel
from annotator.store.corpus import Distribution, Filter
from annotator.work import corpus_charts
from annotator.work.corpus_charts import Bar
from annotator.work.drawing import Drawing

_MOST_ROWS = 12


class _Chart(QWidget):
    """A head and a chart under it; without anything to draw it is not there."""

    def __init__(self, name: str, scheme: Scheme, note: str = "") -> None:
        super().__init__()
        self.head = SectionHead(name, foldable=False)
        self.view = DrawingView(name, scheme)
        self._note = TextLabel(note, "small", 400, "ink2", wrap=True)
        look = theme.current()
        small = look.px("space", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px("space", "gap"))
        column.setSpacing(0)
        for part in (self.head, self._note, self.view):
            line = QHBoxLayout()
            margin = 0 if part is self.view else small
            line.setContentsMargins(margin, 0, margin, 0)
            line.addWidget(part)
            column.addLayout(line)
        self._note.setVisible(bool(note))

    def show_bars(self, bars: Sequence[Bar], make: Callable[[float], Drawing], count: str = "") -> None:
        """Show what `make` draws of these bars."""
        self.setVisible(bool(bars))
        self.head.setCount(count)
        self.view.draw(make if bars else None)


class ChartsPage(QWidget):
    """Shows a distribution; `filterWanted` carries the filter that a bar stands for."""

    filterWanted = Signal(object)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._filter = Filter()
        self._count = TextLabel("", "sub", 400, "ink2", wrap=True, tabular=True)
        self._empty = EmptyNote(tr("Reading the articles…"))
        self.dates = _Chart(tr("Articles over time"), scheme)
        self.labels = _Chart(tr("Your tags by label"), scheme, tr("Tags, and the articles that hold them."))
        self.sources = _Chart(tr("Sources"), scheme)
        self.languages = _Chart(tr("Languages"), scheme)
        self.words = _Chart(tr("Length in words"), scheme)
        look = theme.current()
        column = QVBoxLayout(self)
        inset = look.px("space", "drawer") - look.px("space", "small")
        column.setContentsMargins(inset, look.px("space", "gap"), inset, look.px("space", "inset"))
        column.setSpacing(0)
        self._count.setContentsMargins(look.px("space", "small"), 0, 0, look.px("space", "small"))
        self._empty.setContentsMargins(look.px("space", "small"), 0, 0, 0)
        for part in (self._count, self._empty, *self._charts()):
            column.addWidget(part)
        column.addStretch(1)
        for chart in self._charts():
            chart.hide()
            chart.view.pressed.connect(self._press)

    def show_distribution(self, found: Distribution, asked: Filter, shown: int) -> None:
        """Show how the articles of a filter are spread."""
        self._filter = asked
        self._count.setText(ntr("{n} article. A bar opens its articles.",
                                "{n} articles. A bar opens its articles.", shown))  # fmt: skip
        self._count.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.say(tr("No article matches the filters"), tr("Clear them to see how the corpus is spread."))
        self._show_dates(found)
        self._show_rows(self.sources, [self._bar("source", name, many) for name, many in found.sources])
        languages = [self._bar("language", name, many) for name, many in found.languages]
        self._show_rows(self.languages, languages if len(languages) > 1 else [])
        words = [self._length(*part) for part in found.words]
        self.words.show_bars(words, lambda width: corpus_charts.rows(words, self._scheme, width))
        self._show_labels(found)

    def _charts(self) -> tuple[_Chart, ...]:
        return self.dates, self.labels, self.sources, self.languages, self.words

    def _show_dates(self, found: Distribution) -> None:
        bars = []
        for key, many in corpus_charts.thinned([(key, many) for key, many in found.dates if key]):
            name = period_text(*period_of(key)) or key
            bars.append(Bar(("date", key), name, many, figure(many), _said(name, many)))
        most = figure(max((bar.value for bar in bars), default=0))
        self.dates.show_bars(bars, lambda width: corpus_charts.columns(bars, width, most))

    def _show_rows(self, chart: _Chart, bars: Sequence[Bar]) -> None:
        """Show the longest bars, and say how many there are."""
        some = bars[:_MOST_ROWS]
        words = tr("{n} of {all}").format(n=figure(len(some)), all=figure(len(bars)))
        chart.show_bars(some, lambda width: corpus_charts.rows(some, self._scheme, width),
                        words if len(some) < len(bars) else "")  # fmt: skip

    def _show_labels(self, found: Distribution) -> None:
        bars = []
        for key, spans, articles in found.labels:
            label = self._scheme.label(key)
            name = label.name if label is not None else key
            said = tr("{label}: {tags} in {articles}").format(
                label=name, tags=ntr("{n} tag", "{n} tags", spans),
                articles=ntr("{n} article", "{n} articles", articles),
            )  # fmt: skip
            bars.append(Bar(("label", key), name, spans, figure(spans), said, figure(articles), key))
        self.labels.show_bars(bars, lambda width: corpus_charts.rows(bars, self._scheme, width))

    def _bar(self, kind: str, name: str, many: int) -> Bar:
        return Bar((kind, name), name, many, figure(many), _said(name, many))

    def _length(self, low: int, high: int, many: int) -> Bar:
        name = f"{figure(low)}–{figure(high - 1)}"
        return Bar(("words", str(low), str(high)), name, many, figure(many), _said(name, many))

    def _press(self, identity: tuple[str, ...]) -> None:
        kind, key, *more = identity
        asked = self._filter
        if kind == "date":
            since, until = period_of(key)
            asked = replace(asked, since=since, until=until)
        elif kind == "source":
            asked = replace(asked, sources=(key,))
        elif kind == "language":
            asked = replace(asked, languages=(key,))
        elif kind == "label":
            asked = replace(asked, labels=(key,))
        else:
            asked = replace(asked, least=int(key), most=int(more[0]))
        self.filterWanted.emit(asked)


def _said(name: str, many: int) -> str:
    return tr("{name}: {articles}").format(name=name, articles=ntr("{n} article", "{n} articles", many))
