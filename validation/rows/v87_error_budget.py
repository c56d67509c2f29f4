"""V87: what an availability allows."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import component, connection, design, failure, queue
from validation.row import Effort, Row, exact, near
from validation.running import run

MINUTES_A_YEAR = 365.25 * 24.0 * 60.0
DAY_S = 86_400.0
CASES = {0.9999: 52.6, 0.999: 526.0}
"""Availability, and minutes of a year that may be lost."""


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """The arithmetic to three digits; and a day with an outage as long as its budget."""
    measured = {}
    for availability in CASES:
        budget = 1.0 - availability
        measured[f"minutes_{availability:g}"] = float(f"{budget * MINUTES_A_YEAR:.3g}")
        requests = run(_day(budget * DAY_S), seed)["requests"]
        measured[f"ok_{availability:g}"] = requests["ok"] / requests["offered"]
    return measured


def _day(outage_s: float) -> Design:
    """Even traffic for a day, refused during the outage."""
    return design(
        [component("viewers", "traffic_source", process="even"), queue(slots=10, service_ms_mean=1.0)],
        [connection("viewers", "service")],
        rate_per_s=5.0,
        duration_s=DAY_S,
        quiet_s=1.0,
        schedule=[failure(1_000.0, "refuse", "service", outage_s)],
    )


ROW = Row(
    number="V87",
    section="3F",
    title="Error budget of three and four nines",
    setup="A day of even traffic at a service that refuses everything for as long as its budget of that day lasts.",
    source="Calculation: (1 - a) x 365.25 days: 52.6 min a year at 99.99 %, 8.76 h (526 min) at 99.9 %.",
    checks=tuple(
        check
        for availability, minutes in CASES.items()
        for check in (
            exact(f"minutes_{availability:g}", f"minutes a year at {availability:.2%} (formula)", minutes, unit="min"),
            near(f"ok_{availability:g}", "availability of such a day (simulated)", availability, absolute=0.00001),
        )
    ),
    measure=measure,
    seeds=1,
    short_seeds=1,
    note="8.76 h in the table is that of 365 days; 365.25 days give 8.77 h.",
)
