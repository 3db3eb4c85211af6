"""The bar over the table: words to search for, a button for each thing to sift by, and Clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.corpus.periods import Period, PeriodPopup, period_text
from annotator.gui.corpus.popup import Choice, ChoicePopup, Popup
from annotator.gui.corpus.wording import STATUS_NAMES, status_name
from annotator.gui.keymap import follow_keys
from annotator.gui.language import N_, figure, ntr, tr
from annotator.gui.widgets import Field, PaintedButton, QuietButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, text_width
from annotator.gui.widgets.plain_list import ENTERS
from annotator.gui.widgets.rows import Rows
from annotator.store.corpus import Facets, Filter

TYPING_MS = 200
WIRE_NAMES = {"all": N_("all"), "first": N_("one per story"), "copies": N_("copies only")}
STATES = ("all", "todo", "new", "started", "done", "skipped")


class FilterButton(PaintedButton):
    """What is sifted by and what is chosen, as `Source any`; a stronger edge where something is."""

    def __init__(self, name: str, spoken: str = "") -> None:
        self._name, self._value, self._set = name, "", False
        self._spoken = spoken or name
        super().__init__(name)
        self.setAccessibleDescription(tr("Opens a list"))

    def show_value(self, value: str, *, chosen: bool) -> None:
        """Show what is chosen, or that nothing is."""
        self._value, self._set = value, chosen
        self.setText(f"{self._name} {value}")
        self.setAccessibleName(f"{self._spoken} {value}")

    def natural_size(self) -> QSize:
        look = theme.current()
        words = text_width(f"{self._name} ", look.ui_font()) + text_width(self._value, look.ui_font("body", 600))
        spare = 2 * look.px("space", "gap") + look.px("icon", "small") + look.px("space", "small")
        return QSize(min(words, look.px("width", "filter_words")) + spare, look.px("height", "field"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        enabled = self.isEnabled()
        edge = "faint_edge" if not enabled else "ink" if self._set else "soft_edge"
        ground = (self.ground() or "raised") if enabled else None
        width = look.stroke("chosen" if self._set else "hairline")
        fill = look.colour(ground) if ground else None
        draw_frame(painter, self.rect(), self.ring_radius(), fill, look.colour(edge), width)
        gap, side = look.px("space", "gap"), look.px("icon", "small")
        arrow = QRect(self.width() - gap - side, 0, side, self.height())
        draw_icon(painter, self.mirror(arrow), "chevron-down", "ink2", "small")
        start = gap + text_width(f"{self._name} ", look.ui_font())
        self.draw_words(painter, QRect(gap, 0, start - gap, self.height()), self._name, look.ui_font(), self.ink())
        rest = QRect(start, 0, arrow.left() - look.px("space", "hair") - start, self.height())
        self.draw_words(painter, rest, self._value, look.ui_font("body", 600), self.ink())


class _Words(Field):
    """The field for words, which takes the room that is left and needs little."""

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px("width", "filter_field"), super().sizeHint().height())


class FilterBar(QWidget):
    """`changed` comes with each change of the filter; `left` where Down or Return leads from the field to the rows."""

    changed = Signal()
    left = Signal()

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Filters"))
        self._scheme = scheme
        self.filter = Filter()
        self._facets: Facets | None = None
        self.popup: Popup | None = None
        self.field = _Words(tr("Search the text"), tr("Search the text"))
        follow_keys(self.field, self.field.setKeys, "filter")
        self.date, self.source = FilterButton(tr("Date")), FilterButton(tr("Source"))
        self.status, self.tag = FilterButton(tr("Status")), FilterButton(tr("Tag"))
        self.wire, self.language = FilterButton(tr("Wire")), FilterButton(tr("Lang"), tr("Language"))
        self.keyword, self.length = FilterButton(tr("Article tag")), FilterButton(tr("Length"))
        self.clear = QuietButton(tr("Clear"))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._typed)
        self.field.textEdited.connect(lambda _text: self._typing.start())
        self.field.returnPressed.connect(self._take_words)
        rows = Rows()
        rows.addWidget(self.field)
        opens: tuple[tuple[FilterButton, Callable[[], object]], ...] = (
            (self.date, self._ask_date), (self.source, self._ask_source), (self.status, self._ask_status),
            (self.tag, self._ask_tag), (self.wire, self._ask_wire), (self.language, self._ask_language),
            (self.keyword, self._ask_keyword), (self.length, self._ask_length),
        )  # fmt: skip
        for button, ask in opens:
            rows.addWidget(button)
            button.clicked.connect(lambda _checked=False, ask=ask: ask())
        rows.addWidget(self.clear)
        self.clear.clicked.connect(lambda _checked=False: self.set_filter(Filter()))
        self.setLayout(rows)
        self._show()

    def set_scheme(self, scheme: Scheme) -> None:
        """Offer the labels of another scheme; what was chosen of those that are gone is chosen no longer."""
        self._scheme = scheme
        keys = {label.key for label in scheme.live}
        kept = tuple(key for key in self.filter.labels if key in keys)
        if kept != self.filter.labels:
            self.set_filter(replace(self.filter, labels=kept))

    def set_filter(self, asked: Filter) -> None:
        """Sift by this; `changed` comes where it is another filter."""
        self._typing.stop()
        if self.field.text().strip() != asked.words:
            self.field.setText(asked.words)
        if asked != self.filter:
            self.filter = asked
            self._show()
            self.changed.emit()

    def show_facets(self, facets: Facets) -> None:
        """Offer these choices with their counts."""
        self._facets = facets
        self._show()

    def show_fault(self, fault: str) -> None:
        """Say why the words can't be searched for."""
        self.field.setFault(fault)
        self.field.setToolTip(fault)

    def focus_field(self) -> None:
        """Take the focus to the words."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the rows with Down; Esc clears the words."""
        if self.field.hasFocus() and event.key() == Qt.Key.Key_Down:
            self._typed()
            self.left.emit()
        elif self.field.hasFocus() and event.key() == Qt.Key.Key_Escape and self.field.text():
            self.set_filter(replace(self.filter, words=""))
        elif event.key() in ENTERS:
            event.accept()
        else:
            super().keyPressEvent(event)

    def _take_words(self) -> None:
        self._typed()
        self.left.emit()

    def _typed(self) -> None:
        self.set_filter(replace(self.filter, words=self.field.text().strip()))

    # What the buttons say

    def _show(self) -> None:
        asked = self.filter
        any_ = tr("any")
        self.date.show_value(period_text(asked.since, asked.until) or any_, chosen=bool(asked.since or asked.until))
        self.source.show_value(_chosen(asked.sources) or any_, chosen=bool(asked.sources))
        status = (
            tr("removed") if asked.removed else tr("to do") if asked.status == "todo" else status_name(asked.status)
        )
        set_so = asked.removed or asked.status != "all"
        self.status.show_value(status if set_so else any_, chosen=set_so)
        self.tag.show_value(_chosen([self._label_name(key) for key in asked.labels]) or any_, chosen=bool(asked.labels))
        self.wire.show_value(_wire_name(asked.wire), chosen=asked.wire != "all")
        self.language.show_value(_chosen(asked.languages) or any_, chosen=bool(asked.languages))
        self.keyword.show_value(_chosen(asked.tags) or any_, chosen=bool(asked.tags))
        found = self._facets
        self.language.setVisible(bool(asked.languages) or (found is not None and len(found.languages) > 1))
        self.keyword.setVisible(bool(asked.tags) or (found is not None and bool(found.tags)))
        self.length.show_value(length_text(asked), chosen=bool(asked.least or asked.most))
        self.length.setVisible(bool(asked.least or asked.most))
        self.clear.setEnabled(asked != Filter())
        self.updateGeometry()

    def _label_name(self, key: str) -> str:
        label = self._scheme.label(key)
        return label.name if label is not None else key

    # What the buttons open

    def _ask_date(self) -> None:
        found, asked = self._facets, self.filter
        popup = PeriodPopup(
            (asked.since, asked.until), found.first_date if found else "", found.last_date if found else ""
        )
        popup.changed.connect(self._take_period)
        self._open(popup, self.date)

    def _take_period(self, period: Period) -> None:
        self.set_filter(replace(self.filter, since=period[0], until=period[1]))

    def _ask_source(self) -> None:
        values = _with_chosen(self._facets.sources if self._facets else [], self.filter.sources)
        self._ask_values(self.source, tr("Source"), [Choice(one, one, n) for one, n in values], self.filter.sources,
                         lambda keys: replace(self.filter, sources=keys), tr("No article has a source."))  # fmt: skip

    def _ask_language(self) -> None:
        values = _with_chosen(self._facets.languages if self._facets else [], self.filter.languages)
        self._ask_values(self.language, tr("Language"), [Choice(one, one, n) for one, n in values],
                         self.filter.languages, lambda keys: replace(self.filter, languages=keys))  # fmt: skip

    def _ask_keyword(self) -> None:
        values = _with_chosen(self._facets.tags if self._facets else [], self.filter.tags)
        self._ask_values(self.keyword, tr("Article tag"), [Choice(one, one, n) for one, n in values], self.filter.tags,
                         lambda keys: replace(self.filter, tags=keys))  # fmt: skip

    def _ask_tag(self) -> None:
        choices = [Choice(label.key, label.name, None, label) for label in self._scheme.live]
        self._ask_values(self.tag, tr("Articles where you used"), choices, self.filter.labels,
                         lambda keys: replace(self.filter, labels=keys), tr("The scheme has no labels."))  # fmt: skip

    def _ask_values(
        self, button: FilterButton, name: str, choices: list[Choice], chosen: tuple[str, ...],
        made: Callable[[tuple[str, ...]], Filter], nothing: str = "",
    ) -> None:  # fmt: skip
        popup = ChoicePopup(name, choices, chosen, several=True, nothing=nothing)
        popup.changed.connect(lambda keys: self.set_filter(made(keys)))
        self._open(popup, button)

    def _ask_status(self) -> None:
        counts = self._facets.statuses if self._facets else {}
        names = {"all": tr("any"), "todo": tr("to do"), **{key: tr(name) for key, name in STATUS_NAMES.items()}}
        sums = {**counts, "all": sum(counts.values()), "todo": counts.get("new", 0) + counts.get("started", 0)}
        there = not self.filter.removed
        choices = [Choice(key, names[key], sums.get(key, 0) if there else None) for key in STATES]
        choices.append(Choice("removed", tr("removed")))
        chosen = "removed" if self.filter.removed else self.filter.status
        popup = ChoicePopup(tr("Status"), choices, (chosen,), several=False)
        popup.changed.connect(self._take_status)
        self._open(popup, self.status)

    def _take_status(self, keys: tuple[str, ...]) -> None:
        gone = keys == ("removed",)
        self.set_filter(replace(self.filter, removed=gone, status="all" if gone else keys[0]))

    def _ask_wire(self) -> None:
        choices = [Choice(key, _wire_name(key)) for key in WIRE_NAMES]
        popup = ChoicePopup(tr("Wire"), choices, (self.filter.wire,), several=False)
        popup.changed.connect(lambda keys: self.set_filter(replace(self.filter, wire=keys[0])))
        self._open(popup, self.wire)

    def _ask_length(self) -> None:
        choices = [Choice("", tr("any")), Choice("these", length_text(self.filter))]
        popup = ChoicePopup(tr("Length"), choices, ("these",), several=False)
        popup.changed.connect(lambda keys: None if keys[0] else self.set_filter(replace(self.filter, least=0, most=0)))
        self._open(popup, self.length)

    def _open(self, popup: Popup, button: FilterButton) -> None:
        self.popup = popup
        popup.closed.connect(lambda: self._forget(popup))
        popup.open_under(button)

    def _forget(self, popup: Popup) -> None:
        if self.popup is popup:
            self.popup = None


def _wire_name(key: str) -> str:
    name = WIRE_NAMES[key]
    return tr(name)


def length_text(asked: Filter) -> str:
    """Say which lengths a filter leaves."""
    if not asked.most:
        return tr("{n} words or more").format(n=figure(asked.least))
    return tr("{least}–{most} words").format(least=figure(asked.least), most=figure(asked.most - 1))


def _chosen(values: tuple[str, ...] | list[str]) -> str:
    """Return what a button says of what is chosen: one by its name, several by their number."""
    return values[0] if len(values) == 1 else ntr("{n} chosen", "{n} chosen", len(values)) if values else ""


def _with_chosen(values: list[tuple[str, int]], chosen: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return values with their counts, and those that are chosen but have no article under the rest of the filter."""
    known = {value for value, _count in values}
    return [*values, *((value, 0) for value in chosen if value not in known)]
