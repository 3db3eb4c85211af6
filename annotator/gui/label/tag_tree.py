"""The tags of the open article as a tree: labels with their counts, spans under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.label.tag_model import COUNT_ROLE, LABEL_ROLE, MANY, NEEDS_ROLE, SPAN_ROLE, TagModel
from annotator.gui.language import figure, tr
from annotator.gui.session import Session
from annotator.gui.widgets.painting import (
    draw_frame,
    draw_icon,
    draw_label_mark,
    draw_ring,
    draw_text,
    facing,
    mirrored,
    text_width,
)
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD, MOVES

Index = QModelIndex | QPersistentModelIndex
LATER_MS = 30
FEW = 20
_TREE_MOVES = MOVES | {Qt.Key.Key_Left, Qt.Key.Key_Right}
_RIGHT = Qt.AlignmentFlag.AlignRight


class TagDelegate(QStyledItemDelegate):
    """Draw a label's row with chevron, mark and count, and a span's row with its words."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a label's or a span's row."""
        is_span = index.data(SPAN_ROLE) is not None
        return QSize(0, theme.current().px("height", "tag_row" if is_span else "group_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        look = theme.current()
        tree = cast(TagTree, option.widget)
        whole = QRect(0, option.rect.top(), tree.viewport().width(), option.rect.height())
        body = whole.adjusted(look.px("space", "small"), 0, -look.px("space", "small"), 0)
        hand = _Hand(painter, whole.width(), tree.layoutDirection())
        span = index.data(SPAN_ROLE)
        is_active = span is not None and span.id == tree.active()
        if is_active or option.state & QStyle.StateFlag.State_MouseOver:
            draw_frame(painter, QRectF(body), look.px("radius", "row"), look.colour("row" if is_active else "hover"))
        if span is not None:
            self._span(hand, body, index, span, is_active)
        else:
            self._group(hand, body, index, tree.isExpanded(index))
        if tree.shows_ring() and index == tree.currentIndex():
            draw_ring(painter, body, look.px("radius", "row"))
        painter.restore()

    def _group(self, hand: _Hand, body: QRect, index: Index, is_open: bool) -> None:
        look = theme.current()
        small = look.px("space", "small")
        side = look.px("icon", "small")
        left = body.left() + small
        icon = "chevron-down" if is_open else facing("chevron-right", hand.direction)
        draw_icon(hand.painter, hand.turn(QRect(left, body.top(), side, body.height())), icon, "ink2", "small")
        left += side + look.px("space", "hair")
        label = index.data(LABEL_ROLE)
        if label is not None:
            mark = hand.turn(QRect(left, 0, look.px("width", "mark"), 1)).left()
            draw_label_mark(hand.painter, mark, body.center().y() + 1, label)
        left += look.px("width", "mark") + small
        counts = look.ui_font("small", tabular=True)
        count = figure(index.data(COUNT_ROLE))
        right = body.right() + 1 - small
        width = text_width(count, counts)
        hand.write(QRect(right - width, body.top(), width, body.height()), count, counts, "ink2")
        words = QRect(left, body.top(), right - width - small - left, body.height())
        hand.write(words, str(index.data()), look.ui_font("body", 500), "ink")

    def _span(self, hand: _Hand, body: QRect, index: Index, span: Span, is_active: bool) -> None:
        look = theme.current()
        small = look.px("space", "small")
        left = body.left() + 2 * small + look.px("icon", "small") + look.px("space", "hair") + look.px("width", "mark")
        right = body.right() + 1 - small
        needs = str(index.data(NEEDS_ROLE)) or (tr("unsure") if span.unsure else "")
        if needs:
            font = look.ui_font("small")
            width = text_width(needs, font)
            ink = "fault" if index.data(NEEDS_ROLE) else "ink2"
            hand.write(QRect(right - width, body.top(), width, body.height()), needs, font, ink)
            right -= width + small
        font = look.article_font("body", 600 if is_active else 400)
        words = QRect(left, body.top(), right - left, body.height())
        hand.write(words, str(index.data()), font, "ink" if is_active else "ink2")


@dataclass(frozen=True, slots=True)
class _Hand:
    """Draws on a row that was laid out from left to right, turned as the layout direction has it."""

    painter: QPainter
    width: int
    direction: Qt.LayoutDirection

    def turn(self, rect: QRect) -> QRect:
        return mirrored(rect, self.width, self.direction)

    def write(self, rect: QRect, text: str, font: QFont, ink: str) -> None:
        draw_text(self.painter, self.turn(rect), text, font, theme.current().colour(ink), direction=self.direction)


class TagTree(QTreeView):
    """Show the tags; a click or Return on one makes it active. The active one's label is always open."""

    spanChosen = Signal(str)
    settled = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._tags = TagModel(session, self)
        self._wanted: set[str] = set()
        self._changed: set[str] = set()
        self._lent = ""
        self._ring = False
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._settle)
        self.setModel(self._tags)
        self.setItemDelegate(TagDelegate(self))
        self.setAccessibleName(tr("Tags in this article"))
        self._calm()
        self.clicked.connect(self._click)
        self.expanded.connect(lambda index: self._remember(index, opened=True))
        self.collapsed.connect(lambda index: self._remember(index, opened=False))
        theme.hub().changed.connect(self.doItemsLayout)

    def tags(self) -> TagModel:
        """Return the model."""
        return self._tags

    def active(self) -> str:
        """Return the active span, or an empty text."""
        return self._session.active

    def shows_ring(self) -> bool:
        """Tell whether the focus came by the keyboard."""
        return self._ring and self.hasFocus()

    def reload(self) -> None:
        """Show the article's spans anew, with the labels open that a person opened."""
        self._tags.reload()
        self._changed = set()
        self._lent = ""
        self._settle()

    def update_spans(self, ids: set[str]) -> None:
        """Follow spans that were added, changed or removed."""
        self._changed |= ids
        if self._can_wait():
            self._later.start()
        else:
            self._settle()

    def is_behind(self) -> bool:
        """Tell whether the rows follow in a moment; `settled` comes then."""
        return bool(self._changed)

    def waits(self) -> bool:
        """Tell whether anything follows in a moment: rows or the active span."""
        return self._later.isActive()

    def follow_active(self) -> None:
        """Show the active span: at once, or where there are many tags after the article itself is painted."""
        if self._can_wait():
            self._later.start()
        else:
            self.show_active()

    def show_active(self) -> None:
        """Open the active span's label and scroll to it; a label that was open for the last one alone closes."""
        span = self._session.spans.get(self._session.active)
        key = span.label if span is not None else ""
        if self._lent and self._lent != key:
            self._set_open(self._lent, opened=False)
            self._lent = ""
        if span is not None:
            if not self.isExpanded(self._tags.group_index(key)):
                self._set_open(key, opened=True)
                self._lent = key
            index = self._tags.index_of(span.id)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters and digits are the window's commands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, choose with Return; leave every other key to the window."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in _TREE_MOVES:
            self._ring = True
            super().keyPressEvent(event)
            self.viewport().update()
        elif plain and event.key() in ENTERS:
            self._click(self.currentIndex())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring where the keyboard brought the focus."""
        self._ring = self._ring or event.reason() in KEYBOARD
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._tags.index(0, 0))
        super().focusInEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the ring under a hand on the mouse."""
        self._ring = False
        super().mousePressEvent(event)

    def _calm(self) -> None:
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def _can_wait(self) -> bool:
        return self._tags.count() > FEW

    def _is_long(self) -> bool:
        return self._tags.count() > MANY

    def _settle(self) -> None:
        """Bring the rows up to date and open the labels that a person opened.

        Rows have one height where there are very many, or scrolling is slow.
        """
        changed, self._changed = self._changed, set()
        if changed:
            self._tags.update(changed)
        self.setUniformRowHeights(self._is_long())
        for key in self._tags.group_keys():
            if key in self._wanted and not self.isExpanded(self._tags.group_index(key)):
                self._set_open(key, opened=True)
        self.show_active()
        self.settled.emit()

    def _click(self, index: QModelIndex) -> None:
        span = index.data(SPAN_ROLE)
        if isinstance(span, Span):
            self.spanChosen.emit(span.id)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _remember(self, index: QModelIndex, *, opened: bool) -> None:
        key = self._tags.group_keys()[index.row()]
        if key == self._lent:
            self._lent = ""
        if opened:
            self._wanted.add(key)
        else:
            self._wanted.discard(key)

    def _set_open(self, key: str, *, opened: bool) -> None:
        """Open or close a label without taking it for a person's wish."""
        index = self._tags.group_index(key)
        if index.isValid():
            self.blockSignals(True)
            self.setExpanded(index, opened)
            self.blockSignals(False)
