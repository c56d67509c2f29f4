"""V23: many calls that must all go well."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

CASES = ((20, 20, 0.9999), (30, 30, 0.9999), (70, 70, 0.9999), (20, 20, 0.999), (20, 6, 0.999))
"""Calls of a request, how many of them are required, availability of each."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every case."""
    measured = {}
    for calls, required, availability in CASES:
        summary = run(_design(calls, required, availability, effort.pick(full=250.0, short=100.0)), seed)
        requests = summary["requests"]
        measured[_name(calls, required, availability)] = requests["ok"] / (requests["ok"] + requests["error"])
    return measured


def _name(calls: int, required: int, availability: float) -> str:
    return f"ok_{required}_of_{calls}_at_{availability:g}"


def _design(calls: int, required: int, availability: float, duration_s: float) -> Design:
    """One call after another; those that are not required have a fallback."""
    roomy = {"slots": 20_000, "distribution": "constant"}
    dependency = queue("dependency", **roomy, service_ms_mean=1.0, error_ratio=round(1.0 - availability, 9))
    return design(
        [queue("page", **roomy, service_ms_mean=1.0), dependency],
        [
            connection("viewers", "page"),
            *(
                connection("page", "dependency", id=f"call-{place}", order=place, optional=place > required)
                for place in range(1, calls + 1)
            ),
        ],
        rate_per_s=400.0,
        duration_s=duration_s,
    )


ROW = Row(
    number="V23",
    section="3B",
    title="Serial availability, and what fallbacks buy",
    setup="A request makes 20, 30 or 70 calls one after another, each going well with the given chance.",
    source="Calculation: availability to the power of the calls that are required.",
    checks=tuple(
        near(
            _name(calls, required, availability),
            f"{required} required of {calls} calls at {availability:.2%}",
            availability**required,
            absolute=0.0005,
            only_full=(required, availability) != (20, 0.9999),
        )
        for calls, required, availability in CASES
    ),
    measure=measure,
)
