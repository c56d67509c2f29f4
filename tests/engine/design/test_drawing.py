from typing import Any

from engine.design.read import read_document
from tests import tiny


def errors_of(**changes: Any) -> dict[str, str]:
    """Messages by path for a changed tiny document."""
    return {error.path: error.message for error in read_document(tiny.document(**changes))[1]}


def test_parameters_that_are_left_out_take_their_defaults() -> None:
    service = tiny.design(components=[tiny.component("it", instances=7)], connections=[]).components[0]
    assert service.parameters["instances"] == 7
    assert service.parameters["slots"] == 8


def test_a_label_is_the_id_unless_something_else_is_said() -> None:
    parts = [tiny.component("a"), {**tiny.component("b"), "label": "Bee"}, {**tiny.component("c"), "label": ""}]
    assert [each.label for each in tiny.design(components=parts, connections=[]).components] == ["a", "Bee", ""]


def test_connections_without_an_id_are_named_after_their_ends() -> None:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("a"), tiny.component("viewers-a-3")]
    twins = [
        tiny.connection("viewers", "a"),
        tiny.connection("viewers", "a", id="viewers-a-2"),
        tiny.connection("viewers", "a"),
    ]
    connections = tiny.design(components=parts, connections=[*twins, tiny.connection("viewers", "a")]).connections
    assert [each.id for each in connections] == ["viewers-a", "viewers-a-2", "viewers-a-4", "viewers-a-5"]


def test_a_connection_is_of_the_kind_that_its_target_takes() -> None:
    parts = [tiny.component("a"), tiny.component("b", "cache"), tiny.component("c", "store")]
    design = tiny.design(
        components=parts, connections=[tiny.connection("a", "b"), tiny.connection("a", "c", kind="call")]
    )
    assert [each.kind for each in design.connections] == ["lookup", "call"]


def test_a_lookup_goes_to_a_look_aside_cache_only() -> None:
    errors = errors_of(connections=[tiny.connection("viewers", "service", kind="lookup")])
    assert errors == {"connections[0].kind": 'Write "call" or "publish" or leave it out: that is what "service" takes.'}


def test_what_makes_no_calls_and_what_takes_none_is_told_apart() -> None:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("store", "store")]
    errors = errors_of(components=parts, connections=[tiny.connection("store", "viewers")])
    assert errors == {
        "connections[0].from": 'Draw this connection from another component: "store" makes no calls.',
        "connections[0].to": 'Draw this connection to another component: "viewers" takes no calls.',
    }


def test_nothing_calls_itself() -> None:
    assert "cannot call itself" in errors_of(connections=[tiny.connection("service", "service")])["connections[0].to"]


def test_share_and_probability_exclude_each_other() -> None:
    errors = errors_of(connections=[tiny.connection("viewers", "service", share=0.5, probability=0.5)])
    assert list(errors) == ["connections[0].share"]


def test_places_hold_components_and_lie_within_one_another() -> None:
    places = [{"id": "eu", "type": "region"}, {"id": "eu-a", "type": "zone", "within": "eu", "label": "A"}]
    parts = [{**tiny.component("it"), "place": "eu-a"}]
    design = tiny.design(places=places, components=parts, connections=[])
    assert (design.places[1].within, design.places[1].label, design.components[0].place) == ("eu", "A", "eu-a")


def test_a_place_within_itself_or_nowhere_is_refused() -> None:
    circle = [{"id": "a", "type": "zone", "within": "b"}, {"id": "b", "type": "zone", "within": "a"}]
    assert set(errors_of(places=circle)) == {"places[0].within", "places[1].within"}
    assert set(errors_of(places=[{"id": "a", "type": "zone", "within": "c"}])) == {"places[0].within"}


def test_a_component_in_an_unknown_place_is_refused() -> None:
    assert set(errors_of(components=[{**tiny.component("it"), "place": "moon"}], connections=[])) == {
        "components[0].place"
    }


def test_no_two_things_share_an_id() -> None:
    pair = [tiny.connection("viewers", "service", id="x"), tiny.connection("viewers", "service", id="x")]
    assert set(errors_of(connections=pair)) == {"connections[1].id"}
    assert set(errors_of(connections=[tiny.connection("viewers", "service", id="service")])) == {"connections[0].id"}


def test_a_controller_draws_control_connections_and_nothing_else() -> None:
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("service"),
        tiny.component("m", "chaos_monkey"),
    ]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("m", "service")]
    design = tiny.design(components=parts, connections=arrows)
    assert [each.kind for each in design.connections] == ["call", "control"]
    assert [each.id for each in design.calls] == ["viewers-service"]
    refused = {
        "connections[1].kind": tiny.connection("m", "service", kind="call"),
        "connections[1].to": tiny.connection("m", "viewers"),
    }
    for path, arrow in refused.items():
        _, errors = read_document(tiny.document(components=parts, connections=[arrows[0], arrow]))
        assert [each.path for each in errors] == [path]
    _, errors = read_document(tiny.document(components=parts, connections=[tiny.connection("service", "m")]))
    assert [each.path for each in errors] == ["connections[0].to"]
