"""Turns a plan into the rows of the data plane."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

import numpy as np

from engine.dataplane import records
from engine.dataplane.holding import ANYWHERE, holdings
from engine.dataplane.missing import LAST
from engine.dataplane.rules import RULES
from engine.dataplane.state import Array, PlaneState
from engine.dataplane.stepping import DT_NS, REGISTERS, STEPS_PER_S
from engine.design.carriers import HOPS
from engine.design.discovery import player_types
from engine.design.population import SCOPES, LicencePlan, PlanePlan, PopulationPlan, TitlesPlan
from engine.kernel.aligned import line_aligned
from engine.kernel.histogram import BUCKETS
from engine.kernel.popularity import ALIAS, fill_alias, popularity
from engine.plan.streams import stream_key

BILLION = 1_000_000_000
STEPS_CHOICE = (1, 2, 4, 5, 8, 10, 20)
MISSES_OF_A_VIEWER = 4
"""In a step at most; what is more is not sent."""
NOBODY = -1
"""The population of classes by which titles are brought."""


def nanoseconds(seconds: float) -> int:
    """Whole ns of a time."""
    return round(seconds * 1e9)


class Builder:
    """Collects the rows of a plan."""

    def __init__(self, plan: PlanePlan, seed: int) -> None:
        assert plan.steps_per_s in STEPS_CHOICE, f"steps a second must be one of {STEPS_CHOICE}"
        self.plan, self.seed = plan, seed
        self.link_rows = {each.id: row for row, each in enumerate(plan.links)}
        self.classes: list[dict[str, Any]] = []
        self.homes: list[dict[str, Any]] = []
        self.rungs: list[dict[str, Any]] = []
        self.traces: list[float] = []
        self.titles: list[Array] = []
        self.title_rows: dict[tuple[TitlesPlan, float], int] = {}
        self.tier_rows = {each.id: row for row, each in enumerate((ANYWHERE, *plan.tiers))}
        self.routes: list[dict[str, Any]] = []
        self.entries: list[int] = []
        self.lives: list[dict[str, Any]] = []
        self.slots = 0

    def population(self, row: int, each: PopulationPlan) -> dict[str, Any]:
        """Columns of a population; its homes, classes and rungs are added on the way."""
        first_homes = [self._homes(row, place, each) for place in range(len(each.networks))]
        first_rung = self._rungs(each)
        sigma = math.sqrt(math.log1p(each.session_cv**2))
        columns = {
            "key": stream_key(self.seed, "viewers", each.id),
            "first_slot": self.slots,
            "slots": each.cap,
            "player": row,
            "first_rung": first_rung,
            "rungs": len(each.ladder_kbps),
            "networks": len(each.networks),
            "devices": len(each.devices),
            "cohorts": each.cohorts,
            **self._routes(each),
            "first_title": self._titles(each.titles, each.player.segment_s),
            "titles": each.titles.count,
            "has_control": each.control_ms is None,
            "network_until": _until([network.share for network in each.networks]),
            "device_until": _until([device.share for device in each.devices]),
            "first_home": _padded(first_homes),
            "tops": _padded([_top(each.ladder_kbps, device.device.top_kbps) for device in each.devices]),
            "control_ns": nanoseconds((each.control_ms or 0.0) / 1e3),
            "session_sigma": round(sigma, 12),
            "live": -1 if each.live is None else self._live(each.live),
        }
        self.slots += each.cap
        return columns | _people(each) | _keys(each.licence)

    def _homes(self, row: int, place: int, each: PopulationPlan) -> int:
        """Cohorts of a network of a population; returns the first row."""
        access, first = each.networks[place], len(self.homes)
        network = access.network
        trace, count = -1, 0
        if access.trace is not None:
            trace, count = len(self.traces), len(access.trace.kbps)
            self.traces += [1000.0 * kbps for kbps in access.trace.kbps]
        for cohort in range(each.cohorts):
            self.homes.append(
                {
                    "key": stream_key(self.seed, "access", f"{each.id} {network.name} {cohort}"),
                    "mean_bps": 1000.0 * network.mean_kbps,
                    "cap_bps": 1000.0 * network.mean_kbps,
                    "sigma": round(math.sqrt(math.log1p(network.cv**2)), 12),
                    "memory": round(math.exp(-1.0 / network.corr_s), 12),
                    "trace": trace,
                    "trace_count": count,
                    "offset": cohort * count // each.cohorts,
                    "first_class": len(self.classes),
                }
            )
            for route, path in enumerate(each.paths):
                links = [self.link_rows[link] for link in path.links]
                self.classes.append(
                    {
                        "latency_ns": nanoseconds((network.rtt_ms + path.rtt_ms) / 1e3),
                        "home": len(self.homes) - 1,
                        "route": route,
                        "links": [*links, *[-1] * (HOPS - len(links))],
                        "population": row,
                    }
                )
        return first

    def _live(self, tier: str) -> int:
        """The row of a live origin."""
        row = self.tier_rows[tier]
        known = [each["tier"] for each in self.lives]
        if row in known:
            return known.index(row)
        plan = self.plan.tiers[row - 1].live
        assert plan is not None, f"{tier} makes nothing"
        self.lives.append(
            {
                "first": len(self.lives) * records.RECENT,
                "holds": plan.holds,
                "retry_ns": nanoseconds(plan.retry_s),
                "past_ns": nanoseconds(plan.past_s),
                "throttle_ns": nanoseconds(plan.throttle_s),
                "tier": row,
            }
        )
        return len(self.lives) - 1

    def supplies(self) -> None:
        """A home for every tier that is filled while the run goes on, whose rate is that of one connection of an
        appliance, and a class for each way by which titles come. Nobody watches them."""
        for tier, ways in self.plan.supplies.items():
            rate_bps = 1e9 * self.plan.fills[tier].gbps / self.plan.fills[tier].connections
            columns = {"home": len(self.homes), "population": NOBODY}
            for way in ways:
                links = [self.link_rows[link] for link in way.links]
                self.classes.append({**columns, "links": [*links, *[-1] * (HOPS - len(links))]})
            self.homes.append({"mean_bps": rate_bps, "cap_bps": rate_bps, "trace": -1})

    def _rungs(self, each: PopulationPlan) -> int:
        first, rates = len(self.rungs), [1000.0 * kbps for kbps in each.ladder_kbps]
        kind = player_types()[each.player.rule]
        parameters = {parameter.name: parameter.default for parameter in kind.parameters} | dict(each.player.parameters)
        from_s = kind.thresholds(parameters, rates)
        until_s = kind.ceilings(parameters, rates) if kind.ceilings else from_s
        for rate, begins_s, ends_s in zip(rates, from_s, until_s, strict=True):
            bits = round(rate * each.player.segment_s)
            self.rungs.append({"rate_bps": rate, "bits": bits, "from_s": begins_s, "until_s": ends_s})
        return first

    def _titles(self, told: TitlesPlan, segment_s: float) -> int:
        """The first row of a catalogue; populations whose catalogues and segments are alike watch the same ones."""
        if (told, segment_s) not in self.title_rows:
            table = np.zeros(told.count, ALIAS)
            fill_alias(popularity(told.count, told.zipf_alpha), table)
            self.title_rows[told, segment_s] = sum(len(each) for each in self.titles)
            self.titles.append(table)
        return self.title_rows[told, segment_s]

    def _routes(self, each: PopulationPlan) -> dict[str, int]:
        first_route, first_entry = len(self.routes), len(self.entries)
        for path in each.paths:
            beyond = -1 if path.beyond is None else path.beyond
            self.routes.append({"tier": self.tier_rows[path.tier], "beyond": beyond})
        entries = (len(each.paths) - 1,) if each.entries is None else each.entries
        self.entries += entries
        return {
            "routes": len(each.paths),
            "first_route": first_route,
            "first_entry": first_entry,
            "entries": len(entries),
        }


def _people(each: PopulationPlan) -> dict[str, Any]:
    return {
        "browse_s": each.browse_s,
        "patience_s": each.patience_start_s,
        "hazard_per_s": each.abandon_per_s,
        "stall_patience_s": each.stall_patience_s,
        "stall_cost": each.stall_cost,
        "session_mean_s": each.session_s,
        "title_s": each.titles.episode_s,
        "next_ratio": each.next_episode_ratio,
        "next_ns": nanoseconds(each.next_episode_s),
        "seek_per_s": each.seek_per_h / 3600.0,
        "pause_per_s": each.pause_per_h / 3600.0,
        "pause_s": each.pause_s,
        "reload_ratio": each.reload_ratio,
        "reload_ns": nanoseconds(each.reload_s),
        "reloads": each.reload_max,
        "premiere": each.titles.count - 1,
        "premiere_ratio": each.titles.premiere_ratio,
    }


def _keys(licence: LicencePlan | None) -> dict[str, Any]:
    if licence is None:
        return {}
    return {
        "period_ns": nanoseconds(licence.period_s),
        "jitter_ns": nanoseconds(min(licence.jitter_s, licence.period_s)),
        "grace_ns": nanoseconds(licence.grace_s),
        "skew_ns": nanoseconds(licence.clock_skew_s),
        "retry_ns": nanoseconds(licence.retry_s),
        "predelivered": licence.predeliver_keys,
        "scope": SCOPES.index(licence.scope),
    }


def _player(each: PopulationPlan) -> dict[str, Any]:
    player, kind = each.player, player_types()[each.player.rule]
    parameters = {parameter.name: parameter.default for parameter in kind.parameters} | dict(player.parameters)
    is_live = player.live_delay_s is not None
    return {
        "segment_ns": nanoseconds(player.segment_s),
        "buffer_max_ns": nanoseconds(player.buffer_max_s),
        "startup_factor": 0.0 if player.startup == "lowest" else player.startup_factor,
        "rule": RULES[(is_live and kind.live_rule) or kind.rule],
        "start_segments": player.start_segments,
        "round_trips": player.round_trips,
        "remembers": player.startup == "remembered",
        "live_ns": -1 if player.live_delay_s is None else nanoseconds(player.live_delay_s),
        "behind_ns": nanoseconds(player.live_behind_s),
        **kind.columns(parameters),
    }


def _until(shares: list[float]) -> list[float]:
    """Ends of the parts of (0, 1)."""
    total = sum(shares)
    return [*(end / total for end in accumulate(shares)), *[1.0] * (records.MIX - len(shares))]


def _padded(values: list[int]) -> list[int]:
    return values + [0] * (records.MIX - len(values))


def _top(ladder_kbps: tuple[float, ...], top_kbps: float) -> int:
    return max(sum(kbps <= top_kbps for kbps in ladder_kbps) - 1, 0)


def rows(dtype: np.dtype[np.void], listed: list[dict[str, Any]], least: int = 0) -> Array:
    """An array of records from their columns; `least` keeps it from being empty."""
    table = np.zeros(max(len(listed), least), dtype)
    for place, columns in enumerate(listed):
        for name, value in columns.items():
            table[place][name] = value
    return table


def lower(plan: PlanePlan, seed: int) -> PlaneState:
    """The state of a plane at time 0, nobody there yet."""
    builder = Builder(plan, seed)
    populations = rows(records.POPULATION, [builder.population(row, each) for row, each in enumerate(plan.populations)])
    builder.supplies()
    classes = rows(records.CLASS, builder.classes)
    links = rows(records.LINK, [{"capacity_bps": 1e9 * each.gbps} for each in plan.links], 1)
    first_member, members = _members(classes, len(links))
    viewers = line_aligned(builder.slots, records.VIEWER)
    viewers["state"], viewers["wanted_ns"] = records.ABSENT, 0
    for name in ("fetch_ns", "life_ns"):
        viewers[name] = records.NEVER_NS
    rungs = rows(records.RUNG, builder.rungs)
    asks = any(each.control_ms is None for each in plan.populations)
    eights = builder.slots // 8 + 1  # one place more than viewers at least: who is listed last is written behind all
    registers = np.zeros(REGISTERS, np.int64)
    registers[DT_NS], registers[STEPS_PER_S] = BILLION // plan.steps_per_s, plan.steps_per_s
    return PlaneState(
        viewers=viewers,
        wakes=np.full(builder.slots, records.NEVER_NS, np.int64),
        fetches=np.zeros(builder.slots, np.bool_),
        targets=np.full(builder.slots, records.NEVER_NS, np.int64),
        classes_of=np.zeros(builder.slots, np.int32),
        asks=np.zeros(builder.slots if asks else 1, np.int32),
        key_asks=np.zeros(builder.slots if any(each.licence for each in plan.populations) else 1, np.int32),
        due=np.zeros(8 * eights, np.int32),
        marks=np.zeros(eights, np.uint64),
        classes=classes,
        ends=np.zeros(len(classes), np.int64),
        scratch=np.zeros((4, len(classes))),
        room=np.zeros((len(links), 3)),
        before=np.zeros((len(classes), 2)),
        homes=rows(records.HOME, builder.homes),
        links=links,
        first_member=first_member,
        members=members,
        populations=populations,
        counts=_counts(populations, viewers),
        players=rows(records.PLAYER, [_player(each) for each in plan.populations]),
        rungs=rungs,
        titles=np.concatenate(builder.titles),
        trace_bps=np.asarray(builder.traces or [0.0]),
        routes=rows(records.ROUTE, builder.routes),
        entries=np.asarray(builder.entries, np.int32),
        **holdings(plan, builder.title_rows, rungs, seed),
        lives=rows(records.LIVE, builder.lives, 1),
        late=np.zeros(max(len(builder.lives), 1) * records.RECENT, np.int64),
        answers=np.zeros((1 + len(plan.tiers)) * LAST, np.int64),
        misses=np.zeros(
            builder.slots * MISSES_OF_A_VIEWER if any(each.asks for each in plan.tiers) else 1, records.MISS
        ),
        starts=np.zeros((len(populations), BUCKETS), np.int64),
        registers=registers,
    )


def _counts(populations: Array, viewers: Array) -> Array:
    """Books with nobody there; the free slots of a population are a chain through its viewers."""
    counts = np.zeros(len(populations), records.COUNTS)
    for population, books in zip(populations, counts, strict=True):
        first, end = int(population["first_slot"]), int(population["first_slot"] + population["slots"])
        books["present"][records.ABSENT] = end - first
        books["free"] = first
        viewers["segment"][first:end] = np.arange(first + 1, end + 1)
        viewers["segment"][end - 1] = -1
    return counts


def _members(classes: Array, links: int) -> tuple[Array, Array]:
    """The classes of each link: where its part of the list begins, and the list."""
    of_links: list[list[int]] = [[] for _ in range(links)]
    for row, crossed in enumerate(classes["links"]):
        for link in crossed[crossed >= 0]:
            of_links[link].append(row)
    first = np.cumsum([0, *(len(each) for each in of_links)]).astype(np.int64)
    return first, np.asarray([row for each in of_links for row in each] or [0], np.int64)
