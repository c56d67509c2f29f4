"""`python -m words update` brings the files of translators up to date; `python -m words build` makes the tables."""

from __future__ import annotations

import sys

from words import files, tables

VERBS = {"update": files.update, "build": tables.build}

if len(sys.argv) != 2 or sys.argv[1] not in VERBS:
    sys.exit(f"say one of {', '.join(VERBS)}.")
VERBS[sys.argv[1]]()
