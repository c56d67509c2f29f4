"""Traces as OTLP JSON, held against the mapping that the protocol prescribes."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import jsonschema
import pytest

from apps.runs.explaining import traces_of
from apps.runs.formats.otlp import CLIENT, ERROR, INTERNAL, OK, SERVER, write
from apps.runs.models import Run
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)

NANOSECONDS = {"type": "string", "pattern": "^[0-9]{19}$"}
ATTRIBUTES = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["key", "value"],
        "properties": {
            "key": {"type": "string", "minLength": 1},
            "value": {
                "type": "object",
                "additionalProperties": False,
                "required": ["stringValue"],
                "properties": {"stringValue": {"type": "string"}},
            },
        },
    },
}
SPAN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["traceId", "spanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano"],
    "properties": {
        "traceId": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "spanId": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "parentSpanId": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "name": {"type": "string", "minLength": 1},
        "kind": {"type": "integer", "minimum": 0, "maximum": 5},
        "startTimeUnixNano": NANOSECONDS,
        "endTimeUnixNano": NANOSECONDS,
        "attributes": ATTRIBUTES,
        "status": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"code": {"type": "integer", "minimum": 0, "maximum": 2}, "message": {"type": "string"}},
        },
    },
}
SCOPE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "scope": {"type": "object", "required": ["name", "version"]},
        "spans": {"type": "array", "minItems": 1, "items": SPAN},
    },
}
TRACES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["resourceSpans"],
    "properties": {
        "resourceSpans": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["resource", "scopeSpans"],
                "properties": {
                    "resource": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"attributes": ATTRIBUTES},
                    },
                    "scopeSpans": {"type": "array", "minItems": 1, "items": SCOPE},
                },
            },
        }
    },
}
"""The part of `TracesData` that is written, in its JSON encoding."""


def spans_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [span for each in told["resourceSpans"] for scope in each["scopeSpans"] for span in scope["spans"]]


def test_the_file_is_what_the_protocol_prescribes(done: Run) -> None:
    told = json.loads(write(done))
    jsonschema.validate(told, TRACES)
    names = {
        each["value"]["stringValue"]
        for resource in told["resourceSpans"]
        for each in resource["resource"]["attributes"]
        if each["key"] == "service.name"
    }
    assert {"viewers", "front", '=SUM(A1) "<the> store"'} == names


def test_spans_hang_together_and_lie_in_their_traces(done: Run) -> None:
    spans = spans_of(json.loads(write(done)))
    assert len({span["spanId"] for span in spans}) == len(spans)
    by_id = {span["spanId"]: span for span in spans}
    kinds = Counter(span["kind"] for span in spans)
    assert kinds[INTERNAL] == len({span["traceId"] for span in spans}) == len(traces_of(done))
    for span in spans:
        assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
        parent = by_id.get(span.get("parentSpanId", ""))
        assert (parent is None) == (span["kind"] == INTERNAL)
        if parent is not None:
            assert parent["traceId"] == span["traceId"]
            assert int(parent["startTimeUnixNano"]) <= int(span["startTimeUnixNano"])
            assert span["kind"] == (SERVER if parent["kind"] == CLIENT else CLIENT)


def test_what_failed_says_so_and_times_are_those_of_the_run(done: Run) -> None:
    roots = [span for span in spans_of(json.loads(write(done))) if span["kind"] == INTERNAL]
    assert done.started is not None
    began_ns = done.started.timestamp() * 1e9
    by_outcome = Counter(each["outcome"] in ("ok", "miss") for each in traces_of(done))
    codes = Counter(span["status"]["code"] for span in roots)
    assert (codes[OK], codes[ERROR]) == (by_outcome[True], by_outcome[False])
    assert codes[ERROR]
    assert all(0 <= int(span["startTimeUnixNano"]) - began_ns < 11e9 for span in roots)
    longest_s = max(each["latency_s"] for each in traces_of(done))
    took_s = max(int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"]) for span in roots) / 1e9
    assert took_s == pytest.approx(longest_s, abs=1e-6)


def test_the_same_run_gives_the_same_file_over_the_web(alice: Someone, done: Run) -> None:
    answer = alice.client.get(f"/runs/{done.pk}/as/otlp/")
    assert answer.content == write(done)
    assert answer["Content-Disposition"] == 'attachment; filename="slow-sold-seed-7.otlp.json"'
    assert re.match("application/json", answer["Content-Type"])
