"""The way to the drawer in which a lead edits the project's own zone words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.gui.language import tr

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


def show_zone_words(window: MainWindow) -> None:
    """Show the words of the project beside ours."""
    session = window.session
    if session is None or not session.leads:
        return
    from annotator.gui.zone_words_page import ZoneWordsPage  # a window is ready sooner without it

    page = ZoneWordsPage(window, session)
    window.drawer.open_with(tr("Zone words"), page, page.foot, wide=True)
