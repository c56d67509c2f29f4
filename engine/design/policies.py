"""The policies of a connection: how they are read, and lowered to one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.design.discovery import policy_types
from engine.design.model import Value
from engine.design.references import refuse_unknown
from engine.design.structure import Complaints, below, read_parameters
from engine.design.values import shown

Policies = Mapping[str, Mapping[str, Value]]


@dataclass(slots=True)
class LoweredPolicies:
    """The columns that a connection's policies fill; it is the `PolicyRow` of engine.design.kinds."""

    rules: set[str] = field(default_factory=set)
    columns: dict[str, float | str] = field(default_factory=dict)
    publishing: dict[str, int] = field(default_factory=dict)

    def publish(self, **columns: int) -> None:
        """How messages are published; see `PolicyRow.publish`."""
        self.publishing.update(columns)

    def rule(self, name: str) -> None:
        """A bit of the connection's rules; see `PolicyRow.rule`."""
        self.rules.add(name)

    def write(self, **columns: float | str) -> None:
        """Columns of the row; see `PolicyRow.write`."""
        assert not columns.keys() & self.columns.keys(), "two policies that fill one column exclude each other"
        self.columns.update(columns)


def lower_policies(policies: Policies) -> LoweredPolicies:
    """Asks every policy of a connection for its columns, in the order of their names."""
    row = LoweredPolicies()
    for name in sorted(policies):
        policy_types()[name].lower(policies[name], row)
    return row


def remembers_answers(policies: Policies) -> bool:
    """True when a policy of a connection remembers answers by key."""
    return "remembers" in lower_policies(policies).rules


def read_policies(raw: object, path: str, complaints: Complaints) -> dict[str, dict[str, Value]]:
    """Reads a mapping from types of policies to their parameters, defaults filled in; null is no policy."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        complaints.add(path, f"Write a mapping from names of policies to their parameters here, not {shown(raw)}.")
        return {}
    read: dict[str, dict[str, Value]] = {}
    for name, parameters in raw.items():
        kind = policy_types().get(name) if isinstance(name, str) else None
        if complaints.is_full:
            break
        if not isinstance(name, str):
            complaints.add(path, f"Write names of policies as text, not {shown(name)}.")
        elif kind is None:
            refuse_unknown(below(path, name), "policy", name, policy_types(), complaints)
        elif parameters is not None:
            read[name] = read_parameters(kind.parameters, parameters, below(path, name), complaints)
    if not complaints.errors:
        _refuse_rivals(read, path, complaints)
    return {name: read[name] for name in sorted(read)}


def _refuse_rivals(policies: Policies, path: str, complaints: Complaints) -> None:
    """Two policies that fill the same column decide the same thing."""
    owners: dict[str, str] = {}
    for name in sorted(policies):
        row = lower_policies({name: policies[name]})
        rivals = sorted({owners[column] for column in row.columns if column in owners})
        if rivals:
            labels = policy_types()[rivals[0]].label, policy_types()[name].label
            complaints.add(below(path, name), f"Keep either {labels[0]} or {labels[1]}: they decide the same thing.")
        owners |= dict.fromkeys(row.columns, name)
