"""Operations with progress and cancel, shared by the window and the command line."""
