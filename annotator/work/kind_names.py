"""What kinds of files are called in few words."""

from __future__ import annotations

import re

_END_OF_NAME = re.compile(r"[:;]|, (?=[a-z])")


def short_title(title: str) -> str:
    """Return the first words of a kind's title, which name it: `Web pages as saved`, `Plain text`."""
    return _END_OF_NAME.split(title, maxsplit=1)[0]
