"""The limits of items, in one place. Each is met with an error in words."""

from __future__ import annotations

FILES = 60
FILE_BYTES = 400_000
ITEM_BYTES = 2_000_000
ZIP_BYTES = 2_000_000
STEPS = 60
EXPERIMENTS = 20
CHECKS = 40
HINTS = 40
DESIGNS = 40
TITLE_CHARACTERS = 120
LINE_CHARACTERS = 600
TEXT_CHARACTERS = 20_000
ITEMS = 1_000
ERRORS = 50
SEEDS = 10
REQUIREMENTS = 10
VARIED = 20
VARIANTS = 50
CHECKS_PRESSED = 1_000
TERMS = 500
TERM_CHARACTERS = 4_000
TERM_POSITIONS = 12
TERM_FIGURES = 4
TERM_COMPONENTS = 12
TERM_CALLS = 400_000
"""Requests and calls of one run of the experiment of a term: a fraction of a second of a core."""
EXPERIMENT_S = 14_400.0
"""Longest experiment: four hours of simulated time."""
