from typing import Any

import pytest

from engine.catalogue import failures
from engine.design import limits
from engine.design.check import check_runnable, target_refusal
from tests import tiny

CACHED = (
    tiny.component("viewers", "traffic_source"),
    tiny.component("service"),
    tiny.component("cache", "cache"),
    tiny.component("store", "store"),
)


def complaints(**changes: Any) -> dict[str, str]:
    """Messages by path about a changed tiny design, which must be readable."""
    return {error.path: error.message for error in check_runnable(tiny.design(**changes))}


def chain(*ids: str) -> dict[str, Any]:
    """Viewers and services that call one another in a row."""
    parts = [tiny.component("viewers", "traffic_source"), *(tiny.component(each) for each in dict.fromkeys(ids))]
    pairs = zip(("viewers", *ids), ids, strict=False)
    return {"components": parts, "connections": [tiny.connection(caller, called) for caller, called in pairs]}


def test_the_tiny_design_can_be_run() -> None:
    assert complaints() == {}


def test_a_design_without_traffic_cannot_be_run() -> None:
    assert complaints(workload={}) == {"workload.traffic": 'Give "viewers" traffic: nothing sends requests yet.'}
    nothing = complaints(components=[], connections=[], workload={})
    assert nothing == {"workload.traffic": "Add a traffic source and give it traffic: nothing sends requests yet."}


def test_traffic_comes_from_a_source_that_calls_something() -> None:
    assert (
        "Known here: viewers"
        in complaints(workload={"traffic": [tiny.traffic("nobody")]})["workload.traffic[0].source"]
    )
    assert "nowhere to go" in complaints(connections=[])["workload.traffic[0].source"]


def test_a_circle_of_calls_is_said_in_words() -> None:
    found = complaints(**chain("a", "b", "c", "a"))
    assert found == {"connections[3]": "Remove one of these calls; they go round in a circle: a → b → c → a."}


def test_a_circle_that_no_request_reaches_is_found_too() -> None:
    design = chain("a")
    design["components"] += [tiny.component("x"), tiny.component("y")]
    design["connections"] += [tiny.connection("x", "y"), tiny.connection("y", "x")]
    assert list(complaints(**design)) == ["connections[2]"]


def test_two_ways_to_one_component_are_no_circle() -> None:
    design = chain("a", "b", "c")
    design["connections"].append(tiny.connection("a", "c", order=2))
    assert complaints(**design) == {}


@pytest.mark.parametrize(
    ("lookup_order", "call_order", "wrong"),
    [(1, 2, []), (1, 1, ["connections[2].on_miss"]), (2, 1, ["connections[2].on_miss"])],
)
def test_a_call_on_a_miss_comes_after_its_lookup(lookup_order: int, call_order: int, wrong: list[str]) -> None:
    connections = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache", order=lookup_order),
        tiny.connection("service", "store", order=call_order, on_miss="cache"),
    ]
    assert list(complaints(components=list(CACHED), connections=connections)) == wrong


def test_a_call_on_a_miss_needs_a_lookup_of_the_same_caller() -> None:
    connections = [tiny.connection("viewers", "service"), tiny.connection("service", "store", on_miss="cache")]
    assert list(complaints(components=list(CACHED), connections=connections)) == ["connections[1].on_miss"]


def test_shares_of_one_order_add_up_to_one_at_most() -> None:
    def shared(*shares: float) -> list[str]:
        parts = [
            tiny.component("viewers", "traffic_source"),
            *(tiny.component(f"s{each}") for each in range(len(shares))),
        ]
        connections = [tiny.connection("viewers", f"s{index}", share=share) for index, share in enumerate(shares)]
        return list(complaints(components=parts, connections=connections))

    assert shared(0.7, 0.2, 0.1) == []
    assert shared(0.7, 0.2, 0.2) == ["connections[2].share"]


def test_a_schedule_hits_what_is_there_while_the_run_lasts() -> None:
    schedule = [
        {"at": 11, "failure": "slow_down", "target": "service"},
        {"at": 1, "failure": "slow_down", "target": "servce"},
        {"at": 1, "failure": "flush_cache", "target": "service"},
        {"at": 1, "failure": "cut_connection", "target": "viewers"},
        {"at": 1, "failure": "cut_connection", "target": "viewers-service"},
    ]
    found = complaints(schedule=schedule, duration_s=10.0)
    assert list(found) == ["schedule[0].at", "schedule[1].target", "schedule[2].target", "schedule[3].target"]
    assert 'Did you mean "service"?' in found["schedule[1].target"]


def test_a_failure_names_what_it_could_hit_instead() -> None:
    design = tiny.design(components=list(CACHED), connections=[tiny.connection("viewers", "service")])
    assert target_refusal(design, failures()["flush_cache"], "cache") == ""
    assert (
        target_refusal(design, failures()["flush_cache"], "store") == '"Flush" does not fit store; aim at one of cache.'
    )


@pytest.mark.parametrize(
    ("of", "holds"), [("service", True), ("viewers-service", True), ("play", True), ("nothing", False)]
)
def test_an_objective_is_about_something_there_is(of: str, holds: bool) -> None:
    found = complaints(objectives=[{"metric": "latency_s_p99", "of": of, "at_most": 1}])
    assert list(found) == ([] if holds else ["objectives[0].of"])


def test_a_caller_looks_into_a_limited_number_of_caches() -> None:
    def looking(count: int) -> list[str]:
        caches = [tiny.component(f"cache{index}", "cache") for index in range(count)]
        connections = [tiny.connection("service", cache["id"], order=1) for cache in caches]
        return list(
            complaints(components=[*CACHED, *caches], connections=[tiny.connection("viewers", "service"), *connections])
        )

    assert looking(limits.LOOKUPS_OF_A_CALLER) == []
    assert looking(limits.LOOKUPS_OF_A_CALLER + 1) == [f"connections[{limits.LOOKUPS_OF_A_CALLER + 1}].to"]


def test_an_objective_measures_what_its_component_has() -> None:
    wanted = [
        ("hit_ratio", "service"),
        ("utilisation", "viewers"),
        ("queue_mean", "viewers-service"),
        ("queue_mean", "service"),
    ]
    objectives = [{"metric": metric, "of": of, "at_most": 1} for metric, of in wanted]
    assert list(complaints(objectives=objectives)) == [f"objectives[{index}].metric" for index in range(3)]


def test_a_design_has_a_limited_number_of_controllers() -> None:
    def errors(count: int) -> list[str]:
        monkeys = [tiny.component(f"m{place}", "chaos_monkey") for place in range(count)]
        parts = [tiny.component("viewers", "traffic_source"), tiny.component("service"), *monkeys]
        arrows = [tiny.connection("viewers", "service"), *(tiny.connection(each["id"], "service") for each in monkeys)]
        return [each.path for each in check_runnable(tiny.design(components=parts, connections=arrows))]

    assert errors(limits.CONTROLLERS) == []
    assert errors(limits.CONTROLLERS + 1) == [f"components[{limits.CONTROLLERS + 2}]"]


def test_a_component_follows_one_registry() -> None:
    registries = [tiny.component(name, "registry") for name in ("one", "two")]
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service"), *registries]
    arrows = [tiny.connection("viewers", "service"), *(tiny.connection(name, "service") for name in ("one", "two"))]
    assert list(complaints(components=parts, connections=arrows)) == ["connections[2].to"]
