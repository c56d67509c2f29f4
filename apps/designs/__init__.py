"""Saved designs, their revisions and the sandbox page."""
