"""Tests of annotator/core."""
