"""The roles of the active event with what plays them, or the events in which the active tag plays a role."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.core.span import Relation, Span
from annotator.gui import theme
from annotator.gui.commands import keys_of
from annotator.gui.label.reveal import reveal
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import IconButton, KeyCap, PaintedButton, TextLabel
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_label_mark, draw_text, mirrored
from annotator.gui.wording import one_line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a role (key and name), and the tag that plays it with the link that says so."""

    role: str
    name: str
    span: Span | None = None
    link: str = ""


class RoleName(PaintedButton):
    """The name of a role with an arrow; pressed, it starts role mode there."""

    current = False

    def font_for(self) -> QFont:
        return theme.current().ui_font("body", 600 if self.current else 400)

    def natural_size(self) -> QSize:
        look = theme.current()
        return QSize(look.px("width", "inspector") // 3, look.px("height", "role_row"))

    def ink(self) -> str:
        return "ink" if self.current else "ink2"

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), look.px("radius", "row"), look.colour(ground))
        side, hair = look.px("icon", "small"), look.px("space", "hair")
        left = self.width() - side - hair
        self.draw_words(painter, QRect(hair, 0, left - hair, self.height()), self.text(), self.font_for(), self.ink())
        icon = "arrow-left" if self.isRightToLeft() else "arrow-right"
        draw_icon(painter, self.mirror(QRect(left, 0, side, self.height())), icon, "ink3", "small")


class Filler(PaintedButton):
    """The words that play a role, with their label's mark; or “choose…” where none do."""

    def __init__(self, words: str, label: Label | None, accessible_name: str, *, serif: bool = True) -> None:
        self._label, self._serif = label, serif
        super().__init__(words)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def font_for(self) -> QFont:
        look = theme.current()
        return look.article_font("body") if self._serif else look.ui_font("body", 400)

    def natural_size(self) -> QSize:
        look = theme.current()
        return QSize(look.px("width", "inspector") // 4, look.px("height", "role_row"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), look.px("radius", "row"), look.colour(ground))
        left = look.px("space", "small")
        if self._label is not None:
            mark = self.mirror(QRect(left, 0, look.px("width", "mark"), self.height()))
            draw_label_mark(painter, mark.left(), self.height() // 2, self._label)
            left += mark.width() + look.px("space", "small")
        words = QRect(left, 0, self.width() - left, self.height())
        ink = look.colour("ink" if self._serif else "ink3")
        area = mirrored(words, self.width(), self.layoutDirection())
        draw_text(painter, area, self.text(), self.font_for(), ink, direction=self.layoutDirection())


class RoleRow(QWidget):
    """One line of the list; a click beside its buttons is one on the role."""

    def __init__(self, line: Line, label: Label | None, *, first: bool, current: bool) -> None:
        super().__init__()
        self.current = current
        self.name = RoleName(line.name)
        self.name.current = current
        self.cross: IconButton | None = None
        if line.span is None:
            self.filler = Filler(tr("choose…"), None, tr("{role}: empty, choose").format(role=line.name), serif=False)
        else:
            words = one_line(line.span.quote)
            self.filler = Filler(words, label, tr("{role}: {words}").format(role=line.name, words=words))
            self.cross = IconButton("close", tr("Remove {words} as {role}").format(words=words, role=_small(line.name)))
        self.setAccessibleName(self.filler.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.name)
        row.addWidget(self.filler, 1)
        if self.cross is not None:
            row.addWidget(self.cross)
        if not first:
            kept = self.name.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            self.name.setSizePolicy(kept)
            self.name.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.current().px("height", "role_row"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click beside the buttons as one on the role."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.name.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of the role that the next number gives."""
        if self.current:
            look = theme.current()
            painter = QPainter(self)
            draw_frame(painter, self.rect(), look.px("radius", "row"), look.colour("row"))
            painter.end()


class EventRow(Filler):
    """An event in which the active tag plays a role; pressed, it goes there."""

    def __init__(self, role: str, event: Span, label: Label | None) -> None:
        text = tr("{role} of “{words}”").format(role=role, words=one_line(event.quote))
        super().__init__(text, label, text)


class RoleList(QWidget):
    """Every role of an event, also while it is empty, in the scheme's order; for other tags, the roles they play."""

    roleWanted = Signal(str)
    spanWanted = Signal(str)
    removeWanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._span: Span | None = None
        self._role = ""
        self._shown: tuple[object, ...] = ()
        self._head = QWidget()
        self._cap = KeyCap("R")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, theme.current().px("space", "hair"), 0, 0)
        head.addWidget(TextLabel(tr("Roles"), "sub", 600), 1)
        head.addWidget(self._cap)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(self._rows)
        self.setAccessibleName(tr("Roles"))
        self.hide()

    def show_event(self, span: Span | None) -> None:
        """Show the roles of a span, or those that it plays."""
        self._span = span
        lines = self.lines(span) if span is not None else []
        events = self._events(span) if span is not None and not lines else []
        wanted = (tuple(lines), tuple(events), self._role)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        named: set[str] = set()
        for line in lines:
            self._add_role(line, first=line.role not in named)
            named.add(line.role)
        for link, name, event in events:
            button = EventRow(name, event, self._session.scheme.label(event.label))
            button.clicked.connect(lambda _checked=False, key=link.head: self.spanWanted.emit(key))
            self._rows.addWidget(button)
        self._head.setVisible(bool(lines))
        keys = keys_of("roles")
        self._cap.setVisible(bool(keys))
        if keys:
            self._cap.setKeys(keys[0])
        self.setVisible(bool(lines or events))

    def set_role(self, role: str) -> None:
        """Mark the role (key) that role mode is at; none for an empty key."""
        if role != self._role:
            self._role = role
            self.show_event(self._span)
            QTimer.singleShot(0, self, self._reveal)  # rows made anew find their places after this

    def _reveal(self) -> None:
        """Scroll the panel to the role that role mode is at."""
        row = next((row for row in self.findChildren(RoleRow) if row.current and row.isVisible()), None)
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if row is not None and around is not None:
            reveal(around, self._head, row)

    def lines(self, span: Span) -> list[Line]:
        """Return a line for each tag that plays a role of an event, and one for each empty role."""
        session = self._session
        names = {one.key: one.name for one in session.scheme.relations_of(span.label)}
        links = sorted((r for r in session.relations if r.head == span.id and r.child in session.spans), key=_age)
        found: list[Line] = []
        for role in dict.fromkeys([*names, *(link.type for link in links)]):
            own = [link for link in links if link.type == role]
            name = names.get(role, role)
            found += [Line(role, name, session.spans[link.child], link.id) for link in own] or [Line(role, name)]
        return found

    def _events(self, span: Span) -> list[tuple[Relation, str, Span]]:
        names = {one.key: one.name for one in self._session.scheme.relations}
        links = [r for r in self._session.relations if r.child == span.id and r.head in self._session.spans]
        found = [(link, names.get(link.type, link.type), self._session.spans[link.head]) for link in links]
        return sorted(found, key=lambda one: (one[2].start, one[0].id))

    def _add_role(self, line: Line, *, first: bool) -> None:
        label = self._session.scheme.label(line.span.label) if line.span is not None else None
        row = RoleRow(line, label, first=first, current=line.role == self._role)
        row.name.clicked.connect(lambda _checked=False: self.roleWanted.emit(line.role))
        if line.span is None or row.cross is None:
            row.filler.clicked.connect(lambda _checked=False: self.roleWanted.emit(line.role))
        else:
            row.filler.clicked.connect(lambda _checked=False, key=line.span.id: self.spanWanted.emit(key))
            row.cross.clicked.connect(lambda _checked=False: self.removeWanted.emit(line.link))
        self._rows.addWidget(row)


def _age(link: Relation) -> str:
    return link.id


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
