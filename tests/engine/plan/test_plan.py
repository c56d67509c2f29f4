"""A design becomes tables."""

from dataclasses import replace

import numpy as np
import pytest

from engine.kernel.state import CONNECTION, LOOKUPS_LIMIT
from engine.plan.indices import check_indices
from engine.plan.plan import compile_plan
from tests import tiny
from tests.engine.digests import starter


def test_rows_stand_in_the_order_of_ids_whatever_the_drawing_says() -> None:
    design = starter()
    turned = replace(design, components=design.components[::-1], connections=design.connections[::-1])
    one, two = compile_plan(design, 1).tables, compile_plan(turned, 1).tables
    assert list(one.component_ids) == sorted(one.component_ids)
    for a, b in zip(one.arrays, two.arrays, strict=True):
        assert (a == b).all()


def test_tables_are_read_only_and_their_indices_lie_within() -> None:
    tables = compile_plan(starter(), 1).tables
    check_indices(tables)
    assert not any(array.flags.writeable for array in tables.arrays)


@pytest.mark.parametrize(
    ("column", "value"), [("target", 99), ("fill", 99), ("lookup_bit", LOOKUPS_LIMIT), ("attempts", 0)]
)
def test_an_index_that_points_nowhere_stops_loudly(column: str, value: int) -> None:
    tables = compile_plan(starter(), 1).tables
    connections = np.array(tables.connections, CONNECTION)
    connections[column][2] = value
    with pytest.raises(AssertionError):
        check_indices(replace(tables, connections=connections))


def test_calls_of_one_order_are_one_group() -> None:
    plan = compile_plan(starter(), 1)
    row = plan.tables.components[plan.component_rows["play"]]
    groups = plan.tables.groups[row["first_group"] : row["groups_end"]]
    called = [
        [plan.tables.component_ids[plan.tables.connections[e]["target"]] for e in range(each["first"], each["end"])]
        for each in groups
    ]
    assert called == [["auth"], ["catalogue"], ["licence"]]


def test_a_call_on_a_miss_knows_its_lookup_and_its_cache() -> None:
    plan = compile_plan(starter(), 1)
    fetch = plan.tables.connections[plan.connection_rows["catalogue-catalogue_store"]]
    look = plan.tables.connections[plan.connection_rows["catalogue-catalogue_cache"]]
    assert fetch["miss_bit"] == look["lookup_bit"] == 0
    assert fetch["fill"] == plan.component_rows["catalogue_cache"]
    assert fetch["fill_over"] == plan.connection_rows["catalogue-catalogue_cache"]


def test_streams_belong_to_ids_and_seeds_alone() -> None:
    design = tiny.design()
    streams = [
        int(compile_plan(each, seed).tables.connections[0]["stream"])
        for each, seed in [
            (design, 1),
            (replace(design, name="Other", components=tuple(replace(c, label="x") for c in design.components)), 1),
            (design, 2),
            (replace(design, connections=(replace(design.connections[0], id="other"),)), 1),
        ]
    ]
    assert streams[0] == streams[1]
    assert len(set(streams)) == 3


def test_the_capacity_of_a_cache_is_dealt_over_its_shards() -> None:
    edge = tiny.component("edge", "isp_edge", instances=3, capacity_items=1000)
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), edge],
        connections=[tiny.connection("viewers", "edge")],
    )
    assert compile_plan(design, 1).shards["capacity"].tolist() == [334, 333, 333, 1]


def test_keys_are_not_drawn_where_nothing_remembers_them() -> None:
    assert compile_plan(tiny.design(), 1).tables.sources["keys_count"].tolist() == [1]
    assert compile_plan(starter(), 1).tables.sources["keys_count"].tolist() == [5000]


def test_the_commonest_delays_travel_in_lanes() -> None:
    tables = compile_plan(starter(), 1).tables
    delays = {int(row["lane"]): int(row["delay_ns"]) for row in tables.connections}
    assert delays[0] == 500_000
    assert len(delays) == len(set(tables.connections["delay_ns"].tolist()))
