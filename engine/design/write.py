"""Writes a design as a document: what `read_document` reads back as an equal design."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.design.fields import CONNECTION, FORMAT, RETRY, Field
from engine.design.model import Component, Connection, Design, Note, Objective, Place, Retry, Scheduled, Traffic


def to_document(design: Design) -> dict[str, Any]:
    """The document of a design, in plain numbers (SI units; component parameters in their own unit).

    Connections leave out what equals its default; every parameter of every kind is written, so that a stored design
    keeps its meaning when a default changes.
    """
    return _given(drawn(design) | {"notes": [_note(each) for each in design.notes] or None})


def drawn(design: Design) -> dict[str, Any]:
    """The document without notes: everything that a run may depend on or show."""
    return {
        "format": FORMAT,
        "name": design.name,
        "description": design.description,
        "places": [_place(each) for each in design.places],
        "components": [_component(each) for each in design.components],
        "connections": [_connection(each) for each in design.connections],
        "workload": {
            "duration": design.workload.duration_s,
            "warm_up": design.workload.warm_up_s,
            "traffic": [_traffic(each) for each in design.workload.traffic],
        },
        "schedule": [_scheduled(each) for each in design.schedule],
        "objectives": [_objective(each) for each in design.objectives],
    }


def canonical(design: Design) -> bytes:
    """One line of JSON in UTF-8 with sorted keys: equal designs give equal bytes. Notes are left out."""
    document = drawn(design)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _place(place: Place) -> dict[str, Any]:
    written = {
        "id": place.id,
        "type": place.type,
        "label": place.label,
        "within": place.within,
        "position": list(place.position) if place.position is not None else None,
        "size": list(place.size) if place.size is not None else None,
        "collapsed": place.is_collapsed or None,
    }
    return _given(written)


def _note(note: Note) -> dict[str, Any]:
    return {"id": note.id, "text": note.text, "position": list(note.position)}


def _component(component: Component) -> dict[str, Any]:
    written = {
        "id": component.id,
        "type": component.type,
        "label": component.label,
        "place": component.place,
        "position": list(component.position),
        "parameters": dict(component.parameters),
    }
    return _given(written)


def _connection(connection: Connection) -> dict[str, Any]:
    retry = _changed(RETRY, _retry(connection.retry))
    written = {
        "id": connection.id,
        "from": connection.source,
        "to": connection.target,
        "kind": connection.kind,
        "order": connection.order,
        "probability": connection.probability,
        "share": connection.share,
        "on_miss": connection.on_miss,
        "optional": connection.optional,
        "fallback": connection.fallback_s,
        "timeout": connection.timeout_s,
        "delay": connection.delay_s,
        "balancing": connection.balancing,
        "enough": connection.enough,
        "copies": connection.copies,
        "needed": connection.needed,
        "times": connection.times,
        "fallback_to": connection.fallback_to,
        "only_for": connection.only_for,
        "passes_deadline": connection.passes_deadline,
        "cancels": connection.cancels,
        "writes": connection.writes,
        "retry": retry or None,
        "policies": {name: dict(each) for name, each in connection.policies.items()} or None,
    }
    return _changed(CONNECTION, written)


def _retry(retry: Retry) -> dict[str, Any]:
    return {"attempts": retry.attempts, "backoff": retry.backoff_s, "cap": retry.backoff_cap_s, "jitter": retry.jitter}


def _traffic(traffic: Traffic) -> dict[str, Any]:
    return {"source": traffic.source, "shape": traffic.shape, "parameters": dict(traffic.parameters)}


def _scheduled(scheduled: Scheduled) -> dict[str, Any]:
    written = {
        "at": scheduled.at_s,
        "failure": scheduled.failure,
        "target": scheduled.target,
        "parameters": dict(scheduled.parameters),
        "for": scheduled.lasts_s,
    }
    return _given(written)


def _objective(objective: Objective) -> dict[str, Any]:
    written = {
        "metric": objective.metric,
        "of": objective.of,
        "at_most": objective.at_most,
        "at_least": objective.at_least,
    }
    return _given(written)


def _given(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in written.items() if value is not None}


def _changed(fields: tuple[Field, ...], written: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {each.name: each.default for each in fields}
    return {name: value for name, value in written.items() if value is not None and value != defaults[name]}
