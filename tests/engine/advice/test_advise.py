"""What a run shows to be wrong, and that a fix is told only if the estimate of the changed design supports it."""

from __future__ import annotations

from typing import Any

from engine.advice.advise import advise, finding_types
from engine.advice.edits import AddEntry, SetField, changed
from engine.design.model import Design
from engine.estimate.estimate import estimate
from engine.simulate import start
from tests import tiny

Told = dict[str, dict[str, Any]]


def advice(**fields: Any) -> tuple[Design, Told]:
    """The design, and what is found about a run of it, by kind; of several of one kind the gravest."""
    drawn = tiny.design(duration_s=40.0, **fields)
    told = advise(drawn, measured(drawn))
    return drawn, {each["kind"]: each for each in reversed(told)}


def measured(drawn: Design, seed: int = 5) -> dict[str, Any]:
    """The summary of a run."""
    simulation = start(drawn, seed)
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation.summary()


def fixed(drawn: Design, told: dict[str, Any]) -> Design:
    """The design after a fix, made from its data as a browser makes it."""
    edits = []
    for each in told["fix"]["edits"]:
        fields = {name: value for name, value in each.items() if name != "op"}
        edits.append(AddEntry(**fields) if each["op"] == "add" else SetField(**fields | {"path": tuple(each["path"])}))
    after = changed(drawn, edits)
    assert after is not None
    return after


def service(**parameters: Any) -> list[dict[str, Any]]:
    """Viewers and one service."""
    return [tiny.component("viewers", "traffic_source"), tiny.component("service", **parameters)]


def test_a_full_component_gets_so_many_copies_that_it_has_room() -> None:
    drawn, told = advice(rate_per_s=90.0, components=service(instances=1, slots=1, service_ms_mean=10))
    fix = told["full_slots"]["fix"]
    assert fix["label"] == "Give service 2 instances instead of 1"
    load = fix["numbers"][0]
    assert load["before"] > 0.85
    assert load["after"] < 0.5
    after = fixed(drawn, told["full_slots"])
    assert measured(after)["components"]["service"]["utilisation"] < 0.55
    assert estimate(after).components["service"].load == load["after"]


def test_a_component_with_room_to_spare_needs_nothing_but_may_shrink() -> None:
    _, told = advice(rate_per_s=20.0, components=service(instances=6, slots=4, service_ms_mean=10))
    assert "full_slots" not in told
    assert told["idle_copies"]["fix"]["label"] == "Give service 2 instances instead of 6"
    price = told["idle_copies"]["fix"]["numbers"][0]
    assert price["after"] < price["before"]


def test_what_only_a_failure_has_caused_is_told_without_a_fix() -> None:
    slow = {"at": 1, "failure": "slow_down", "target": "service", "parameters": {"factor": 5}}
    _, told = advice(rate_per_s=20.0, components=service(instances=2, slots=1, service_ms_mean=15), schedule=[slow])
    assert told["full_slots"]["fix"] is None
    assert not told["full_slots"]["had_proposals"]


def test_a_timeout_in_the_midst_of_usual_answers_is_made_longer() -> None:
    drawn, told = advice(
        rate_per_s=20.0,
        components=service(instances=4, slots=4, service_ms_mean=20, distribution="exponential"),
        connections=[tiny.connection("viewers", "service", timeout=0.05)],
    )
    assert "instead of 50 ms" in told["early_timeouts"]["fix"]["label"]
    after = measured(fixed(drawn, told["early_timeouts"]))["connections"]["viewers-service"]
    assert after["timeouts"] < 0.02 * after["attempts"]


def test_a_longer_timeout_is_not_proposed_where_the_callee_is_full() -> None:
    _, told = advice(
        rate_per_s=200.0,
        components=service(instances=1, slots=1, service_ms_mean=10, queue_limit=-1),
        connections=[tiny.connection("viewers", "service", timeout=0.3)],
    )
    assert told["early_timeouts"]["fix"] is None


def test_chance_failures_are_tried_again_where_there_is_room() -> None:
    drawn, told = advice(rate_per_s=60.0, components=service(instances=4, slots=4, service_ms_mean=5, error_ratio=0.03))
    assert told["untried_again"]["fix"]["label"] == "Try calls to service twice"
    summary = measured(fixed(drawn, told["untried_again"]))
    assert summary["requests"]["error"] < 0.005 * summary["requests"]["offered"]


def test_retries_into_a_full_component_get_a_budget_which_is_said_to_be_judged_without_retries() -> None:
    _, told = advice(
        rate_per_s=150.0,
        components=service(instances=1, slots=1, service_ms_mean=10, queue_limit=5),
        connections=[
            tiny.connection("viewers", "service", timeout=0.03, retry={"attempts": 4, "backoff": 0.01}),
        ],
    )
    found = told["multiplied_calls"]
    assert found["statement"]["numbers"]["factor"]["value"] > 1.5
    assert found["fix"]["label"] == "Give the calls to service a retry budget of 10 %"
    assert "knows no budgets" in found["fix"]["assumption"]


def test_a_store_that_is_asked_for_the_same_keys_gets_a_cache_beside_it() -> None:
    parts = [
        tiny.component("viewers", "traffic_source", keys_count=2000, zipf_alpha=1.0),
        tiny.component("service", instances=4, slots=8, service_ms_mean=2),
        tiny.component("db", "store", shards=1, slots=1, read_ms_mean=9),
    ]
    wires = [tiny.connection("viewers", "service"), tiny.connection("service", "db")]
    drawn, told = advice(rate_per_s=90.0, components=parts, connections=wires)
    after = measured(fixed(drawn, told["uncached_reads"]))["components"]
    assert after["db"]["utilisation"] < 0.5
    assert after["db_cache"]["hit_ratio"] > 0.4


def test_a_small_cache_gets_room_only_if_the_larger_one_hits_more() -> None:
    parts = [
        tiny.component("viewers", "traffic_source", keys_count=3000, zipf_alpha=0.9),
        tiny.component("service", instances=4, slots=8, service_ms_mean=2),
        tiny.component("cache", "cache", capacity_items=100),
        tiny.component("db", "store", shards=4, slots=4, read_ms_mean=5),
    ]
    wires = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache", optional=True),
        tiny.connection("service", "db", order=2, on_miss="cache"),
    ]
    _, told = advice(rate_per_s=100.0, components=parts, connections=wires)
    hits = told["small_cache"]["fix"]["numbers"][0]
    assert hits["after"] >= hits["before"] + 0.05


def test_every_number_of_a_finding_says_where_it_comes_from() -> None:
    _, told = advice(rate_per_s=90.0, components=service(instances=1, slots=1, service_ms_mean=10, queue_limit=3))
    assert "refused_at_door" in told
    for each in told.values():
        for number in each["statement"]["numbers"].values():
            assert number["formula"]


def test_every_kind_of_finding_says_what_it_is_about() -> None:
    assert len(finding_types()) >= 8
    for kind in finding_types().values():
        assert kind.label
        assert kind.help.endswith(".")
