"""What an estimate takes for granted is said where a design breaks it, with its numbers."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design.model import Design
from engine.estimate.estimate import estimate
from tests import tiny


def _said(design: Design, at: str = "mean") -> dict[str, str]:
    """Everything that is said, by what it is about."""
    said: dict[str, str] = {}
    for each in estimate(design, at).assumptions:
        said[each.of] = f"{said.get(each.of, '')} {each.text}"
    return said


def _station(rate_per_s: float, duration_s: float = 600.0, call: dict[str, Any] | None = None, **fields: Any) -> Design:
    service = {"instances": 1, "slots": 1, "service_ms_mean": 10, "distribution": "exponential", "queue_limit": -1}
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", **service | fields)],
        connections=[tiny.connection("viewers", "service", **call or {})],
        rate_per_s=rate_per_s,
        duration_s=duration_s,
    )


def _protected(rate_per_s: float, error_ratio: float = 0.0, **policies: Any) -> Design:
    return _station(rate_per_s, error_ratio=error_ratio, call={"policies": policies})


def test_a_design_that_breaks_nothing_is_passed_over_in_silence() -> None:
    assert _said(_station(50.0)) == {}


def test_of_viewers_it_says_that_only_sessions_are_counted() -> None:
    components = [tiny.component("viewers", "viewers"), tiny.component("service", instances=1, slots=100)]
    said = _said(tiny.design(components=components, connections=[tiny.connection("viewers", "service")]))
    assert any("counts as one press of play" in each for each in said.values())


@pytest.mark.parametrize(
    ("design", "of", "words"),
    [
        (
            _station(150.0),
            "service",
            "offered 1.50 times what it can do and has no queue limit: 50 more wait every second",
        ),
        (_station(150.0, queue_limit=20), "service", "offered 1.50 times what it can do and refuses 33 %"),
        (_station(80.0, queue_limit=3), "service", "refuses when 3 wait at an instance, 12 % of requests"),
        (_station(95.0), "service", "95 % busy"),
        (_station(95.0, duration_s=20.0), "service", "needs 40.0 s to settle: a run of 20.0 s shows shorter queues"),
        (_station(60.0, call={"timeout": 5, "retry": {"attempts": 3}}), "service", "offered 1.80 times"),
        (_station(20.0, call={"timeout": 0.02}), "viewers-service", "take longer than 20 ms"),
        (
            _station(20.0, error_ratio=0.5, call={"retry": {"attempts": 2}}),
            "viewers-service",
            "1.5 attempts on average",
        ),
        (_protected(50.0, rate_limit={"rate_per_s": 40.0}), "viewers-service", "A rate limit refuses 20 %"),
        (_protected(80.0, bulkhead={"max_concurrent": 5}), "viewers-service", "On average 4 calls"),
        (_protected(50.0, 0.6, circuit_breaker={}), "viewers-service", "60 % of calls"),
        (_protected(50.0, 0.6, adaptive_throttle={}), "viewers-service", "Few of the calls"),
    ],
)
def test_a_broken_assumption_is_named_with_numbers(design: Design, of: str, words: str) -> None:
    if "1.80" in words:
        design = _station(60.0, call={"timeout": 0.03, "retry": {"attempts": 3}})
    assert words in _said(design)[of]


def test_traffic_that_is_not_steady_is_named_for_mean_and_peak() -> None:
    ramp = {"source": "viewers", "shape": "ramp", "parameters": {"from_per_s": 1, "to_per_s": 20}}
    design = tiny.design(workload={"duration": 60, "traffic": [ramp]})
    assert "not steady (1 to 20 requests a second): the estimate holds for its mean rate" in _said(design)[""]
    assert "the moment of the greatest traffic" in _said(design, "peak")[""]


def test_scheduled_failures_are_left_out_and_that_is_said() -> None:
    kill = {"at": 1, "failure": "kill_instances", "target": "service", "parameters": {"count": 1}}
    assert "1 scheduled failure is left out" in _said(tiny.design(schedule=[kill]))[""]


def test_held_slots_and_cold_and_second_caches_are_named() -> None:
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", service_ms_mean=1),
            tiny.component("edge", "isp_edge"),
            tiny.component("second", "isp_edge"),
        ],
        connections=[
            tiny.connection("viewers", "service"),
            tiny.connection("service", "edge"),
            tiny.connection("edge", "second"),
        ],
    )
    said = _said(design)
    assert "holds a slot for" in said["service"]
    assert "to fill and the warm-up is 0 ms" in said["edge"]
    assert "what other caches missed" in said["second"]
    assert "what other caches missed" not in said["edge"]


def test_calls_never_answered_fill_the_slots_of_who_waits() -> None:
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("front"),
            tiny.component("store", "store", shards=1, slots=1, read_ms_mean=100, queue_limit=-1),
        ],
        connections=[tiny.connection("viewers", "front"), tiny.connection("front", "store")],
    )
    assert "its slots all fill up" in _said(design)["front"]


def test_a_policy_that_would_not_bite_is_passed_over_in_silence() -> None:
    policies = {"rate_limit": {"rate_per_s": 60.0}, "bulkhead": {}, "circuit_breaker": {}, "adaptive_throttle": {}}
    assert _said(_protected(50.0, **policies)) == {}


def test_failing_open_is_being_optional() -> None:
    fails_open = estimate(_protected(50.0, 1.0, fail_mode={}), "mean").classes
    assert fails_open == estimate(_station(50.0, error_ratio=1.0, call={"optional": True}), "mean").classes
    assert fails_open != estimate(_station(50.0, error_ratio=1.0), "mean").classes


def test_controllers_are_left_out_and_it_is_said() -> None:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service"), tiny.component("s", "autoscaler")]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("s", "service")]
    told = [each.text for each in estimate(tiny.design(components=parts, connections=arrows)).assumptions]
    assert "s may act on service during a run: the estimate holds for service as it is drawn." in told


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"drift_ratio": 0.02, "drift_every_s": 60}, "Every 60.0 s 2 % of the favourites of"),
        ({"rank_correlation": 0.5}, "like other titles than others"),
        ({"premiere_share": 0.35}, "Up to 35 % of the requests of"),
    ],
)
def test_popularity_that_is_not_one_law_is_named(parameters: dict[str, Any], words: str) -> None:
    parts = [tiny.component("here", "traffic_source", **parameters), tiny.component("there", "traffic_source")]
    parts += [tiny.component("edge", "isp_edge"), tiny.component("origin", "origin")]
    calls = [tiny.connection(*each) for each in (("here", "edge"), ("there", "edge"), ("edge", "origin"))]
    workload = {"duration": 300, "traffic": [tiny.traffic(each, 5.0) for each in ("here", "there")]}
    said = _said(tiny.design(components=parts, connections=calls, workload=workload))
    assert words in said[""]


def test_the_hits_of_a_cache_that_strays_pollute_are_known_in_short_form() -> None:
    """Row V52: of lookups of which three in ten never come again LRU with room for a tenth of the titles hits 0.255."""
    viewers = tiny.component("viewers", "traffic_source", keys_count=10_000, one_hit_ratio=0.3)
    edge = tiny.component("edge", "isp_edge", instances=1, capacity_items=1_000)
    parts = [viewers, edge, tiny.component("origin", "origin")]
    calls = [tiny.connection("viewers", "edge"), tiny.connection("edge", "origin")]
    found = estimate(tiny.design(components=parts, connections=calls, rate_per_s=5.0))
    assert found.components["edge"].hit_ratio == pytest.approx(0.255, abs=0.01)
