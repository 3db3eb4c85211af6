"""What every test stands on: no screen, no user's folders, examples in bounded time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Qt reads this when the application is made; a person who sets another platform watches the tests run.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("suite", deadline=None, max_examples=60)
settings.register_profile("heavy", deadline=None, max_examples=1000)
settings.load_profile("suite")

_FOLDERS = {
    "HOME": "home",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_RUNTIME_DIR": "run",
}


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home of its own, so that none reads or writes the user's files."""
    base = tmp_path_factory.mktemp("user")
    for variable, folder in _FOLDERS.items():
        path = base / folder
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(variable, str(path))
    return base / "home"
