"""V55: a small cache before a larger one leaves it the unpopular titles."""

from __future__ import annotations

from collections.abc import Mapping

from engine.cache_trace import hits_of
from validation.keys import asked
from validation.row import Effort, Row, near

LEAF, PARENT = 300, 2_000


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The parent is asked for what the leaf misses."""
    keys = asked(seed, 0.8, effort.pick(full=2_000_000, short=600_000))
    leaf = hits_of("lru", LEAF, keys)
    half = len(keys) // 2
    parent = hits_of("lru", PARENT, keys[~leaf])
    behind = parent[(~leaf[:half]).sum() :]
    return {
        "leaf": float(leaf[half:].mean()),
        "parent": float(behind.mean()),
        "total": float(leaf[half:].sum() + behind.sum()) / half,
    }


ROW = Row(
    number="V55",
    section="3D",
    title="Two levels of LRU",
    setup="10 000 titles by Zipf's law (0.8); a leaf of 300 titles asks a parent of 2 000.",
    source="Che's approximation with the popularity that the leaf lets through; simulated 0.409 at the parent.",
    checks=(
        near("leaf", "hit ratio of the leaf", 0.267, absolute=0.02),
        near("parent", "hit ratio of the parent, of what it is asked", 0.42, absolute=0.02),
        near("total", "hit ratio of both", 0.566, absolute=0.02),
    ),
    measure=measure,
)
