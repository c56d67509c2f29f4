"""What the policies of a connection did since a baseline, as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel.policies import CLOSED, HALF_OPEN, OPEN

BREAKER_STATES = {CLOSED: "closed", OPEN: "open", HALF_OPEN: "half_open"}


def policy_row(fixed: np.void, now: np.void, then: np.void) -> dict[str, Any]:
    """The counters of a connection's policies; a policy that it does not have is left out."""
    measured: dict[str, Any] = {"refused": int(now["refused"]) - int(then["refused"])}
    if fixed["budget_ceiling"] > 0:
        measured["retries_denied"] = int(now["retries_denied"]) - int(then["retries_denied"])
    if fixed["breaker_bucket_ns"] > 0:
        measured["breaker_opened"] = int(now["breaker_opened"]) - int(then["breaker_opened"])
        measured["breaker_state"] = BREAKER_STATES[int(now["breaker_state"])]
    if fixed["permits"] > 0:
        measured |= {"under_way": int(now["under_way"]), "waiting": int(now["waiting"]), "limit": float(now["limit"])}
    if fixed["eject_ns"] > 0:
        measured["ejections"] = int(now["ejections"]) - int(then["ejections"])
    if fixed["hedge_cap"] > 0:
        measured["hedges"] = int(now["hedges"]) - int(then["hedges"])
    if fixed["stale_capacity"] > 0:
        measured["stale_answers"] = int(now["stale_answers"]) - int(then["stale_answers"])
    return measured
