"""The Label workspace: queue, article with its label bar, inspector."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSplitter, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.article.pane import ArticlePane
from annotator.gui.label.hand import Hand
from annotator.gui.label.inspector import Inspector
from annotator.gui.label.label_bar import LabelBar
from annotator.gui.label.queue import QueuePane
from annotator.gui.session import Session


class LabelWorkspace(QWidget):
    """Assembles the panes and joins them to the session; the window's commands call what is public here."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.queue = QueuePane(session)
        self.pane = ArticlePane(session)
        self.view = self.pane.view
        self.bar = LabelBar(session)
        self.inspector = Inspector(session)
        self.hand = Hand(session, self.view)
        self.commands = self._commands()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addWidget(self.bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.queue, middle, self.inspector):
            self.splitter.addWidget(part)
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self._connect()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """Return what the window's commands do here, by their ids."""
        hand = self.hand
        commands: dict[str, Callable[[], object]] = {
            "undo": hand.undo,
            "redo": hand.redo,
            "find": self.pane.find_bar.open,
            "filter": self.queue.focus_filter,
            "next-span": lambda: hand.step(1),
            "previous-span": lambda: hand.step(-1),
            "remove": hand.remove,
            "grow": lambda: hand.move_edge(to_right=True, by_word=True),
            "shrink": lambda: hand.move_edge(to_right=False, by_word=True),
            "grow-one": lambda: hand.move_edge(to_right=True, by_word=False),
            "shrink-one": lambda: hand.move_edge(to_right=False, by_word=False),
            "edge": hand.switch_edge,
            "unsure": hand.toggle_unsure,
            "note": self.write_note,
            "zone": hand.toggle_zone,
            "done": lambda: self.finish("done"),
            "next": lambda: self.step_article(1),
            "previous": lambda: self.step_article(-1),
        }
        values = {f"value-{n + 1}": partial(self.choose_value, n) for n in range(5)}
        return {**commands, **values}

    def _connect(self) -> None:
        self.bar.labelChosen.connect(self._press_label)
        self.queue.opened.connect(self.focus_text)
        self.inspector.noteFinished.connect(self.focus_text)
        self.inspector.tree.spanChosen.connect(self._go_to)
        self.view.spanActivated.connect(self._session.set_active)
        self.view.edgeDragged.connect(self._drag)
        self.view.contextMenuWanted.connect(self._menu)
        self.pane.find_bar.left.connect(self._after_find)
        self.pane.columnMoved.connect(self.bar.set_column)

    def focus_text(self) -> None:
        """Take the focus to the words."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_note(self) -> None:
        """Take the focus to the note of the active tag."""
        if self._session.active:
            self.inspector.focus_note()
        else:
            self._session.said.emit("No tag is active. Tab steps through the tags.")

    def choose_value(self, number: int) -> None:
        """Choose a value of the active tag's first required attribute by its place, from 0."""
        if not self._session.active:
            self._session.said.emit("No tag is active. Tab steps through the tags.")
        elif not self.inspector.choose_value(number):
            self._session.said.emit("This tag has no such value.")

    def finish(self, status: str, reason: str = "") -> None:
        """Set the article done or skipped and go on to the next unfinished one of the filtered queue."""
        self.inspector.commit()
        self._session.finish(status, self.queue.pks(), reason)
        self.focus_text()

    def go_to_missing(self) -> None:
        """Make the first tag active that lacks a required value."""
        first = next((s.id for s in self._session.sorted_spans() if s.id in self._session.lacking), "")
        self.hand.activate(first)
        self.focus_text()

    def _label(self, key: str) -> None:
        self.hand.label(key)
        self.focus_text()

    def _press_label(self, key: str) -> None:
        """Tag by the label bar; in the middle of a search that means the hit that is shown."""
        if self.pane.find_bar.has_focus():
            self.pane.find_bar.leave()
        self._label(key)

    def _go_to(self, span_id: str) -> None:
        self.hand.activate(span_id)

    def _drag(self, span_id: str, start: int, end: int) -> None:
        self._session.move(span_id, start, end)
        self._session.set_active(span_id)

    def _after_find(self, found: bool) -> None:
        if not found:
            self.hand.block()

    def _menu(self, where: QPoint, what: dict[str, object]) -> None:
        """Offer the labels for what is under the pointer, and removal of a span."""
        span_id = str(what.get("span_id") or "")
        if self.view.selected_range() is None:
            self._session.set_active("")
            self.hand.activate(span_id)
        menu = QMenu(self)
        for label in self._session.scheme.labels:
            if not label.retired:
                name = label.name.replace("&", "&&")
                action = menu.addAction(f"{name}\t{label.shortcut.upper()}" if label.shortcut else name)
                action.triggered.connect(partial(self._choose_label, label.key))
        if span_id:
            menu.addSeparator()
            menu.addAction("Remove tag\tDel").triggered.connect(partial(self._remove, span_id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _choose_label(self, key: str, _checked: bool = False) -> None:
        self._label(key)

    def _remove(self, span_id: str, _checked: bool = False) -> None:
        self._session.remove(span_id)

    def step_article(self, by: int) -> None:
        """Open the next (1) or previous (-1) article of the filtered queue."""
        order, article = self.queue.pks(), self._session.article
        if not order:
            return
        pk = article.pk if article is not None else -1
        here = order.index(pk) if pk in order else -1 if by > 0 else 0
        there = here + by
        if 0 <= there < len(order):
            self._session.open_article(order[there])
        else:
            self._session.said.emit("This is the last article of the list." if by > 0 else "This is the first article.")

    def step_pane(self, by: int, over: QWidget | None = None) -> None:
        """Move the focus to the next (1) or previous (-1) pane that takes it; `over` lies over the inspector."""
        panes: list[QWidget] = [self.queue, self.pane, over or self.inspector]
        enter = [self.queue.focus_list, self.focus_text] + ([] if over else [self.inspector.focus_tags])
        here = next((i for i, pane in enumerate(panes) if _holds_focus(pane)), 1)
        for _ in panes:
            here = (here + by) % len(panes)
            if here < len(enter):
                enter[here]()
            if not _holds_focus(panes[here]) and (stop := _first_stop(panes[here])) is not None:
                stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if _holds_focus(panes[here]):
                return

    def escape(self) -> bool:
        """Take one step back: find or a field, then selection, then active span, else to the text; False at the end."""
        focus = QApplication.focusWidget()
        if self.pane.find_bar.isVisible():
            self.pane.find_bar.leave()
        elif isinstance(focus, QLineEdit):
            self._give_up_note(focus)
            self.queue.close_over()
            self.focus_text()
        elif self.view.selected_range() is not None:
            self.view.set_caret(self.view.caret())
        elif self._session.active:
            self._session.set_active("")
        elif not self.view.hasFocus():
            self.queue.close_over()
            self.focus_text()
        else:
            return False
        return True

    def _give_up_note(self, focus: QLineEdit) -> None:
        """Take back what was typed into the note since it was last saved, if that is where the focus is."""
        span = self._session.spans.get(self._session.active)
        if focus is self.inspector.span_panel.note and span is not None:
            focus.setText(span.note)
            focus.setModified(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Show the queue as a strip and the inspector narrow while the window is narrow."""
        look = theme.current()
        narrow = self.window().width() < look.px("width", "narrow_window")
        if narrow == self.queue.collapsed():
            return
        self.queue.set_collapsed(narrow)
        inspector = look.px("width", "inspector_narrow" if narrow else "inspector")
        queue = self.queue.sizeHint().width()
        self.splitter.setSizes([queue, max(1, self.width() - queue - inspector), inspector])


def _holds_focus(part: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is part or part.isAncestorOf(focus))


def _first_stop(part: QWidget) -> QWidget | None:
    """Return the first visible widget inside a pane that Tab stops at."""
    return next(
        (w for w in part.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()), None
    )
