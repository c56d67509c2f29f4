"""Knobs: every number of a design that a person may turn, found from the kinds, and the design with some turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.design.discovery import component_types, policy_types, workload_types
from engine.design.fields import CONNECTION, Field
from engine.design.kinds import Parameter
from engine.design.model import Connection, Design, DesignError, Traffic
from engine.design.quantity import dimension_of, size_of
from engine.design.read import read_document
from engine.design.write import to_document

LOAD = "load"
LOAD_MOST = 1_000.0
NUMBERS = ("number", "count")
PLAIN = "count"


@dataclass(frozen=True, slots=True)
class Knob:
    """One number. `present` and the bounds are in `unit`, the one that forms show; None where it has none.

    `path` says where it stands: `components.gateway.instances`, `connections.gateway-play.retry.attempts`,
    `traffic.viewers.rate_per_s`; `traffic.viewers.load` multiplies all rates of a source.
    """

    path: str
    owner: str
    label: str
    unit: str
    is_whole: bool
    present: float | None
    low: float | None
    high: float | None
    help: str

    @property
    def name(self) -> str:
        """The knob with what it belongs to, as a sentence names it."""
        return f"{self.label} of {self.owner}"


def knobs_of(design: Design) -> dict[str, Knob]:
    """All knobs by path: traffic first, then components and connections in the order of the document."""
    labels = {each.id: each.label for each in design.components}
    found = [*_of_traffic(design, labels), *_of_components(design), *_of_connections(design, labels)]
    return {each.path: each for each in found}


def turned(design: Design, settings: Mapping[str, float]) -> tuple[Design | None, list[DesignError]]:
    """The design with knobs at other values: (design, []) or (None, errors); where one knob is turned, at its path.

    Whether it can be run is another question.
    """
    known, document = knobs_of(design), to_document(design)
    unknown = [path for path in settings if path not in known]
    if unknown:
        return None, [DesignError(unknown[0], "This design has no such parameter: choose another one.")]
    for path, value in settings.items():
        _turn(design, document, known[path], value)
    changed, errors = read_document(document)
    only = next(iter(settings), "")
    return changed, [DesignError(only if len(settings) == 1 else each.path, each.message) for each in errors]


def _of_traffic(design: Design, labels: Mapping[str, str]) -> Iterator[Knob]:
    for each in design.workload.traffic:
        shape, owner = workload_types()[each.shape], labels.get(each.source, each.source)
        if _rates(each):
            help_text = "All rates of this traffic, as a multiple of what is drawn."
            path = f"traffic.{each.source}.{LOAD}"
            yield Knob(path, owner, "Load", "x", False, 1.0, 0.0, _most_load(each), help_text)
        for parameter in shape.parameters:
            if parameter.kind in NUMBERS:
                value = each.parameters.get(parameter.name)
                yield _knob(f"traffic.{each.source}.{parameter.name}", owner, parameter, value)


def _of_components(design: Design) -> Iterator[Knob]:
    for each in design.components:
        for parameter in component_types()[each.type].parameters:
            if parameter.kind in NUMBERS:
                value = each.parameters.get(parameter.name)
                yield _knob(f"components.{each.id}.{parameter.name}", each.label, parameter, value)


def _of_connections(design: Design, labels: Mapping[str, str]) -> Iterator[Knob]:
    calls = {each.id for each in design.calls}
    written = {each["id"]: each for each in to_document(design)["connections"]}
    for each in (one for one in design.connections if one.id in calls):
        owner = f"{labels[each.source]} → {labels[each.target]}"
        for name, field in _fields():
            yield _field_knob(f"connections.{each.id}.{name}", owner, field, _inner(written[each.id], name))
        yield from _of_policies(each, owner)


def _of_policies(connection: Connection, owner: str) -> Iterator[Knob]:
    for name, values in connection.policies.items():
        kind = policy_types()[name]
        for parameter in kind.parameters:
            if parameter.kind in NUMBERS:
                path = f"connections.{connection.id}.policies.{name}.{parameter.name}"
                yield _knob(path, f"{owner}, {kind.label.lower()}", parameter, values.get(parameter.name))


def _fields() -> Iterator[tuple[str, Field]]:
    """The numbers of a connection that a form edits, with their paths in it."""
    for each in CONNECTION:
        inner = [(f"{each.name}.{one.name}", one) for one in each.fields] or [(each.name, each)]
        yield from ((path, one) for path, one in inner if one.label and one.kind in NUMBERS and one.name != "order")


def _knob(path: str, owner: str, parameter: Parameter, value: Any) -> Knob:
    present = parameter.default if value is None else value
    return Knob(
        path,
        owner,
        parameter.label,
        "" if parameter.unit == PLAIN else parameter.unit,
        parameter.kind == PLAIN,
        float(present),
        parameter.low,
        parameter.high,
        parameter.help,
    )


def _field_knob(path: str, owner: str, field: Field, value: Any) -> Knob:
    present = field.default if value is None else value
    shown = field.shown_unit or field.unit
    scale = float(size_of(field.unit) / size_of(shown))
    now, low, high = (None if each is None else float(f"{each * scale:.12g}")
                      for each in (present, field.low, field.high))  # fmt: skip
    unit = "" if shown == PLAIN else shown
    return Knob(path, owner, field.label, unit, field.kind == PLAIN, now, low, high, field.help)


def _turn(design: Design, document: dict[str, Any], knob: Knob, value: float) -> None:
    room, owner, name = knob.path.split(".", 2)
    if room == "traffic":
        index = next(place for place, each in enumerate(design.workload.traffic) if each.source == owner)
        stored = document["workload"]["traffic"][index]["parameters"]
        scaled = {each: stored[each] * value for each in _rates(design.workload.traffic[index])}
        stored.update(scaled if name == LOAD else {name: value})
        return
    place = next(each for each in document[room] if each["id"] == owner)
    *path, last = ["parameters", name] if room == "components" else name.split(".")
    for each in path:
        place = place.setdefault(each, {})
    # A connection holds seconds where its form shows milliseconds: what is written says its unit.
    place[last] = f"{value:.12g} {knob.unit}" if room == "connections" and knob.unit else value


def _rates(traffic: Traffic) -> list[str]:
    """The parameters of a traffic shape that are requests a second."""
    parameters = workload_types()[traffic.shape].parameters
    return [each.name for each in parameters if each.kind in NUMBERS and dimension_of(each.unit) == "rate"]


def _most_load(traffic: Traffic) -> float:
    """The greatest multiple at which every rate keeps its bound."""
    highest = {each.name: each.high for each in workload_types()[traffic.shape].parameters if each.high is not None}
    rates = {name: float(traffic.parameters[name]) for name in _rates(traffic) if name in highest}
    return min([LOAD_MOST, *(highest[name] / rate for name, rate in rates.items() if rate > 0.0)])


def _inner(written: Mapping[str, Any], path: str) -> Any:
    found: Any = written
    for each in path.split("."):
        found = found.get(each) if isinstance(found, Mapping) else None
    return found
