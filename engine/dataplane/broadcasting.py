"""What live origins make as the clock goes on: which segments come late, which do not come at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.dataplane.draws import DEFECT, chance
from engine.dataplane.lowering import nanoseconds
from engine.dataplane.records import MISSING, RECENT
from engine.dataplane.state import PlaneState
from engine.design.carriers import SLOW_FROM, SPOILT_FROM, LivePlan
from engine.design.population import PlanePlan
from engine.plan.streams import stream_key

MOST_PIPELINES = 8


@dataclass(slots=True)
class Origin:
    """A live origin. `gone_ns` tells since when each pipeline is lost, -1 for one that runs."""

    plan: LivePlan
    row: int
    tier: int
    link: int
    key: int
    gone_ns: list[int]
    told: float = 0.0
    made: int = 0
    """Segments whose time has come."""
    late: int = 0
    missing: int = 0

    def hear(self, told: float, now_ns: int) -> None:
        """What a failure tells it."""
        self.told = told
        lost = int(told) if told < SPOILT_FROM else 0
        for pipeline, since in enumerate(self.gone_ns):
            is_lost = pipeline < lost
            self.gone_ns[pipeline] = (now_ns if since < 0 else since) if is_lost else -1

    def lateness_ns(self, segment: int, at_ns: int) -> int:
        """By how much a segment comes late whose time is `at_ns`, MISSING if it does not come."""
        told = self.told
        slow_ns = nanoseconds(told - SLOW_FROM) if told >= SLOW_FROM else 0
        bad = told - SPOILT_FROM if SPOILT_FROM <= told < SLOW_FROM else 0.0
        ratio = 1.0 - (1.0 - self.plan.defect_ratio) * (1.0 - bad)
        failover_ns = nanoseconds(self.plan.failover_s)
        known = [each for each, since in enumerate(self.gone_ns) if since < 0 or at_ns < since + failover_ns]
        for place, pipeline in enumerate(known):
            count = segment * MOST_PIPELINES + pipeline
            is_bad = ratio > 0.0 and chance(np.uint64(self.key), count, DEFECT) < ratio
            if self.gone_ns[pipeline] < 0 and not is_bad:
                return slow_ns + (failover_ns if place else 0)
        return int(MISSING)


class Broadcasting:
    """All live origins of a plane that somebody watches."""

    def __init__(self, plan: PlanePlan, state: PlaneState, seed: int) -> None:
        self.state = state
        links = {each.id: row for row, each in enumerate(plan.links)}
        self.origins: dict[str, Origin] = {}
        for population, columns in zip(plan.populations, state.populations, strict=True):
            if population.live is not None:
                row = int(columns["live"])
                tier = int(state.lives["tier"][row])
                told = plan.tiers[tier - 1].live
                assert told is not None
                key = stream_key(seed, "live", population.live)
                gone_ns = [-1] * told.pipelines
                self.origins[population.live] = Origin(told, row, tier, links[population.live], key, gone_ns)

    def begin(self, until_ns: int) -> None:
        """At the begin of a step that lasts until a time: what comes of the segments whose time is in it, and who is
        busy."""
        for origin in self.origins.values():
            plan, live = origin.plan, self.state.lives[origin.row]
            link = self.state.links[origin.link]
            live["is_busy"] = link["now"] > plan.busy_ratio * link["capacity_bps"]
            segment_ns = nanoseconds(plan.segment_s)
            while (at_ns := (origin.made + 1) * segment_ns + nanoseconds(plan.delay_s)) < until_ns:
                late_ns = origin.lateness_ns(origin.made, at_ns)
                self.state.late[int(live["first"]) + origin.made % RECENT] = late_ns
                origin.late += late_ns > 0
                origin.missing += late_ns == MISSING
                origin.made += 1

    def told(self, name: str) -> dict[str, int]:
        """What became of the segments of an origin; nothing if it is not live."""
        origin = self.origins.get(name)
        if origin is None:
            return {}
        return {"segments": origin.made, "late": origin.late, "missing_segments": origin.missing}
