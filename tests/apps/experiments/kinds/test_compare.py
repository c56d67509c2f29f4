"""What is said of two designs follows from pairs of equal seeds."""

from __future__ import annotations

from apps.experiments.kinds import Measured, Told
from apps.experiments.kinds.compare import outcome, shown

P99, COST, LOAD = "classes.play.latency_s_p99", "cost.credits_per_h", "components.gateway.utilisation"


def told(first: dict[int, float], second: dict[int, float]) -> Told:
    """Two designs: p99 by seed, equal costs, and a part that is always busier in the second."""
    sides = [
        [Measured(seed, {P99: p99, COST: 4.0, LOAD: 0.5 + 0.1 * side}, {}) for seed, p99 in each.items()]
        for side, each in enumerate((first, second))
    ]
    return Told({}, [{"label": "Before"}, {"label": "After"}], sides)


def test_a_steady_gain_is_told_though_seeds_differ_more_than_designs() -> None:
    first = {1: 0.100, 2: 0.300, 3: 0.200, 4: 0.250}
    found = outcome(told(first, {seed: p99 - 0.010 - 0.0001 * seed for seed, p99 in first.items()}))
    page = shown(found, {"gateway": "Gateway"}, "")
    assert len(page["differing"]) == 1
    assert page["differing"][0].startswith("p99 latency: 212 ms in A, 202 ms in B. B is 10.3 ms lower, which is better")
    assert page["alike"] == ["Cost"]
    assert [each["title"] for each in page["tables"]] == ["What those who ask meet", "Inside"]
    inside = page["tables"][1]["rows"][0]
    assert (inside["figure"].label, inside["verdict"]) == ("Utilisation of Gateway", "B is higher")


def test_luck_is_called_luck() -> None:
    found = outcome(told({1: 0.100, 2: 0.300, 3: 0.200}, {1: 0.250, 2: 0.150, 3: 0.210}))
    page = shown(found, {}, "")
    assert page["differing"] == []
    assert page["tables"][0]["rows"][0]["verdict"] == "within noise"


def test_only_seeds_that_ran_in_both_are_pairs() -> None:
    found = outcome(told({1: 0.1, 2: 0.2, 3: 0.3}, {2: 0.4, 3: 0.5, 9: 0.6}))
    assert found["count"] == 2
    assert outcome(told({1: 0.1}, {}))["figures"] == []
    assert not shown(outcome(told({1: 0.1}, {1: 0.2})), {}, "")["is_enough"]
