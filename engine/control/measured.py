"""What viewers met and what was carried since the end of the warm-up: the books as they stand, less how they stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.control.crowd import SECOND_NS, Look
from engine.dataplane.plane import Plane
from engine.kernel.histogram import ALL_OCTAVES, quantile_ns

GROWING = (
    "sessions", "presses", "answers", "refusals", "starts", "stalls", "switches", "bits", "played_s", "stalled_s",
)  # fmt: skip
QUANTILES = (50, 95, 99)

Array = npt.NDArray[Any]


@dataclass(slots=True)
class Mark:
    """How the books stood at the end of a step: those of each population (`looks`), the bits of every link, and the
    bits of each population by the tier they came from."""

    clock_s: float
    looks: tuple[Look, ...]
    carried: Array
    served: tuple[Array, ...]

    @classmethod
    def at(cls, plane: Plane) -> Mark:
        """Now."""
        rows = range(len(plane.plan.populations))
        return cls(
            plane.clock_ns / SECOND_NS,
            tuple(Look.at(plane, row) for row in rows),
            plane.carried_bits(),
            tuple(plane.served_bits(row) for row in rows),
        )


def start_times_s(starts: Array) -> dict[str, float]:
    """Quantiles of the times from a press to the first picture, from their histogram."""
    count = int(starts.sum())
    found = {each: float(quantile_ns(starts, ALL_OCTAVES, count, each / 100.0)) for each in QUANTILES}
    return {f"start_s_p{each}": time_ns * 1e-9 for each, time_ns in found.items()}


def viewers_since(mark: Mark, plane: Plane, row: int) -> dict[str, Any]:
    """What a population met since then, under the names of its books."""
    look, before = Look.at(plane, row), mark.looks[row]
    grown = {name: look.books[name] - before.books[name] for name in GROWING}
    then = before.books["segments"]
    segments = [count - past for count, past in zip(look.books["segments"], then, strict=True)]
    content_s = sum(segments) * look.books["segment_s"]
    spent_s = grown["played_s"] + grown["stalled_s"]
    return {
        "from_s": mark.clock_s,
        **grown,
        "segments": segments,
        "bitrate_bps": grown["bits"] / content_s if content_s > 0.0 else 0.0,
        "rebuffer_ratio": grown["stalled_s"] / spent_s if spent_s > 0.0 else 0.0,
        **start_times_s(np.asarray(look.starts - before.starts)),
    }
