"""Viewers whose keys run out: who gives them keys, and which of their calls are for that.

Requests for keys are of a class of their own (RENEWALS), so that the connection to a licence server carries nothing
else and the other connections of viewers carry none; a connection that says `only_for` keeps what it says.
"""

from __future__ import annotations

from dataclasses import replace

from engine.design.discovery import component_types
from engine.design.model import Component, Connection, Design
from engine.design.population import LicencePlan

PRESSES, RENEWALS = "critical", "degraded"
"""Priority classes; in a crush those who begin go before those who go on."""


def licence_servers(design: Design) -> dict[str, Component]:
    """Who gives keys to viewers who are joined to a licence server, by their id; the first server by id counts."""
    components = {each.id: each for each in design.components}
    found: dict[str, Component] = {}
    for each in sorted(design.calls, key=lambda call: call.target):
        licensing = component_types()[components[each.target].type].licensing
        if licensing is not None and component_types()[components[each.source].type].watching is not None:
            found.setdefault(each.source, components[each.target])
    return found


def licences_of(design: Design) -> dict[str, LicencePlan]:
    """What viewers who are joined to a licence server are given there, by their id."""
    given = {}
    for name, server in licence_servers(design).items():
        licensing = component_types()[server.type].licensing
        assert licensing is not None
        given[name] = licensing(server)
    return given


def with_licences(design: Design) -> Design:
    """The design, in which calls of viewers who need keys are told apart by what they are for."""
    licensed = licences_of(design)
    if not licensed:
        return design
    servers = {each.id for each in design.components if component_types()[each.type].licensing is not None}
    calls = {each.id for each in design.calls}
    told = (_purposed(each, licensed, servers) if each.id in calls else each for each in design.connections)
    return replace(design, connections=tuple(told))


def _purposed(call: Connection, licensed: dict[str, LicencePlan], servers: set[str]) -> Connection:
    if call.source not in licensed or call.only_for is not None:
        return call
    return replace(call, only_for=RENEWALS if call.target in servers else PRESSES)
