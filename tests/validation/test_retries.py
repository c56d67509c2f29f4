"""Retries multiply: rows V29 and V30 of the validation table."""

from __future__ import annotations

import itertools

import pytest

from engine.design.model import Design
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run

NO_WAIT = {"backoff": 0.0, "jitter": "none"}


@pytest.mark.parametrize(("attempts", "layers", "leaf_calls"), [(4, 3, 64), (3, 5, 243)])
def test_attempts_multiply_from_layer_to_layer(attempts: int, layers: int, leaf_calls: int) -> None:
    summary = run(_tower(attempts, layers), 1)
    requests = summary["requests"]
    assert requests["in_flight"] == 0
    assert requests["error"] == requests["offered"] > 40
    assert summary["losses"] == {"failed": requests["offered"]}
    assert summary["components"]["s0"]["arrivals"] == leaf_calls * requests["offered"]


@pytest.mark.parametrize(("failing", "expected"), [(0.1, 1.111), (0.5, 1.875), (0.9, 3.439)])
def test_a_call_needs_as_many_attempts_as_a_geometric_law_cut_at_four_says(failing: float, expected: float) -> None:
    exact = (1.0 - failing**4) / (1.0 - failing)
    assert exact == pytest.approx(expected, abs=6e-4)
    summaries = [run(_unreliable(failing), seed) for seed in range(6)]
    rows = [each["connections"]["viewers-service"] for each in summaries]
    assert_agrees([row["attempts"] / row["calls"] for row in rows], exact, 0.02)
    lost = [each["requests"]["error"] / each["requests"]["offered"] for each in summaries]
    if failing > 0.1:
        assert_agrees(lost, failing**4, 0.05)


def _tower(attempts: int, layers: int) -> Design:
    """Services s(layers-1) … s0 call one another downwards; s0 always fails; traffic ends long before the run."""
    names = [f"s{place}" for place in reversed(range(layers))]
    quick = {"instances": 1, "slots": 20_000, "service_ms_mean": 0.1}
    components = [tiny.component(name, **quick, error_ratio=1.0 if name == "s0" else 0.0) for name in names]
    ends = ["viewers", *names]
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), *components],
        connections=[
            tiny.connection(a, b, retry={"attempts": attempts, **NO_WAIT}) for a, b in itertools.pairwise(ends)
        ],
        workload={"duration": 10.0, "traffic": [tiny.traffic(rate_per_s=10.0)]},
        schedule=[{"at": 6.0, "failure": "change_traffic", "target": "viewers", "parameters": {"factor": 0.0}}],
    )


def _unreliable(failing: float) -> Design:
    service = tiny.component("service", instances=1, slots=20_000, service_ms_mean=0.1, error_ratio=failing)
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), service],
        connections=[tiny.connection("viewers", "service", retry={"attempts": 4, **NO_WAIT})],
        workload={"duration": 60.0, "traffic": [tiny.traffic(rate_per_s=500.0)]},
    )
