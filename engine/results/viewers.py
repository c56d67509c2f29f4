"""What viewers met in one frame: a row of numbers for each population, in the order of VIEWER_METRICS.

A population is known by its books (`engine.dataplane.plane`), which only grow; a row tells what they grew by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

from engine.design.discovery import component_types
from engine.design.model import Design
from engine.design.watching import LADDER_KBPS, REASON_NAMES, STATE_NAMES
from engine.kernel.histogram import ALL_OCTAVES, quantile_ns

LEFT = REASON_NAMES[1:]
VIEWER_METRICS = (
    "sessions_per_s",
    "starts_per_s",
    "start_failures_per_s",
    "start_s_p50",
    "start_s_p95",
    "present",
    "playing",
    "stalled",
    "bitrate_bps",
    "rebuffer_ratio",
    *(f"{each}_per_s" for each in LEFT),
    "keyless",
    "key_asks_per_s",
    "key_failures_per_s",
)
COUNTED = ("sessions", "starts", "refusals", "bits", "key_asks", "key_failures")
DIGITS = 4
SAMPLED_POPULATIONS, SAMPLED_VIEWERS, SAMPLED_SECONDS = 4, 3, 5
"""How many viewers a frame follows one by one, and for how many seconds of it."""

Books = Mapping[str, Any]
Number = float | None
Sample = list[float]
"""When, in seconds, and then of each viewer: state, bitrate in kbit/s, seconds in the buffer."""


class ViewersLayout(TypedDict):
    """What the rows of viewers in a frame mean. `sampled` are the populations of which single viewers are told.

    `stand_for` says how many real viewers one of each population stands for; everything is told of the sandbox.
    """

    ids: list[str]
    metrics: list[str]
    sampled: list[str]
    states: list[str]
    ladder_kbps: list[float]
    stand_for: list[int]


@dataclass(frozen=True, slots=True)
class Viewed:
    """What one population met in a frame, and its sampled viewers second by second."""

    row: list[Number]
    samples: list[Sample]


def populations_of(design: Design) -> list[str]:
    """The components whose viewers are stepped, in the order of the document."""
    return [each.id for each in design.components if component_types()[each.type].watching is not None]


def viewers_layout(design: Design) -> ViewersLayout:
    """The layout of a design that has viewers."""
    ids = populations_of(design)
    return ViewersLayout(
        ids=ids,
        metrics=list(VIEWER_METRICS),
        sampled=ids[:SAMPLED_POPULATIONS],
        states=list(STATE_NAMES),
        ladder_kbps=list(LADDER_KBPS),
        stand_for=[int(each.parameters["stands_for"]) for each in design.components if each.id in ids],
    )


def numbers_of(populations: int) -> int:
    """How many numbers a frame tells of them at most."""
    followed = min(populations, SAMPLED_POPULATIONS) * SAMPLED_SECONDS * (1 + 3 * SAMPLED_VIEWERS)
    return populations * len(VIEWER_METRICS) + followed


def viewers_row(before: Books, after: Books, starts: npt.NDArray[np.int64], span_s: float) -> list[Number]:
    """What happened between two looks at the books `span_s` apart; `starts` is the histogram of the times of starts
    in between. With no time in between only those who are there are told."""
    present = after["present"]
    gauges = [sum(present.values()) - present["absent"], present["playing"], present["stalled"]]
    if span_s <= 0.0:
        flows: list[Number] = [None] * len(VIEWER_METRICS)
        return [*flows[:5], *gauges, *flows[8:-3], after["keyless"], None, None]
    grown = {name: after[name] - before[name] for name in COUNTED}
    left = {name: after["left"][name] - before["left"][name] for name in LEFT}
    content_s = (sum(after["segments"]) - sum(before["segments"])) * after["segment_s"]
    played_s, stalled_s = (after[name] - before[name] for name in ("played_s", "stalled_s"))
    count = int(starts.sum())
    quantiles = [float(quantile_ns(starts, ALL_OCTAVES, count, q)) / 1e9 if count else None for q in (0.5, 0.95)]
    row = [
        grown["sessions"] / span_s,
        grown["starts"] / span_s,
        (grown["refusals"] + left["start_too_slow"]) / span_s,
        *quantiles,
        *gauges,
        grown["bits"] / content_s if content_s > 0.0 else None,
        stalled_s / (played_s + stalled_s) if played_s + stalled_s > 0.0 else None,
        *(left[name] / span_s for name in LEFT),
        after["keyless"],
        grown["key_asks"] / span_s,
        grown["key_failures"] / span_s,
    ]
    return [None if each is None else float(f"{each:.{DIGITS}g}") for each in row]


def spread(samples: list[Sample]) -> list[Sample]:
    """At most SAMPLED_SECONDS of them, evenly."""
    return samples[:: max(-(-len(samples) // SAMPLED_SECONDS), 1)]
