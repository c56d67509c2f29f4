"""Pages of designs beside the list and the sandbox."""
