"""V59: an emptied cache comes back within about the time that an unused key survives."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.cache_trace import hits_of
from engine.theory import che
from engine.theory.zipf import popularity
from validation.keys import TITLES, asked
from validation.row import Effort, Row, near

EXPECTED = (0.207, 0.347, 0.405, 0.438)
STEP = 500
RESTARTS = 40


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Hits in the first four times 500 requests of caches that begin empty."""
    count = STEP * len(EXPECTED)
    restarts = effort.pick(full=10 * RESTARTS, short=RESTARTS)
    hits = np.array([hits_of("lru", 1_000, asked(seed * 10 * RESTARTS + each, 0.8, count)) for each in range(restarts)])
    steps = {f"step_{step}": float(hits[:, step * STEP : (step + 1) * STEP].mean()) for step in range(len(EXPECTED))}
    life = che.characteristic_requests(popularity(TITLES, 0.8), 1_000)
    return steps | {"life": life}


ROW = Row(
    number="V59",
    section="3D",
    title="A cold restart",
    setup="10 000 titles by Zipf's law (0.8), a cache of 1 000 that begins empty, forty times or more for each seed.",
    source="Simulation by another program; the characteristic time of Che's approximation is 1 472 requests.",
    checks=(
        *(
            near(f"step_{step}", f"hit ratio of requests {step * STEP} to {(step + 1) * STEP}", value, ratio=0.1)
            for step, value in enumerate(EXPECTED)
        ),
        near("life", "requests that an unused key survives", 1_472.0, ratio=0.01),
    ),
    measure=measure,
)
