"""The map of tiers of a drawing."""

from __future__ import annotations

from typing import Any

from engine.catalogue import components
from engine.results.flows import CARRIER_METRICS, flow_numbers, flows_layout, map_of
from engine.results.frames import layout_of
from engine.results.viewers import VIEWER_METRICS
from tests import tiny
from tests.engine.components.carriers import drawn

FAR = [("exchange", "storage")]


def _map(*tiers: Any, streams: list[tuple[str, str]]) -> dict[str, int]:
    found = map_of(drawn(*tiers, streams=streams))
    assert found is not None
    return {node["label"]: node["column"] for node in found.nodes}


def test_columns_lead_from_who_watches_over_edges_to_what_has_everything() -> None:
    tiers = [tiny.component("near", "edge_site"), tiny.component("exchange", "exchange_site")]
    tiers += [tiny.component("line", "link"), tiny.component("storage", "object_storage")]
    streams = [("viewers", "near"), ("near", "line"), ("line", "exchange"), *FAR]
    assert _map(*tiers, streams=streams) == {"viewers": 0, "near": 1, "exchange": 2, "storage": 3}
    found = map_of(drawn(*tiers, streams=streams))
    assert found is not None
    assert [*found.ways] == [(0, 1), (0, 1, 2), (0, 1, 2, 3)]


def test_an_edge_that_asks_its_like_stands_before_it() -> None:
    tiers = [tiny.component(name, "edge_site") for name in ("leaf", "middle")]
    tiers.append(tiny.component("storage", "object_storage"))
    streams = [("viewers", "leaf"), ("leaf", "middle"), ("middle", "storage")]
    assert _map(*tiers, streams=streams) == {"viewers": 0, "leaf": 1, "middle": 2, "storage": 3}


def test_many_of_one_kind_are_one_node_with_one_way() -> None:
    edges = {f"edge{place}": "viewers" if place < 6 else "others" for place in range(12)}
    tiers = [tiny.component("others", "viewers"), *(tiny.component(each, "edge_site") for each in edges)]
    tiers.append(tiny.component("storage", "object_storage"))
    streams = [hop for edge, people in edges.items() for hop in ((people, edge), (edge, "storage"))]
    assert _map(*tiers, streams=streams) == {"viewers": 0, "others": 0, "ISP edge site, 12": 1, "storage": 2}
    layout = flows_layout(drawn(*tiers, streams=streams))
    assert layout is not None
    assert layout["ways"] == [[0, 2], [0, 2, 3], [1, 2], [1, 2, 3]]
    assert flow_numbers(layout) == 13 * len(CARRIER_METRICS) + 24 + 4


def test_designs_without_streams_have_no_map() -> None:
    assert "flows" not in layout_of(drawn(streams=[]))
    assert flows_layout(tiny.design()) is None
    assert flow_numbers(None) == 0


def test_what_cards_say_is_told_by_frames() -> None:
    layout = layout_of(tiny.design())
    known = {*layout["component_metrics"], *CARRIER_METRICS, *VIEWER_METRICS}
    for kind in components().values():
        assert {*kind.figures, kind.trouble} <= known
        assert bool(kind.figures) != bool(kind.controls)
