"""The figures one below the other: three numbers, pairs, labels, trend, kinds of disagreement, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.agreement.figures import Figures
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.language import figure, ntr, tr
from annotator.gui.review.chart_words import chart_words
from annotator.gui.review.drawing import DrawingView, Make
from annotator.gui.widgets import EmptyNote, IconButton, QuietButton, SectionHead, Segments, TextLabel
from annotator.work import charts, figure_rows
from annotator.work.charts import Row
from annotator.work.drawing import Drawing

_SHORT = 40


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be saved: its title, the note beside it, how it is drawn, the line under it."""

    title: str
    note: str
    make: Make
    foot: str = ""


class _Section(QWidget):
    """A head, a chart under it, and where figures are not defined, why."""

    def __init__(self, name: str, scheme: Scheme) -> None:
        super().__init__()
        self.head = SectionHead(name, foldable=False)
        self.view = DrawingView(name, scheme)
        self._why = TextLabel("", "small", 400, "ink2", wrap=True)
        look = theme.current()
        inset = look.px("space", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px("space", "small"))
        column.setSpacing(0)
        for part in (self.head, self.view, self._why):
            line = QHBoxLayout()
            margin = 0 if part is self.view else inset
            line.setContentsMargins(margin, 0, margin, 0)
            line.addWidget(part)
            column.addLayout(line)

    def show_chart(self, title: str, note: str, make: Make | None, reasons: list[str], least: float = 0.0) -> None:
        """Show a chart and why some of its figures are not there: in the head where there is room."""
        self.head.setText(title)
        self.view.setAccessibleName(title)
        why = tr("n/a: {reason}").format(reason="; ".join(reasons)) if reasons else ""
        in_head = not note and 0 < len(why) <= _SHORT
        self.head.setCount(why if in_head else note)
        self._why.setText("" if in_head else why)
        self._why.setVisible(bool(why) and not in_head)
        self.view.draw(make, least)

    def chart(self) -> Chart | None:
        """Return the chart as it can be saved; None where none is shown."""
        make = self.view.make
        return Chart(self.head.text(), self.head.count(), make, self._why.text()) if make is not None else None


class FiguresColumn(QWidget):
    """`pressed` carries the identity of a figure, `menuWanted` a chart and a place on the screen for its menu."""

    pressed = Signal(object)
    menuWanted = Signal(object, QPoint)
    moreWanted = Signal(object)
    kindChosen = Signal(str)
    explainWanted = Signal()

    def __init__(self, scheme: Scheme, kind: str, *, titled: bool = True) -> None:
        """`kind` is the F1 that is shown first; `titled` puts the name of it all on top."""
        super().__init__()
        self._scheme, self._kind = scheme, kind
        self._figures: Figures | None = None
        self._counts: dict[str, tuple[int, int]] = {}
        self._chosen = ""
        self._title = TextLabel(tr("Agreement") if titled else "", "head", 600)
        self._count = TextLabel("", "sub", 400, "ink2", tabular=True)
        self.more = IconButton("more", tr("More about these figures"))
        self._empty = EmptyNote()
        self._numbers = DrawingView(tr("Agreement"), scheme)
        self._under = TextLabel("", "sub", 400, "ink2", wrap=True, tabular=True)
        self._segments = Segments(
            [
                ("overlap", tr("Overlap")),
                ("exact", tr("Exact")),
                ("partial", tr("Partial")),
                ("chars", tr("Characters")),
            ],
            tr("Which F1 is shown"),
        )
        self._pairs, self._labels, self._trend, self._kinds = (_Section("", scheme) for _ in range(4))
        self._further = SectionHead(tr("Further figures"))
        self._rows = {name: _Section("", scheme) for name in ("alpha", "unit", "attribute", "role", "article")}
        self._nested = TextLabel("", "small", 400, "ink2", wrap=True)
        self._explain = QuietButton(tr("Explain the figures"))
        self._connect()
        self._arrange()
        self._segments.setCurrent(kind)
        self._further.setFolded(True)
        self.show_figures(None)

    def show_figures(self, figures: Figures | None, scheme: Scheme | None = None, fault: str = "") -> None:
        """Show figures; without them say that they are being worked out, or why they are not there."""
        self._figures, self._scheme = figures, scheme or self._scheme
        for view in self.views():
            view.scheme = self._scheme
        some = figures is not None and figures.compared > 0
        for part in (self._numbers, self._under, self._segments, self._pairs, self._labels, self._trend, self._further):
            part.setVisible(some)
        self._empty.setVisible(not some)
        self._count.setText(compared(figures) if figures is not None else "")
        self._fold_further()
        if figures is None:
            self._say_nothing(fault)
        elif not some:
            self._empty.say(
                tr("Nothing to compare yet"),
                tr("Figures show once two annotators have finished the same article.") + " " + _excluded(figures),
            )
        else:
            self._fill(figures)

    def show_kinds(self, counts: Mapping[str, tuple[int, int]], chosen: str = "") -> None:
        """Show how many disagreements of each kind are open, of how many, and which kind is listed."""
        self._counts, self._chosen = dict(counts), chosen
        words = chart_words()
        self._kinds.setVisible(bool(counts))
        still, every = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
        note = tr("{open} open of {all}").format(open=figure(still), all=figure(every))
        self._kinds.show_chart(
            tr("Kinds of disagreement"), note, lambda width: charts.kinds(counts, width, words, chosen), []
        )

    def charts(self) -> list[Chart]:
        """Return the charts that are shown."""
        found = (one.chart() for one in (self._pairs, self._labels, self._trend, self._kinds) if not one.isHidden())
        return [chart for chart in found if chart is not None]

    def views(self) -> list[DrawingView]:
        """Return all charts from the top."""
        sections = (self._pairs, self._labels, self._trend, self._kinds, *self._rows.values())
        return [self._numbers, *(section.view for section in sections)]

    def first(self) -> QWidget:
        """Return the first part that the keyboard reaches."""
        return self._numbers if self._numbers.drawing.spots else self.more

    def words(self) -> list[str]:
        """Return what is shown beside the charts, from the top."""
        labels = self.findChildren(TextLabel)
        return [one.text() for one in labels if one.text() and one.isVisibleTo(self)]

    def _fill(self, figures: Figures) -> None:
        words, kind, scheme = chart_words(), self._kind, self._scheme
        shown, low = figures.f1[kind], charts.common_low(figures, [kind])
        self._numbers.draw(lambda width: charts.numbers(figures, width, words))
        under = words.under(figures.alpha["u"]) or words.under(figures.alpha["layered_u"])
        mean = figures.f1["overlap"].mean
        lines = [tr("Probability that α is {under}").format(under=under)] if under else []
        if mean.low is None and mean.reason:
            lines.append(
                f"{mean.reason[0].upper()}{mean.reason[1:]}." if mean.value is not None else words.spoken(mean)
            )
        self._under.setText("\n".join(lines))
        self._under.setVisible(bool(lines))
        name = words.f1[kind]
        self._pairs.show_chart(
            tr("Pairs: {figure}").format(figure=name), "", lambda width: charts.matrix(figures, kind, width, words),
            charts.reasons(shown.pairs.values()),
        )  # fmt: skip
        self._labels.show_chart(
            tr("Labels: {figure}").format(figure=name), tr("95\u00a0% interval, tags"),
            lambda width: charts.label_rows(figures, kind, scheme, width, words, low),
            charts.reasons(shown.labels.values()),
        )  # fmt: skip
        points = figures.trend
        most = max((point.articles for point in points), default=0)
        self._trend.setVisible(bool(points))
        self._trend.show_chart(
            tr("Trend: {figure}").format(figure=words.f1["overlap"]),
            ntr("rolling {n} article", "rolling {n} articles", most),
            lambda width: charts.trend(figures, width, words, low), [],
        )  # fmt: skip
        self._fill_further(figures)

    def _fill_further(self, figures: Figures) -> None:
        words, scheme, between = chart_words(), self._scheme, tr("95\u00a0% interval")
        alpha, coverage, nested = "α", tr("coverage"), figure_rows.nesting(figures)
        under = tr("under .667, .800")
        tables: dict[str, tuple[str, tuple[str, str, str], list[Row]]] = {
            "alpha": (tr("Unitizing α"), (alpha, between, under), figure_rows.layered_rows(figures, words)),
            "unit": (
                tr("Labels: (k)uα"), (alpha, between, coverage),
                [] if nested else figure_rows.unit_rows(figures, scheme, words),
            ),
            "attribute": (
                tr("Attributes: nominal α"), (alpha, between, coverage),
                figure_rows.attribute_rows(figures, scheme, words),
            ),
            "role": (tr("Roles: F1, overlap"), ("F1", between, ""), figure_rows.role_rows(figures, "overlap", scheme)),
            "article": (
                tr("Article labels: nominal α"), (alpha, between, tr("articles")),
                figure_rows.article_rows(figures, scheme, words),
            ),
        }  # fmt: skip
        for key, (title, heads, rows) in tables.items():
            section = self._rows[key]
            section.show_chart(
                title, "", partial(_table, rows, heads, scheme) if rows else None,
                charts.reasons(row.value for row in rows),
            )  # fmt: skip
        self._nested.setText(f"{nested[:1].upper()}{nested[1:]}." if nested else "")
        self._fold_further()

    def _say_nothing(self, fault: str) -> None:
        if fault:
            self._empty.say(tr("The figures could not be worked out"), fault)
        else:
            self._empty.say(tr("The figures are being worked out…"), "")

    def _fold_further(self) -> None:
        folded = self._further.isFolded() or self._further.isHidden()
        self._nested.setVisible(not folded and bool(self._nested.text()))
        for section in self._rows.values():
            section.setVisible(not folded and section.view.make is not None)

    def _choose(self, kind: str) -> None:
        if kind != self._kind:
            self._kind = kind
            if self._figures is not None and self._figures.compared:
                self._fill(self._figures)
            self.kindChosen.emit(kind)

    def _connect(self) -> None:
        self._segments.chosen.connect(self._choose)
        self._further.folded.connect(self._fold_further)
        self._explain.clicked.connect(self.explainWanted)
        self.more.clicked.connect(lambda: self.moreWanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        for view in self.views():
            view.pressed.connect(self.pressed)
        for section in (self._pairs, self._labels, self._trend, self._kinds, *self._rows.values()):
            section.view.menuWanted.connect(partial(self._ask_menu, section))

    def _ask_menu(self, section: _Section, place: QPoint) -> None:
        if (chart := section.chart()) is not None:
            self.menuWanted.emit(chart, place)

    def _arrange(self) -> None:
        look = theme.current()
        small, inset = look.px("space", "small"), look.px("space", "inset")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset - small, small, inset - small, inset)
        column.setSpacing(0)
        head = _line(self._title, self._count, self.more)
        column.addLayout(head)
        column.addLayout(_line(self._empty))
        column.addWidget(self._numbers)
        column.addSpacing(look.px("space", "hair"))
        column.addLayout(_line(self._under))
        column.addSpacing(look.px("space", "hair"))
        column.addLayout(_line(self._segments))
        for part in (self._pairs, self._labels, self._trend, self._kinds):
            column.addWidget(part)
        column.addLayout(_line(self._further))
        column.addLayout(_line(self._nested))
        for section in self._rows.values():
            column.addWidget(section)
        column.addWidget(self._explain, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)


def _line(*parts: QWidget) -> QHBoxLayout:
    """Return parts beside each other, in as far as the words of charts are."""
    line = QHBoxLayout()
    small = theme.current().px("space", "small")
    line.setContentsMargins(small, 0, 0 if len(parts) > 1 else small, 0)
    line.setSpacing(small)
    for place, part in enumerate(parts):
        line.addWidget(part)
        if place == 0 and len(parts) > 1:
            line.addStretch(1)
    return line


def _table(rows: list[Row], heads: tuple[str, str, str], scheme: Scheme, width: float) -> Drawing:
    return charts.figure_rows(rows, heads, scheme, width, chart_words())


def compared(figures: Figures) -> str:
    """Say how many articles the figures are made from."""
    return ntr("{n} article, finished by 2 or more", "{n} articles, finished by 2 or more", figures.compared)


def _excluded(figures: Figures) -> str:
    """Say how many articles are left out."""
    one = figures.excluded.get("finished_by_one", 0)
    nobody = figures.excluded.get("finished_by_nobody", 0)
    copies = figures.excluded.get("copies", 0)
    parts = [
        ntr("{n} article was finished by one annotator,", "{n} articles were finished by one annotator,", one),
        ntr("{n} by nobody.", "{n} by nobody.", nobody),
    ]
    if copies:
        parts.append(ntr("{n} copy of a wire story is left out.", "{n} copies of wire stories are left out.", copies))
    return " ".join(parts)
