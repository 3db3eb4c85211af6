"""The Label workspace: queue, article with its label bar, inspector."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.announce import Announcer
from annotator.gui.article.pane import ArticlePane
from annotator.gui.commands import VALUE_KEYS
from annotator.gui.label.carrying import CarryHand
from annotator.gui.label.checks import EndCheck
from annotator.gui.label.clock import WorkClock
from annotator.gui.label.content_note import ContentNote
from annotator.gui.label.context_menu import context_menu
from annotator.gui.label.hand import Hand
from annotator.gui.label.inspector import Inspector
from annotator.gui.label.label_bar import LabelBar
from annotator.gui.label.mentions import MentionHand
from annotator.gui.label.modes import Mode, Modes
from annotator.gui.label.queue import QueuePane
from annotator.gui.label.roles import RoleHand, take_away
from annotator.gui.label.version_note import earlier_version
from annotator.gui.label.zone_mode import ZoneHand
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets.order import holds_focus, put_in_reading_order

_BEFORE_SHOWN = frozenset(("undo", "filter", "next", "previous"))
"""Commands that work while a content note stands before the article."""


class LabelWorkspace(QWidget):
    """Assembles the panes and joins them to the session; the window's commands call what is public here."""

    def __init__(
        self,
        session: Session,
        content_notes: Callable[[], bool] = lambda: True,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`content_notes` tells whether notes stand before articles; `now` gives seconds that only grow."""
        super().__init__()
        self._session = session
        self.queue = QueuePane(session)
        self.pane = ArticlePane(session)
        self.view = self.pane.view
        self.cover = ContentNote(content_notes)
        self.pane.set_cover(self.cover, self.cover.holds)
        self.clock = WorkClock(session, self, now)
        self.bar = LabelBar(session)
        self.modes = Modes(self.bar, self.view)
        self.roles = RoleHand(session, self.view, self.modes)
        self.mentions = MentionHand(session, self.view, self.modes)
        self.inspector = Inspector(session)
        self.inspector.span_panel.version.look_with(earlier_version(session))
        self.hand = Hand(session, self.view)
        self.checks = EndCheck(session, self.view, self.hand, self.pane.strip)
        self.zones = ZoneHand(session, self.view, self.modes, self.pane.strip)
        self.carrying = CarryHand(session, self.pane.strip)
        self.announcer = Announcer(session, self.view, self.modes)
        self.commands = self._commands()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addWidget(self.modes.stack)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.queue, middle, self.inspector):
            self.splitter.addWidget(part)
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        put_in_reading_order(self.splitter, tr("Width of the panes"))
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
            "mark-zone": self.zones.start,
            "carry": self.carrying.carry,
            "roles": self.start_roles,
            "mentions": self.mentions.tag_all,
            "step-mentions": self.mentions.step,
            "exact": hand.edges.take_exact,
            "trim": hand.edges.trim_active,
            "hint": self.checks.next_hint,
            "done": lambda: self.finish("done"),
            "next": lambda: self.step_article(1),
            "previous": lambda: self.step_article(-1),
        }
        commands["next-attribute"] = self.next_attribute
        commands["article-value"] = self.inspector.article_box.step
        values = {f"value-{n}": partial(self.choose_value, n - 1) for n in range(1, len(VALUE_KEYS) + 1)}
        commands.update(values)
        return {name: self._if_shown(name, act) for name, act in commands.items()}

    def _if_shown(self, name: str, act: Callable[[], object]) -> Callable[[], object]:
        """Return what a command does, and nothing but a word while a content note stands before the article."""
        if name in _BEFORE_SHOWN:
            return act
        return lambda: self._ask_to_show() if self.pane.covered else act()

    def _ask_to_show(self) -> None:
        self._session.said.emit(tr("Show the article first, or skip it."))
        self.focus_text()

    def _connect(self) -> None:
        self.mentions.skipped.connect(self.checks.pass_over)
        self.bar.labelChosen.connect(self._press_label)
        self.queue.opened.connect(self.focus_text)
        self.inspector.noteFinished.connect(self.focus_text)
        self.inspector.tree.spanChosen.connect(self._go_to)
        self.view.spanActivated.connect(self._clicked)
        self.view.edgeDragged.connect(self._drag)
        self.view.contextMenuWanted.connect(self._menu)
        self.pane.find_bar.left.connect(self._after_find)
        self.inspector.span_panel.hints.trimWanted.connect(self._trim)
        self.pane.find_bar.hitSelected.connect(self.hand.edges.hit_selected)
        self.pane.columnMoved.connect(self.bar.set_column)
        self.pane.columnMoved.connect(self.modes.bar.set_column)
        self._session.articleChanged.connect(self.leave_mode)
        roles = self.inspector.span_panel.roles
        roles.roleWanted.connect(self.start_roles)
        roles.spanWanted.connect(self._go_to)
        roles.removeWanted.connect(self._take_role)
        self.roles.roleChanged.connect(roles.set_role)
        self._session.articleChanged.connect(self._follow_cover)
        self.cover.showWanted.connect(self._uncover)

    def _follow_cover(self) -> None:
        """While a content note stands before the article, show nothing of it beside the note."""
        covered, focus = self.pane.covered, QApplication.focusWidget()
        self.inspector.withhold(covered)
        self.bar.setEnabled(not covered)
        if covered and (focus is None or focus is self.view or not focus.isVisible()):
            self.focus_text()

    def _uncover(self) -> None:
        self.pane.show_article()
        self._follow_cover()
        self.focus_text()

    def tag(self, key: str) -> None:
        """Do what a label's key does."""
        if self.pane.covered:
            self._ask_to_show()
        else:
            self.hand.label(key)

    def enter_mode(self, mode: Mode) -> None:
        """Give the single keys and the place of the label bar to a mode; one that runs ends."""
        self.modes.enter(mode)

    def leave_mode(self) -> None:
        """Give keys and bar back to the labels."""
        self.modes.leave()

    def mode_key(self, event: QKeyEvent) -> bool:
        """Give a key to the mode that runs, wherever in the workspace the focus is; True when it is the mode's."""
        return not self.pane.find_bar.has_focus() and self.modes.key(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.mode_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.mode_key(event):
            super().keyPressEvent(event)

    def _clicked(self, span_id: str) -> None:
        if self.modes.clicked is None or not self.modes.clicked(span_id):
            self._session.set_active(span_id)

    def start_roles(self, role: str = "") -> None:
        """Begin to give roles of the active event: one role (key), or its first empty one."""
        self.roles.start(role)

    def _take_role(self, link: str) -> None:
        take_away(self._session, link)
        self.focus_text()

    def focus_text(self) -> None:
        """Take the focus to the words, or to what stands before them."""
        if self.pane.covered:
            self.cover.focus()
            return
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_note(self) -> None:
        """Take the focus to the note of the active tag."""
        if self._session.active:
            self.inspector.focus_note()
        else:
            self._session.said.emit(tr("No tag is active. Tab steps through the tags."))

    def choose_value(self, number: int) -> None:
        """Do what the value key of a place from 0 does to the active tag's current attribute."""
        if not self._session.active:
            self._session.said.emit(tr("No tag is active. Tab steps through the tags."))
        elif not self.inspector.choose_value(number):
            self._session.said.emit(tr("This tag has no such value."))

    def next_attribute(self) -> None:
        """Let the value keys set the next attribute of the active tag."""
        if not self._session.active:
            self._session.said.emit(tr("No tag is active. Tab steps through the tags."))
        elif not self.inspector.next_attribute():
            self._session.said.emit(tr("This label has no attributes."))

    def finish(self, status: str, reason: str = "") -> None:
        """Set the article done or skipped and go on to the next unfinished one of the filtered queue.

        With open hints the first `done` goes to one of them instead.
        """
        self.inspector.commit()
        if status == "done" and self.checks.holds():
            self.focus_text()
            return
        self._session.finish(status, self.queue.pks(), reason)
        self.focus_text()

    def _trim(self) -> None:
        self.hand.edges.trim_active()
        self.focus_text()

    def go_to_missing(self) -> None:
        """Make the first tag active that lacks a required value."""
        if self.pane.covered:
            self._ask_to_show()
            return
        first = next((s.id for s in self._session.sorted_spans() if s.id in self._session.lacking), "")
        self.hand.activate(first)
        self.focus_text()

    def _press_label(self, key: str) -> None:
        """Tag by the label bar; in the middle of a search that means the hit that is shown."""
        if self.pane.find_bar.has_focus():
            self.pane.find_bar.leave()
        self.choose_label(key)

    def _go_to(self, span_id: str) -> None:
        self.hand.activate(span_id)

    def _drag(self, span_id: str, start: int, end: int) -> None:
        self._session.move(span_id, start, end)
        self._session.set_active(span_id)

    def _after_find(self, found: bool) -> None:
        if not found:
            self.hand.block()

    def _menu(self, where: QPoint, what: dict[str, object]) -> None:
        """Offer what can be done to what is under the pointer."""
        span_id = str(what.get("span_id") or "")
        if self.view.selected_range() is None:
            self._session.set_active("")
            self.hand.activate(span_id)
        context_menu(self, self._session, span_id).popup(where)

    def choose_label(self, key: str) -> None:
        """Tag or relabel, as a label's key does, and go back to the text."""
        self.hand.label(key)
        self.focus_text()

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
            last, first = tr("This is the last article of the list."), tr("This is the first article.")
            self._session.said.emit(last if by > 0 else first)

    def step_pane(self, by: int, over: QWidget | None = None) -> None:
        """Move the focus to the next (1) or previous (-1) pane that takes it; `over` lies over the inspector."""
        panes: list[QWidget] = [self.queue, self.pane, over or self.inspector]
        enter = [self.queue.focus_list, self.focus_text] + ([] if over else [self.inspector.focus_tags])
        here = next((i for i, pane in enumerate(panes) if holds_focus(pane)), 1)
        for _ in panes:
            here = (here + by) % len(panes)
            if here < len(enter):
                enter[here]()
            if not holds_focus(panes[here]) and (stop := _first_stop(panes[here])) is not None:
                stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if holds_focus(panes[here]):
                return

    def escape(self) -> bool:
        """Take one step back: find or a field, then selection, then active span, else to the text; False at the end."""
        focus = QApplication.focusWidget()
        if self.pane.find_bar.isVisible():
            self.pane.find_bar.leave()
        elif self.modes.running is not None and not isinstance(focus, QLineEdit):
            self.leave_mode()
        elif isinstance(focus, QLineEdit):
            self.inspector.span_panel.give_up(focus)
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.watch()
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Show the queue as a strip and the inspector narrow while the window is narrow."""
        look = theme.current()
        narrow = self.window().width() < look.px("width", "narrow_window")
        if narrow != self.queue.collapsed():
            self.queue.set_collapsed(narrow)
            self._set_widths(narrow)

    def refit(self) -> None:
        """Give the panes their usual widths, once everything has another size."""
        self._fold()
        narrow, look = self.queue.collapsed(), theme.current()
        self.queue.set_collapsed(narrow)
        self.inspector.setMinimumWidth(look.px("width", "inspector_min"))
        self.inspector.setMaximumWidth(look.px("width", "inspector_max"))
        self._set_widths(narrow)

    def _set_widths(self, narrow: bool) -> None:
        look = theme.current()
        inspector = look.px("width", "inspector_narrow" if narrow else "inspector")
        queue = self.queue.sizeHint().width()
        self.splitter.setSizes([queue, max(1, self.width() - queue - inspector), inspector])


def _first_stop(part: QWidget) -> QWidget | None:
    """Return the first visible widget inside a pane that Tab stops at."""
    return next(
        (w for w in part.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()), None
    )
