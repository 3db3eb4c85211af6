"""The one base of every error that is shown to a person."""

from __future__ import annotations


class AnnotatorError(Exception):
    """Hold one sentence for a person: `str(error)` is shown as it stands."""

    exit_code = 1
