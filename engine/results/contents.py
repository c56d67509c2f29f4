"""What caches keep against what is popular, as frames tell it once a second.

Keys stand in the order of their popularity and are put into columns that grow by a factor, so that the few that are
asked for most are seen as well as the many that hardly are. A column tells which share of the requests asks for its
keys now, and which share of its keys is kept. Of a large column LOOKED_AT keys, evenly spread, stand for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

from engine.design.graph import calls_by_caller
from engine.design.model import Design
from engine.kernel.popularity import popularity
from engine.kernel.state import CLOCK, State
from engine.plan.curves import curve_of
from engine.plan.plan import Plan
from engine.results.viewers import Number

COLUMNS, LOOKED_AT, COPIES = 24, 128, 8
TOLD = 8
"""So many caches, and as many tiers, are told of; a copy of a cache stands for others from COPIES on."""
HEAD = ("kept", "room", "hot_asked", "hot_kept")
"""What stands before the columns: how much is kept and may be, and the share that asks for one key out of order."""
GUARDING = ("coalesced", "stale_served", "early_refreshes", "refreshes")
"""What is done against stampedes, as columns of CACHE_STATE; they and others may be told behind the columns."""
DIGITS = 3

Ints = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


class ContentsLayout(TypedDict):
    """What the rows of `contents` in a frame mean: HEAD, then for each column the share that is kept, then for each the
    share of the requests, then how often each of `deeds` was done since the run began. `first_ranks` tells where
    columns begin, `counts` how many keys there are, `units` what is counted in `kept` and `room`."""

    ids: list[str]
    units: list[str]
    counts: list[int]
    first_ranks: list[list[int]]
    deeds: list[list[str]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Keys in the order of a law of popularity. `ranks` are looked at, from `starts` on for each column; `asked` is the
    share of each by the law."""

    count: int
    firsts: Ints
    ranks: Ints
    starts: Ints
    asked: Shares
    last_law: dict[float, list[Number]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, count: int, zipf_alpha: float) -> Columns:
        """Those of so many keys under Zipf's law."""
        ends = np.unique(np.rint(count ** (np.arange(COLUMNS + 1) / COLUMNS)).astype(np.int64))
        firsts = ends[:-1] - 1 if count > 1 else np.zeros(1, np.int64)
        sizes = np.diff(np.append(firsts, count))
        looked = [first + np.arange(min(size, LOOKED_AT)) * size // min(size, LOOKED_AT) for first, size in
                  zip(firsts, sizes, strict=True)]  # fmt: skip
        starts = np.concatenate(([0], np.cumsum([len(each) for each in looked])[:-1]))
        asked = np.add.reduceat(popularity(count, zipf_alpha), firsts)
        return cls(count, firsts, np.concatenate(looked), starts.astype(np.int64), asked)

    def shares(self, kept: npt.NDArray[Any]) -> Shares:
        """Means over columns of a share for each rank that is looked at."""
        sizes = np.diff(np.append(self.starts, len(self.ranks)))
        means: Shares = np.add.reduceat(kept.astype(np.float64), self.starts) / sizes
        return means

    def row(self, head: Sequence[float | None], kept: Shares, rest: float) -> list[Number]:
        """The numbers of a frame; `rest` is the share of the requests that follow the law."""
        return [*map(_rounded, (*head, *kept.tolist())), *self._law(rest)]

    def _law(self, rest: float) -> list[Number]:
        """What each column is asked for; mostly the same as a second ago."""
        if rest not in self.last_law:
            self.last_law.clear()
            self.last_law[rest] = [_rounded(each) for each in (rest * self.asked).tolist()]
        return self.last_law[rest]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The keys of one cache: its row, its shards, the rows of the first key of each copy, the source whose law counts.

    `shards` is an array of places of SHARD; `firsts` (i8) of ENTRY; `deeds` are columns of CACHE_STATE.
    """

    name: str
    columns: Columns
    cache: int
    source: int
    shards: Ints
    firsts: Ints
    deeds: tuple[str, ...]

    def row(self, plan: Plan, state: State) -> list[Number]:
        """What it keeps now."""
        here, told = state.source_states[self.source], plan.tables.sources[self.source]
        hot, premiere = float(here["hot_share"]), _premiere_share(told, int(state.registers[CLOCK]))
        following = (1.0 - hot) * (1.0 - float(told["wonder_ratio"]))
        alone, key = (hot, int(here["hot_key"])) if hot > 0.0 else (following * premiere, self.columns.count - 1)
        held = self._held(plan, state, self._keys(plan, state))
        alone_kept = float(self._held(plan, state, np.array([key]))[0]) if alone > 0.0 else None
        room = int(state.shards["capacity"][self.shards].sum())
        head = (int(state.shards["held"][self.shards].sum()), room, alone or None, alone_kept)
        row = self.columns.row(head, self.columns.shares(held), following * (1.0 - premiere))
        return row + [int(state.cache_states[self.cache][each]) for each in self.deeds]

    def _keys(self, plan: Plan, state: State) -> Ints:
        """Which keys have the ranks that are looked at now: they drift and turn."""
        first = int(plan.tables.sources["first_rank"][self.source])
        places = (self.columns.ranks + int(state.source_states["turned"][self.source])) % self.columns.count
        keys: Ints = places if first < 0 else state.ranks[first + places].astype(np.int64)
        return keys

    def _held(self, plan: Plan, state: State, keys: Any) -> Shares:
        """In which share of the copies each key is, and is still believed."""
        places = self.firsts[:, None] + keys
        held = state.entries["shard"][places] >= 0
        if plan.tables.caches["may_expire"][self.cache]:
            held &= state.entries["expires_ns"][places] > state.registers[CLOCK]
        means: Shares = held.mean(axis=0)
        return means


def shelves_of(plan: Plan) -> list[Shelf]:
    """The first caches of a drawing that somebody asks for keys."""
    found: list[Shelf] = []
    tables = plan.tables
    for component in plan.design.components:
        row = plan.component_rows[component.id]
        cache = int(tables.components["cache"][row])
        source = _source_of(plan, component.id) if cache >= 0 and len(found) < TOLD else None
        if source is None:
            continue
        here, told = tables.caches[cache], tables.sources[source]
        count, holder = int(told["keys_count"]), int(here["holder"])
        first = int(here["first_shard"]) if holder >= 0 else int(tables.components["first_instance"][row])
        shards = first + np.arange(int(tables.components["instances"][holder if holder >= 0 else row]))
        wholes = len(shards) if holder >= 0 else max(int(here["replicas"]), 1)
        copies = np.arange(min(wholes, COPIES))
        columns = Columns.of(count, _alpha_of(plan, source))
        firsts = int(here["first_entry"]) + int(here["stride"]) * copies
        found.append(Shelf(component.id, columns, cache, source, shards, firsts, _deeds(plan, component.id, here)))
    return found


def _deeds(plan: Plan, name: str, cache: Any) -> tuple[str, ...]:
    """What may be done at a cache besides keeping keys."""
    is_controlled = any(each.target == name for each in plan.design.controls)
    guarding = GUARDING if cache["first_rebuild"] >= 0 else ()
    afar = ("from_afar",) if cache["replicas"] > 1 else ()
    return (*guarding, *afar, *(("warmed",) if is_controlled else ()))


def layout_of_columns(
    names: Sequence[str], units: Sequence[str], columns: Sequence[Columns], deeds: Sequence[Sequence[str]]
) -> ContentsLayout:
    """The layout of caches and tiers."""
    return ContentsLayout(
        ids=list(names),
        units=list(units),
        counts=[each.count for each in columns],
        first_ranks=[each.firsts.tolist() for each in columns],
        deeds=[list(each) for each in deeds],
    )


def numbers_of_columns(columns: Sequence[Columns]) -> int:
    """How many numbers a frame tells of them."""
    return sum(len(HEAD) + 2 * len(each.firsts) for each in columns)


def _source_of(plan: Plan, name: str) -> int | None:
    """Of the sources whose requests may get to a component and ask for several keys the one that sends most."""
    calls = calls_by_caller(plan.design)
    rates = {}
    for row, each in enumerate(plan.tables.sources):
        source = plan.tables.component_ids[int(each["component"])]
        if int(each["keys_count"]) > 1 and name in _reached(calls, source):
            rates[row] = mean_rate(plan.design, source)
    return max(rates, key=lambda row: (rates[row], -row), default=None)


def mean_rate(design: Design, source: str) -> float:
    """The mean of the points of a curve: enough to tell great from small."""
    rates = curve_of(design, source).rates_per_s
    return sum(rates) / len(rates)


def _reached(calls: Any, start: str) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        for each in calls[waiting.pop()]:
            if each.target not in reached:
                reached.add(each.target)
                waiting.append(each.target)
    return reached


def _alpha_of(plan: Plan, source: int) -> float:
    told = plan.lowered[int(plan.tables.sources["component"][source])].has_source
    assert told is not None
    return told.zipf_alpha


def _premiere_share(source: Any, now_ns: int) -> float:
    """As `premiere_share` of engine/kernel/wishes.py."""
    if source["premiere_share"] <= 0.0:
        return 0.0
    since_ns = now_ns - float(source["premiere_ns"])
    rise = 1.0 / (1.0 + math.exp(min(-since_ns / float(source["rise_ns"]), 700.0)))
    return float(source["premiere_share"]) * rise * math.exp(-max(since_ns, 0.0) / float(source["fade_ns"]))


def _rounded(value: float | None) -> Number:
    return None if value is None else float(f"{value:.{DIGITS}g}")
