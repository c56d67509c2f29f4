"""V34: the metastable failure."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import database
from validation.row import Effort, Row, near
from validation.running import watch


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run each of a database that hangs and of one that refuses; afterwards goes on to the end."""
    duration_s = effort.pick(full=600.0, short=120.0)
    hangs = watch(database(duration_s=duration_s), seed)
    refuses = watch(database(trouble="refuse"), seed)
    call = hangs.summary["connections"]["viewers-database"]
    span_s = duration_s - 60.0
    return {
        "before": hangs.goodput(5.0, 20.0),
        "afterwards": hangs.goodput(60.0, duration_s),
        "attempts": call["attempts"] / call["calls"],
        "attempts_per_s": call["attempts"] / span_s,
        "utilisation": hangs.summary["components"]["database"]["utilisation"],
        "refused": refuses.goodput(31.0, 120.0),
    }


ROW = Row(
    number="V34",
    section="3C",
    title="The metastable failure: a stall of ten seconds that lasts for ever",
    setup="30 slots of 100 ms, load 280/s, timeout 1 s, one retry, queue 600; it hangs for 10 s and is healed.",
    source="Bronson and others, Metastable Failures in Distributed Systems, HotOS 2021 (the numbers of its example).",
    checks=(
        near("before", "goodput before", 1.0, absolute=0.02),
        near("afterwards", "goodput from 30 s after the stall to the end", 0.0, absolute=0.02),
        near("attempts", "attempts a request afterwards", 2.0, absolute=0.02),
        near("attempts_per_s", "attempts a second afterwards", 560.0, ratio=0.02, unit="1/s"),
        near("utilisation", "utilisation of the database afterwards", 1.0, absolute=0.02),
        near("refused", "goodput afterwards if it had refused instead of hanging", 1.0, absolute=0.02),
    ),
    measure=measure,
    gate=True,
)
