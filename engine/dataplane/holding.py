"""What tiers hold at the beginning: the titles that were pushed to them, and room for the segments that they pull."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dataplane.records import HAS_ALL, HAS_SEGMENTS, HAS_TITLES, KEPT, TIER
from engine.design.carriers import BOTH, EVERYTHING, SEGMENTS, TITLES, CarrierPlan
from engine.design.population import PlanePlan, TitlesPlan

Array = npt.NDArray[Any]
ANYWHERE = CarrierPlan("", 0.0, EVERYTHING)
"""Where viewers get their bytes whom no stream reaches; row 0 of the tiers."""
KEEPS = {EVERYTHING: HAS_ALL, TITLES: HAS_TITLES, SEGMENTS: HAS_SEGMENTS, BOTH: HAS_TITLES | HAS_SEGMENTS}
PUSHED_PART = {EVERYTHING: 0.0, TITLES: 1.0, SEGMENTS: 0.0, BOTH: 0.9}
"""Of the disks; the rest is for segments that are pulled."""
POOL = 1 << 20
"""Pulled segments that the tiers of a plane keep together at most."""


def holdings(plan: PlanePlan, title_rows: Mapping[tuple[TitlesPlan, float], int], rungs: Array) -> dict[str, Array]:
    """The rows of tiers, the table of titles that they hold (1 where they do), and an empty pool of segments."""
    titles = sum(told.count for told, _ in title_rows)
    tiers = np.zeros(1 + len(plan.tiers), TIER)
    held = np.zeros((len(tiers), titles), np.uint8)
    for row, each in enumerate((ANYWHERE, *plan.tiers)):
        tiers[row]["keeps"] = KEEPS[each.keeps]
        tiers[row]["first_held"] = row * titles
        tiers[row]["room"] = 8e9 * each.storage_gb * each.appliances * (1.0 - PUSHED_PART[each.keeps])
        if tiers[row]["keeps"] & HAS_TITLES:
            held[row] = most_popular(title_rows, PUSHED_PART[each.keeps] * each.storage_gb * each.appliances)
    pulling = tiers["room"][(tiers["keeps"] & HAS_SEGMENTS) != 0]
    wanted = int((pulling // max(int(rungs["bits"].min()), 1) + 1).sum()) if len(pulling) else 0
    pool = min(wanted, POOL) + 1
    return {
        "tiers": tiers,
        "held": held.reshape(-1),
        "kept": np.zeros(pool, KEPT),
        "table": np.zeros(1 << max(pool * 2 - 1, 1).bit_length(), np.int32),
        "pool": np.zeros(2 if len(pulling) else 0, np.int64),
    }


def most_popular(title_rows: Mapping[tuple[TitlesPlan, float], int], gb: float) -> Array:
    """Marks at the titles that are brought in when nobody controls it: of each catalogue the most popular ones, each
    with its part of the disks by its size."""
    marks = np.zeros(sum(told.count for told, _ in title_rows), np.uint8)
    whole = sum(told.count * told.title_gb for told, _ in title_rows)
    for (told, _), first in title_rows.items():
        part = gb * told.count * told.title_gb / whole
        marks[first : first + min(int(part / told.title_gb + 1e-9), told.count)] = 1
    return marks
