"""Errors of formats: a record that can't be taken, a format nobody knows."""

from __future__ import annotations

from annotator.core.errors import AnnotatorError


class RecordError(AnnotatorError):
    """Say in one sentence why a record is refused; the caller adds file and line."""


class FormatError(AnnotatorError):
    """A format that this program does not have; the sentence names those it has."""
