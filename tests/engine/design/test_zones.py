from engine.design.check import target_refusal
from engine.design.discovery import failure_types
from engine.design.model import Design
from engine.design.zones import dealt, parts_inside, zones_inside
from engine.plan.agenda import Action
from tests import tiny

PLACES = [
    {"id": "west", "type": "region"},
    {"id": "b", "type": "zone", "within": "west"},
    {"id": "a", "type": "zone", "within": "west"},
]


def test_a_region_has_the_zones_in_it_and_a_zone_has_itself() -> None:
    assert zones_inside(_design()) == {"west": ["a", "b"], "a": ["a"], "b": ["b"]}


def test_instances_are_dealt_out_in_turn_or_some_at_a_time() -> None:
    assert dealt(["a", "b"], 1, 5) == ["a", "b", "a", "b", "a"]
    assert dealt(["a", "b"], 2, 5) == ["a", "a", "b", "b", "a"]


def test_a_lost_zone_takes_the_instances_that_lie_in_it_of_what_is_drawn_in_its_region() -> None:
    design = _design()
    assert parts_inside(design, "a") == {"cache": [0, 1]}
    assert parts_inside(design, "b") == {"cache": [2, 3]}
    assert parts_inside(design, "west") == {}
    assert target_refusal(design, failure_types()["lose_place"], "b") == ""


def test_losing_a_zone_and_bringing_it_back_are_told_to_each_of_those_instances() -> None:
    lost, back = (Action("lose_place", "b", {}, heal).edits(_design()) for heal in (False, True))
    assert [(each.operation, each.value) for each in lost] == [("kill_one", 2.0), ("kill_one", 3.0)]
    assert [(each.operation, each.value) for each in back] == [("restore_one", 2.0), ("restore_one", 3.0)]


def _design() -> Design:
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("service"),
        {**tiny.component("cache", "cache", shards=2, replicas=2), "place": "west"},
        tiny.component("store", "store"),
    ]
    calls = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache", order=1),
        tiny.connection("service", "store", order=2, on_miss="cache"),
    ]
    return tiny.design(components=parts, connections=calls, places=PLACES)
