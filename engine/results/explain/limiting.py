"""What limits a design: where the time is for which slots are held, not only who is busiest."""

from __future__ import annotations

from collections.abc import Mapping

from engine.kernel.outcomes import ERROR_NAMES
from engine.results.explain.facts import Facts
from engine.results.explain.holding import Holding, holdings_of
from engine.results.explain.told import Number, Statement

BUSY = 0.7
"""Above this utilisation queues grow fast: at 0.7 a single server with random service makes one wait 2.3 services."""
MOSTLY = 0.5
POLICY_SHARE = 0.01
POLICIES = frozenset({"rate_limited", "circuit_open", "bulkhead_full", "throttled", "concurrency_limited", "shed"})


def limiting(facts: Facts) -> list[Statement]:
    """What limits the design, the most important first."""
    fixed = facts.measures.tables.components
    used = {row: facts.measures.utilisation(row) or 0.0 for row in range(len(fixed)) if fixed[row]["has_station"]}
    if not used:
        return []
    holdings = holdings_of(facts.traces, [bool(each) for each in fixed["holds_slot"]])
    busiest = max(used, key=lambda row: (used[row], -row))
    if used[busiest] < BUSY:
        return [_nothing(facts, busiest), *_policies(facts)]
    limit = _walk(busiest, holdings)[-1]
    found = [_limit(facts, limit, holdings), *_waiting(facts, limit)]
    for row in sorted(used, key=lambda each: (-used[each], each)):
        path = _walk(row, holdings)
        if used[row] >= BUSY and row != limit and limit in path:
            found.append(_held(facts, row, path[1], holdings))
    return found + _policies(facts)


def _walk(row: int, holdings: Mapping[int, Holding]) -> list[int]:
    """From a component to the one that it waits for, as long as it mostly waits."""
    path = [row]
    while (holding := holdings.get(path[-1])) is not None and holding.calling_share > MOSTLY:
        callee = holding.slowest_callee
        if callee is None or callee in path:
            break
        path.append(callee)
    return path


def utilisation(facts: Facts, row: int) -> Number:
    """Busy slots over all slots of living instances."""
    busy_s, up_s = facts.measures.area(row, "busy") / 1e9, facts.measures.area(row, "up") / 1e9
    slots = facts.measures.room(row) / 1e9 / up_s if up_s > 0.0 else 0.0
    return Number(
        facts.measures.utilisation(row) or 0.0,
        "ratio",
        "busy slot-seconds / (slots of an instance x instance-seconds alive)",
        {"busy slot-seconds": busy_s, "slots of an instance": slots, "instance-seconds alive": up_s},
    )


def _nothing(facts: Facts, row: int) -> Statement:
    used = utilisation(facts, row)
    numbers = {"utilisation": used}
    text = (
        "Nothing limits this design at this traffic. The busiest component is {busiest}: its slots are busy"
        " {utilisation} of the time"
    )
    if used.value > 0.0:
        inputs: dict[str, float | str] = {"utilisation": used.value}
        numbers["room"] = Number(1.0 / used.value, "times", "1 / utilisation, if all else stays as it is", inputs)
        text += ", so about {room} the traffic would fill them"
    return Statement(text + ".", numbers, {"busiest": facts.component_id(row)})


def _limit(facts: Facts, row: int, holdings: Mapping[int, Holding]) -> Statement:
    """The component at the end of the walk: full itself, or so slow that others are."""
    used = utilisation(facts, row)
    components = {"limit": facts.component_id(row)}
    if used.value >= BUSY:
        text = "{limit} limits this design: its slots are busy {utilisation} of the time"
        numbers = {"utilisation": used}
        holding = holdings.get(row)
        if holding is not None and holding.held_ns:
            numbers["own"] = _share("own service", holding.serving_ns, holding)
            text += ", {own} of it with its own service"
        return Statement(text + ".", numbers, components)
    mean_s = facts.measures.component(row)["latency_s"]["mean"] or 0.0
    count = facts.measures.count(row, "completions")
    numbers = {
        "utilisation": used,
        "latency": Number(mean_s, "s", "sum of latencies / answers", {"answers": count}, count),
    }
    text = (
        "{limit} limits this design by being slow, not by being full: it takes {latency} for an answer while its slots"
        " are busy {utilisation} of the time."
    )
    return Statement(text, numbers, components)


def _waiting(facts: Facts, row: int) -> list[Statement]:
    """How many wait there, and by Little's law how long."""
    came = facts.measures.arrivals(row)
    queue = facts.measures.area(row, "queue")
    if not came or queue <= 0 or facts.measures.span_ns <= 0:
        return []
    mean = Number(
        queue / facts.measures.span_ns,
        "count",
        "queued request-seconds / measured seconds",
        {"queued request-seconds": queue / 1e9, "measured seconds": facts.span_s},
    )
    rate = came / facts.span_s
    wait = Number(
        mean.value / rate,
        "s",
        "mean queue / arrivals per second (Little's law)",
        {"mean queue": mean.value, "arrivals per second": rate},
        came,
    )
    last = Number(float(facts.measures.state.component_states[row]["queued"]), "count", "waiting when the run ended")
    text = "{queue} requests wait at {limit} on average, each for {wait}; at the end {last} were waiting."
    return [Statement(text, {"queue": mean, "wait": wait, "last": last}, {"limit": facts.component_id(row)})]


def _held(facts: Facts, row: int, callee: int, holdings: Mapping[int, Holding]) -> Statement:
    """A component that looks full because it waits for another one."""
    holding = holdings[row]
    slots = facts.measures.room(row) / max(facts.measures.span_ns, 1)
    held_s = holding.held_ns / holding.spans / 1e9
    numbers = {
        "utilisation": utilisation(facts, row),
        "held": _share("waiting for calls", holding.calling_ns, holding),
        "most": Number(
            slots / held_s,
            "per_s",
            "slots of living instances / mean time that a slot is held",
            {"slots": slots, "mean time held, s": held_s},
            holding.spans,
        ),
    }
    text = (
        "{held_component} has its slots taken {utilisation} of the time, but {held} of that they wait for {callee}:"
        " it cannot do more than {most} while that takes so long."
    )
    return Statement(text, numbers, {"held_component": facts.component_id(row), "callee": facts.component_id(callee)})


def _share(what: str, part_ns: int, holding: Holding) -> Number:
    inputs: dict[str, float | str] = {f"{what}, s": part_ns / 1e9, "slots held, s": holding.held_ns / 1e9}
    return Number(part_ns / holding.held_ns, "ratio", f"{what} / slots held, in traced requests", inputs, holding.spans)


def _policies(facts: Facts) -> list[Statement]:
    """Connections whose own policies turn away more than a little."""
    tables, found = facts.measures.tables, []
    for row in range(len(tables.connection_ids)):
        measured = facts.measures.connection(row)
        for kind, count in measured["errors"].items():
            if kind in POLICIES & set(ERROR_NAMES.values()) and count > POLICY_SHARE * max(measured["calls"], 1):
                inputs: dict[str, float | str] = {"turned away": count, "calls": measured["calls"]}
                number = Number(
                    count / max(measured["calls"], 1), "times", "turned away / calls", inputs, measured["calls"]
                )
                said = kind.replace("_", " ")
                text = f"A policy turns calls of {{caller}} to {{callee}} away ({said}): {{share}} a call."
                found.append(Statement(text, {"share": number}, facts.ends_of(row)))
    return found
