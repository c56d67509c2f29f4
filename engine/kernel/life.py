"""Rows of instances that come and go, and of the builds that they run."""

from __future__ import annotations

import numpy as np

# What an instance is besides, read when it comes or goes.
LIFE = np.dtype(
    [
        ("component", "i4"),
        ("phase", "i4"),
        ("arm", "i8"),  # first row of ARM of its component, -1 when nobody watches
        ("started_ns", "i8"),  # paid for since then
        ("ready_ns", "i8"),  # takes work from then on; LONG_AGO for those a run begins with
        ("gone_ns", "i8"),  # was killed or stopped last; LONG_AGO when never
    ]
)
OLD, NEW, BASELINE = 0, 1, 2  # versions; a baseline is an old one in an arm of its own
VERSIONS = 3
ARM = np.dtype([("done", "i8"), ("failed", "i8")])
ABSENT, BOOTING, UP, LEAVING, DEAD = range(5)  # phases of an instance
LONG_AGO = -(1 << 60)
NONE, TOLD, UNTOLD = 0, 1, 2  # has a component a registry, and do instances that are stopped tell it so
