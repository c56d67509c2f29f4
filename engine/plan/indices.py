"""The loop reads arrays without looking at bounds; so a plan is checked before it runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel import state as rows
from engine.kernel.histogram import ROWS_CEILING
from engine.kernel.state import Tables
from engine.plan.messages import UNLIMITED, check_messages
from engine.plan.policies import check_policies

FAN_OUT_CEILING = 60_000  # Work.pending has 16 bits


def check_indices(tables: Tables) -> None:
    """Asserts that every index in the tables lies within its table: compiled code does not look."""
    components, connections, groups, sources = tables.components, tables.connections, tables.groups, tables.sources
    assert len(components) + len(connections) <= ROWS_CEILING, "a sample of the histograms has no room for its row"
    _within(components["first_group"], 0, len(groups) + 1)
    _within(components["groups_end"], 0, len(groups) + 1)
    _within(sources["component"], 0, len(components))
    _within(components["cache"], -1, len(tables.caches))
    _within(tables.caches["holder"], -1, len(components))
    _within(tables.policies["stale_cache"], 0, max(len(tables.caches), 1))
    _within(components["instances"], 1, UNLIMITED)
    _within(components["slots"], 1, UNLIMITED)
    _within(connections["target"], 0, len(components))
    _within(connections["fill"], -1, len(components))
    _within(connections["fill_over"], -1, len(connections))
    _within(connections["lookup_bit"], -1, rows.LOOKUPS_LIMIT)
    _within(connections["miss_bit"], -1, rows.LOOKUPS_LIMIT)
    _within(connections["attempts"], 1, UNLIMITED)
    check_policies(connections, tables.policies)
    check_messages(tables)
    _within(tables.joints["target"], 0, len(components))
    _within(groups["end"], 1, len(connections) + 1)
    _within(groups["end"] - groups["first"], 1, FAN_OUT_CEILING)
    _within(sources["first_point"], 0, len(tables.curve_times_ns))
    _within(sources["points_end"] - sources["first_point"], 1, len(tables.curve_times_ns) + 1)
    if len(tables.caches) and len(sources):
        _within(sources["keys_count"], 1, int(tables.caches["titles"].min()) + 1)
        wondering = sources[sources["wonder_ratio"] > 0.0]
        _within(wondering["first_wonder"] + wondering["wonders"], 1, int(tables.caches["keys_count"].min()) + 1)
    if sources["keys_count"].max(initial=1) > 1:
        _within(sources["first_alias"] + sources["keys_count"], 1, len(tables.alias) + 1)


def _within(column: np.ndarray[Any, Any], first: int, end: int) -> None:
    assert (column >= first).all(), "an index lies before its table"
    assert (column < end).all(), "an index lies behind its table"
