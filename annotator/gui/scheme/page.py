"""The pages of the scheme in the drawer: all labels, one label, a guideline; Esc goes back the way one came."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.scheme.changes import Changes, Tell
from annotator.gui.scheme.fields import turn_of
from annotator.gui.scheme.label_form import LabelForm
from annotator.gui.scheme.overview import Overview
from annotator.gui.scheme.writing import GuidelineWriter
from annotator.gui.session import Session
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.store import schemes
from annotator.work import scheming


def is_own(event: QEvent) -> bool:
    """Tell whether a key press is for the scheme and not for the article: undo, redo, and every single key."""
    if not isinstance(event, QKeyEvent):
        return False
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    single = event.text().isprintable() and bool(event.text().strip())
    return bool(turn_of(event)) or (plain and (single or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)))


class _Foot(QWidget):
    """The foot of the drawer; its keys are those of the page."""

    def __init__(self, page: SchemePage) -> None:
        super().__init__()
        self._page = page

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._page.keyPressEvent(event)


class SchemePage(QWidget):
    """Shows and changes the scheme of a session; `foot` holds Undo and Redo and stays in sight."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self._session = session
        self.changes = Changes(session, tell)
        self.page: QWidget | None = None
        self._came: list[str] = []
        self._alone = False
        self.back = QuietButton("", icon="chevron-left")
        words = tr("Only a lead of the project changes the scheme. You can read all of it here.")
        if session.project.value("package"):
            words = tr("The scheme of a work package is the lead's and stays as it is. You can read all of it here.")
        self.reads = TextLabel(words, "sub", ink="ink2", wrap=True)
        self.undo = QuietButton(tr("Undo"), "Ctrl+Z")
        self.redo = QuietButton(tr("Redo"), "Ctrl+Shift+Z")
        self.foot = _Foot(self)
        self.back.clicked.connect(self.go_back)
        self.undo.clicked.connect(session.undo_scheme)
        self.redo.clicked.connect(session.redo_scheme)
        session.schemeChanged.connect(self._refresh)
        session.annotatorChanged.connect(self._refresh)
        self._column = QVBoxLayout()
        self._arrange()
        self.show_labels()

    # Pages

    def show_labels(self, current: str = "") -> None:
        """Show all labels, the cursor on one of them."""
        self._leave_field()
        page = Overview(self.changes)
        page.opened.connect(self.show_label)
        page.conventionsWanted.connect(lambda: self.show_guideline(""))
        page.refresh(current)
        self._turn_to(page, [])

    def show_label(self, key: str) -> None:
        """Show one label."""
        self._leave_field()
        form = LabelForm(self.changes, key)
        form.guidelineWanted.connect(lambda: self.show_guideline(key))
        form.moveWanted.connect(partial(self.changes.move, key))
        self._turn_to(form, ["labels"])

    def show_guideline(self, key: str, *, alone: bool = False) -> None:
        """Show a label's guideline to be written, or with an empty key the scheme's own.

        `alone`: it was asked for outside of these pages, and Esc leaves them.
        """
        self._leave_field()
        label = self.changes.scheme.label(key)
        title = tr("Guideline: {label}").format(label=label.name) if label else tr("Conventions of the scheme")
        what = f"edit guideline of {label.name}" if label else "edit conventions"
        build = partial(scheming.set_guideline, key=key)
        writer = GuidelineWriter(
            title,
            lambda text: self.changes.make(lambda scheme: build(scheme, markdown=text), what),
            allowed=self.changes.allowed(),
        )
        writer.setProperty("label", key)
        self._turn_to(writer, ["labels", key] if key else ["labels"])
        self._alone = alone

    def focus_first(self) -> None:
        """Take the focus to where the page is begun."""
        page, first = self.page, cast(QWidget, self.back)
        if isinstance(page, Overview):
            first = page.labels
        elif isinstance(page, LabelForm):
            first = page.name.field if page.name.isEnabled() else page.write
        elif isinstance(page, GuidelineWriter) and page.area.isEnabled():
            first = page.area
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_back(self) -> None:
        """Go to the page that this one was opened from."""
        if not self._came:
            return
        there = self._came[-1]
        if there == "labels":
            key = self.page.key if isinstance(self.page, LabelForm) else ""
            self.show_labels(key)
        else:
            self.show_label(there)

    def _leave_field(self) -> None:
        """Save what is being typed before another page is made of what is stored."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def _turn_to(self, page: QWidget, came: list[str]) -> None:
        before, self.page, self._came, self._alone = self.page, page, came, False
        if before is not None:
            before.hide()
            self._column.removeWidget(before)
            before.deleteLater()
        self._column.addWidget(page, 1)
        label = self.changes.scheme.label(came[-1]) if came and came[-1] != "labels" else None
        self.back.setText(label.name if label else tr("All labels"))
        self.back.setVisible(bool(came))
        page.show()
        self._refresh()
        self.focus_first()
        area = self.parent()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parent()
        if area is not None:
            area.verticalScrollBar().setValue(0)

    # Following

    def _refresh(self) -> None:
        """Bring page and foot up to the scheme and to who is here."""
        allowed, project, me = self.changes.allowed(), self._session.project, self._session.me.id
        self.reads.setVisible(not allowed)
        self.undo.setEnabled(allowed and schemes.can_undo(project, me))
        self.redo.setEnabled(allowed and schemes.can_redo(project, me))
        page = self.page
        if isinstance(page, Overview):
            page.refresh()
            page.allow(allowed)
        elif isinstance(page, LabelForm):
            if self.changes.scheme.label(page.key) is None:
                self.show_labels()
            else:
                page.refresh()
                page.allow(allowed)
        elif isinstance(page, GuidelineWriter):
            key = str(page.property("label"))
            label = self.changes.scheme.label(key)
            page.show_value(label.guideline if label else self.changes.scheme.guideline if not key else "", label)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, redo, and go back with Esc; what else is typed beside a field does nothing to the article."""
        turn = turn_of(event)
        if turn:
            button = self.undo if turn == "undo" else self.redo
            if button.isEnabled():
                button.click()
        elif event.key() == Qt.Key.Key_Escape and self._came and not self._alone:
            self.go_back()
        elif not is_own(event):
            event.ignore()

    def _arrange(self) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        self._column.setContentsMargins(inset, 0, inset, inset)
        self._column.setSpacing(small)
        self._column.addWidget(self.reads)
        # The words of a quiet button keep the page's edge; its padding stands outside of it.
        top.setContentsMargins(inset - small, small, inset, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(small)
        whole.addLayout(top)
        whole.addLayout(self._column, 1)
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(0, small, 0, 0)
        line.setSpacing(small)
        line.addWidget(self.undo)
        line.addWidget(self.redo)
        line.addStretch(1)
