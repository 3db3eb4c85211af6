"""Find the files that travel with the program, and the user's own folders."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import platformdirs

_APP = "news-annotator"
_PACKAGE = Path(__file__).resolve().parent


def _data_root() -> Path:
    """Return the folder that holds resources/ and seeds/: inside the package in a wheel, beside it in a checkout."""
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parent


def resource(name: str) -> Path:
    """Return the path of resources/NAME; it need not exist."""
    return _data_root() / "resources" / name


def seeds() -> Path:
    """Return the folder of the sample corpus."""
    return _data_root() / "seeds"


def data_dir() -> Path:
    """Return the user's data folder, made if it is absent."""
    return platformdirs.user_data_path(_APP, appauthor=False, ensure_exists=True)


def config_dir() -> Path:
    """Return the user's settings folder, made if it is absent; where none can be made, nothing is remembered."""
    folder = platformdirs.user_config_path(_APP, appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
