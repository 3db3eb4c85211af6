"""What the window remembers about its user: an INI file, written at each change."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from annotator import paths

RECENT_KEPT = 12


@dataclass(slots=True)
class Remembered:
    """A project that was open: when (seconds since 1970), how far, where and as whom its user stopped."""

    path: str
    name: str = ""
    opened: float = 0.0
    finished: int = 0
    total: int = 0
    article: str = ""
    annotator: str = ""
    size: int = -1
    changed: int = -1


class Settings:
    """The user's settings; every setter writes to disk."""

    def __init__(self) -> None:
        self._store = QSettings(str(paths.config_dir() / "settings.ini"), QSettings.Format.IniFormat)

    def _get(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def _set(self, key: str, value: Any) -> None:
        self._store.setValue(key, value)
        self._store.sync()

    def _number(self, key: str, default: int, least: int, most: int) -> int:
        value = self._get(key, "")
        return min(most, max(least, int(value))) if value.isdigit() else default

    @property
    def appearance(self) -> str:
        """Return light, dark or system."""
        value = self._get("appearance", "system")
        return value if value in ("light", "dark", "system") else "system"

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._set("appearance", value)

    @property
    def language(self) -> str:
        """Return the language of the window, as `de`; empty for the system's."""
        return self._get("language", "")

    @language.setter
    def language(self, value: str) -> None:
        self._set("language", value)

    @property
    def contrast(self) -> str:
        """Return normal, high or system."""
        value = self._get("contrast", "system")
        return value if value in ("normal", "high", "system") else "system"

    @contrast.setter
    def contrast(self, value: str) -> None:
        self._set("contrast", value)

    @property
    def still(self) -> bool:
        """Tell whether nothing may move or blink, whatever the system says."""
        return self._get("motion", "system") == "still"

    @still.setter
    def still(self, value: bool) -> None:
        self._set("motion", "still" if value else "system")

    @property
    def density(self) -> str:
        """Return compact, comfortable or roomy."""
        value = self._get("density", "comfortable")
        return value if value in ("compact", "comfortable", "roomy") else "comfortable"

    @density.setter
    def density(self, value: str) -> None:
        self._set("density", value)

    @property
    def zoom(self) -> int:
        """Return the size of the article's words in percent, 50 to 300."""
        return self._number("zoom", 100, 50, 300)

    @zoom.setter
    def zoom(self, value: int) -> None:
        self._set("zoom", str(value))

    @property
    def scale(self) -> int:
        """Return the size of the whole window in percent, 80 to 200."""
        return self._number("scale", 100, 80, 200)

    @scale.setter
    def scale(self, value: int) -> None:
        self._set("scale", str(value))

    @property
    def column(self) -> int:
        """Return the width of the article's column in characters, 40 to 120."""
        return self._number("column", 72, 40, 120)

    @column.setter
    def column(self, value: int) -> None:
        self._set("column", str(value))

    @property
    def face(self) -> str:
        """Return the type family of the article; empty for the usual serif."""
        return self._get("face", "")

    @face.setter
    def face(self, value: str) -> None:
        self._set("face", value)

    @property
    def content_notes(self) -> bool:
        """Tell whether an article's content note is shown before the article."""
        return self._get("content_notes", "yes") != "no"

    @content_notes.setter
    def content_notes(self, value: bool) -> None:
        self._set("content_notes", "yes" if value else "no")

    @property
    def recent_commands(self) -> list[str]:
        """Return the ids that were run last from the palette, the newest first."""
        return [one for one in self._get("recent_commands", "").split("\n") if one]

    @recent_commands.setter
    def recent_commands(self, value: list[str]) -> None:
        self._set("recent_commands", "\n".join(value))

    def own_keys(self) -> dict[str, tuple[str, ...]]:
        """Return the keys that the user chose, by command id."""
        found: dict[str, tuple[str, ...]] = {}
        self._store.beginGroup("keys")
        for identity in self._store.childKeys():
            value = self._store.value(identity)
            found[identity] = tuple(value.split()) if isinstance(value, str) else ()
        self._store.endGroup()
        return found

    def set_own_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Keep the user's keys and no others."""
        self._store.remove("keys")
        for identity, own in keys.items():
            self._store.setValue(f"keys/{identity}", " ".join(own))
        self._store.sync()

    @property
    def folder(self) -> Path:
        """Return the folder that a file was chosen in last, else the user's home."""
        last = Path(self._get("folder", ""))
        return last if last.is_absolute() and last.is_dir() else Path.home()

    @folder.setter
    def folder(self, value: Path) -> None:
        self._set("folder", str(value.absolute()))

    def state(self, name: str) -> QByteArray:
        """Return the bytes of a window's geometry or a splitter's state."""
        value = self._store.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_state(self, name: str, value: QByteArray) -> None:
        """Keep the bytes of a window's geometry or a splitter's state."""
        self._set(f"state/{name}", value)

    def chosen(self, name: str) -> dict[str, Any]:
        """Return what was chosen last on a page, as `choose` kept it; nothing where that can't be read."""
        try:
            found = json.loads(self._get(f"chosen/{name}", "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def choose(self, name: str, value: Mapping[str, Any]) -> None:
        """Keep what was chosen on a page; it is plain JSON."""
        self._set(f"chosen/{name}", json.dumps(value))

    def recent(self) -> list[Remembered]:
        """Return the projects that were open, the newest first."""
        try:
            rows = json.loads(self._get("recent", "[]"))
            return [Remembered(**row) for row in rows]
        except (ValueError, TypeError):
            return []

    def remembered(self, path: Path) -> Remembered:
        """Return what is known of a project, or a blank for a new one."""
        place = str(path.absolute())
        return next((r for r in self.recent() if r.path == place), Remembered(place, path.stem))

    def remember(self, item: Remembered) -> None:
        """Keep a project at the head of the recent ones."""
        item.opened = item.opened or time.time()
        rest = [r for r in self.recent() if r.path != item.path]
        self._keep([item, *rest][:RECENT_KEPT])

    def forget(self, path: str) -> None:
        """Drop a project from the recent ones; its file stays."""
        self._keep([r for r in self.recent() if r.path != path])

    def _keep(self, rows: list[Remembered]) -> None:
        self._set("recent", json.dumps([asdict(r) for r in rows]))
