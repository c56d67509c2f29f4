"""Changes of a design while its run goes on: which parameters of what is drawn, and what is refused with its field.

A parameter can be changed when the mechanisms that it fills take a new value at any time: what waits keeps waiting,
what is under way ends as it began. What decides how the state is laid out (slots, capacities, who calls whom) cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from engine.design.check import check_runnable
from engine.design.fleets import room_beyond
from engine.design.model import Connection, Design, DesignError, Value
from engine.design.policies import lower_policies
from engine.design.read import read_document
from engine.design.references import unknown_name
from engine.design.teams import standbys
from engine.design.write import to_document
from engine.plan.lowering import lower

CHANGE = "change"
"""What an intervention names instead of a failure."""
MOST = 20
"""Parameters that one change may set."""

MECHANISMS = (
    *("has_station.service", "has_station.queue_limit", "has_station.error_ratio", "has_station.instances"),
    *("has_station.deadline_margin_s", "has_station.lifo_after_s", "has_station.slots"),
    *("has_cache.ttl_s", "has_cache.renews_on_read", "has_source.think_s"),
)
"""What a component may be told anew (of `engine.plan.lowering`)."""
CALLS = ("probability", "fallback_s", "timeout_s", "retry", "delay_s")
POLICIES = frozenset(
    {"budget_deposit", "budget_ceiling", "rate", "rate_ceiling", "breaker_sleep_ns", "breaker_volume"}
    | {"breaker_failures", "throttle_k", "permits", "permits_queue", "limit_low", "limit_high", "limit_queue"}
    | {"limit_smoothing", "limit_window", "limit_tolerance", "hedge_after_ns", "hedge_millionths", "hedge_cap"}
)
"""Columns of policies; one that is 0 switches something off and stays so."""


@dataclass(frozen=True, slots=True)
class Change:
    """New values for parameters of one component or connection; `design` is the whole as it is afterwards."""

    target: str
    parameters: Mapping[str, Value | None]
    design: Design
    failure: str = CHANGE
    heal: bool = False

    def sentence(self, label: str) -> str:
        """What was done, for the log."""
        return f"Changed {label}: {', '.join(f'{name} is {_shown(value)}' for name, value in self.parameters.items())}"


def read_change(
    drawn: Design, design: Design, target: str, parameters: Mapping[str, Any]
) -> tuple[Change | None, list[DesignError]]:
    """Reads what a person wants changed in a run of `drawn` whose design is `design` by now: (change, []) or
    (None, errors).

    `parameters` are those of a component by name, or fields of a connection with dots for what lies in them
    (`retry.attempts`, `policies.bulkhead.permits`); values are those of a document.
    """
    document = to_document(design)
    place = _place_of(document, target)
    if place is None:
        known = [*(each.id for each in design.components), *(each.id for each in design.calls)]
        return None, [DesignError("target", unknown_name("component or connection", target, known))]
    if not 1 <= len(parameters) <= MOST:
        return None, [DesignError("parameters", f"Give 1 to {MOST} parameters with their new values.")]
    changed, errors = _read(document, place, parameters)
    if changed is None:
        return None, errors
    unsound = check_runnable(changed)
    if unsound:
        return None, [_at_field(each, place, parameters) for each in unsound]
    errors = [error for name in parameters for error in _refusals(design, target, place, name, parameters[name])]
    errors = errors or _too_many(drawn, changed, target, parameters)
    errors = errors or ([] if _is_live(design, changed, target) else [DesignError("parameters", TOGETHER)])
    return (None, errors) if errors else (Change(target, dict(parameters), changed), [])


TOGETHER = "These cannot be changed together while the run goes on: change one after another."
FIXED = "This cannot be changed while the run goes on: it decides how the run is laid out. Start a run of its own."
NOTHING = "This changes nothing while the run goes on."


def _too_many(drawn: Design, changed: Design, target: str, parameters: Mapping[str, Any]) -> list[DesignError]:
    """Instances have their places from the beginning: those that were drawn, and some more."""
    stations = [
        lower(each).has_station for design in (drawn, changed) for each in design.components if each.id == target
    ]
    if len(stations) != 2 or stations[0] is None or stations[1] is None:
        return []
    room = stations[0].instances + room_beyond(drawn)[target]
    if stations[1].instances <= room:
        return []
    path = f"parameters.{next(iter(parameters))}" if len(parameters) == 1 else "parameters"
    sentence = f"This run has room for {room} here, counted from what was drawn."
    return [DesignError(path, sentence)]


def undoing(before: Design, target: str, parameters: Mapping[str, Any]) -> dict[str, Value | None]:
    """The values that these parameters of a target have in the design `before` a change."""
    document = to_document(before)
    place = _place_of(document, target)
    assert place is not None
    return {name: _value(document, place, name) for name in parameters}


def _place_of(document: dict[str, Any], target: str) -> tuple[str, int] | None:
    for kind in ("components", "connections"):
        for number, each in enumerate(document[kind]):
            if each.get("id") == target:
                return kind, number
    return None


def _read(
    document: dict[str, Any], place: tuple[str, int], parameters: Mapping[str, Any]
) -> tuple[Design | None, list[DesignError]]:
    for name, value in parameters.items():
        if not _put(document, place, name, value):
            return None, [DesignError(f"parameters.{name}", "There is nothing of this name here that could change.")]
    changed, errors = read_document(document)
    return changed, [_at_field(each, place, parameters) for each in errors]


def _put(document: dict[str, Any], place: tuple[str, int], name: str, value: Any) -> bool:
    kind, number = place
    inner: Any = document[kind][number]
    *path, last = ["parameters", name] if kind == "components" else name.split(".")
    if path and path[0] == "retry":
        inner.setdefault("retry", {})
    for each in path:
        inner = inner.get(each) if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or last in ("id", "from", "to", "policies", "retry", "kind"):
        return False
    if value is None:
        inner.pop(last, None)
    else:
        inner[last] = value
    return True


def _value(document: dict[str, Any], place: tuple[str, int], name: str) -> Any:
    inner: Any = document[place[0]][place[1]]
    for each in ["parameters", name] if place[0] == "components" else name.split("."):
        inner = inner.get(each) if isinstance(inner, dict) else None
    return inner


def _at_field(error: DesignError, place: tuple[str, int], parameters: Mapping[str, Any]) -> DesignError:
    """An error of the document at the parameter that it belongs to."""
    beginning = f"{place[0]}[{place[1]}]."
    path = error.path.removeprefix(beginning).removeprefix("parameters.") if error.path.startswith(beginning) else ""
    return DesignError(f"parameters.{path}" if path in parameters else "parameters", error.message)


def _refusals(design: Design, target: str, place: tuple[str, int], name: str, value: Any) -> Iterator[DesignError]:
    """Why one parameter alone cannot be changed."""
    alone, _ = _read(to_document(design), place, {name: value})
    if alone is not None and alone == design:
        yield DesignError(f"parameters.{name}", "It has this value already.")
    elif alone is not None and not _differences(design, alone, target):
        yield DesignError(f"parameters.{name}", NOTHING)
    elif alone is not None and not _is_live(design, alone, target):
        yield DesignError(f"parameters.{name}", FIXED)


def _is_live(before: Design, after: Design, target: str) -> bool:
    """True when everything in which the two designs differ can change while a run goes on."""
    return all(_may_change(before, after, target, each) for each in _differences(before, after, target))


def _differences(before: Design, after: Design, target: str) -> list[str]:
    """Where the mechanisms of a component differ, or the fields of a connection; a controller has none, and keeps
    what it was made with."""
    old, new = (next((each for each in design.components if each.id == target), None) for design in (before, after))
    if old is not None and new is not None:
        return list(_differing(lower(old), lower(new)))
    first, second = (next(each for each in design.calls if each.id == target) for design in (before, after))
    return list(_differing(first, second))


def _differing(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """The fields in which two dataclasses differ, as deep as `mechanism.field`."""
    for each in fields(old):
        first, second = getattr(old, each.name), getattr(new, each.name)
        if first == second:
            continue
        if not path and is_dataclass(first) and type(first) is type(second) and each.name != "retry":
            yield from _differing(first, second, f"{each.name}.")
        else:
            yield f"{path}{each.name}"


def _may_change(before: Design, after: Design, target: str, field: str) -> bool:
    if any(each.id == target for each in before.components):
        if field == "has_station.service" and _is_measured(before, after, target):
            return False
        if field == "has_station.slots":
            return _may_widen(before, target)
        return field in MECHANISMS and not (field == "has_cache.ttl_s" and _is_switched(before, after, target))
    old, new = (next(each for each in design.calls if each.id == target) for design in (before, after))
    if field == "timeout_s":
        return None not in (old.timeout_s, new.timeout_s) and not _is_tied(before, old)
    if field == "delay_s":
        return old.kind == "call" and not _is_tied(before, old)
    if field == "retry":
        return old.retry.attempts == new.retry.attempts or _is_plain(before, old)
    if field == "probability":
        return old.share is None
    return _may_turn(old, new) if field == "policies" else field in CALLS


def _is_measured(before: Design, after: Design, target: str) -> bool:
    """True when service times are drawn from a list, before or after: lists have their places from the beginning."""
    both = (lower(each).has_station for design in (before, after) for each in design.components if each.id == target)
    return any(each is not None and each.service.shape == "trace" for each in both)


def _may_widen(design: Design, target: str) -> bool:
    """True when slots are counted at each arrival and departure; those that are shared out among all work or among
    classes are not, and neither are those of consumers and stores."""
    lowered = next(lower(each) for each in design.components if each.id == target)
    station = lowered.has_station
    is_plain = station is not None and station.discipline != "processor_sharing" and station.shedding is None
    return is_plain and not (lowered.has_consumers or lowered.has_log or lowered.has_dead_letters)


def _is_switched(before: Design, after: Design, target: str) -> bool:
    """True when keys begin to expire, or do so no more: those that are stored do not know."""
    caches = (lower(each).has_cache for design in (before, after) for each in design.components if each.id == target)
    return any(each is not None and each.ttl_s == 0.0 for each in caches)


def _is_tied(design: Design, call: Connection) -> bool:
    """True when somebody else is told how long the caller waits."""
    ends = [each for each in design.components if each.id in (call.source, call.target)]
    return call.passes_deadline or call.cancels or any(lower(each).has_deadline is not None for each in ends)


def _is_plain(design: Design, call: Connection) -> bool:
    """True when the attempts of a call are numbered by themselves, not as part of a team."""
    peers = [each for each in design.calls if (each.source, each.order) == (call.source, call.order)]
    return (
        max(call.copies, call.times) == 1
        and call.fallback_to is None
        and call.id not in standbys(design.calls)
        and all(each.enough is None for each in peers)
        and "teamed" not in lower_policies(call.policies).rules
    )


def _may_turn(old: Connection, new: Connection) -> bool:
    """True when the same policies are there before and after, and only figures of theirs differ."""
    first, second = lower_policies(old.policies), lower_policies(new.policies)
    if old.policies.keys() != new.policies.keys() or first.rules != second.rules:
        return False
    if first.columns.keys() != second.columns.keys():
        return False
    turned = {name for name, value in first.columns.items() if value != second.columns[name]}
    return turned <= POLICIES and all(first.columns[name] and second.columns[name] for name in turned)


def _shown(value: Value | None) -> str:
    return "the default" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
