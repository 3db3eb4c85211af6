"""The drawer that looks at files before they are imported, lets choices be made, and reports afterwards."""
