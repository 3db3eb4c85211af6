"""An article as it would come in: headline, facts, the zones dimmed with their names, the first lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.zones import Zone
from annotator.gui import theme
from annotator.gui.drawer_parts import column_in, emptied, head
from annotator.gui.language import figure, tr
from annotator.gui.widgets import IconButton, TextLabel
from annotator.gui.widgets.painting import draw_frame, facing
from annotator.gui.wording import day_text, facts_line, is_right_to_left, one_line, zone_name

if TYPE_CHECKING:
    from annotator.work.preview import PreviewArticle

_CHARACTERS, _PARTS = 420, 6
_ZONE_CHARACTERS = 110


class ArticleCards(QWidget):
    """Shows one of the first articles; the arrows go to the one before and behind."""

    def __init__(self) -> None:
        super().__init__()
        self._articles: Sequence[PreviewArticle] = ()
        self._at = 0
        self._title = head("")
        self.before = IconButton("chevron-left", tr("Previous article"))
        self.behind = IconButton("chevron-right", tr("Next article"))
        self.card = _Card()
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._title, 1)
        line.addWidget(self.before)
        line.addWidget(self.behind)
        column = column_in(self)
        column.addLayout(line)
        column.addWidget(self.card)
        self.before.clicked.connect(lambda _checked=False: self._step(-1))
        self.behind.clicked.connect(lambda _checked=False: self._step(1))
        for button, icon in ((self.before, "chevron-left"), (self.behind, "chevron-right")):
            button.setIconName(facing(icon, self.layoutDirection()))

    def show_articles(self, articles: Sequence[PreviewArticle]) -> None:
        """Show the first of these; where the place of the one before is still there, that one."""
        self._articles = articles
        self._at = min(self._at, max(0, len(articles) - 1))
        self.setVisible(bool(articles))
        self._show()

    def title(self) -> str:
        """Return what stands over the card."""
        return self._title.text()

    def _step(self, by: int) -> None:
        self._at = min(max(0, self._at + by), len(self._articles) - 1)
        self._show()

    def _show(self) -> None:
        count = len(self._articles)
        words = tr("Article {n} of the first {all}").format(n=figure(self._at + 1), all=figure(count))
        self._title.setText(words if self._at else tr("First article"))
        for button, possible in ((self.before, self._at > 0), (self.behind, self._at < count - 1)):
            button.setVisible(count > 1)
            button.setEnabled(possible)
        if count:
            self.card.show_article(self._articles[self._at])


class _Card(QWidget):
    """The paper of one article."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        gap = look.px("space", "gap")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(look.px("space", "hair"))
        theme.hub().changed.connect(self.update)

    def show_article(self, article: PreviewArticle) -> None:
        """Show an article in place of the one before."""
        emptied(self._column)
        headline = TextLabel(article.headline or tr("No headline"), "head", 700, wrap=True, serif=True)
        self._add(headline, article.headline)
        meta = article.meta
        facts = facts_line([_word(meta, "source"), day_text(_word(meta, "published"), year=True),
                            _word(meta, "language")])  # fmt: skip
        where = facts or (tr("{file}, line {n}").format(file=article.file.rpartition("/")[2], n=figure(article.line))
                          if article.line else article.file.rpartition("/")[2])  # fmt: skip
        self._add(TextLabel(where, "small", 400, "ink2", wrap=True), article.headline)
        for words, zone in _parts(article.text, article.zones):
            if words == article.headline:
                continue
            if zone is not None and zone.furniture:
                self._column.addWidget(self._zone(words, zone))
            else:
                self._add(TextLabel(words, "quote", 400, wrap=True, serif=True), words)
        self.setAccessibleName(article.headline or tr("No headline"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        radius, edge = look.px("radius", "card"), look.colour("hairline")
        draw_frame(painter, self.rect(), radius, look.colour("paper"), edge, look.stroke("hairline"))
        painter.end()

    def _add(self, label: TextLabel, words: str) -> None:
        if is_right_to_left(words):
            label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self._column.addWidget(label)

    def _zone(self, words: str, zone: Zone) -> QWidget:
        """Return a dimmed zone behind its name."""
        part = QWidget()
        if is_right_to_left(words):
            part.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px("space", "small"))
        name = zone_name(zone.kind)
        row.addWidget(TextLabel(name[:1].upper() + name[1:], "small", 400, "ink3"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(words, "body", 400, "ink3", wrap=True, serif=True), 1)
        return part


def _word(meta: dict[str, object], key: str) -> str:
    value = meta.get(key)
    return one_line(value) if isinstance(value, str) else ""


def _parts(text: str, zones: Sequence[Zone]) -> Iterator[tuple[str, Zone | None]]:
    """Yield the first parts of a text behind its headline, each with the zone it lies in, until there are enough."""
    end, left = 0, _CHARACTERS
    found: list[tuple[str, Zone | None]] = []
    for zone in sorted(zones):
        if zone.start < end:
            continue
        if zone.furniture or zone.kind == "headline":
            found += [(one, None) for one in text[end : zone.start].split("\n")]
            found.append(("" if zone.kind == "headline" else text[zone.start : zone.end], zone))
            end = zone.end
    found += [(one, None) for one in text[end:].split("\n")]
    shown = 0
    for words, part in found:
        line = one_line(words)
        if not line:
            continue
        if left <= 0 or shown == _PARTS:
            return
        most = _ZONE_CHARACTERS if part is not None else left
        yield (line if len(line) <= most else line[:most].rstrip() + "…"), part
        left -= min(len(line), most)
        shown += 1
