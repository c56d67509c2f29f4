"""V58: how many keys move when a server is gone."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.balancers import homes_of_keys
from validation.designs import connection, design, queue
from validation.row import Effort, Row, every, near

SERVERS, KEYS = 6, 20_000


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Homes of all keys before and after, on the ring and by remainder."""
    del effort
    hashed = connection("viewers", "service", balancing="consistent_hash")
    told = design([queue(instances=SERVERS)], [hashed], rate_per_s=1.0, duration_s=10.0)
    lost = seed % SERVERS
    before = homes_of_keys(told, "viewers-service", seed, KEYS, frozenset())
    after = homes_of_keys(told, "viewers-service", seed, KEYS, frozenset({lost}))
    moved = [one != other for one, other in zip(before, after, strict=True)]
    return {
        "ring": sum(moved) / KEYS,
        "needlessly": sum(one != lost and is_moved for one, is_moved in zip(before, moved, strict=True)),
        "remainder": sum(key % SERVERS != key % (SERVERS - 1) for key in range(KEYS)) / KEYS,
    }


ROW = Row(
    number="V58",
    section="3D",
    title="Consistent hashing: one server of six gone",
    setup="20 000 keys on a ring with 100 points for each of six servers, one of which dies.",
    source="Karger and others, Consistent Hashing and Random Trees, STOC 1997: 1/6 of the keys, by remainder 5/6.",
    checks=(
        near("ring", "keys that move on the ring", 1.0 / 6.0, absolute=0.02),
        near("remainder", "keys that move by remainder", 5.0 / 6.0, absolute=0.02),
        every("needlessly", "keys that move although their server lives", high=0.0, expected=0.0),
    ),
    measure=measure,
    gate=True,
    short_seeds=10,
)
