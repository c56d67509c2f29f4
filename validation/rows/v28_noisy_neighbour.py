"""V28: a neighbour who disturbs a fifth of all services makes waits six times as long."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import run, wait_s_mean

RATE_PER_S, SERVICE_S = 60.0, 0.01
DISTURBED, FACTOR = 0.2, 3.0

LOAD = RATE_PER_S * SERVICE_S * (1.0 + DISTURBED * (FACTOR - 1.0))
SECOND_MOMENT = 2.0 * SERVICE_S**2 * (1.0 + DISTURBED * (FACTOR**2 - 1.0))
WAIT_S = RATE_PER_S * SECOND_MOMENT / (2.0 * (1.0 - LOAD))
CALM_S = RATE_PER_S * SERVICE_S**2 / (1.0 - RATE_PER_S * SERVICE_S)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run with the neighbour and one without."""
    duration_s = effort.pick(full=8_000.0, short=6_000.0)
    found = {}
    for name, share in (("calm", 0.0), ("noisy", DISTURBED)):
        design = one_queue(
            rate_per_s=RATE_PER_S,
            duration_s=duration_s,
            service_ms_mean=1000.0 * SERVICE_S,
            noise_ratio=share,
            noise_factor=FACTOR,
        )
        summary = run(design, seed)
        found[f"{name}_load"] = summary["components"]["service"]["utilisation"]
        found[f"{name}_wait_ms"] = 1000.0 * wait_s_mean(summary)
    return found


ROW = Row(
    number="V28",
    section="3B",
    title="Noisy neighbour as a mixture",
    setup="60/s at one server of 10 ms exponential service, of which each is three times as long with chance 0.2.",
    source="Pollaczek and Khinchine on the mixture: lambda E[S^2] / (2 (1 - rho)).",
    checks=(
        near("calm_load", "utilisation without", 0.6, ratio=0.1),
        near("calm_wait_ms", "mean wait without", 1000.0 * CALM_S, ratio=0.1, unit="ms"),
        near("noisy_load", "utilisation with", LOAD, ratio=0.1),
        near("noisy_wait_ms", "mean wait with", 1000.0 * WAIT_S, ratio=0.1, unit="ms"),
    ),
    measure=measure,
)
