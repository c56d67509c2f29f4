"""What tiers hold at the beginning: the titles that were pushed to them, and room for the segments that they pull."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dataplane.draws import NEW_TITLE, TITLE, chance
from engine.dataplane.records import HAS_ALL, HAS_SEGMENTS, HAS_TITLES, HOLDS, KEPT, TIER
from engine.design.carriers import BOTH, EVERYTHING, SEGMENTS, TITLES, CarrierPlan, FillPlan
from engine.design.population import PlanePlan, TitlesPlan
from engine.kernel.logarithm import exponential
from engine.kernel.normal import normal_quantile
from engine.kernel.popularity import popularity
from engine.plan.streams import stream_key

Array = npt.NDArray[Any]
Arrays = dict[str, Array]
Catalogues = Mapping[tuple[TitlesPlan, float], int]
"""The first titles of each catalogue in the table of titles."""
ANYWHERE = CarrierPlan("", 0.0, EVERYTHING)
"""Where viewers get their bytes whom no stream reaches; row 0 of the tiers."""
KEEPS = {EVERYTHING: HAS_ALL, TITLES: HAS_TITLES, SEGMENTS: HAS_SEGMENTS, BOTH: HAS_TITLES | HAS_SEGMENTS}
PUSHED_PART = {EVERYTHING: 0.0, TITLES: 1.0, SEGMENTS: 0.0, BOTH: 0.9}
"""Of the disks; the rest is for segments that are pulled."""
AS_IT_IS = FillPlan(nights=1_000_000, sigma=0.0, knows_premiere=False)
"""The forecast of a site that nobody fills: what was watched so far, without an error."""
HOT = 100
"""One of so many titles is hot, and lies on several appliances where the fill says so."""
POOL = 1 << 20
"""Pulled segments that the tiers of a plane keep together at most."""


def holdings(plan: PlanePlan, catalogues: Catalogues, rungs: Array, seed: int) -> Arrays:
    """Rows of tiers, the table of titles that they hold (on how many appliances each), an empty pool of segments."""
    titles = sum(told.count for told, _ in catalogues)
    tiers = np.zeros(1 + len(plan.tiers), TIER)
    held = np.zeros((len(tiers), titles), np.uint8)
    new = new_titles(catalogues, seed)
    for row, each in enumerate((ANYWHERE, *plan.tiers)):
        tiers[row]["keeps"] = KEEPS[each.keeps] | (HOLDS if each.holds else 0)
        tiers[row]["first_held"] = row * titles
        tiers[row]["asks"] = each.asks
        tiers[row]["room"] = 8e9 * each.storage_gb * each.appliances * (1.0 - PUSHED_PART[each.keeps])
        if tiers[row]["keeps"] & HAS_TITLES:
            fill = plan.fills.get(each.id, AS_IT_IS)
            held[row] = pushed(each, fill, catalogues, stream_key(seed, "fill", each.id), new)
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


def new_titles(catalogues: Catalogues, seed: int) -> Array:
    """Which titles came since the last night: evenly drawn among all ranks."""
    new = np.zeros(sum(told.count for told, _ in catalogues), np.bool_)
    key = np.uint64(stream_key(seed, "titles", "new"))
    for (told, _), first in catalogues.items():
        for title in range(told.count if told.new_ratio > 0.0 else 0):
            new[first + title] = chance(key, first + title, NEW_TITLE) < told.new_ratio
    return new


def pushed(tier: CarrierPlan, fill: FillPlan, catalogues: Catalogues, key: Any, new: Array | None = None) -> Array:
    """On how many appliances each title lies: the most popular ones by the forecast, as far as disks and nights reach.

    Catalogues get parts of the disks by their sizes. Nothing lies anywhere of titles that are `new`.
    """
    copies = np.zeros(sum(told.count for told, _ in catalogues), np.uint8)
    brought_gb = fill.nights * fill.window_h * 3600.0 * fill.gbps / 8.0
    for (told, _), first in catalogues.items():
        places = places_for(tier, told, catalogues, brought_gb)
        known = None if new is None else ~new[first : first + told.count]
        wanted = forecast(told, fill, key, known)[:places]
        more = min(fill.copies, tier.appliances) - 1
        hot = min(len(wanted) // HOT, places // (HOT + more)) if more else 0
        kept = wanted[: places - hot * more]
        copies[first + kept] = 1
        copies[first + kept[:hot]] = 1 + more
    return copies


def places_for(tier: CarrierPlan, told: TitlesPlan, catalogues: Catalogues, most_gb: float = np.inf) -> int:
    """How many titles of a catalogue the disks of a tier have room for, `most_gb` on an appliance at most; none of what
    is live."""
    if told.is_live:
        return 0
    whole_gb = sum(each.count * each.title_gb for each, _ in catalogues if not each.is_live)
    gb = tier.appliances * min(PUSHED_PART[tier.keeps] * tier.storage_gb, most_gb)
    return int(gb * (told.count * told.title_gb / whole_gb) / told.title_gb + 1e-9)


def forecast(told: TitlesPlan, fill: FillPlan, key: Any, known: Array | None = None) -> Array:
    """Titles by how much they are expected to be watched, the most first; those of which nothing is `known` are not
    among them."""
    expected = expectation(told, fill, key)
    if known is not None:
        expected[~known & np.isfinite(expected)] = 0.0
    order = np.argsort(-expected, kind="stable")
    return order[expected[order] > 0.0]


def expectation(told: TitlesPlan, fill: FillPlan, key: Any) -> Array:
    """How much each title is expected to be watched. A forecast is off by a log-normal factor; a premiere that is known
    comes before everything, one that is not is not expected at all."""
    expected: Array = popularity(told.count, told.zipf_alpha).copy()
    if fill.sigma > 0.0:
        errors = (normal_quantile(chance(np.uint64(key), title, TITLE)) for title in range(told.count))
        expected *= np.array([exponential(fill.sigma * each) for each in errors])
    if told.premiere_ratio > 0.0:
        expected[-1] = np.inf if fill.knows_premiere else 0.0
    return expected
