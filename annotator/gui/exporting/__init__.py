"""The drawer that asks what is exported and in which format, shows what that gives, and reports afterwards."""
