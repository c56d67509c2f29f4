"""Curves of traffic shapes with their defaults filled in."""

from __future__ import annotations

import itertools
from typing import Any

from engine.catalogue import workloads
from engine.design.kinds import RateCurve


def curve(shape: str, duration_s: float = 300.0, **parameters: Any) -> RateCurve:
    """The curve of a shape, which keeps the promise that times rise and rates are not negative."""
    kind = workloads()[shape]
    filled = {each.name: each.default for each in kind.parameters} | parameters
    drawn = kind.curve(filled, duration_s)
    assert len(drawn.times_s) == len(drawn.rates_per_s)
    assert all(before < after for before, after in itertools.pairwise(drawn.times_s))
    assert min(drawn.rates_per_s) >= 0.0
    return drawn
