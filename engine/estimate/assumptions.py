"""What an estimate takes for granted and a design breaks, in words with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from engine.design.findings import share_for_people, time_for_people
from engine.design.kinds import NO_LIMIT, RateCurve
from engine.design.model import Design
from engine.design.rate import rate_at
from engine.estimate.drawing import Call, Drawing, Part
from engine.estimate.result import Assumption

FEW = 0.001
"""Share of requests from which refusals, failures and lateness are worth a sentence."""

BUSY = 0.9
LIVES = 1.0
"""A cache has nine tenths of its usual hits once an unused key's lifetime has passed (row V59 of the validation table)."""

RELAXATIONS = 5.0


def assumptions_of(
    design: Design, drawing: Drawing, at: str, drawn: Mapping[str, RateCurve], settled: bool
) -> tuple[Assumption, ...]:
    """Everything to be said: about the whole first, then in the order of the drawing."""
    found = [Assumption("", text) for text in _of_the_whole(design, drawing, at, drawn, settled)]
    for part in drawing.parts.values():
        found += [Assumption(part.component.id, text) for text in _of_a_part(part, design)]
    for call in drawing.calls.values():
        found += [Assumption(call.connection.id, text) for text in _of_a_call(call)]
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
    if design.schedule:
        count = len(design.schedule)
        yield f"{count} scheduled failure{'s are' if count > 1 else ' is'} left out."
    if not settled:
        yield "Failures and retries chase one another: the figures did not come to rest and are rough."
    if drawing.is_round:
        yield "A cache is asked from behind its own misses: its hit ratio was found by going round until it settled."


def _of_a_part(part: Part, design: Design) -> Iterator[str]:
    if part.rate_per_s <= 0.0:
        return
    if part.station is not None:
        yield from _of_a_station(part, design)
    if part.cache is not None:
        yield from _of_a_cache(part, design)


def _of_a_station(part: Part, design: Design) -> Iterator[str]:
    station, label, load = part.station, part.component.label, part.waiting.load
    assert station is not None
    limit = station.queue_limit
    if load == math.inf:
        yield f"{label} waits for calls that are never answered; its slots all fill up."
    elif load >= 1.0 and limit == NO_LIMIT:
        extra = part.rate_per_s * part.let_in * (1.0 - part.waiting.served)
        yield f"{label} is offered {load:,.2f} times what it can do and has no queue limit: {extra:,.4g} more wait every second, without bound."
    elif load >= 1.0:
        yield f"{label} is offered {load:,.2f} times what it can do: it refuses {share_for_people(part.waiting.refused)}, and figures behind it are rough."
    elif part.waiting.refused >= FEW:
        yield f"{label} refuses when {limit} wait at an instance, {share_for_people(part.waiting.refused)} of requests: exact for exponential service and Poisson arrivals only."
    if BUSY <= load < 1.0:
        yield f"{label} is {share_for_people(load)} busy: near full load waits are uncertain by a quarter or more."
        yield from _of_settling(part, design)
    if part.holding.mean > 1.5 * part.service.mean and load < math.inf:
        yield (
            f"{label} holds a slot for {time_for_people(part.holding.mean)} of which {time_for_people(part.service.mean)}"
            " are its own work: that its full slots hold back what it calls is left out."
        )
    if part.least_outstanding + part.choice_of_two > 0.0 and station.instances > 1 and load > 0.5:
        yield f"Callers of {label} look at what is outstanding: its wait lies between one queue for all and {station.instances} separate ones, by a measured rule."
    yield from _of_storms(part)


def _of_settling(part: Part, design: Design) -> Iterator[str]:
    """The relaxation time of a queue near full load, about S / (c (1 - load)^2) times the variability."""
    assert part.station is not None
    variation = part.holding.variance / part.holding.mean**2
    settles_s = (1.0 + variation) * part.holding.mean / part.station.slots / (1.0 - part.waiting.load) ** 2
    if RELAXATIONS * settles_s > design.workload.duration_s:
        yield f"{part.component.label} needs minutes to settle ({time_for_people(RELAXATIONS * settles_s)}): a run of {time_for_people(design.workload.duration_s)} will show less."


def _of_storms(part: Part) -> Iterator[str]:
    """Retries that could keep a component overloaded once something has overloaded it (a metastable state)."""
    assert part.station is not None
    tried = sum(call.calls_per_s * call.connection.retry.attempts for call in part.callers)
    worst = tried * part.service.mean / (part.station.instances * part.station.slots)
    if part.waiting.load < 1.0 <= worst and any(call.connection.retry.attempts > 1 for call in part.callers):
        yield (
            f"Retries could hold {part.component.label} down: with every call tried to the last its load would be {worst:,.2f}."
            " The estimate shows the good state; after a disturbance a run may stay in the bad one."
        )


def _of_a_cache(part: Part, design: Design) -> Iterator[str]:
    cache, label = part.cache, part.component.label
    assert cache is not None
    if 0.0 < part.life_s < math.inf and LIVES * part.life_s > design.workload.warm_up_s:
        yield (
            f"{label} needs about {time_for_people(LIVES * part.life_s)} to fill and the warm-up is"
            f" {time_for_people(design.workload.warm_up_s)}: a run shows fewer hits than the estimate."
        )
    if _lies_behind_a_cache(part):
        yield f"{label} gets what other caches missed: what is popular there is counted, that misses of one key come in turns is not."
    if part.filled < 0.99:
        yield f"A miss of {label} ends with the key stored in {share_for_people(part.filled)} of cases."
    if len(part.callers) > 1 or any(call.attempts > 1.0 + FEW for call in part.callers):
        yield f"Lookups of {label} by one request ask for the same key: the estimate treats them as independent, and shows fewer hits."


def _lies_behind_a_cache(part: Part) -> bool:
    """True when a caller, or a caller's caller, goes on after misses only."""
    seen, ahead = set(), [part]
    while ahead:
        for call in ahead.pop().callers:
            through = call.caller.cache is not None and not call.caller.cache.looks_aside
            if through or call.waits_for is not None:
                return True
            if call.caller.component.id not in seen:
                seen.add(call.caller.component.id)
                ahead.append(call.caller)
    return False


def _of_a_call(call: Call) -> Iterator[str]:
    if call.calls_per_s <= 0.0:
        return
    ends = f"{call.caller.component.label} → {call.target.component.label}"
    if call.late >= FEW and call.connection.timeout_s is not None:
        yield (
            f"{share_for_people(call.late)} of attempts {ends} take longer than {time_for_people(call.connection.timeout_s)}:"
            " the tail of a fitted gamma decides this, so take it as a rough share."
        )
    if call.attempts > 1.0 + FEW:
        yield f"Calls {ends} take {call.attempts:,.3g} attempts on average: attempts are taken to fail independently."
