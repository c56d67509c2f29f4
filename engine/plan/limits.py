"""What one run may use: a limit that is met ends the run with a sentence, a design that cannot begin is refused."""

from __future__ import annotations

from dataclasses import dataclass

from engine.design.discovery import component_types
from engine.design.model import Design, DesignError
from engine.design.policies import remembers_answers
from engine.kernel.histogram import BUCKETS
from engine.kernel.life import LIFE
from engine.kernel.peers import PEER
from engine.kernel.popularity import ALIAS
from engine.kernel.records import ENTRY, REBUILD, SHARD
from engine.kernel.state import BALANCINGS, FIRST_INFORMED, INSTANCE
from engine.kernel.stations import DETAIL
from engine.plan.lowering import Lowered, lower
from engine.plan.titles import keys_of

EVENTS_CEILING = 1_000_000_000  # the sequence numbers of the kernel hold a little more
MEGABYTE = 1_000_000
DEALT_CEILING = 300_000_000
"""Titles that the drifts of one source may go through in a run: some seconds of work."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one run: simulated seconds, events, bytes of state, requests unanswered at the same time."""

    simulated_s: float = 86_400.0
    events: int = 400_000_000
    memory_bytes: int = 1_000 * MEGABYTE
    in_flight: int = 500_000

    def __post_init__(self) -> None:
        assert 0 < self.events <= EVENTS_CEILING
        assert min(self.simulated_s, self.memory_bytes, self.in_flight) > 0


def refusals(design: Design, limits: Limits) -> list[DesignError]:
    """Complaints about a design whose state would not fit before the first request."""
    lowered = [lower(each) for each in design.components]
    needed = _state_bytes(lowered, len(design.calls)) + _peer_bytes(design, lowered) + _copy_bytes(design, lowered)
    if needed <= limits.memory_bytes:
        return _too_much_drift(design, lowered)
    keys = [
        place for place, each in enumerate(design.components) if "source" in component_types()[each.type].mechanisms
    ]
    path = f"components[{keys[0]}].parameters.keys_count" if keys else "components"
    sentence = (
        f"This design needs {needed / MEGABYTE:,.0f} MB, and a run may have {limits.memory_bytes / MEGABYTE:,.0f} MB."
        " Give its sources fewer keys, or draw fewer caches."
    )
    return [DesignError(path, sentence)]


def _too_much_drift(design: Design, lowered: list[Lowered]) -> list[DesignError]:
    """Every drift goes through all titles of its source: a source that drifts all the time would do nothing else."""
    for place, each in enumerate(lowered):
        told = each.has_source
        if told is None or told.wishes.drift_share <= 0.0:
            continue
        drifts = design.workload.duration_s / told.wishes.drift_every_s
        if drifts * told.keys_count > DEALT_CEILING:
            sentence = (
                f"Let titles drift less often: {drifts:,.0f} drifts of {told.keys_count:,} titles are more than a run"
                " may work through."
            )
            return [DesignError(f"components[{place}].parameters.drift_every_s", sentence)]
    return []


def _state_bytes(lowered: list[Lowered], connections_count: int) -> int:
    keys = keys_of(lowered)
    caches = sum(each.has_cache.zonal.replicas for each in lowered if each.has_cache is not None)
    sources = {
        (each.has_source.keys_count, each.has_source.zipf_alpha) for each in lowered if each.has_source is not None
    }
    alias = sum(count for count, _ in sources) * ALIAS.itemsize if caches else 0
    instances = sum(each.has_station.instances for each in lowered if each.has_station is not None)
    histograms = (len(lowered) + connections_count) * BUCKETS * 8
    of_instances = instances * (INSTANCE.itemsize + DETAIL.itemsize + LIFE.itemsize + SHARD.itemsize)
    guarded = sum(each.has_cache is not None and each.has_cache.refilling.guards for each in lowered)
    return keys * (caches * ENTRY.itemsize + guarded * REBUILD.itemsize) + alias + histograms + of_instances


def _copy_bytes(design: Design, lowered: list[Lowered]) -> int:
    """What connections remember, and the instances of callers beside the first copy of each cache, which is counted as
    any other."""
    keys = keys_of(lowered)
    copied = {
        component.id: each.has_cache.refilling.guards
        for component, each in zip(design.components, lowered, strict=True)
        if each.has_cache is not None and each.has_cache.lookup_s is not None
    }
    instances = _instances(design, lowered)
    copies = sum(instances[each.source] - 1 for each in design.calls if each.target in copied)
    guarded = sum(instances[each.source] - 1 for each in design.calls if copied.get(each.target))
    remembering = sum(remembers_answers(each.policies) for each in design.calls)
    return (copies + remembering) * (keys * ENTRY.itemsize + SHARD.itemsize) + guarded * keys * REBUILD.itemsize


def _instances(design: Design, lowered: list[Lowered]) -> dict[str, int]:
    return {
        component.id: each.has_station.instances if each.has_station is not None else 1
        for component, each in zip(design.components, lowered, strict=True)
    }


def _peer_bytes(design: Design, lowered: list[Lowered]) -> int:
    """An upper bound for what balancers know of the instances that they choose from."""
    instances = _instances(design, lowered)
    return PEER.itemsize * sum(
        instances[each.target] for each in design.calls if each.policies or BALANCINGS[each.balancing] >= FIRST_INFORMED
    )


def time_met(limits: Limits) -> str:
    """The sentence of a run that reached the longest simulated time."""
    return f"The run ended at {limits.simulated_s:,.0f} s of simulated time, the longest that one run may take."


def events_met(limits: Limits, clock_s: float) -> str:
    """The sentence of a run that used up its events."""
    return (
        f"The run ended at {clock_s:,.1f} s: it had worked through {limits.events:,} events, the most that"
        " one run may have. Send less traffic or make the run shorter."
    )


def memory_met(limits: Limits, clock_s: float) -> str:
    """The sentence of a run whose unfinished work outgrew its memory."""
    return (
        f"The run ended at {clock_s:,.1f} s: its unfinished work would have needed more than"
        f" {limits.memory_bytes / MEGABYTE:,.0f} MB. Something is overloaded and its queue grows without bound;"
        " limit a queue."
    )


def in_flight_met(limits: Limits, clock_s: float) -> str:
    """The sentence of a run with too many unanswered requests."""
    return (
        f"The run ended at {clock_s:,.1f} s: {limits.in_flight:,} requests were waiting for an answer at once, the most"
        " that one run may have. Something is overloaded and its queue grows without bound; limit a queue."
    )
