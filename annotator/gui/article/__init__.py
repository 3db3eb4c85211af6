"""The article on screen, with its spans."""
