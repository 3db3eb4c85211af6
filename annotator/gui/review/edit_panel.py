"""What stands in the place of the version cards while one is edited: the labels, and the values of the active tag."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.scheme import ArticleLabel, Attribute, Label, Scheme
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.keymap import label_key
from annotator.gui.label.attribute_list import AttributeList
from annotator.gui.language import tr
from annotator.gui.widgets import ElidedLabel, Hairline, LabelButton, LabelMark, TextLabel
from annotator.gui.widgets.rows import Rows


class EditPanel(QWidget):
    """Show one span's label and values. `labelled` carries a label's key, `picked` an attribute's key and its value."""

    labelled = Signal(str)
    picked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Edit"))
        self._title = TextLabel("", "body", 600)
        self.hint = TextLabel("", "small", 400, "ink2", wrap=True)
        self._mark: LabelMark | None = None
        self.words = ElidedLabel("", "quote", 400, serif=True)
        self._labels = QWidget()
        self._rows = Rows()
        self._labels.setLayout(self._rows)
        self._buttons: list[LabelButton] = []
        self.values = AttributeList(self)
        self.values.picked.connect(self._pick)
        look = theme.current()
        gap = look.px("space", "gap")
        self._head = head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self._title)
        head.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self._labels)
        column.addWidget(Hairline())
        column.addWidget(self.values.required)
        column.addWidget(self.values.optional)
        column.addWidget(self.hint)
        column.addStretch(1)

    def show_span(
        self, scheme: Scheme, title: str, hint: str, span: Span | None, values: Mapping[str, object], *, anew: bool
    ) -> None:
        """Show the active span of a draft; None: none is left."""
        self._title.setText(title)
        self.hint.setText(hint)
        self._show_labels(scheme)
        self._show_mark(scheme.label(span.label) if span is not None else None)
        self.words.setText(span.quote if span is not None else "")
        self._labels.setVisible(span is not None)
        attributes = scheme.attributes_of(span.label) if span is not None else ()
        self.values.show(attributes, values, anew=anew)

    def show_question(self, question: ArticleLabel, title: str, hint: str, value: object, *, anew: bool) -> None:
        """Show the answers to a question about the article."""
        self._title.setText(title)
        self.hint.setText(hint)
        self._labels.hide()
        self._show_mark(None)
        self.words.setText("")
        asked = Attribute(question.key, question.name, "", question.values, True, description=question.description)
        self.values.show((asked,), {} if value is None else {question.key: value}, anew=anew)

    def typing(self) -> bool:
        """Tell whether a field of the values has the keyboard."""
        return any(box.field is not None and box.field.hasFocus() for box in self.values.boxes)

    def _pick(self, key: str, value: object) -> None:
        self.values.chosen(key)
        self.picked.emit(key, value)

    def _show_mark(self, label: Label | None) -> None:
        """Show the label of the active span before its words."""
        if self._mark is None and label is not None:
            self._mark = LabelMark(label, "body", 600, tinted=True)
            self._mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._head.insertWidget(1, self._mark)
        if self._mark is not None:
            if label is not None:
                self._mark.setLabel(label)
            self._mark.setVisible(label is not None)

    def _show_labels(self, scheme: Scheme) -> None:
        if [button.label() for button in self._buttons] == list(scheme.live):
            return
        for button in self._buttons:
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for label in scheme.live:
            button = LabelButton(label)
            button.setKeys(label_key(label))
            button.clicked.connect(lambda _checked=False, key=label.key: self.labelled.emit(key))
            self._rows.addWidget(button)
            self._buttons.append(button)
