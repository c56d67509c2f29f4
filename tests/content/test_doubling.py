"""Twice as much of everything that has a number."""

from __future__ import annotations

from content.doubling import doubled
from tests import tiny


def test_what_is_counted_is_there_twice_and_where_nothing_is_slots_are() -> None:
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", instances=3, slots=4),
            tiny.component("cache", "cache", shards=2),
            tiny.component("corner", "edge_site", appliances=150),
        ],
        connections=[tiny.connection("viewers", "service")],
    )
    told = {each.id: each.parameters for each in doubled(design).components}
    assert (told["service"]["instances"], told["service"]["slots"]) == (6, 4)
    assert told["cache"]["shards"] == 4
    assert told["corner"]["appliances"] == 200  # as many as there may be
