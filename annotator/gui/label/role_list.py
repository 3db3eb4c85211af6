"""The roles of the active event: who or what fills each."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.session import Session
from annotator.gui.widgets.painting import draw_icon, draw_label_mark, draw_text
from annotator.gui.wording import one_line


class RoleRow(QWidget):
    """One role: its name, an arrow, and the mark and words of what fills it."""

    def __init__(self, role: str, label: Label | None, quote: str) -> None:
        super().__init__()
        self._role, self._label, self._quote = role, label, one_line(quote)
        self.setAccessibleName(f"{role}: {self._quote}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.current().px("height", "role_row"))
        theme.hub().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        look = theme.current()
        small, height = look.px("space", "small"), self.height()
        painter = QPainter(self)
        names = look.px("width", "inspector") // 4
        draw_text(painter, QRect(0, 0, names, height), self._role, look.ui_font(), look.colour("ink2"))
        left = names
        side = look.px("icon", "small")
        draw_icon(painter, QRect(left, 0, side, height), "arrow-right", "ink3", "small")
        left += side + look.px("space", "gap") - 2
        if self._label is not None:
            left = draw_label_mark(painter, left, height // 2, self._label) + small
        words = QRect(left, 0, self.width() - left, height)
        draw_text(painter, words, self._quote, look.article_font("body"), look.colour("ink"))
        painter.end()


class RoleList(QWidget):
    """The filled roles of one event, in the scheme's order; nothing where there is none."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: list[tuple[str, Span]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_event(self, span: Span | None) -> None:
        """Show the roles of a span."""
        wanted = self._roles(span) if span is not None else []
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.deleteLater()
        for role, child in wanted:
            self._column.addWidget(RoleRow(role, self._session.scheme.label(child.label), child.quote))
        self.setVisible(bool(wanted))

    def _roles(self, span: Span) -> list[tuple[str, Span]]:
        types = self._session.scheme.relations_of(span.label)
        names = {one.key: one.name for one in types}
        order = [one.key for one in types]
        links = [link for link in self._session.relations if link.head == span.id and link.child in self._session.spans]
        links.sort(key=lambda link: (order.index(link.type) if link.type in order else len(order), link.id))
        return [(names.get(link.type, link.type), self._session.spans[link.child]) for link in links]
