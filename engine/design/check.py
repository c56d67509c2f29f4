"""What a design must have before it can run: complaints about a design that is readable but unfinished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from engine.design import limits
from engine.design.cost import check_cost
from engine.design.discovery import component_types, controller_types, failure_types
from engine.design.fleets import check_fleets
from engine.design.graph import calls_by_caller, find_circle
from engine.design.kinds import FailureType
from engine.design.messages import check_messages
from engine.design.misses import check_misses
from engine.design.model import CONTROL, Component, Connection, Design, DesignError
from engine.design.places import calls_across, components_inside
from engine.design.references import LISTED_AT_MOST, unknown_name
from engine.design.replicas import check_replicas
from engine.design.streams import check_streams
from engine.design.teams import check_teams
from engine.design.zonal import check_zonal
from engine.design.zones import parts_inside


def check_runnable(design: Design) -> list[DesignError]:
    """Everything that keeps `design` from being run; empty when it can be run."""
    circle = find_circle(calls_by_caller(design))
    errors = [
        *_traffic(design),
        *_circle(design, circle),
        *_lookups(design),
        *_holders(design),
        *_controllers(design),
        *_on_miss(design),
        *_shares(design),
        *check_teams(design),
        *check_replicas(design),
        *check_zonal(design),
        *check_streams(design),
        *check_misses(design),
        *_schedule(design),
        *_objectives(design),
        *check_messages(design),
        *check_fleets(design),
    ]
    # Costs follow the calls, which has no end in a circle.
    return errors[: limits.ERRORS] or check_cost(design)


def _traffic(design: Design) -> list[DesignError]:
    errors = []
    sources = [each.id for each in design.components if "source" in component_types()[each.type].mechanisms]
    sending = [each.id for each in design.components if component_types()[each.type].own_rate_per_s(each) is not None]
    callers = {connection.source for connection in design.calls}
    for index, traffic in enumerate(design.workload.traffic):
        path = f"workload.traffic[{index}].source"
        if traffic.source not in sources:
            errors.append(DesignError(path, unknown_name("traffic source", traffic.source, sources)))
        elif traffic.source not in callers:
            message = f'Connect "{traffic.source}" to a component; its requests have nowhere to go.'
            errors.append(DesignError(path, message))
    for index, component in enumerate(design.components):
        if component.id in sending and component.id not in callers:
            message = f'Connect "{component.id}" to a component; its requests have nowhere to go.'
            errors.append(DesignError(f"components[{index}]", message))
    if not design.workload.traffic and not sending:
        what = "Add a traffic source and give it traffic" if not sources else f'Give "{sources[0]}" traffic'
        errors.append(DesignError("workload.traffic", f"{what}: nothing sends requests yet."))
    return errors


def _circle(design: Design, circle: Sequence[str] | None) -> list[DesignError]:
    if circle is None:
        return []
    ends = [(connection.source, connection.target) for connection in design.connections]
    labels = {component.id: component.label for component in design.components}
    way = [labels[each] for each in circle]
    if len(way) > LISTED_AT_MOST:
        way = [*way[: LISTED_AT_MOST - 2], "…", way[-1]]
    message = f"Remove one of these calls; they go round in a circle: {' → '.join(way)}."
    return [DesignError(f"connections[{ends.index((circle[-2], circle[-1]))}]", message)]


def _lookups(design: Design) -> list[DesignError]:
    counts: dict[str, int] = defaultdict(int)
    errors = []
    for index, connection in enumerate(design.connections):
        counts[connection.source] += connection.kind == "lookup"
        if connection.kind == "lookup" and counts[connection.source] == limits.LOOKUPS_OF_A_CALLER + 1:
            message = f'Let "{connection.source}" look into at most {limits.LOOKUPS_OF_A_CALLER} caches.'
            errors.append(DesignError(f"connections[{index}].to", message))
    return errors


def _holders(design: Design) -> list[DesignError]:
    """What lives in the memory of its caller has one; a component without servers that remembers keys is such a one."""
    kinds = {each.id: component_types()[each.type].mechanisms for each in design.components}
    held = {name for name, mechanisms in kinds.items() if "cache" in mechanisms and "station" not in mechanisms}
    holders: dict[str, str] = {}
    errors = []
    for index, connection in enumerate(design.connections):
        if connection.target in held and holders.setdefault(connection.target, connection.source) != connection.source:
            message = (
                f'Draw another one for "{connection.source}": "{connection.target}" lies in the memory of '
                f'"{holders[connection.target]}".'
            )
            errors.append(DesignError(f"connections[{index}].to", message))
    return errors


def _controllers(design: Design) -> list[DesignError]:
    controllers = [place for place, each in enumerate(design.components) if component_types()[each.type].controller]
    arrows = [place for place, each in enumerate(design.connections) if each.kind == CONTROL]
    errors = []
    if len(controllers) > limits.CONTROLLERS:
        message = f"Draw at most {limits.CONTROLLERS} controllers; there are {len(controllers):,}."
        errors.append(DesignError(f"components[{controllers[limits.CONTROLLERS]}]", message))
    if len(arrows) > limits.CONTROLS:
        message = f"Draw at most {limits.CONTROLS} control connections; there are {len(arrows):,}."
        errors.append(DesignError(f"connections[{arrows[limits.CONTROLS]}]", message))
    return [*errors, *_sole_controllers(design)]


def _sole_controllers(design: Design) -> list[DesignError]:
    """A component follows one registry: two lists would contradict each other."""
    kinds = {each.id: component_types()[each.type] for each in design.components}
    errors, controlled = [], set()
    for index, each in enumerate(design.connections):
        kind = kinds[each.source]
        if each.kind != CONTROL or not (kind.guiding or controller_types()[kind.controller].is_sole):
            continue
        told = (kind.name, each.target)
        if told in controlled:
            message = f'Let one {kind.label.lower()} at most lead to "{each.target}".'
            errors.append(DesignError(f"connections[{index}].to", message))
        controlled.add(told)
    return errors


def _on_miss(design: Design) -> list[DesignError]:
    errors = []
    lookups: dict[tuple[str, str], list[Connection]] = defaultdict(list)
    for connection in design.connections:
        if connection.kind == "lookup":
            lookups[connection.source, connection.target].append(connection)
    for index, connection in enumerate(design.connections):
        if connection.on_miss is None:
            continue
        found = lookups.get((connection.source, connection.on_miss), [])
        path = f"connections[{index}].on_miss"
        if not found:
            message = f'Connect "{connection.source}" to a cache "{connection.on_miss}" first, or clear this field.'
            errors.append(DesignError(path, message))
        elif min(each.order for each in found) >= connection.order:
            message = f'Give this call a later order than the lookup of "{connection.on_miss}".'
            errors.append(DesignError(path, message))
    return errors


def _shares(design: Design) -> list[DesignError]:
    sums: dict[tuple[str, int], float] = defaultdict(float)
    errors = []
    for index, connection in enumerate(design.connections):
        if connection.share is None:
            continue
        group = (connection.source, connection.order)
        before = sums[group]
        sums[group] += connection.share
        if before <= 1.0 + limits.SHARE_ROUNDING < sums[group]:
            message = (
                f'Lower the shares of "{connection.source}" in order {connection.order}: they add up to more than 1.'
            )
            errors.append(DesignError(f"connections[{index}].share", message))
    return errors


def _schedule(design: Design) -> list[DesignError]:
    errors: list[DesignError] = []
    for index, scheduled in enumerate(design.schedule):
        path = f"schedule[{index}]"
        if scheduled.at_s >= design.workload.duration_s:
            message = f"Begin before the run ends at {design.workload.duration_s:g} s."
            errors.append(DesignError(f"{path}.at", message))
        refusal = target_refusal(design, failure_types()[scheduled.failure], scheduled.target)
        if refusal:
            errors.append(DesignError(f"{path}.target", refusal))
        if len(errors) >= limits.ERRORS:
            break
    return errors


def target_refusal(design: Design, failure: FailureType, target: str) -> str:
    """Why `failure` cannot hit `target` (the id of a component, connection or place), in words; empty when it can."""
    if failure.targets == "place":
        return _place_refusal(design, failure, target)
    if failure.targets == "connection":
        names = [connection.id for connection in design.calls]
        return "" if target in names else unknown_name("connection", target, names)
    hit = next((component for component in design.components if component.id == target), None)
    if hit is None:
        return unknown_name("component", target, [component.id for component in design.components])
    return "" if _has(hit, failure.needs) else _misfit(design, failure, hit)


def targets_of(design: Design, failure: FailureType, target: str) -> list[str]:
    """The components or connections that a failure hits when it hits `target`."""
    if failure.targets != "place":
        return [target]
    if failure.reaches == "border":
        return [each.id for each in calls_across(design, target)]
    return [each.id for each in components_inside(design, target) if _has(each, failure.needs)]


def parts_of(design: Design, failure: FailureType, target: str) -> dict[str, list[int]]:
    """The instances (0 is the first) that a failure hits of components that do not lie in the place `target` as a
    whole, by their ids."""
    return parts_inside(design, target) if failure.by_instance is not None else {}


def _place_refusal(design: Design, failure: FailureType, target: str) -> str:
    names = [each.id for each in design.places]
    if target not in names:
        return unknown_name("place", target, names)
    if targets_of(design, failure, target) or parts_of(design, failure, target):
        return ""
    what = "call crosses its border" if failure.reaches == "border" else f"component in it has a {failure.needs}"
    return f'"{failure.verb}" has nothing to hit at {target}: no {what}.'


def _has(component: Component, mechanism: str) -> bool:
    return not mechanism or mechanism in component_types()[component.type].mechanisms


def _misfit(design: Design, failure: FailureType, hit: Component) -> str:
    fitting = [component.id for component in design.components if _has(component, failure.needs)]
    offered = f"aim at one of {', '.join(fitting[:LISTED_AT_MOST])}" if fitting else f"there is no {failure.needs} here"
    return f'"{failure.verb}" does not fit {hit.label}; {offered}.'


def _objectives(design: Design) -> list[DesignError]:
    known: list[str] = [
        *(component.id for component in design.components),
        *(connection.id for connection in design.calls),
        *(_request_classes(design)),
    ]
    names = set(known)
    kinds = {component.id: component_types()[component.type] for component in design.components}
    errors: list[DesignError] = []
    for index, each in enumerate(design.objectives):
        needed = METRIC_NEEDS.get(each.metric)
        if each.of not in names:
            message = unknown_name("component, connection or class of requests", each.of, known)
            errors.append(DesignError(f"objectives[{index}].of", message))
        elif needed and (each.of not in kinds or needed not in kinds[each.of].mechanisms):
            message = f'Measure something else, or at another place: "{each.of}" has no {needed}, so no {each.metric}.'
            errors.append(DesignError(f"objectives[{index}].metric", message))
    return errors


METRIC_NEEDS = {"hit_ratio": "cache", "utilisation": "station", "queue_mean": "station"}
"""Mechanisms without which a metric is never measured."""


def _request_classes(design: Design) -> list[str]:
    return [
        str(component.parameters["request_class"])
        for component in design.components
        if "request_class" in component.parameters
    ]
