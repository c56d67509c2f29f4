"""V27: contention and coherency make more slots do less, from some number on."""

from __future__ import annotations

import math
from collections.abc import Mapping

from validation.designs import one_queue
from validation.row import Effort, Row, every, near
from validation.running import run

SIGMA, KAPPA = 0.02, 0.0005
SERVICE_MS = 10.0
PEAK = round(math.sqrt((1.0 - SIGMA) / KAPPA))
BESIDE = (PEAK - 10, PEAK + 10)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The throughput of one instance that always has enough to do, in that of one slot."""
    duration_s = effort.pick(full=120.0, short=40.0)
    found = {slots: _throughput(slots, seed, duration_s) for slots in (10, PEAK, 200, *BESIDE)}
    return {
        "ten": found[10],
        "peak": found[PEAK],
        "two_hundred": found[200],
        "above": found[PEAK] - max(found[each] for each in BESIDE),
    }


def _throughput(slots: int, seed: int, duration_s: float) -> float:
    one_slot_per_s = 1000.0 / SERVICE_MS
    design = one_queue(
        rate_per_s=20.0 * one_slot_per_s,
        duration_s=duration_s,
        warm_up_s=5.0,
        slots=slots,
        queue_limit=100,
        service_ms_mean=SERVICE_MS,
        usl_sigma=SIGMA,
        usl_kappa=KAPPA,
    )
    summary = run(design, seed)
    span_s = summary["clock_s"] - summary["measured_from_s"]
    return float(summary["components"]["service"]["completions"] / span_s / one_slot_per_s)


def _capacity(slots: int) -> float:
    return slots / (1.0 + SIGMA * (slots - 1) + KAPPA * slots * (slots - 1))


ROW = Row(
    number="V27",
    section="3B",
    title="Universal scalability law",
    setup="One instance with 10, 34, 44, 54 and 200 slots that always has enough to do; contention 0.02, coherency "
    "0.0005 over its busy slots.",
    source="Gunther, Guerrilla Capacity Planning (2007), chapter 4: C(N) = N / (1 + sigma (N - 1) + kappa N (N - 1)), "
    "largest at sqrt((1 - sigma) / kappa) = 44.3.",
    checks=(
        near("ten", "capacity of 10 slots, in that of one", _capacity(10), ratio=0.02),
        near("peak", f"capacity of {PEAK} slots", _capacity(PEAK), ratio=0.02),
        near("two_hundred", "capacity of 200 slots", _capacity(200), ratio=0.02),
        every("above", f"by how much {PEAK} slots do more than {BESIDE[0]} and than {BESIDE[1]}", low=0.0),
    ),
    measure=measure,
)
