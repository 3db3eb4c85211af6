"""Tests, laid out as annotator/ is."""
