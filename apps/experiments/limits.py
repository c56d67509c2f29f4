"""What an experiment may ask for, in one place; each limit is met with a sentence that names the field."""

from __future__ import annotations

SEEDS_MOST = 30
STEPS_LEAST, STEPS_MOST = 2, 24
CELLS_MOST = 200
"""Runs of one experiment."""

EXPERIMENTS_MOST = 100
"""Experiments that a person keeps."""

ALIVE_MOST = 2
"""Experiments of a person that are under way at once."""

COMPONENTS_MOST = 1_000
"""Components of a design that is experimented with: each position of a sweep is a design of its own."""

MENU_MOST = 3_000
"""Parameters that a menu offers; a program may name any."""

SEED_MOST = 2**53 - 1
"""Seeds follow one another from the first; all of them are exact in a browser."""

COURSE_POINTS = 60
"""Moments of a course over time that are kept of each run."""

SETTINGS_BYTES = 10_000
