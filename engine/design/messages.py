"""What a drawing must have so that messages find their way: complaints about producers, groups and dead letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.design.discovery import balancing_types, component_types, policy_types
from engine.design.fields import CONNECTION
from engine.design.model import Connection, Design, DesignError
from engine.design.structure import Complaints


def check_messages(design: Design) -> Iterator[DesignError]:
    """A group of consumers reads at least one topic and sets dead letters aside in at most one place."""
    mechanisms = {each.id: component_types()[each.type].mechanisms for each in design.components}
    fed = {each.target for each in design.connections if "log" in mechanisms[each.source]}
    for index, component in enumerate(design.components):
        if "consumers" in mechanisms[component.id] and component.id not in fed:
            message = f'Connect an event bus to "{component.id}"; it has no messages to take.'
            yield DesignError(f"components[{index}]", message)
    set_aside = set()
    for index, connection in enumerate(design.connections):
        if "dead_letters" not in mechanisms[connection.target]:
            continue
        if connection.source in set_aside:
            message = f'Remove this connection: "{connection.source}" has a dead-letter queue already.'
            yield DesignError(f"connections[{index}].to", message)
        set_aside.add(connection.source)


def check_kind(path: str, entry: Mapping[str, Any], connection: Connection, complaints: Complaints) -> None:
    """What waits for answers means nothing to a connection that publishes, and the other way round."""
    publishes = connection.kind == "publish"
    for name in connection.policies:
        if policy_types()[name].publishes != publishes:
            does = "publish" if policy_types()[name].publishes else "call"
            complaints.add(f"{path}.policies.{name}", f"Leave this out: it is for connections that {does}.")
    if not publishes:
        return
    nobody = "Leave this out: nobody waits for an answer to what is published."
    for each in CONNECTION:
        default = {inner.name: inner.default for inner in each.fields} or each.default
        if each.for_answers and entry[each.name] not in (None, default):
            complaints.add(f"{path}.{each.name}", nobody)
    if connection.balancing in balancing_types() and balancing_types()[connection.balancing].for_calls:
        message = "Choose a rule that needs no answers: nobody answers what is published."
        complaints.add(f"{path}.balancing", message)
