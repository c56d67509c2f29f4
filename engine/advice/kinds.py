"""The base types of findings: what they look at, what they say, and what they propose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.advice.edits import Edit, SetField
from engine.design.discovery import component_types
from engine.design.model import Component, Connection, Design
from engine.estimate.result import Estimate
from engine.results.explain.told import Number, Statement


@dataclass(frozen=True, slots=True)
class Situation:
    """A run that has ended, beside what its design leads one to expect without any failure.

    `components` and `connections` are the rows of the summary.
    """

    design: Design
    components: Mapping[str, Mapping[str, Any]]
    connections: Mapping[str, Mapping[str, Any]]
    expected: Estimate

    def component(self, name: str) -> Component:
        """The component with this id."""
        return next(each for each in self.design.components if each.id == name)

    def load(self, name: str) -> float | None:
        """The expected load of a component: above 1 it is too much."""
        return self.expected.components[name].load

    def has(self, component: Component, parameter: str) -> bool:
        """Whether the kind of a component has this parameter."""
        return any(each.name == parameter for each in component_types()[component.type].parameters)

    def highest(self, component: Component, parameter: str) -> float | None:
        """The most that a parameter may be."""
        told = next(each for each in component_types()[component.type].parameters if each.name == parameter)
        return told.high


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of an estimate that a fix is held to: `read` takes it, `name` and `unit` say what it is."""

    name: str
    unit: str
    read: Callable[[Estimate], float | None]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that might help. `aim` must come to lie at or below `at_most` or at or above `at_least` in the estimate.

    `judged_as` are edits that stand for those that the estimate does not model, with `assumption` saying so. A fix that
    `saves` may make latencies a little longer; any other may not.
    """

    label: str
    edits: tuple[Edit, ...]
    aim: Measure
    at_most: float | None = None
    at_least: float | None = None
    judged_as: tuple[Edit, ...] = ()
    assumption: str = ""
    saves: bool = False

    def reaches(self, expected: Estimate) -> bool:
        """Whether an estimate is where the fix wants to be."""
        value = self.aim.read(expected)
        if value is None:
            return False
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong: a sentence with its numbers, how grave it is (0 to 1), and fixes, the best first."""

    of: str
    weight: float
    statement: Statement
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingType:
    """A kind of finding: a file in `engine.advice.findings`."""

    name: str
    label: str
    help: str
    find: Callable[[Situation], Iterable[Found]]


COUNTS = ("instances", "shards")
"""What kinds call the number of their equal copies."""


def count_of(situation: Situation, component: Component) -> str | None:
    """The parameter that says how many copies of a component there are; None where there is none."""
    return next((each for each in COUNTS if situation.has(component, each)), None)


def parameter_edit(component: Component, name: str, after: float | str) -> SetField:
    """A parameter of a component gets another value."""
    return SetField("components", component.id, ("parameters", name), component.parameters[name], after)


def connection_edit(connection: Connection, path: tuple[str, ...], before: Any, after: Any) -> SetField:
    """A field of a connection gets another value."""
    return SetField("connections", connection.id, path, before, after)


def load_of(name: str, label: str) -> Measure:
    """The load of a component."""
    return Measure(f"Load of {label}", "ratio", lambda expected: expected.components[name].load)


def failing_of(connection: Connection) -> Measure:
    """The share of calls that fail."""
    return Measure("Calls that fail", "ratio", lambda expected: expected.connections[connection.id].failure_ratio)


PRICE = Measure("Credits per hour", "count", lambda expected: expected.price_per_hour)


def share(part: float, whole: float, formula: str, inputs: dict[str, float | str]) -> Number:
    """A share as a number that tells where it comes from."""
    return Number(part / whole, "ratio", formula, inputs, int(whole))


def measured_utilisation(row: Mapping[str, Any]) -> Number:
    """The utilisation of a component as measured."""
    inputs: dict[str, float | str] = {"utilisation in the summary": row["utilisation"]}
    formula = "busy slot-seconds / slot-seconds of living instances, since the warm-up"
    return Number(row["utilisation"], "ratio", formula, inputs, row["arrivals"])


@dataclass(frozen=True, slots=True)
class Weighed:
    """A fix that the estimate supports, with numbers (name, unit, before, after)."""

    fix: Fix
    numbers: tuple[tuple[str, str, float | None, float | None], ...] = field(default=())
