"""The JSON Schema of design documents, built from the tables that the reader uses, for editors with completion.

A schema cannot say everything: names that refer to something, bounds of quantities written as text and what only a run
needs are checked by `read` and `check` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.design import limits
from engine.design.discovery import component_types, failure_types, policy_types, workload_types
from engine.design.fields import COMPONENT, DESIGN, SCHEDULED, TRAFFIC, Field
from engine.design.kinds import Parameter
from engine.design.quantity import NUMBER, units_like

Schema = dict[str, Any]
ID_PATTERN = "^[A-Za-z][A-Za-z0-9_-]*$"
LINE_PATTERN = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
LINES_PATTERN = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$"


def schema() -> Schema:
    """JSON Schema (draft 2020-12) of format 1."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Backlot design, format 1",
        **_object(DESIGN),
        "$defs": {
            **_definitions("component", component_types()),
            **_definitions("traffic", workload_types()),
            **_definitions("failure", failure_types()),
            **_definitions("policy", policy_types()),
        },
    }


def _definitions(prefix: str, kinds: Mapping[str, Any]) -> Schema:
    return {f"{prefix}.{name}": _parameters(kind.parameters) for name, kind in kinds.items()}


def _object(fields: Iterable[Field]) -> Schema:
    listed = list(fields)
    built: Schema = {
        "type": "object",
        "properties": {each.name: _field(each) for each in listed},
        "required": [each.name for each in listed if each.required],
        "additionalProperties": False,
    }
    for table, name, prefix, kinds in TYPED:
        if listed == list(table):
            built |= _by_type(name, prefix, kinds())
    return built


TYPED = (
    (COMPONENT, "type", "component", component_types),
    (TRAFFIC, "shape", "traffic", workload_types),
    (SCHEDULED, "failure", "failure", failure_types),
)
"""Tables whose parameters follow from a field that names a kind."""


def _by_type(name: str, prefix: str, kinds: Iterable[str]) -> Schema:
    return {
        "allOf": [
            {
                "if": {"properties": {name: {"const": kind}}, "required": [name]},
                "then": {"properties": {"parameters": _or_nothing({"$ref": f"#/$defs/{prefix}.{kind}"})}},
            }
            for kind in kinds
        ]
    }


def _field(each: Field) -> Schema:
    described = {**SCHEMAS[each.kind](each), "description": each.help}
    if each.default is not None and each.kind != "position":
        described["default"] = each.default
    return described if each.required else _or_nothing(described)


def _or_nothing(described: Schema) -> Schema:
    """null says the same as leaving a field out."""
    return {"anyOf": [described, {"type": "null"}]}


def _parameters(parameters: Iterable[Parameter]) -> Schema:
    properties = {}
    for each in parameters:
        properties[each.name] = _or_nothing(
            {**SCHEMAS[each.kind](each), "title": each.label, "description": each.help, "default": each.default}
        )
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _quantity(each: Field | Parameter) -> Schema:
    units = "|".join(unit.replace("/", "\\/") for unit in units_like(each.unit))
    number = NUMBER.pattern.replace("(?:", "(")
    return {
        "anyOf": [
            {"type": "number", **_bounds(each)},
            {"type": "string", "pattern": f"^ *{number} *({units})? *$", "maxLength": limits.QUANTITY_CHARACTERS},
        ]
    }


def _count(each: Field | Parameter) -> Schema:
    pattern = {"type": "string", "pattern": "^ *-?[0-9]+ *(count)? *$", "maxLength": limits.QUANTITY_CHARACTERS}
    return {"anyOf": [{"type": "integer", **_bounds(each)}, pattern]}


def _bounds(each: Field | Parameter) -> Schema:
    bounds = {"minimum": each.low, "maximum": each.high}
    return {name: value for name, value in bounds.items() if value is not None}


def _policies() -> Schema:
    listed = {name: _or_nothing({"$ref": f"#/$defs/policy.{name}"}) for name in policy_types()}
    return {"type": "object", "properties": listed, "additionalProperties": False}


def _type(each: Field) -> Schema:
    kinds = next(kinds for _, name, _, kinds in TYPED if name == each.name)
    return {"enum": list(kinds())}


SCHEMAS: dict[str, Any] = {
    "id": lambda _: {"type": "string", "pattern": ID_PATTERN, "maxLength": limits.ID_CHARACTERS},
    "connection_id": lambda _: {"type": "string", "pattern": ID_PATTERN, "maxLength": limits.CONNECTION_ID_CHARACTERS},
    "text": lambda each: {"type": "string", "maxLength": each.most, "pattern": LINE_PATTERN},
    "lines": lambda each: {"type": "string", "maxLength": each.most, "pattern": LINES_PATTERN},
    "number": _quantity,
    "count": _count,
    "flag": lambda _: {"type": "boolean"},
    "choice": lambda each: {"enum": list(each.choices)},
    "points": lambda _: {"type": "string", "maxLength": limits.POINTS_CHARACTERS},
    "numbers": lambda _: {"type": "string", "maxLength": limits.NUMBERS_CHARACTERS},
    "type": _type,
    "position": lambda _: {
        "type": "array",
        "items": {"type": "number", "minimum": -limits.POSITION, "maximum": limits.POSITION},
        "minItems": 2,
        "maxItems": 2,
    },
    "parameters": lambda _: {"type": "object"},
    "policies": lambda _: _policies(),
    "measure": lambda _: {"type": ["number", "string"]},
    "object": lambda each: _object(each.fields),
    "list": lambda each: {"type": "array", "items": _object(each.fields), "maxItems": each.most},
}
"""What a field or parameter of each kind looks like."""
