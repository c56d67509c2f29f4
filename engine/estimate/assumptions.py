"""What an estimate takes for granted and a design breaks, in words with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from engine.design.discovery import component_types, eviction_types
from engine.design.findings import share_for_people, time_for_people
from engine.design.kinds import RateCurve
from engine.design.model import Connection, Design
from engine.design.rate import rate_at
from engine.design.rows import NO_LIMIT, Wishes
from engine.estimate.drawing import Call, Drawing, Part
from engine.estimate.flows import copies_of
from engine.estimate.policies import left_out
from engine.estimate.result import Assumption
from engine.plan.lowering import Cache, Station

FEW = 0.001
"""Share of requests from which refusals, failures and lateness are worth a sentence."""

BUSY = 0.9
LIVES = 1.0
"""A cache has nine tenths of its usual hits once the lifetime of an unused key has passed."""

RELAXATIONS = 5.0


def assumptions_of(
    design: Design, drawing: Drawing, at: str, drawn: Mapping[str, RateCurve], settled: bool
) -> tuple[Assumption, ...]:
    """Everything to be said: about the whole first, then in the order of the drawing."""
    found = [Assumption("", text) for text in _of_the_whole(design, drawing, at, drawn, settled)]
    behind = _behind_caches(drawing)
    is_closed = any(each.source is not None and each.source.users for each in drawing.parts.values())
    for name, part in drawing.parts.items():
        if part.rate_per_s > 0.0 and part.station is not None:
            found += [Assumption(name, text) for text in _of_a_station(part, part.station)]
            if not is_closed:
                found += [Assumption(name, text) for text in _of_settling(part, part.station, design)]
        if part.rate_per_s > 0.0 and part.cache is not None:
            found += [Assumption(name, text) for text in _of_a_cache(part, design, name in behind)]
    for call in drawing.calls.values():
        found += [Assumption(call.connection.id, text) for text in (*_of_a_balancer(call), *_of_a_call(call))]
    return tuple(found)


def _of_the_whole(
    design: Design, drawing: Drawing, at: str, drawn: Mapping[str, RateCurve], settled: bool
) -> Iterator[str]:
    workload = design.workload
    for name, curve in drawn.items():
        inside = [
            rate for at_s, rate in zip(curve.times_s, curve.rates_per_s, strict=True) if at_s >= workload.warm_up_s
        ]
        rates = [rate_at(curve, workload.warm_up_s), *inside]
        if max(rates) > min(rates) * 1.001:
            held = "its mean rate" if at == "mean" else "the moment of the greatest traffic, held for ever"
            yield (
                f'The traffic of "{name}" is not steady ({min(rates):,.4g} to {max(rates):,.4g} requests a second):'
                f" the estimate holds for {held}."
            )
    yield from _of_sources(drawing)
    if design.schedule:
        count = len(design.schedule)
        yield f"{count} scheduled failure{'s are' if count > 1 else ' is'} left out."
    yield from _of_controllers(design)
    yield from _of_joints(design)
    if not settled:
        yield "Failures and retries chase one another: the figures did not come to rest and are rough."
    if drawing.is_round:
        yield "A cache is asked from behind its own misses: its hit ratio was found by going round until it settled."


def _of_controllers(design: Design) -> Iterator[str]:
    labels = {each.id: each.label for each in design.components}
    onlookers = {each.id for each in design.components if not component_types()[each.type].acts}
    for name in sorted(onlookers):
        yield f"What {labels[name]} collects, and what that costs, is left out."
    for each in (control for control in design.controls if control.source not in onlookers):
        yield (
            f"{labels[each.source]} may act on {labels[each.target]} during a run: the estimate holds for"
            f" {labels[each.target]} as it is drawn."
        )


def _of_joints(design: Design) -> Iterator[str]:
    labels = {each.id: each.label for each in design.components}
    for each in design.joints:
        yield (
            f"{labels[each.source]} and {labels[each.target]} send each other what is written: how old what is read"
            " may be, and what a lost region loses, are left out."
        )


def _of_sources(drawing: Drawing) -> Iterator[str]:
    is_alone = sum(part.source is not None for part in drawing.parts.values()) == 1
    for part in drawing.parts.values():
        source, label = part.source, part.component.label
        if component_types()[part.component.type].watching is not None:
            yield (
                f"Each session of {label} counts as one press of play: presses for the next episode or after a failure,"
                " start times, stalls and bitrates are left out."
            )
        if source is not None and source.burstiness > 1.0:
            yield (
                f"{label} sends in bursts: waits are those of heavy traffic with the index of dispersion"
                f" {source.burstiness:g}, too long where queues empty between two bursts."
            )
        if source is not None and source.absent_ratio > 0.0:
            yield (
                f"{share_for_people(source.absent_ratio)} of the keys that {label} asks for do not exist, and caches"
                " remember that for a time of its own: the estimate takes them for any others."
            )
        if source is not None:
            yield from _of_wishes(label, source.wishes, is_alone)
        if source is not None and source.users:
            yield (
                f"The {source.users:,} users of {label} wait for each answer: their rate of"
                f" {part.rate_per_s:,.4g} a second is found by an approximate mean value analysis, near the knee some"
                " percent too low."
            )


def _of_wishes(label: str, told: Wishes, is_alone: bool) -> Iterator[str]:
    """Where popularity is not one law for all and for ever."""
    if told.drift_share > 0.0:
        yield (
            f"Every {time_for_people(told.drift_every_s)} {share_for_people(told.drift_share)} of the favourites of"
            f" {label} change: the estimate takes them as they are at one moment, and shows more hits."
        )
    if told.correlation < 1.0 and not is_alone:
        yield (
            f"{label} like other titles than others: the estimate takes all tastes for one, and shows more hits where"
            " they share a cache."
        )
    if told.premiere_share > 0.0:
        yield (
            f"Up to {share_for_people(told.premiere_share)} of the requests of {label} ask for one new title: the"
            " estimate leaves that out, and shows fewer hits."
        )


def _of_a_station(part: Part, station: Station) -> Iterator[str]:
    label, load, instances = part.component.label, part.waiting.load, station.instances
    if load >= 1.0:
        yield _overload(part, station)
    elif part.waiting.refused >= FEW:
        yield (
            f"{label} refuses when {station.queue_limit} wait at an instance,"
            f" {share_for_people(part.waiting.refused)} of requests: the share is exact for exponential service only."
        )
    if BUSY <= load < 1.0:
        yield f"{label} is {share_for_people(load)} busy: near full load waits are uncertain by a quarter or more."
    if part.holding.mean > 1.5 * part.service.mean and load < math.inf:
        held, own = time_for_people(part.holding.mean), time_for_people(part.service.mean)
        yield (
            f"{label} holds a slot for {held}, of which {own} are its own work:"
            " that its full slots hold back what it calls is left out."
        )
    if part.least_outstanding + part.choice_of_two > 0.0 and instances > 1 and load > 0.5:
        yield (
            f"Callers of {label} look at what is outstanding: its wait lies between that of one queue for all and that"
            f" of {instances} separate ones, by a measured rule."
        )
    if station.shedding is not None:
        yield f"{label} sheds by priority: the estimate treats every class alike and leaves the shedding out."
    if max(station.pace.usl_sigma, station.pace.usl_kappa) > 0.0:
        yield f"{label} gets slower the more of its slots are busy: the estimate takes service times as drawn."
    if station.pace.pause_s > 0.0:
        yield f"{label} pauses now and then: the estimate spreads the lost time evenly and shows no slow request."
    if station.discipline in ("lifo", "adaptive_lifo"):
        yield f"{label} may serve the newest first: the mean wait is right, its spread is wider than the estimate says."
    if station.discipline == "priority":
        yield f"{label} serves by priority: waits are right on average over all classes, not for any one of them."
    yield from _of_storms(part, station)


def _overload(part: Part, station: Station) -> str:
    label, load = part.component.label, part.waiting.load
    if load == math.inf:
        return f"{label} waits for calls that are never answered; its slots all fill up."
    if station.queue_limit == NO_LIMIT:
        more = part.rate_per_s * (1.0 - part.waiting.served)
        return (
            f"{label} is offered {load:,.2f} times what it can do and has no queue limit:"
            f" {more:,.3g} more wait every second, without bound."
        )
    refused = share_for_people(part.waiting.refused)
    return f"{label} is offered {load:,.2f} times what it can do and refuses {refused}: figures around it are rough."


def _of_settling(part: Part, station: Station, design: Design) -> Iterator[str]:
    """The relaxation time of a queue near full load is about S / (c (1 - load)^2) times its variability."""
    if not BUSY <= part.waiting.load < 1.0:
        return
    variation = part.holding.variance / part.holding.mean**2
    settles_s = RELAXATIONS * (1.0 + variation) * part.holding.mean / station.slots / (1.0 - part.waiting.load) ** 2
    if settles_s > design.workload.duration_s:
        yield (
            f"{part.component.label} needs {time_for_people(settles_s)} to settle:"
            f" a run of {time_for_people(design.workload.duration_s)} shows shorter queues."
        )


def _of_storms(part: Part, station: Station) -> Iterator[str]:
    """Retries that could keep a component overloaded once something has overloaded it (a metastable state)."""
    tried = sum([call.calls_per_s * call.connection.retry.attempts for call in part.callers])
    worst = tried * part.service.mean / (station.instances * station.slots)
    if part.waiting.load < 1.0 <= worst and tried > part.rate_per_s * 1.001:
        yield (
            f"Retries could hold {part.component.label} down: with every call tried to the last it would be offered"
            f" {worst:,.2f} times what it can do. The estimate shows the good state; after a disturbance a run may"
            " stay in the bad one."
        )


def _of_a_cache(part: Part, design: Design, is_behind: bool) -> Iterator[str]:
    label, fills_s, warm_up_s = part.component.label, LIVES * part.life_s, design.workload.warm_up_s
    if warm_up_s < fills_s < math.inf:
        yield (
            f"{label} needs about {time_for_people(fills_s)} to fill and the warm-up is {time_for_people(warm_up_s)}:"
            " a run shows fewer hits than the estimate."
        )
    if is_behind:
        yield (
            f"{label} gets what other caches missed: that these ask for other keys is counted, that the misses of one"
            " key come in turns is not."
        )
    if part.cache is not None:
        yield from _of_evicting(label, part.cache)
        yield from _of_refilling(label, part.cache)
        if part.cache.zonal.replicas > 1:
            yield (
                f"Lookups at {label} are taken to be spread evenly over its {part.cache.zonal.replicas} replicas, as if"
                " each knew what all ask for; that a miss asks other zones, and waits for them, is left out."
            )
    if part.cache is not None and part.cache.lookup_s is not None:
        yield from _of_copies(part)
    if part.filled < 0.99:
        yield f"A miss of {label} ends with the key stored in {share_for_people(part.filled)} of cases."
    if len(part.callers) > 1 or any(call.attempts > 1.0 + FEW for call in part.callers):
        yield (
            f"One request may look into {label} more than once for the same key: the estimate treats lookups as"
            " independent, and shows fewer hits."
        )


def _of_evicting(label: str, cache: Cache) -> Iterator[str]:
    """By which closed form hits are estimated, where it is not the one of the policy itself."""
    name = eviction_types()[cache.eviction].label
    if cache.eviction == "lfu":
        yield f"{label} evicts by {name}: the estimate has what is asked for most in it from the first moment."
    elif cache.eviction in ("fifo", "random") and cache.renews_on_read and cache.ttl_s > 0.0:
        yield f"{label} evicts by {name} and renews its entries on read: the estimate takes the shorter of both lives."
    elif cache.eviction not in ("lru", "fifo", "random"):
        yield (
            f"{label} evicts by {name}, for which there is no closed form: its hit ratio is estimated as if the least"
            " recently used went, and a run mostly shows more hits."
        )


def _of_refilling(label: str, cache: Cache) -> Iterator[str]:
    """What is done about entries that end, and is left out."""
    told = cache.refilling
    if told.guards:
        yield (
            f"{label} guards keys while they are rebuilt: the estimate leaves that out, and has each miss go to what is"
            " behind it."
        )
    if told.jitter > 0.0:
        yield f"The times to live in {label} differ: the estimate takes their mean."


def _of_copies(part: Part) -> Iterator[str]:
    """Copies are lost with their instances, and what is routed by key is asked for at one of them only."""
    label, holder, copies = part.component.label, part.callers[0].caller, copies_of(part)
    if copies > 1 and any(call.connection.balancing == "consistent_hash" for call in holder.callers):
        yield f"Each copy of {label} is asked for its own part of the keys: a run shows more hits than the estimate."
    if copies > 1:
        yield (
            f"{label} has {copies} copies, one in each instance of {holder.component.label}: the estimate has them full"
            " all the time; in a run each is empty after a restart of its instance."
        )


def _behind_caches(drawing: Drawing) -> set[str]:
    """The parts that are reached over misses of some cache, callers before those they call."""
    behind: set[str] = set()
    for part in drawing.down:
        for call in part.callers:
            caller = call.caller
            reads_through = caller.cache is not None and not caller.cache.looks_aside
            if reads_through or call.waits_for is not None or caller.component.id in behind:
                behind.add(part.component.id)
                break
    return behind


UNEVEN = {
    "consistent_hash": "keys fall on its instances unevenly, and the hottest key lies on one of them",
    "weighted": "its instances get unequal shares",
    "zone_aware": "callers who are spread unevenly over the zones load them unevenly",
}
"""Rules of balancing that give instances unequal shares; the estimate gives all the same."""


def _ends(call: Call) -> str:
    return f"{call.caller.component.label} → {call.target.component.label}"


def _of_a_balancer(call: Call) -> Iterator[str]:
    if call.calls_per_s <= 0.0 or call.target.station is None or call.target.station.instances == 1:
        return
    told = call.connection
    if told.balancing in UNEVEN and call.target.cache is None:
        by_user = told.policies.get("hash_by", {}).get("hashes") == "user" and told.balancing == "consistent_hash"
        why = "people fall on its instances unevenly" if by_user else UNEVEN[told.balancing]
        yield f"{_ends(call)}: {why}; the estimate shares evenly."
    if told.policies.get("load_knowledge", {}).get("knowledge", "exact") != "exact":
        yield f"{_ends(call)}: the caller sees the load of instances late or in part; the estimate lets it see all."
    if "outlier_ejection" in told.policies or "probation" in told.policies:
        yield f"{_ends(call)}: that instances are left out of the choice for a while is left out."


def _of_a_team(told: Connection, ends: str) -> Iterator[str]:
    if told.enough is not None:
        yield f"Calls {ends} belong to an order of which {told.enough} are enough: the estimate waits for all of them."
    if told.copies > 1:
        needed = told.needed or told.copies
        yield (
            f"Calls {ends} are made {told.copies} times side by side and {needed} are needed: the estimate counts their"
            " load, and takes their answers as independent of each other."
        )
    if told.writes and told.copies > 1:
        yield f"Calls {ends} write: the estimate gives a write the service time of a read."
    if told.fallback_to is not None:
        yield f"What is called instead when calls {ends} fail is left out."
    if "hedge" in told.policies:
        yield f"Calls {ends} are hedged: the estimate leaves out the second attempts, their load and what they save."


def _of_a_call(call: Call) -> Iterator[str]:
    if call.calls_per_s <= 0.0:
        return
    ends = _ends(call)
    yield from _of_a_team(call.connection, ends)
    if call.connection.policies:
        yield from left_out(call, ends)
    if call.late >= FEW and call.connection.timeout_s is not None:
        limit = time_for_people(call.connection.timeout_s)
        yield (
            f"{share_for_people(call.late)} of attempts {ends} take longer than {limit}: the tail of a fitted gamma"
            " says so, take it as a rough share."
        )
    if call.late >= FEW and (call.connection.cancels or call.connection.passes_deadline):
        yield (
            f"Work {ends} that comes too late is stopped or not begun in a run; the estimate lets it be finished, and"
            " shows more load than there is."
        )
    if call.attempts > 1.0 + FEW:
        yield f"Calls {ends} take {call.attempts:.3g} attempts on average: attempts are taken to fail independently."
