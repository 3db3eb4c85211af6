"""Tests of annotator/news."""
