"""What the report tells of the bytes of a run."""

from __future__ import annotations

import json

from apps.runs.queries import _tiers

NODES = [
    {"label": "People", "members": ["people"], "column": 0},
    {"label": "ISP edge site, 2", "members": ["north", "south"], "column": 1},
    {"label": "Storage", "members": ["storage"], "column": 2},
]
LAYOUT = {"flows": {"nodes": NODES, "ways": [[0, 1], [0, 1, 2]]}}


def test_ways_of_members_of_a_node_add_up_and_the_greatest_comes_first() -> None:
    ways = [
        {"tiers": ["north"], "gb": 10.0},
        {"tiers": ["south"], "gb": 20.0},
        {"tiers": ["south", "storage"], "gb": 70.0},
    ]
    told = _tiers({"people": {"controller": {"ways": ways}}, "north": {"controller": {"gb": 10.0}}, "api": {}}, LAYOUT)
    assert told is not None
    assert json.loads(told["picture"]) == {**LAYOUT["flows"], "carried": [30.0, 70.0]}
    assert told["rows"] == [
        {"way": "Storage → ISP edge site, 2 → People", "gb": "70", "share": "70 %"},
        {"way": "ISP edge site, 2 → People", "gb": "30", "share": "30 %"},
    ]


def test_a_run_without_bytes_has_no_rows_and_one_without_streams_no_map() -> None:
    told = _tiers({}, LAYOUT)
    assert told is not None
    assert told["rows"] == []
    assert _tiers({}, {}) is None
