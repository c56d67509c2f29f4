"""The row of a connection that has policies: what a plan fixes (POLICY) and what a run changes (POLICY_STATE).

A bit of CONNECTION.rules says which connections have one, so the others never look. A column of POLICY that is 0
switches off what it belongs to.
"""

from __future__ import annotations

import numpy as np

OPTIONAL, GATED = np.uint8(1), np.uint8(2)  # bits of the rules of a connection
RULES = {"optional": int(OPTIONAL), "gated": int(GATED)}
"""The names by which policies set them."""

POLICY = np.dtype(
    [
        ("budget_deposit", "i8"),  # millionths of a token that a first attempt pays in
        ("budget_ceiling", "i8"),
    ],
    align=True,
)
POLICY_STATE = np.dtype(
    [
        ("budget_level", "i8"),
        ("retries_denied", "i8"),
    ],
    align=True,
)
