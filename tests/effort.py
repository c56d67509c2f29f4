"""How much a proof repeats: a short form in `make test`, the long one in `make soak`, which alone judges times.

What a proof covers is the same in both; only how often it draws anew differs.
"""

from __future__ import annotations

import os

SOAK = bool(os.environ.get("BACKLOT_SOAK"))
"""Set by `make soak`: how long something takes depends on what else a machine does, so only there may it fail."""


def times(short: int, long: int) -> int:
    """How often a proof does what it repeats."""
    return long if SOAK else short
