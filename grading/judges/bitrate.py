"""Bitrate: bits of a second of picture, on average, or of the worst ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grading.facts import Facts
from grading.frames import summary_of, taken
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import audience, seen

SHARES = {"p10": 0.1, "p50": 0.5}
BITS = 1e3
"""In a kbit."""


def measure(facts: Facts, call: Call) -> Measured:
    """Of the steps that end in the window; the least and the greatest are those of frames."""
    if call.aggregate in ("min", "max"):
        values = [(piece, sum(told) / len(told)) for piece, told in seen(facts, call, "bitrate_bps")]
        return Measured(taken(call, values, "picture"))
    books = audience(facts, summary_of(facts, call), call)
    if call.aggregate in SHARES:
        return Measured(_quantile(books, SHARES[call.aggregate]))
    return Measured(float(books["bitrate_bps"]))


def _quantile(books: Mapping[str, Any], share: float) -> float:
    """The rung, in bit/s, below which at most this share of all seconds of picture lies; all segments are equally
    long."""
    rungs = sorted(zip(books["rungs_kbps"], books["segments"], strict=True))
    wanted, passed = share * sum(books["segments"]), 0
    for kbps, segments in rungs:
        passed += segments
        if passed > wanted:
            return BITS * float(kbps)
    raise Unmeasured("nobody saw a picture")


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


def _rungs(*segments: int) -> Facts:
    return _watched(rungs_kbps=[1_000.0, 4_000.0], segments=list(segments))


def _moving(bitrate_bps: Callable[[float], float] | float) -> Facts:
    components = [{"id": "viewers", "type": "viewers"}, {"id": "store", "type": "store"}]
    links = [{"from": "viewers", "to": "store"}]
    frames: dict[tuple[str, str], Callable[[float], float] | float] = {("viewers", "bitrate_bps"): bitrate_bps}
    return sample(frames=frames, design={"components": components, "connections": links})


JUDGE = JudgeType(
    name="bitrate",
    label="Bitrate",
    help="What a second of picture had in bits, on average over all that was downloaded; p10 is what nine in ten "
    "seconds of picture had at least.",
    unit="bit/s",
    aggregates=("mean", "p10", "p50", "min", "max"),
    by_summary=("mean", *SHARES),
    places=("component",),
    measure=measure,
    examples=(
        Example("bitrate in whole >= 3300 kbit/s", lambda: _watched(bitrate_bps=3.5e6), True),
        Example("bitrate in whole >= 3300 kbit/s", lambda: _watched(bitrate_bps=2.4e6), False),
        Example("p10(bitrate) in whole >= 3 Mbit/s", lambda: _rungs(90, 910), True),
        Example("p10(bitrate) in whole >= 3 Mbit/s", lambda: _rungs(110, 890), False),
        Example("min(bitrate, 10 s)[component=viewers] in whole >= 3 Mbit/s", lambda: _moving(4e6), True),
        Example(
            "min(bitrate, 10 s)[component=viewers] in whole >= 3 Mbit/s",
            lambda: _moving(lambda at_s: 1e6 if 10.0 < at_s <= 20.0 else 5e6),
            False,
        ),
    ),
)
