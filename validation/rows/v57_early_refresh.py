"""V57: readers who rebuild a key before its end."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engine.cache_trace import rebuilt_early
from validation.row import Effort, Row, near

BETA, REBUILD_S = 1.0, 0.4
LEFT_S = (2.0, 0.4, 0.1)
RATE_PER_S = 10.0
HORIZON = 12.0
"""So many times beta times the rebuilding time before the end nobody rebuilds."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """How often single reads rebuild the key, and how often nobody does before its end."""
    reads = effort.pick(full=400_000, short=200_000)
    found = {f"left_{left:g}": _share(seed, place, left, reads) for place, left in enumerate(LEFT_S)}
    return found | {"nobody": _unguarded(seed, effort.pick(full=60_000, short=20_000))}


def _share(seed: int, place: int, left_s: float, reads: int) -> float:
    return float(rebuilt_early(REBUILD_S, BETA, np.full(reads, left_s), 1_000 * seed + place + 1).mean())


def _unguarded(seed: int, lives: int) -> float:
    """The share of lives of a key read at random times at whose end nobody had rebuilt it."""
    draw = np.random.default_rng(seed)
    span_s = HORIZON * BETA * REBUILD_S
    counts = draw.poisson(RATE_PER_S * span_s, lives)
    early = rebuilt_early(REBUILD_S, BETA, draw.uniform(0.0, span_s, counts.sum()), 1_000 * seed)
    rebuilt = np.bincount(np.repeat(np.arange(lives), counts), early, lives)
    return float((rebuilt == 0).mean())


ROW = Row(
    number="V57",
    section="3D",
    title="Early refresh",
    setup="The last rebuilding took 0.4 s, beta is 1; reads 2, 0.4 and 0.1 s before the end, then 10 reads a second.",
    source="Vattani, Chierichetti and Lowenstein, VLDB 8 (2015): a read t before the end rebuilds with the chance "
    "exp(-t / (beta d)); of reads at rate r none does with exp(-r beta d).",
    checks=(
        *(
            near(
                f"left_{left:g}", f"chance {left:g} s before the end", math.exp(-left / (BETA * REBUILD_S)), ratio=0.03
            )
            for left in LEFT_S
        ),
        near("nobody", "ends before which nobody rebuilt", math.exp(-RATE_PER_S * BETA * REBUILD_S), ratio=0.03),
    ),
    measure=measure,
)
