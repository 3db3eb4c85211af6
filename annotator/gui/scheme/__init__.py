"""The scheme in the drawer: its labels, one label with its settings, and guidelines to write."""
