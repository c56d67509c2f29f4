"""Objectives against a summary."""

from typing import Any

import pytest

from engine.design.model import Objective
from engine.results.objectives import judge_objectives

SUMMARY: dict[str, Any] = {
    "components": {
        "service": {
            "completions": 90,
            "errors": {"failed": 10},
            "utilisation": 0.8,
            "latency_s": {"p99": 0.2, "count": 90},
        }
    },
    "connections": {"call": {"failures": 5, "latency_s": {"p99": 0.3, "count": 95}}},
    "classes": {"play": {"ok": 99, "error": 0, "shed": 1, "latency_s": {"p99": None, "count": 0}}},
}


@pytest.mark.parametrize(
    ("metric", "of", "measured"),
    [
        ("utilisation", "service", 0.8),
        ("error_ratio", "service", 0.1),
        ("ok_ratio", "call", 0.95),
        ("error_ratio", "play", 0.01),
        ("latency_s_p99", "call", 0.3),
        ("latency_s_p99", "play", None),
        ("hit_ratio", "service", None),
    ],
)
def test_every_metric_finds_its_number(metric: str, of: str, measured: float | None) -> None:
    [row] = judge_objectives([Objective(metric, of, at_most=1.0)], SUMMARY)
    assert row["measured"] == (None if measured is None else pytest.approx(measured))
    assert row["holds"] is (measured is not None)


def test_bounds_include_their_ends() -> None:
    promises = [Objective("utilisation", "service", at_most=0.8), Objective("utilisation", "service", at_least=0.81)]
    assert [row["holds"] for row in judge_objectives(promises, SUMMARY)] == [True, False]
