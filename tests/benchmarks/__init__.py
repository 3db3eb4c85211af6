"""Measured runs: `./run bench`."""
