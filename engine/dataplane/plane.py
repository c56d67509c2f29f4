"""The data plane as one object: built from a plan, stepped, asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dataplane import records
from engine.dataplane.broadcasting import Broadcasting
from engine.dataplane.filling import Filling
from engine.dataplane.licensing import answer_keys, holds_leaked, leak_keys, tell_key_asks
from engine.dataplane.lowering import NOBODY, lower
from engine.dataplane.missing import LAST
from engine.dataplane.sessions import draw_until
from engine.dataplane.state import PlaneState
from engine.dataplane.stepping import ASKS, KEY_ASKS, MISSED, STEP, answer, ask_again, carried_by_viewers, gather, step
from engine.design.population import PlanePlan
from engine.design.watching import REASON_NAMES, STATE_NAMES
from engine.kernel.histogram import ALL_OCTAVES, quantile_ns
from engine.kernel.popularity import popularity

Array = npt.NDArray[Any]
KEY_BITS = np.uint64(0xFFFF)


@dataclass(frozen=True, slots=True)
class Asks:
    """What viewers ask from outside in the step that comes next, as arrays of one length: presses of play, or requests
    for keys; who asks, in which population, for which title, when.

    An answer brings back the viewer and the mark, by which it is known whether it is still waited for: the number of
    the press in its session, or the lower bits of the key of the session.
    """

    viewers: Array
    marks: Array
    populations: Array
    titles: Array
    at_ns: Array


class Plane:
    """Steps are those of the plan: however far `step` goes at a time, the same plan, seed and answers give the same
    state."""

    def __init__(self, plan: PlanePlan, seed: int) -> None:
        self.plan = plan
        self.state: PlaneState = lower(plan, seed)
        self.step_ns = 1_000_000_000 // plan.steps_per_s
        self.link_rows = {each.id: row for row, each in enumerate(plan.links)}
        self.scales = np.ones(len(plan.populations))
        curves = list(dict.fromkeys(each.sessions for each in plan.populations))
        self.curves = [(np.asarray(each.times_s), np.asarray(each.rates_per_s)) for each in curves]
        self.curve_of = np.asarray([curves.index(each.sessions) for each in plan.populations], np.int64)
        self.broadcasting = Broadcasting(plan, self.state, seed)
        first_titles = self.state.populations["first_title"].tolist()
        watched = ((each.titles, each.player.segment_s) for each in plan.populations)
        self.filling = Filling(plan, self.state, dict(zip(watched, first_titles, strict=True)), seed)
        for row, each in enumerate(plan.populations):
            books = self.state.counts[row]
            gather(*self._seating, row, each.initial, self.step_ns)
            books["until"] = draw_until(self.state.populations[row], books)

    @property
    def _seating(self) -> tuple[Array, ...]:
        state = self.state
        return (
            state.viewers,
            state.wakes,
            state.fetches,
            state.classes_of,
            state.populations,
            state.counts,
            state.homes,
        )

    @property
    def clock_ns(self) -> int:
        """The end of the last step."""
        return int(self.state.registers[STEP]) * self.step_ns

    def step(self, until_ns: int) -> None:
        """Goes on by whole steps, as many as end by a time. Presses that are not asked for before are lost."""
        while self.clock_ns + self.step_ns <= until_ns:
            middle_s = (self.clock_ns + self.step_ns / 2) * 1e-9
            per_s = np.asarray([np.interp(middle_s, times_s, rates) for times_s, rates in self.curves])
            self.state.counts["rate_per_s"] = self.scales * per_s[self.curve_of]
            self.filling.begin(self.clock_ns)
            self.broadcasting.begin(self.clock_ns + self.step_ns)
            step(*self.state.stepped)
            self.filling.end()
            self._note_leaks()

    def change_keys(self, row: int) -> None:
        """All keys of a population have leaked, and are changed by force now."""
        state = self.state
        leak_keys(state.viewers, state.wakes, state.fetches, state.populations, row, self.clock_ns, self.step_ns)
        state.counts["leaked_ns"][row] = self.clock_ns

    def _note_leaks(self) -> None:
        """Until when somebody has watched with a leaked key."""
        for row in np.flatnonzero(self.state.populations["forced"]):
            is_new = int(self.state.counts["leaked_ns"][row]) == self.clock_ns - self.step_ns
            if is_new and holds_leaked(self.state.viewers, self.state.populations, row):
                self.state.counts["leaked_ns"][row] = self.clock_ns

    def scale_sessions(self, factor: float, row: int = 0) -> None:
        """From the next step on so many times as many sessions of a population begin as the plan says."""
        self.scales[row] = factor

    def set_capacity(self, links: slice | int, gbps: float) -> None:
        """What links carry from the next step on."""
        self.state.links["capacity_bps"][links] = 1e9 * gbps

    def avoid(self, row: int, is_dead: Sequence[bool]) -> None:
        """Tells players of a population which of their paths are dead. Who waits for bytes on one that was alive so
        far asks somebody else, if there is anybody."""
        state, population = self.state, self.state.populations[row]
        first, count = int(population["first_route"]), int(population["routes"])
        here = state.routes["is_avoided"][first : first + count]
        newly = (here == 0) & np.asarray(is_dead)
        here[:] = is_dead
        entries = state.entries[int(population["first_entry"]) :][: int(population["entries"])]
        if not newly.any() or here[entries].all():
            return
        classes = state.classes
        dead = (classes["population"] == row) & newly[np.where(classes["population"] == row, classes["route"], 0)]
        told = (state.viewers, state.wakes, state.fetches, state.targets, state.classes_of, classes, state.counts)
        ask_again(*told, state.rungs, state.populations, dead, self.clock_ns, self.step_ns)

    def rank(self, row: int, paths: Sequence[int]) -> bool:
        """Which paths a population may ask, the preferred one first, among those it began with. True if that is new."""
        population = self.state.populations[row]
        first = int(population["first_entry"])
        before = self.state.entries[first : first + int(population["entries"])].tolist()
        self.state.entries[first : first + len(paths)] = paths
        population["entries"] = len(paths)
        return bool(before != list(paths))

    def content(self, row: int, path: int) -> float:
        """The share of what a population watches that the tier of a path holds."""
        plan, population = self.plan.populations[row], self.state.populations[row]
        tier = self.state.tiers[int(self.state.routes["tier"][int(population["first_route"]) + path])]
        if tier["keeps"] & records.HAS_ALL:
            return 1.0
        shares = popularity(plan.titles.count, plan.titles.zipf_alpha)
        first = int(tier["first_held"]) + int(population["first_title"])
        return float(shares[self.state.held[first : first + len(shares)] > 0].sum())

    def capacity_gbps(self, link: str) -> float:
        """What a link carries when all is well."""
        return self.plan.links[self.link_rows[link]].gbps

    def presses(self) -> Asks:
        """Presses in the step that comes next which are answered from outside."""
        found = self.state.asks[: int(self.state.registers[ASKS])].astype(np.int64)
        return self._asks(found, self.state.viewers["presses"][found], self.state.viewers["life_ns"][found])

    def answer(self, viewers: Array, marks: Array, are_good: Array, at_ns: Array) -> int:
        """Hands over what the control plane said to presses, none of it before the end of the last step. Returns how
        many were still waited for: a viewer may have left."""
        assert int(at_ns.min(initial=records.NEVER_NS)) >= self.clock_ns, "an answer from the past"
        state = self.state
        return int(answer(state.viewers, state.wakes, state.fetches, viewers, marks, are_good, at_ns))

    def key_asks(self) -> Asks:
        """Requests for keys in the step that comes next; they are told once."""
        found = self.state.key_asks[: int(self.state.registers[KEY_ASKS])].astype(np.int64)
        at_ns = np.zeros(len(found), np.int64)
        tell_key_asks(self.state.viewers, found, at_ns, np.int64(self.clock_ns))
        return self._asks(found, self.state.viewers["key"][found] & KEY_BITS, at_ns)

    def _asks(self, found: Array, marks: Array, at_ns: Array) -> Asks:
        state = self.state
        populations = state.classes["population"][state.classes_of[found]]
        titles = state.viewers["title"][found].astype(np.int64)
        return Asks(found, marks.astype(np.int64), populations, titles, at_ns)

    def answer_keys(self, viewers: Array, marks: Array, are_good: Array, at_ns: Array) -> int:
        """Hands over what became of requests for keys, before the step in which they were answered. Returns how many
        were still waited for."""
        after_ns = np.clip(at_ns - self.clock_ns, 0, self.step_ns - 1)
        state, whose = self.state, marks.astype(np.uint64)
        rows = (state.viewers, state.wakes, state.fetches)
        return int(answer_keys(*rows, viewers, whose, are_good, after_ns, np.int64(self.clock_ns)))

    def misses(self) -> Array:
        """Segments that tiers which ask somebody missed in the last step (MISS)."""
        return self.state.misses[: int(self.state.registers[MISSED])]

    def learn_misses(self, tier: int, took_ns: Array) -> None:
        """How long the last requests for what a tier missed took: misses to come take as long."""
        row = self.state.tiers[tier]
        places = (int(row["answers"]) + np.arange(len(took_ns))) % LAST
        self.state.answers[tier * LAST + places] = took_ns
        self.state.tiers["answers"][tier] += len(took_ns)

    def books(self, row: int = 0) -> dict[str, Any]:
        """What has happened to a population so far, in plain numbers; times in seconds, spells under way included."""
        counts, clock_ns = self.state.counts[row], self.clock_ns
        present = {name: int(counts["present"][place]) for place, name in enumerate(STATE_NAMES)}
        played_ns = int(counts["played_ns"]) + present["playing"] * clock_ns - int(counts["playing_since_ns"])
        stalled_ns = int(counts["stalled_ns"]) + present["stalled"] * clock_ns - int(counts["stalled_since_ns"])
        population = self.state.populations[row]
        player = self.state.players[population["player"]]
        keyless = int(counts["key_stalls"])
        keyless_ns = int(counts["key_stalled_ns"]) + int(counts["keyless"]) * clock_ns - int(counts["keyless_since_ns"])
        first = int(population["first_rung"])
        segments = self.state.rungs["segments"][first : first + int(population["rungs"])].tolist()
        segment_s = int(player["segment_ns"]) * 1e-9
        content_s = sum(segments) * segment_s
        names = ("sessions", "presses", "answers", "refusals", "reloads", "starts", "stalls", "switches", "seeks")
        return {
            **{name: int(counts[name]) for name in (*names, "pauses", "episodes", "bits", "cancelled")},
            "present": present,
            "left": {name: int(counts["left"][place]) for place, name in enumerate(REASON_NAMES)},
            "played_s": played_ns * 1e-9,
            "stalled_s": stalled_ns * 1e-9,
            "stalls_by_cause": {"bytes": int(counts["stalls"]) - keyless, "key": keyless},
            "stalled_for_key_s": keyless_ns * 1e-9,
            **{name: int(counts[name]) for name in ("keyless", "key_asks", "key_failures")},
            **self._leaks(row),
            "rebuffer_ratio": stalled_ns / max(played_ns + stalled_ns, 1),
            "bitrate_bps": int(counts["bits"]) / content_s if content_s > 0.0 else 0.0,
            "segments": segments,
            "segment_s": segment_s,
            **self._live_books(row),
        }

    def _leaks(self, row: int) -> dict[str, float]:
        """How often keys were changed by force, and how long the last leaked ones were watched with; only where there
        was such a change."""
        population, until_ns = self.state.populations[row], int(self.state.counts["leaked_ns"][row])
        forced = int(population["forced"])
        return {"key_changes": forced, "leaked_s": (until_ns - int(population["forced_ns"])) * 1e-9} if forced else {}

    def _live_books(self, row: int) -> dict[str, float]:
        """What happened to those who watch something live; nothing to others."""
        if self.plan.populations[row].player.live_delay_s is None:
            return {}
        counts = self.state.counts[row]
        names = ("jumps", "skipped", "refused_early", "refused_past")
        behind_s = int(counts["behind_ns"]) * 1e-9 / max(int(counts["at_edge"]), 1)
        return {"behind_s": behind_s, **{name: int(counts[name]) for name in names}}

    def start_time_s(self, quantile: float, row: int = 0) -> float:
        """A quantile of the times from a press to the first picture."""
        starts = self.state.starts[row]
        return float(quantile_ns(starts, ALL_OCTAVES, int(starts.sum()), quantile)) * 1e-9

    def carried_bits(self) -> Array:
        """Bits that every link has carried (f8, links)."""
        return np.asarray(self.state.links["carried"] / self.plan.steps_per_s)

    def served_bits(self, row: int | None = None) -> Array:
        """Bits that came from each tier (f8, tiers; the first is that of viewers whom no stream reaches), to one
        population or to all."""
        classes = self.state.classes
        mine = classes["population"] != NOBODY if row is None else classes["population"] == row
        population = self.state.populations[classes["population"][mine]]
        tiers = self.state.routes["tier"][population["first_route"] + classes["route"][mine]]
        served = np.zeros(len(self.state.tiers))
        np.add.at(served, tiers, classes["carried"][mine] / self.plan.steps_per_s)
        return served

    def filled_bits(self) -> Array:
        """Bits of titles that were brought which every link has carried (f8, links)."""
        crossing = np.zeros(len(self.state.links))
        titles = self.state.classes[self.state.classes["population"] == NOBODY]
        for links, carried in zip(titles["links"], titles["carried"], strict=True):
            crossing[links[links >= 0]] += carried / self.plan.steps_per_s
        return crossing

    def unbalanced(self) -> list[str]:
        """Sentences about bytes that are not where they should be; none when the books balance."""
        state, steps = self.state, self.plan.steps_per_s
        got = carried_by_viewers(
            state.viewers, state.targets, state.classes_of, state.classes, state.populations, state.rungs, steps
        )
        wrong = self.filling.unbalanced()
        got += self.filling.under_way()
        if not np.array_equal(state.classes["carried"], state.classes["done"] + got):
            wrong.append("classes carried other bytes than their viewers got")
        for row, each in enumerate(self.plan.populations):
            mine = state.classes["population"] == row
            counts = state.counts[row]
            done = int(state.classes["done"][mine].sum())
            if done != int(counts["bits"]) * steps + int(counts["cancelled"]):
                wrong.append(f"{each.id}: finished and cancelled segments are not what was carried")
            if int(counts["present"].sum()) != each.cap:
                wrong.append(f"{each.id}: viewers are missing")
        crossing = np.zeros(len(state.links), np.int64)
        for links, carried in zip(state.classes["links"], state.classes["carried"], strict=True):
            crossing[links[links >= 0]] += carried
        if not np.array_equal(crossing, state.links["carried"]):
            wrong.append("links carried other bytes than the classes that cross them")
        if (state.tiers["used"] > state.tiers["room"]).any() or (state.tiers["had"] > state.tiers["asked"]).any():
            wrong.append("tiers keep more than they have room for, or served more than was asked")
        return wrong

    def _population(self, v: int) -> int:
        return int(self.state.classes[self.state.classes_of[v]]["population"])

    def viewer(self, v: int) -> dict[str, float | str]:
        """One viewer as it is now: state, bitrate of the last segment (bit/s), content in the buffer in seconds."""
        row = self.state.viewers[v]
        state = STATE_NAMES[row["state"]]
        buffer_ns = int(row["buffer_ns"]) - (self.clock_ns if state == "playing" else 0)
        first = int(self.state.populations[self._population(v)]["first_rung"])
        known = row["state"] != records.ABSENT and row["last_rung"] != records.NO_RUNG
        rate = float(self.state.rungs[first + int(row["last_rung"])]["rate_bps"]) if known else 0.0
        return {"state": state, "bitrate_bps": rate, "buffer_s": max(buffer_ns, 0) * 1e-9}
