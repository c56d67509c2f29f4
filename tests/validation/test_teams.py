"""Calls of which so many are enough, substitutes, and hedges."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from tests import tiny
from tests.engine.theory.runs import run

TIMES_MS = {"fast": 10.0, "middle": 30.0, "slow": 80.0}


@pytest.mark.parametrize(("enough", "latency_s"), [(1, 0.011), (2, 0.031), (3, 0.081)])
def test_the_caller_goes_on_when_enough_calls_went_well(enough: int, latency_s: float) -> None:
    """Its own millisecond and the k-th fastest of three constant calls."""
    summary = run(_fan([tiny.connection("service", each, enough=enough) for each in TIMES_MS]), 1)
    assert summary["classes"]["play"]["latency_s"]["mean"] == pytest.approx(latency_s, rel=1e-6)
    assert all(summary["components"][each]["completions"] == summary["requests"]["offered"] for each in TIMES_MS)


def test_losers_are_cancelled_where_the_connection_cancels() -> None:
    summary = run(_fan([tiny.connection("service", each, enough=1, cancels=True) for each in TIMES_MS]), 1)
    offered = summary["requests"]["offered"]
    assert summary["requests"]["ok"] == offered
    for loser in ("middle", "slow"):
        assert summary["components"][loser]["errors"] == {"cancelled": offered}


def test_a_group_fails_when_too_few_can_still_go_well() -> None:
    calls = [tiny.connection("service", each, enough=2) for each in TIMES_MS]
    one = run(_fan(calls, broken=["slow"]), 1)
    two = run(_fan(calls, broken=["fast", "middle"]), 1)
    assert one["requests"]["error"] == 0
    assert two["losses"] == {"failed": two["requests"]["offered"]}


def test_copies_go_to_different_instances_and_a_quorum_is_enough() -> None:
    """Three copies for two killed of five instances find the three living ones; one slot each is enough for them."""
    summary = run(_fan([tiny.connection("service", "fast", copies=3, needed=2)], instances=3, slots=1), 1)
    offered = summary["requests"]["offered"]
    assert summary["components"]["fast"]["arrivals"] == 3 * offered
    assert summary["components"]["fast"]["queue_mean"] == 0.0
    assert summary["classes"]["play"]["latency_s"]["mean"] == pytest.approx(0.011, rel=1e-6)


def test_a_loop_takes_its_calls_one_after_another() -> None:
    summary = run(_fan([tiny.connection("service", "fast", times=4)]), 1)
    assert summary["connections"]["service-fast"]["calls"] == 4 * summary["requests"]["offered"]
    assert summary["classes"]["play"]["latency_s"]["mean"] == pytest.approx(0.041, rel=1e-6)


def test_another_connection_is_called_instead_of_one_that_failed() -> None:
    calls = [tiny.connection("service", "fast", fallback_to="spare"), tiny.connection("service", "middle", id="spare")]
    broken, well = run(_fan(calls, broken=["fast"]), 1), run(_fan(calls), 1)
    assert broken["requests"]["ok"] == broken["requests"]["offered"]
    assert broken["connections"]["spare"]["calls"] == broken["requests"]["offered"]
    assert broken["classes"]["play"]["latency_s"]["mean"] == pytest.approx(0.041, rel=1e-6)
    assert well["connections"]["spare"]["calls"] == 0


def test_a_hedge_beats_a_slow_first_attempt_and_cancels_it() -> None:
    """Two values, 10.9 ms and 1 s in one call of a hundred: hedged after 20 ms, at most both are slow."""
    hedge = {"hedge": {"after_ms": 20.0, "cap_ratio": 1.0}}
    design = _fan([tiny.connection("service", "fast", policies=hedge)], **_bimodal(p_slow=0.01))
    row = run(design, 1)
    link = row["connections"]["service-fast"]
    assert link["policies"]["hedges"] == pytest.approx(0.01 * link["calls"], rel=0.7)
    assert row["components"]["fast"]["errors"] == {"cancelled": link["policies"]["hedges"]}
    assert link["latency_s"]["count"] == link["calls"]
    assert link["latency_s"]["p99"] < 0.05


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"needed": 2}, "needed"),
        ({"enough": 9}, "enough"),
        ({"fallback_to": "nothing"}, "fallback_to"),
        ({"fallback_to": "service-fast"}, "fallback_to"),
    ],
)
def test_teams_that_cannot_be_are_refused_at_their_field(changes: dict[str, Any], field: str) -> None:
    design = _fan([tiny.connection("service", "fast", **changes)])
    assert [each.path for each in check_runnable(design)] == [f"connections[1].{field}"]


def _bimodal(p_slow: float) -> dict[str, Any]:
    """`two_point` of mean m and squared variation v takes m/2 or, with chance 1/(1+4v), m(1+2v)."""
    cv2 = (1.0 / p_slow - 1.0) / 4.0
    return {"distribution": "two_point", "cv2": cv2}


def _fan(calls: list[dict[str, Any]], *, broken: list[str] | None = None, **fast: Any) -> Design:
    """Viewers call a service of a millisecond, which makes the calls to services of constant times."""
    roomy = {"instances": 1, "slots": 200, "queue_limit": -1, "distribution": "constant"}
    named = {each["to"] for each in calls}
    parts = {name: roomy | {"service_ms_mean": ms} for name, ms in TIMES_MS.items() if name in named}
    parts["fast"] = parts.get("fast", roomy) | fast
    for name in broken or []:
        parts[name] |= {"error_ratio": 1.0}
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", process="even", request_class="play"),
            tiny.component("service", **roomy | {"service_ms_mean": 1.0}),
            *(tiny.component(name, **told) for name, told in parts.items() if name in named),
        ],
        connections=[tiny.connection("viewers", "service"), *calls],
        workload={"duration": 20.0, "traffic": [tiny.traffic(rate_per_s=20.0)]},
        schedule=[{"at": 15.0, "failure": "change_traffic", "target": "viewers", "parameters": {"factor": 0.0}}],
    )
