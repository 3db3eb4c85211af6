"""The page of the drawer for the words that mark page furniture: the project's own, beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import theme
from annotator.gui.drawer_parts import head
from annotator.gui.language import ntr, tr
from annotator.gui.session import Session
from annotator.gui.transfers import Words
from annotator.gui.widgets import MainButton, PlainButton, TextLabel
from annotator.gui.widgets.area import TextArea
from annotator.gui.widgets.drop_down import DropDown
from annotator.news import zonewords
from annotator.work import corpus, zoning
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_COMMON = "common"
_OTHERS = (
    "am", "az", "bg", "bn", "ca", "cs", "da", "el", "et", "fi", "hi", "hr", "hu", "hy", "id", "ka", "kk", "ko", "ku",
    "lt", "lv", "ms", "nb", "nl", "pl", "ps", "ro", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tl", "ur", "uz", "vi",
)  # fmt: skip
"""Languages of which we have no words yet."""
_NAMES = {"en": "English", "es": "español", "pt": "português", "zh": "中文"}
"""Where Qt names a language with one of its countries."""
_LINES = 8


class ZoneWordsPage(QWidget):
    """A language and a kind are chosen; below stand the project's words for them, one a line, then ours."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self._ours = zonewords.tables()
        self._fault_at_start = ""
        self._saved = self._read()
        self._own = {language: {key: list(listed) for key, listed in table.items()}
                     for language, table in self._saved.items()}  # fmt: skip
        self._at = ("", "")
        self.language = DropDown(tr("Language"))
        self.kind = DropDown(tr("Kind of words"))
        self._tip = TextLabel("", "sub", ink="ink2", wrap=True)
        self.area = TextArea(tr("The project's words, one a line"), _LINES)
        self.given = TextLabel("", "sub", ink="ink2", wrap=True)
        self.given.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fault = TextLabel(self._fault_at_start, "sub", ink="fault", wrap=True)
        self.count = TextLabel("", "sub", ink="ink2", wrap=True, tabular=True)
        self.again = PlainButton(tr("Find zones again in all articles…"))
        self.save = MainButton(tr("Save"))
        self.foot = QWidget()
        self._pks: list[int] = []
        self._fill()
        self._arrange()
        self._connect()
        self._show()
        self._count()

    # What is shown

    def _read(self) -> dict[str, dict[str, list[str]]]:
        try:
            return zoning.own_words(self._session.project)
        except AnnotatorError as error:
            self._fault_at_start = str(error)
            return {}

    def _fill(self) -> None:
        known = [name for name in self._ours if name != _COMMON]
        more = [name for name in (*self._own, *_OTHERS) if name not in self._ours]
        named = sorted(((_language_name(code), code) for code in dict.fromkeys([*known, *more])), key=_first_folded)
        self.language.addItem(tr("All languages"), _COMMON)
        for name, code in named:
            self.language.addItem(name, code)
        for key, title, _tip in kinds():
            self.kind.addItem(title, key)
        self.language.setCurrentIndex(max(0, self.language.findData(_mostly(self._own))))
        self.kind.setCurrentIndex(max(0, self.kind.findData("related")))

    def _arrange(self) -> None:
        look = theme.current()
        inset, small, gap = look.px("space", "drawer"), look.px("space", "small"), look.px("space", "gap")
        about = tr("Lines with these words are marked as bylines, captions or link lines when articles are imported.")
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, small, inset, inset)
        column.setSpacing(small)
        column.addWidget(TextLabel(about, ink="ink2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(gap)
        for name, part in ((tr("Language"), self.language), (tr("Kind of words"), self.kind)):
            cell = QVBoxLayout()
            cell.setSpacing(look.px("space", "hair"))
            cell.addWidget(head(name))
            cell.addWidget(part)
            row.addLayout(cell, 1)
        column.addSpacing(small)
        column.addLayout(row)
        column.addWidget(self._tip)
        column.addSpacing(small)
        column.addWidget(head(tr("Words of this project, one a line")))
        column.addWidget(self.area)
        column.addWidget(self.fault)
        column.addSpacing(small)
        column.addWidget(head(tr("Words that the program knows")))
        column.addWidget(self.given)
        column.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(small)
        foot.addWidget(self.count)
        buttons = QHBoxLayout()
        buttons.setSpacing(gap)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        foot.addLayout(buttons)
        self.fault.setVisible(bool(self._fault_at_start))

    def _connect(self) -> None:
        asker = self._window.transfers.asker
        asker.answered.connect(self._counted)
        asker.failed.connect(self._tell_fault)
        self.language.currentIndexChanged.connect(lambda _at: self._show())
        self.kind.currentIndexChanged.connect(lambda _at: self._show())
        self.area.lines.textChanged.connect(self._wrote)
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.again.clicked.connect(lambda _checked=False: self._find_again())
        self._window.drawer.closed.connect(self._left)

    def _show(self) -> None:
        """Show the words of the language and kind that are chosen; what was written for others is kept."""
        language, key = str(self.language.currentData()), str(self.kind.currentData())
        self._at = ("", "")
        self.area.setText("\n".join(self._own.get(language, {}).get(key, ())))
        self._at = (language, key)
        self._tip.setText(next(tip for name, _title, tip in kinds() if name == key))
        given = self._ours.get(language, {}).get(key, [])
        self.given.setText(" · ".join(given) if given else tr("None in this language."))
        self._follow()

    def _wrote(self) -> None:
        language, key = self._at
        if not language:
            return
        lines = [" ".join(line.split()) for line in self.area.text().split("\n")]
        self._own.setdefault(language, {})[key] = list(dict.fromkeys(line for line in lines if line))
        self._tell_fault("")
        self._follow()

    @property
    def changed(self) -> bool:
        """Tell whether something was written that is not saved."""
        return zoning.written(self._own) != zoning.written(self._saved)

    def _follow(self) -> None:
        self.save.setEnabled(self.changed)
        self.again.setEnabled(bool(self._pks) and not self.changed)

    def _tell_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.area.setFault(sentence)
        self.fault.setVisible(bool(sentence))

    # What is done

    def _save(self) -> None:
        try:
            zoning.save_words(self._session.project, self._own, self._session.me.id)
        except AnnotatorError as error:
            self._tell_fault(str(error))
            return
        self._saved = zoning.own_words(self._session.project)
        self._session.said.emit(tr("The zone words are saved. Articles imported from now on are read by them."))
        self._count()

    def _left(self) -> None:
        """Offer to save what was written when the drawer was closed without."""
        if not self.changed or self._window.session is not self._session:
            return
        window, session, own = self._window, self._session, self._own

        def save() -> None:
            window.strip.hide()
            try:
                zoning.save_words(session.project, own, session.me.id)
            except AnnotatorError as error:
                window.tell_fault(tr("The zone words were not saved"), str(error))

        window.tell_note(tr("The zone words were not saved"), "", tr("Save"), save)

    def _count(self) -> None:
        """Count beside the window which articles would get other zones."""
        self._pks = []
        self._follow()
        project = self._session.project

        def answer(progress: Progress) -> list[int]:
            with project.beside() as second:
                return zoning.would_change(second, progress)

        self.count.setText(tr("Counting which articles would get other zones…"))
        self._window.transfers.asker.ask(answer, now=True)

    def _counted(self, pks: object) -> None:
        self._pks = [pk for pk in pks if isinstance(pk, int)] if isinstance(pks, list) else []
        words = ntr("{n} article would get other zones.", "{n} articles would get other zones.", len(self._pks))
        self.count.setText(words if self._pks else tr("No article would get other zones."))
        self._follow()

    def _find_again(self) -> None:
        start_rezoning(self._window, self._session, self._pks)


def start_rezoning(window: MainWindow, session: Session, pks: list[int]) -> None:
    """Find the zones of articles again, beside the window, as one action that can be taken back."""
    project, actor = session.project, session.me.id

    def work(progress: Progress) -> int:
        with project.beside() as second:
            return corpus.rezone(second, pks, actor, progress)

    def done(count: int) -> None:
        line = ntr("{n} article has other zones now.", "{n} articles have other zones now.", count)
        window.transfers.end(line, offer=(tr("Undo"), lambda: _take_back(window, session)))
        session.refresh()

    window.transfers.run(_words(), work, done)


def _take_back(window: MainWindow, session: Session) -> None:
    project, actor = session.project, session.me.id

    def work(progress: Progress) -> str:
        with project.beside() as second:
            return corpus.undo(second, actor, progress) or ""

    def done(sentence: str) -> None:
        window.transfers.end(sentence or tr("Nothing to undo in the corpus."))
        session.refresh()

    window.transfers.run(_words(), work, done)


def _words() -> Words:
    return Words(
        tr("Zone words"),
        tr("Finding zones…"),
        tr("Finding zones: {what}…"),
        tr("Finding zones: {percent} %"),
        tr("Cancel"),
        tr("Cancelled. Nothing was changed."),
        tr("The zones were not found again"),
    )


def _language_name(code: str) -> str:
    """Return what the speakers of a language call it, with its code."""
    name = _NAMES.get(code) or QLocale(code).nativeLanguageName()
    return f"{name} ({code})" if name and QLocale(code).language() != QLocale.Language.C else code


def _first_folded(entry: tuple[str, str]) -> str:
    return entry[0].casefold()


def _mostly(own: dict[str, dict[str, list[str]]]) -> str:
    """Return the language in which the project has most words of its own, else English."""
    sizes = {language: sum(map(len, table.values())) for language, table in own.items()}
    return max(sizes, key=lambda language: sizes[language]) if any(sizes.values()) else "en"


def kinds() -> list[tuple[str, str, str]]:
    """Return key, name and explanation of every kind of words, in the order of languages.toml."""
    return [
        ("byline", tr("Before a writer's name"), tr("At the start of a line above the body, such as By.")),
        ("byline_needs_colon", tr("… only with a colon"),
         tr("Those words before a writer's name that count only with a colon behind them, such as Author.")),
        ("byline_needs_desk", tr("… only before a desk"), tr("They count only before a desk, such as From our.")),
        ("desks", tr("Desks"), tr("What a byline may name in place of a person, such as staff.")),
        ("signoff", tr("Sign-offs"), tr("At the start of a line of reporters and editors, such as Editing by.")),
        ("reported", tr("About the writer"), tr("Behind a writer's name at the end, such as reported from.")),
        ("caption", tr("Before a caption"), tr("With a colon, bar or dash behind it, such as File photo.")),
        ("caption_open", tr("… without a sign"), tr("At the start of a caption, with nothing behind it.")),
        ("credit", tr("Before a picture's source"), tr("With a colon or bar behind it, such as Photo.")),
        ("credit_by", tr("… without a colon"), tr("Right before the source, such as Photo by.")),
        ("credit_last", tr("After a picture's source"), tr("The last word of the line, in Chinese or Japanese.")),
        ("related", tr("Before a link"), tr("With a colon, bar or dash behind it, such as Read more.")),
        ("weak", tr("Before a link, weaker"), tr("The same, but the title may not end in a full stop, such as Watch.")),
        ("link", tr("Before a link, without a colon"), tr("Nothing need stand between the words and the title.")),
        ("alone", tr("Above a list of links"), tr("All that the line holds, such as More on this story.")),
        ("button", tr("Buttons"), tr("All that the line holds: share bars, advertisements, such as Share.")),
        ("notice", tr("Notes about the page"), tr("At the start of a line, such as Correction:.")),
        ("rights", tr("Rights and notes, anywhere"), tr("Anywhere in a short line, such as All rights reserved.")),
        ("invite", tr("Invitations"), tr("At the start of a line that also names a channel, such as Follow us.")),
        ("channel", tr("Channels"), tr("What an invitation invites to, such as newsletter.")),
        ("agencies", tr("Agencies"), tr("Names as they stand in datelines and credits.")),
        ("dateline_last", tr("Ends of datelines"), tr("What ends a dateline without a dash, in Chinese.")),
        ("not_places", tr("No datelines"), tr("Words in capitals before a dash that are no place, such as LIVE.")),
        ("not_names", tr("No names"), tr("Words that no writer's name holds, such as politics.")),
        ("joins", tr("Small words in names"), tr("Inside names and sources, such as of.")),
        ("abbreviations", tr("Abbreviations"), tr("Their full stop ends no sentence; written without it, such as Dr.")),
    ]  # fmt: skip
