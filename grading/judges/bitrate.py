"""Bitrate: bits of a second of picture, on average."""

from __future__ import annotations

from typing import Any

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import audience


def measure(facts: Facts, call: Call) -> Measured:
    """From the beginning of the run to the end of the window."""
    books: dict[str, Any] = audience(facts, summary_of(facts, call), call)
    return Measured(float(books["bitrate_bps"]))


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


JUDGE = JudgeType(
    name="bitrate",
    label="Bitrate",
    help="What a second of picture had in bits, on average over all that was downloaded.",
    unit="bit/s",
    aggregates=("mean",),
    by_summary=("mean",),
    places=("component",),
    measure=measure,
    examples=(
        Example("bitrate in whole >= 3300 kbit/s", lambda: _watched(bitrate_bps=3.5e6), True),
        Example("bitrate in whole >= 3300 kbit/s", lambda: _watched(bitrate_bps=2.4e6), False),
    ),
)
