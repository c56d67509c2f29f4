"""What is done to a run and when: failures and their healing, from the schedule or by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.design.check import parts_of, target_refusal, targets_of
from engine.design.discovery import failure_types
from engine.design.kinds import Edit
from engine.design.model import Design, DesignError, Value
from engine.design.references import unknown_name
from engine.design.structure import Complaints, read_parameters


@dataclass(frozen=True, slots=True)
class Action:
    """A failure that begins, or one that is healed."""

    failure: str
    target: str
    parameters: Mapping[str, Value]
    heal: bool = False

    def edits(self, design: Design) -> Sequence[Edit]:
        """The changes of state that it makes."""
        kind = failure_types()[self.failure]
        make = kind.heals if self.heal else kind.edits
        found = [edit for each in targets_of(design, kind, self.target) for edit in make(each, self.parameters)]
        if kind.by_instance is not None:
            operation = kind.by_instance[self.heal]
            parts = parts_of(design, kind, self.target)
            found += [Edit(operation, name, float(number)) for name, numbers in parts.items() for number in numbers]
        return found

    def sentence(self, label: str) -> str:
        """What was done, for the log."""
        kind = failure_types()[self.failure]
        return f"{kind.heal_verb}: {label}" if self.heal else kind.sentence(label, self.parameters)


@dataclass(frozen=True, slots=True)
class Due:
    """An action at a time."""

    at_ns: int
    action: Action


def agenda_of(design: Design) -> list[Due]:
    """The schedule in the order in which it happens; at equal times in the order of the document, healing first."""
    found: list[tuple[int, int, int, Due]] = []
    for place, each in enumerate(design.schedule):
        start_ns = round(each.at_s * 1e9)
        found.append((start_ns, 1, place, Due(start_ns, Action(each.failure, each.target, each.parameters))))
        if each.lasts_s is not None and failure_types()[each.failure].heals(each.target, each.parameters):
            end_ns = round((each.at_s + each.lasts_s) * 1e9)
            found.append((end_ns, 0, place, Due(end_ns, Action(each.failure, each.target, each.parameters, heal=True))))
    return [due for _, _, _, due in sorted(found, key=lambda each: each[:3])]


def read_action(
    design: Design, failure: str, target: str, parameters: Mapping[str, object], heal: bool
) -> tuple[Action | None, list[DesignError]]:
    """Reads what a person wants done: (action, []) or (None, errors)."""
    kinds = failure_types()
    if failure not in kinds:
        return None, [DesignError("failure", unknown_name("failure", failure, list(kinds)))]
    kind = kinds[failure]
    complaints = Complaints()
    read = read_parameters(kind.parameters, parameters, "parameters", complaints)
    refusal = target_refusal(design, kind, target)
    if refusal:
        complaints.add("target", refusal)
    if heal and not kind.heal_verb:
        complaints.add("heal", f"{kind.label} cannot be undone; it happens at once and is over.")
    if complaints.errors:
        return None, complaints.errors
    return Action(failure, target, read, heal), []


def label_of(design: Design, target: str) -> str:
    """The name of a component, connection or place for the log."""
    labels = {each.id: each.label for each in design.places} | {each.id: each.label for each in design.components}
    for each in design.connections:
        if each.id == target:
            return f"{labels[each.source]} → {labels[each.target]}"
    return labels[target]
