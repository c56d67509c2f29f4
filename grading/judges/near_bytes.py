"""Bytes from next door: the share of what viewers got that came from edges in their own network."""

from __future__ import annotations

from typing import Any

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import share_of_bytes


def measure(facts: Facts, call: Call) -> Measured:
    """Of the steps that end in the window."""
    return Measured(share_of_bytes(facts, summary_of(facts, call), call, "isp_byte_share"))


def _watched(*shares: float) -> Facts:
    rows: dict[str, Any] = {
        name: {"controller": {"presses": 100, "link_bits": 1e9, "isp_byte_share": share}}
        for name, share in zip(("viewers", "catalogue"), shares, strict=True)
    }
    return sample(rows=rows)


JUDGE = JudgeType(
    name="near_bytes",
    label="Bytes from next door",
    help="Share of the bytes of viewers that came from edge sites in their own network.",
    unit="ratio",
    aggregates=("ratio",),
    by_summary=("ratio",),
    places=("component",),
    measure=measure,
    examples=(
        Example("near_bytes in whole >= 85 %", lambda: _watched(0.8, 0.92), True),
        Example("near_bytes in whole >= 90 %", lambda: _watched(0.8, 0.92), False),
    ),
)
