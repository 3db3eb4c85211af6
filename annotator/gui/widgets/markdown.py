"""Markdown as a panel shows it: words and their shape alone. Markup is shown as text, nothing is loaded or opened."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSizeF, Qt, QUrl
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat, QTextFragment
from PySide6.QtWidgets import QTextBrowser

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.language import tr

_READS = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class _Words(QTextDocument):
    """A document that reads no file, whatever its words name."""

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        return None


class MarkdownText(QTextBrowser):
    """As high as its words. In a quote, the bold words look like a tag of the label that is shown with it."""

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self._source = ""
        self._label: Label | None = None
        self._shown: QTextDocument | None = None
        self.setAccessibleName(accessible_name)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        for policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.hub().changed.connect(self._render)
        self._render()

    def show_text(self, source: str, label: Label | None = None) -> None:
        """Show Markdown, with the tags of its examples in a label's colours."""
        if (source, label) != (self._source, self._label):
            self._source, self._label = source, label
            self._render()

    def shown_text(self) -> str:
        """Return the Markdown that is shown."""
        return self._source

    def _render(self) -> None:
        document = _Words(self)
        document.setMarkdown(self._source, _READS)
        # A picture would be read from the disk by its name when it is laid out, whatever loadResource says.
        _take_pictures_out(document)
        document.setDocumentMargin(0)
        document.setIndentWidth(theme.current().px("space", "inset"))
        _Dress(document, self._label).all()
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        document.documentLayout().documentSizeChanged.connect(self._fit)
        self._fit(document.size())

    def _fit(self, size: QSizeF) -> None:
        self.setFixedHeight(int(size.height()) + 2)


def _take_pictures_out(document: QTextDocument) -> None:
    """Put what a picture shows, in words, in its place."""
    pictures = [
        (fragment.position(), fragment.length(), fragment.charFormat())
        for block in _blocks(document)
        for fragment in _fragments(block)
        if fragment.charFormat().isImageFormat()
    ]
    for start, length, shape in reversed(pictures):
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        words = str(shape.property(QTextFormat.Property.ImageAltText) or "").strip()
        cursor.insertText(tr("(picture: {words})").format(words=words) if words else "", QTextCharFormat())


class _Dress:
    """Gives a document the faces, inks and gaps of the window."""

    def __init__(self, document: QTextDocument, label: Label | None) -> None:
        self._document, self._label, self._look = document, label, theme.current()

    def all(self) -> None:
        """Dress every block."""
        cursor = QTextCursor(self._document)
        for block in list(_blocks(self._document)):
            is_quote = bool(block.blockFormat().property(QTextFormat.Property.BlockQuoteLevel))
            shapes = [(f.position(), f.length(), self._words(block, f, is_quote)) for f in _fragments(block)]
            for start, length, shape in shapes:
                cursor.setPosition(start)
                cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(shape)
            self._gaps(block, is_quote)

    def _words(self, block: QTextBlock, fragment: QTextFragment, is_quote: bool) -> QTextCharFormat:
        before = fragment.charFormat()
        heading = block.blockFormat().headingLevel() > 0
        bold = before.fontWeight() > QFont.Weight.Medium
        shape = QTextCharFormat()
        tagged = is_quote and bold and self._label is not None
        if is_quote:
            font = self._look.article_font("quote", 600 if bold and not tagged else 400)
        else:
            font = self._look.ui_font("sub", 600 if bold or heading else 400)
        font.setItalic(before.fontItalic())
        font.setStrikeOut(before.fontStrikeOut())
        shape.setFont(font)
        shape.setForeground(self._look.colour("ink2" if heading else "ink"))
        if tagged and self._label is not None:
            ink = self._look.label_colours(self._label)
            fill = ink.bar
            shape.setUnderlineColor(ink.bar)
            shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            fill.setAlpha(ink.fill_alpha)
            shape.setBackground(fill)
        return shape

    def _gaps(self, block: QTextBlock, is_quote: bool) -> None:
        hair, small, gap = (self._look.px("space", name) for name in ("hair", "small", "gap"))
        shape = block.blockFormat()
        is_first = block == self._document.begin()
        shape.setTopMargin(small if shape.headingLevel() and not is_first else 0)
        shape.setBottomMargin(hair if shape.headingLevel() or block.textList() is not None else small)
        shape.setRightMargin(0)
        shape.setLeftMargin(gap if is_quote and block.textList() is None else 0)
        QTextCursor(block).setBlockFormat(shape)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1
