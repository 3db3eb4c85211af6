"""What the window remembers about its user: an INI file, written at each change."""

from __future__ import annotations

import json
import time
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

    @property
    def appearance(self) -> str:
        """Return light, dark or system."""
        value = self._get("appearance", "system")
        return value if value in ("light", "dark", "system") else "system"

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._set("appearance", value)

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
        value = self._get("zoom", "100")
        return min(300, max(50, int(value))) if value.isdigit() else 100

    @zoom.setter
    def zoom(self, value: int) -> None:
        self._set("zoom", str(value))

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
