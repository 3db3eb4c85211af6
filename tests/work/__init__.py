"""Tests of annotator/work."""
