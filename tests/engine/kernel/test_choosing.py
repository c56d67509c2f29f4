"""Balancers that know more than who is up."""

from collections import Counter
from typing import Any

import pytest

from engine.plan.balancers import homes_of_keys
from engine.simulate import start
from tests import tiny

ZONES = [
    {"id": "west", "type": "region"},
    {"id": "west-a", "type": "zone", "within": "west"},
    {"id": "west-b", "type": "zone", "within": "west"},
]
KEYS = 5_000


def _run(
    balancing: str,
    *,
    policies: Any = None,
    schedule: Any = (),
    service: Any = None,
    duration_s: float = 60.0,
    **fields: Any,
) -> Any:
    plain = {"instances": 4, "slots": 2, "queue_limit": -1, "service_ms_mean": 10.0, "error_ratio": 0.0}
    connection = tiny.connection("viewers", "service", balancing=balancing, policies=policies or {})
    viewers = {**tiny.component("viewers", "traffic_source"), **fields.pop("viewers", {})}
    box = {**tiny.component("service", **{**plain, **(service or {})}), **fields.pop("box", {})}
    simulation = start(
        tiny.design(
            components=[viewers, box],
            connections=[connection],
            schedule=list(schedule),
            rate_per_s=200.0,
            duration_s=duration_s,
            **fields,
        ),
        1,
    )
    while not simulation.finished:
        simulation.advance(10**7)
    return simulation


def _arrivals(simulation: Any) -> list[int]:
    row = simulation.plan.component_rows["service"]
    first = int(simulation.plan.tables.components[row]["first_instance"])
    # Those that were drawn; the places behind them are for instances that a person may add.
    count = simulation.plan.lowered[row].has_station.instances
    return [int(each) for each in simulation.state.instances["arrivals"][first : first + count]]


def test_a_ring_moves_the_keys_of_the_dead_and_no_others() -> None:
    hashed = tiny.connection("viewers", "service", balancing="consistent_hash")
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", instances=6)],
        connections=[hashed],
    )
    before = homes_of_keys(design, "viewers-service", 3, KEYS, frozenset())
    after = homes_of_keys(design, "viewers-service", 3, KEYS, frozenset({2}))
    assert {one for one, other in zip(before, after, strict=True) if one != other} == {2}
    assert 2 not in after
    # Shares of a ring with 100 points an instance differ by about a tenth.
    assert all(abs(count / KEYS - 1 / 6) < 0.06 for count in Counter(before).values())


def test_a_key_stays_where_it_is() -> None:
    one_key = tiny.component("viewers", "traffic_source", keys_count=1)
    found = _arrivals(_run("consistent_hash", viewers=one_key))
    assert sorted(found)[:3] == [0, 0, 0]


def test_callers_prefer_their_own_zone_while_it_lives() -> None:
    placed = {"places": ZONES, "viewers": {"place": "west-a"}, "box": {"place": "west"}}
    kill = {"at": 30.0, "failure": "kill_instances", "target": "service", "parameters": {"count": 4}}
    # Instances 0 and 2 lie in the first zone by id, where the viewers are.
    quiet = _arrivals(_run("zone_aware", **placed))
    assert quiet[1] == quiet[3] == 0
    assert min(quiet[0], quiet[2]) > 4_000
    nowhere = _arrivals(_run("zone_aware", places=ZONES, box={"place": "west"}))
    assert min(nowhere) > 2_000
    assert _run("zone_aware", schedule=[kill], **placed).summary()["losses"]["unavailable"] > 0


def test_own_knowledge_of_a_single_caller_is_exact() -> None:
    exact = _run("least_outstanding")
    own = _run("least_outstanding", policies={"load_knowledge": {"knowledge": "own"}})
    assert own.summary()["components"]["service"]["latency_s"] == exact.summary()["components"]["service"]["latency_s"]


def test_news_that_are_always_fresh_are_exact() -> None:
    fresh = _run("choice_of_two", policies={"load_knowledge": {"knowledge": "stale", "refresh_s": 0.001}}).summary()
    old = _run("choice_of_two", policies={"load_knowledge": {"knowledge": "stale", "refresh_s": 5.0}}).summary()
    exact = _run("choice_of_two").summary()
    latency = {"fresh": fresh, "old": old, "exact": exact}
    mean = {name: each["components"]["service"]["latency_s"]["mean"] for name, each in latency.items()}
    assert mean["fresh"] == pytest.approx(mean["exact"], rel=0.02)
    assert mean["old"] > mean["exact"]


def test_an_instance_on_probation_gets_one_request_at_a_time() -> None:
    """Restored instances are slow to answer here, so a second request would be seen."""
    kill = {"at": 10.0, "failure": "kill_instances", "target": "service", "parameters": {"count": 1}, "for": 5.0}
    service = {"service_ms_mean": 400.0, "slots": 50, "distribution": "constant"}
    trusting = _arrivals(_run("round_robin", schedule=[kill], service=service, duration_s=15.39))
    careful = _arrivals(
        _run("round_robin", schedule=[kill], service=service, duration_s=15.39, policies={"probation": {}})
    )
    before = _arrivals(_run("round_robin", schedule=[kill], service=service, duration_s=15.0))
    assert careful[0] - before[0] == 1
    assert trusting[0] - before[0] > 10


@pytest.mark.parametrize("errors", [1, 5])
def test_whoever_fails_again_and_again_is_left_out_but_never_more_than_a_share(errors: int) -> None:
    policies = {"outlier_ejection": {"errors": errors, "max_share": 0.5, "eject_s": 600.0}}
    broken = {"at": 5.0, "failure": "add_errors", "target": "service", "parameters": {"share": 1.0}}
    summary = _run("random", policies=policies, schedule=[broken]).summary()
    assert summary["connections"]["viewers-service"]["policies"]["ejections"] == 2
    healthy = _run("random", policies=policies).summary()
    assert healthy["connections"]["viewers-service"]["policies"]["ejections"] == 0
