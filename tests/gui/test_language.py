"""The words of the window: all of them can be translated, longer ones have room, and no catalogue breaks the window."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollBar, QTextEdit, QWidget

from annotator import __version__, paths
from annotator.gui import language
from annotator.gui.drawer import TaskPanel
from annotator.gui.help import PAGES, HelpText
from annotator.gui.language import figure, ntr, tr
from annotator.gui.recent import RecentProject
from annotator.gui.settings import Settings
from annotator.gui.widgets import ElidedLabel, Field, Segments, TextLabel, painting
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.drop_down import DropDown
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, write_articles
from tests.gui.pseudo import Pseudo, left_out, pseudo, words_of

SCHEME = """
name = "quorlim"
title = "Quorlim"
guideline = "Brak **zolv** vorn."

[[label]]
key = "zolv"
name = "Zolv"
bar = "ZOLV"
layer = "orm"
colour_light = "#3F90DA"
colour_dark = "#56B4E9"
shortcut = "1"
description = "Brak vorn."
is_not = "Vorn brak."
guideline = "Zolv **brak** vorn."

[[label]]
key = "drenk"
name = "Drenk"
bar = "DRENK"
layer = "ulm"
colour_light = "#BD1F01"
colour_dark = "#E66B4D"
shortcut = "2"
dashed = true

[[attribute]]
key = "ilth"
name = "Ilth"
label = "drenk"
values = ["harn", "velk"]
required = true

[[attribute]]
key = "osk"
name = "Osk"
label = "drenk"

[[relation]]
key = "thrum"
name = "Thrum"
head = ["drenk"]
child = ["zolv"]

[[relation]]
key = "glav"
name = "Glav"
head = ["drenk"]
child = ["zolv"]

[[article_label]]
key = "pesk"
name = "Pesk"
values = ["harn", "velk"]

[boundaries]
quotes = true
punctuation = true
determiners = ["fe"]

[mentions]
surnames = ["zolv"]

[[hint]]
label = "zolv"
say = "Vorn brak."
before = ["nar"]
"""
ARTICLES = {
    "arn": "Fenda morlin karv\n\nAda Renn tesk fe Orva bral. Ada Renn nar Orva belm tork sint.\n\n"
    "Related: Orna feska\n\nRenn mulk “Orva” darn velt.\n",
    "bel": "Belm tork\n\nSint darn Orva velt mulk.\n",
    "cor": "Cor tesk\n\nDarn mulk sint.\n",
}
KEYS = ("Ctrl Shift Alt Meta Esc Tab Del Space F PgUp PgDown Home End A B C D E G H I J K L M N O P Q R S T U V W X Y "
        "Z Menu Backspace Return qqq")  # fmt: skip
_WORKSPACE_TEXTS = 400
"""How many texts a walk must have met at least: one that sees less does not look."""
OWN = f"News Annotator English Ana Bo annotator toml jsonl quorlim {__version__}"


@pytest.fixture
def foreign() -> Iterator[None]:
    """Speak the language that nobody speaks."""
    language.use(Pseudo())
    yield
    language.use_system_language("en")


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that grows with every line that a part paints by itself."""
    lines: list[str] = []
    plain = painting.draw_text

    def noted(painter: QPainter, rect: object, text: str, font: QFont, colour: QColor, **more: object) -> None:
        lines.append(text)
        plain(painter, rect, text, font, colour, **more)  # type: ignore[arg-type]

    for name, module in list(sys.modules.items()):
        if name.startswith("annotator.gui") and getattr(module, "draw_text", None) is plain:
            monkeypatch.setattr(module, "draw_text", noted)
    return lines


def project_in(folder: Path) -> Path:
    """Make a project whose articles and scheme are of words that the window has not."""
    rules = folder / "scheme.toml"
    rules.write_text(SCHEME, encoding="utf-8")
    project = new_project(folder / "news.annotator", rules)
    import_files(project, ImportRequest((write_articles(folder / "in.jsonl", ARTICLES),)), "project")
    project.close()
    return project.path


class Walk:
    """Goes through the window and notes every text that is neither data nor translated."""

    def __init__(self, desk: Desk, painted: list[str], folder: Path) -> None:
        self.desk, self._painted = desk, painted
        self.found: dict[str, str] = {}
        self.tight: dict[str, str] = {}
        self.seen: set[str] = set()
        home = " ".join((*folder.parts, *Path.home().parts))
        titles = " ".join(HelpText(name).title for name in PAGES)
        data = f"{SCHEME} {' '.join(ARTICLES.values())} {' '.join(ARTICLES)} {KEYS} {OWN} {home} {titles}"
        self._data = {word.casefold() for word in left_out(data)}
        if desk.window.session is not None:
            desk.window.session.said.connect(lambda text: self.hear("said", text))

    def hear(self, where: str, text: str) -> None:
        """Note a text that holds words of nobody."""
        self.seen.add(text)
        if any(word.casefold() not in self._data for word in left_out(text)):
            self.found.setdefault(text, where)

    def _is_ours(self, widget: QWidget) -> bool:
        """Tell whether a window is the desk's or belongs to it; another test's may still wait to be deleted."""
        above: QWidget | None = widget
        while above is not None and above is not self.desk.window:
            above = above.parentWidget()
        return above is not None

    def look(self, step: str) -> None:
        """Read all that there is, painted too, and measure what is shown."""
        self.desk.settle()
        for window in filter(self._is_ours, QApplication.topLevelWidgets()):
            for where, text in words_of(window):
                if not _is_data(where):
                    self.hear(f"{step}: {where}", text)
        self.desk.picture()
        for text in self._painted:
            self.hear(f"{step}: painted", text)
        self._painted.clear()
        for part in self.desk.window.findChildren(QWidget):
            if part.isVisible() and not part.visibleRegion().isEmpty() and (why := _tight(part)):
                self.tight.setdefault(f"{type(part).__name__} {getattr(part, 'text', str)()}", f"{step}: {why}")

    def press(self, *keys: str) -> None:
        """Press keys and look after each."""
        for key in keys:
            self.desk.keys(key)
            self.look(key)

    def open_menus(self) -> None:
        """Open the context menu of every part that has one of the program's own."""
        for part in self.desk.window.findChildren(QWidget):
            if part.isVisible() and not _of_qt(part):
                middle = part.rect().center()
                event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, part.mapToGlobal(middle))
                QApplication.sendEvent(part, event)
                self.desk.settle()
                if QApplication.activePopupWidget() is not None:
                    self.look(f"menu of {type(part).__name__}")
                for popup in iter(QApplication.activePopupWidget, None):
                    popup.close()
                    self.desk.settle()


def _of_qt(part: QWidget) -> bool:
    """Tell whether a context menu would be one that Qt makes, in words of its own."""
    return isinstance(part, (QLineEdit, QTextEdit, QScrollBar)) or isinstance(part.parent(), QTextEdit)


def _is_data(where: str) -> bool:
    """Tell whether the words belong to Qt's own parts, to a file, or to the person who writes."""
    return where.startswith(("QTextEdit", "HelpText.text", "QWidgetTextControl", "DropDown.model", "QListView.model"))


def _tight(part: QWidget) -> str:
    """Say where a part has less room than its words need."""
    if isinstance(part, PaintedButton) and part.width() < part.minimumSizeHint().width():
        return f"{part.width()} of {part.minimumSizeHint().width()}"
    if isinstance(part, TextLabel) and not isinstance(part, ElidedLabel):
        needs = part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height()
        if part.height() < needs:
            return f"{part.height()} high of {needs}"
        if not part.wordWrap() and part.width() < part.sizeHint().width():
            return f"{part.width()} of {part.sizeHint().width()}"
    if isinstance(part, (PaintedButton, TextLabel, Field)) and not _inside(part):
        return "stands out of what holds it"
    return ""


def _inside(part: QWidget) -> bool:
    """Tell whether a part is cut by nothing at its sides; what holds it may scroll it up and down."""
    left, right = QPoint(0, 0), QPoint(part.width() - 1, 0)
    holder = part.parentWidget()
    while holder is not None and not part.isWindow():
        ends = (part.mapTo(holder, left).x(), part.mapTo(holder, right).x())
        if min(ends) < -1 or max(ends) > holder.width():
            return False
        holder = None if holder.isWindow() else holder.parentWidget()
    return True


@pytest.mark.usefixtures("foreign")
def test_every_word_of_the_workspace_can_be_translated(open_desk: OpenDesk, painted: list[str], tmp_path: Path) -> None:
    desk = open_desk(project_in(tmp_path))
    walk = Walk(desk, painted, tmp_path)
    walk.look("workspace")
    walk.press("Ctrl+Z", "Ctrl+Y", "B", "X", "A", "G", "Q", "R", "U", "Delete", "S", "Alt+Right")
    desk.tag("Ada Renn", "1")
    walk.look("tag")
    walk.press("H", "B", "A", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Z", "Shift+A", "Tab", "Tab", "Tab", "Esc")
    desk.tag("belm tork", "2")
    walk.press("Q", "G", "U", "N", "Esc", "R", "1", "Tab", "0", "Backspace", "Esc", "V", "H", "X")
    desk.tag("nar Orva", "1")
    walk.press("H", "1", "Delete", "Ctrl+Z", "Alt+Right", "S", "Alt+Left", "Tab", "Z")
    desk.place("Orna")
    walk.press("Z", "Z", "Ctrl+F")
    desk.write("qqq")
    walk.press("Return", "Esc", "F6", "F6", "Ctrl+L")
    desk.write("qqq")
    walk.press("Esc", "Esc", "Ctrl+Return", "Ctrl+PgUp", "Ctrl+Return", "Ctrl+Z", "Ctrl++", "Ctrl+0", "Shift+F10")
    walk.open_menus()
    for tab in desk.label.queue.list.findChildren(Segments)[0].findChildren(PaintedButton):
        tab.click()
        walk.look(tab.text())
    walk.press("Ctrl+K")
    assert len(walk.seen) > _WORKSPACE_TEXTS
    assert walk.found == {}
    assert walk.tight == {}


@pytest.mark.usefixtures("foreign")
def test_every_word_of_the_corpus_can_be_translated(open_desk: OpenDesk, painted: list[str], tmp_path: Path) -> None:
    desk = open_desk(project_in(tmp_path))
    walk = Walk(desk, painted, tmp_path)
    walk.press("Ctrl+3")
    desk.settle(300)
    room = desk.window.rooms.corpus
    assert room is not None
    walk.look("corpus")
    walk.press("S", "Right", "Return", "Esc", "Down", "Right", "Shift+Down", "C")
    desk.settle(300)
    walk.look("charts")
    walk.press("Esc", "A", "Esc", "T", "Esc", "X", "Delete")
    desk.settle(300)
    walk.look("removed")
    walk.press("Z")
    desk.settle(300)
    walk.look("done")
    for button in room.bar.findChildren(PaintedButton):
        if button.isVisible() and button.isEnabled():
            button.click()
            walk.look(button.text())
            if room.bar.popup is not None:
                room.bar.popup.close()
    walk.press("Ctrl+L")
    desk.write("qqq")
    desk.settle(400)
    walk.look("nothing found")
    shorts = {label.short for label in desk.session.scheme.labels}  # made of the labels' own names
    assert {text: where for text, where in walk.found.items() if text not in shorts} == {}
    assert walk.tight == {}


@pytest.mark.usefixtures("foreign")
def test_every_word_of_the_drawers_can_be_translated(open_desk: OpenDesk, painted: list[str], tmp_path: Path) -> None:
    desk = open_desk(project_in(tmp_path))
    walk = Walk(desk, painted, tmp_path)
    desk.tag("Ada Renn", "1")
    for name in ("new", "settings", "keys", "help", "scheme", "guideline", "annotator", "skip", "search", "package"):
        desk.window.commands.by_id[name].trigger()
        walk.look(name)
        desk.keys("Esc")
    desk.window.commands.by_id["search"].trigger()
    desk.write("qqq")
    walk.press("Return", "Esc")
    desk.window.commands.by_id["keys"].trigger()
    walk.press("Tab", "Return", "Ctrl+O", "Esc")
    walk.press("Ctrl+K")
    desk.write("Belm")
    walk.look("palette")
    desk.write("qqq")
    walk.press("Esc")
    desk.window.transfers.start_export(tmp_path / "out.jsonl")
    walk.look("exporting")
    for panel in desk.window.findChildren(TaskPanel):
        panel.set_progress("", 1, 2, 90)
        walk.look("progress")
        panel.set_progress("", 1, None)
        walk.look("progress")
        panel.show_cancelling()
        walk.look("cancel")
    desk.settle(300)
    walk.look("exported")
    desk.window.close()
    assert walk.found == {}
    assert walk.tight == {}


@pytest.mark.usefixtures("foreign")
def test_every_word_of_the_start_screen_can_be_translated(
    open_desk: OpenDesk, painted: list[str], tmp_path: Path
) -> None:
    project_in(tmp_path)
    desk = open_desk(None, None)
    walk = Walk(desk, painted, tmp_path)
    walk.look("start")
    now = datetime.now()  # noqa: DTZ005
    desk.window.start.set_recent(
        [
            RecentProject(tmp_path / "news.annotator", "news", now - timedelta(days=back), 2, 3, there)
            for back, there in ((0, True), (1, True), (9, True), (800, True), (1, False))
        ]
    )
    walk.look("recent")
    desk.window.projects.open(tmp_path / "in.jsonl")
    assert desk.window.strip.title().startswith("⟦")
    desk.window.strip.hide()
    assert walk.found == {}
    assert walk.tight == {}


def test_the_pseudo_language_keeps_gaps_and_makes_words_longer() -> None:
    assert pseudo("{n} tags of {label}").startswith("⟦{n} ţ")
    assert len(pseudo("Undo")) >= 1.35 * len("Undo")
    assert pseudo(", ") == ", "
    assert left_out("⟦a ⟦b⟧ c⟧ d") == ["d"]


class _Odd(Pseudo):
    def __init__(self, said: str) -> None:
        super().__init__()
        self._said = said

    def gettext(self, message: str) -> str:  # noqa: ARG002
        return self._said

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return self._said


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("said", ["{nobody} there", "{label", "{0}", "}"])
def test_a_translation_with_other_gaps_is_not_used(said: str) -> None:
    language.use(_Odd(said))
    assert tr("Tag as {label}").format(label="X") == "Tag as X"
    assert ntr("{n} tag", "{n} tags", 1204) == "1,204 tags"


@pytest.mark.usefixtures("foreign")
def test_a_plural_may_leave_its_number_out() -> None:
    language.use(_Odd("no tag"))
    assert ntr("{n} tag", "{n} tags", 0) == "no tag"


def catalogue(folder: Path, name: str, words: dict[str, str]) -> None:
    """Write a gettext catalogue as `msgfmt` does."""
    rows = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    keys, values = [k.encode() for k, _ in rows], [v.encode() for _, v in rows]
    start = 28 + 16 * len(rows)
    table, body = [], b""
    for group in (keys, values):
        for text in group:
            table += [len(text), start + len(body)]
            body += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    path = folder / "locale" / name / "LC_MESSAGES" / "annotator.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(head + struct.pack(f"<{len(table)}I", *table) + body)


@pytest.fixture
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that stands for resources/ in what is asked for a language."""
    plain = paths.resource

    def resource(name: str) -> Path:
        own = tmp_path / name
        return own if name.startswith("locale") or own.exists() else plain(name)

    monkeypatch.setattr(paths, "resource", resource)
    yield tmp_path
    language.use_system_language("en")


def test_a_catalogue_speaks_and_its_help_pages_are_read(resources: Path) -> None:
    catalogue(resources, "de", {"Undo": "Rückgängig", "between thousands\x04,": "."})
    (resources / "help" / "de").mkdir(parents=True)
    (resources / "help" / "de" / "keys.md").write_text("# Tasten\n", encoding="utf-8")
    language.use_system_language("de")
    assert (tr("Undo"), tr("Redo"), figure(1204567)) == ("Rückgängig", "Redo", "1.204.567")
    assert language.language() == "de"
    assert language.help_text("keys") == "# Tasten\n"
    assert language.help_text("roles") == paths.resource("help/roles.md").read_text(encoding="utf-8")
    language.use_system_language("en")
    assert (tr("Undo"), figure(1204)) == ("Undo", "1,204")


@pytest.mark.parametrize("broken", [b"", b"no catalogue", b"\xde\x12\x04\x95\0\0\0\0\xff\xff"])
def test_a_broken_catalogue_leaves_english(resources: Path, broken: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue(resources, "de", {"Undo": "Rückgängig"})
    (resources / "locale" / "de" / "LC_MESSAGES" / "annotator.mo").write_bytes(broken)
    language.use_system_language("de")
    assert tr("Undo") == "Undo"
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("wanted", "spoken"), [(["fr-FR", "de-AT"], "de"), (["en-GB", "de"], ""), (["fr"], "")])
def test_the_first_language_of_the_system_that_is_known_is_spoken(
    resources: Path, monkeypatch: pytest.MonkeyPatch, wanted: list[str], spoken: str
) -> None:
    catalogue(resources, "de", {})

    class System:
        @staticmethod
        def system() -> System:
            return System()

        def uiLanguages(self) -> list[str]:
            return wanted

    monkeypatch.setattr(language, "QLocale", System)
    language.use_system_language()
    assert language.language() == spoken


def languages_of(desk: Desk) -> list[DropDown]:
    desk.keys("Ctrl+,")
    found = desk.window.drawer.findChildren(DropDown)
    return [box for box in found if box.findData("en") >= 0]


def test_settings_ask_for_a_language_where_there_is_one(desk: Desk, resources: Path) -> None:
    assert languages_of(desk) == []
    desk.keys("Esc")
    catalogue(resources, "de", {})
    (box,) = languages_of(desk)
    assert [box.itemData(n) for n in range(box.count())] == ["", "en", "de"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert Settings().language == "de"
