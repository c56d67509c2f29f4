"""V36: how far the load must fall."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import DOWN, UP, database
from validation.row import Effort, Row, every
from validation.running import watch


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """One run: down since 20 s, then 160/s for a minute, 140/s for half a minute, and 280/s again."""
    changes = ((80.0, 160.0), (140.0, 140.0), (170.0, 280.0))
    finished = watch(database(changes=changes, duration_s=260.0), seed)
    return {
        "at_160": finished.goodput(120.0, 140.0),
        "at_140": finished.goodput(165.0, 170.0),
        "at_280": finished.goodput(175.0, 260.0),
    }


ROW = Row(
    number="V36",
    section="3C",
    title="Hysteresis: it comes back below capacity over attempts and not above",
    setup="As V34; the load is cut to 160/s for 60 s, to 140/s for 30 s, and is 280/s again.",
    source="Calculation: each request costs two attempts while it is down, so the threshold is 300 / 2 = 150/s.",
    checks=(
        every("at_160", "goodput at 160/s: still down", high=DOWN, expected=0.0),
        every("at_140", "goodput at 140/s: recovers", low=UP, expected=1.0),
        every("at_280", "goodput at 280/s again: stays up", low=UP, expected=1.0),
    ),
    measure=measure,
    gate=True,
)
