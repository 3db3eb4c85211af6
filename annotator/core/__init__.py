"""What a project is made of, in the standard library alone."""
