"""Theory beside measurement: the rows of the summary for stations and caches that a closed form describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.theory import che, erlang_b, little, mg1, mm1, mm1k, mmc, sharing, ttl
from engine.theory.facts import CacheFacts, CacheLaw, StationFacts, StationLaw

STATION_LAWS: Sequence[StationLaw] = (mm1.LAW, mmc.LAW, mg1.LAW, erlang_b.LAW, mm1k.LAW, sharing.LAW)
"""From the most special to the most general; the first one that holds speaks."""
CACHE_LAWS: Sequence[CacheLaw] = (che.LAW, ttl.LAW)

LITTLE_NEEDS = ("about as much leaves as arrives", "nothing failed")

Measured = Callable[[str], tuple[float | None, float | None]]
"""A metric's measured value and standard error; None where there is none."""


def station_rows(component: str, facts: StationFacts, measured: Measured) -> list[dict[str, Any]]:
    """One row for every metric that the first applicable law predicts."""
    law = next((each for each in STATION_LAWS if not each.assumptions(facts)), None)
    if law is None:
        return []
    predicted = dict(law.predict(facts))
    if facts.makes_calls:
        # Its latency includes its calls, of which the law of its own queue knows nothing.
        predicted.pop("latency_s_mean", None)
    return _rows(component, law.name, law.needs, predicted, measured)


def cache_rows(component: str, facts: CacheFacts, measured: Measured) -> list[dict[str, Any]]:
    """The hit ratio, where a law of caches holds."""
    law = next((each for each in CACHE_LAWS if not each.assumptions(facts)), None)
    return _rows(component, law.name, law.needs, law.predict(facts), measured) if law is not None else []


def little_rows(component: str, row: Mapping[str, Any], span_s: float) -> list[dict[str, Any]]:
    """Little's law for one component's row of the summary over `span_s` seconds; nothing where it does not apply.

    It assumes nothing of arrivals or service, and has no interval: both sides sum over the same requests, but for
    those at the two ends.
    """
    broken = little.assumptions(row["arrivals"], row["completions"], sum(row["errors"].values()))
    if broken or row["latency_s"]["mean"] is None:
        return []
    predicted = little.in_system_mean(row["completions"] / span_s, row["latency_s"]["mean"])
    measured = row["in_system_mean"]
    return _rows(component, "Little", LITTLE_NEEDS, {"in_system_mean": predicted}, lambda _metric: (measured, None))


def _rows(
    component: str, law: str, needs: Sequence[str], predicted: Mapping[str, float], measured: Measured
) -> list[dict[str, Any]]:
    rows = []
    for metric, prediction in predicted.items():
        value, standard_error = measured(metric)
        if value is not None:
            rows.append(
                {
                    "component": component,
                    "law": law,
                    "metric": metric,
                    # Six digits: the last bits of exp and power differ between processors.
                    "predicted": float(f"{prediction:.6g}"),
                    "measured": value,
                    "standard_error": standard_error,
                    "assumptions": list(needs),
                }
            )
    return rows
