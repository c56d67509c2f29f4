"""Random design documents: grown from the tables of the format, broken on purpose, or mere noise."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import yaml

from engine.design.discovery import component_types, failure_types, policy_types, workload_types
from engine.design.fields import CONNECTION, Field
from engine.design.kinds import Parameter
from tests import tiny

Document = dict[str, Any]

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 0.5, -0.0, 5e-324, 1e308, -1e308, float("nan"), float("inf"), float("-inf"),
    10**30, 10**400, -(10**400), "", " ", "x", "250 ms", "5 %", "-3 s", "1e999 s", "1e-400", "0x10", "1_000",
    "12:30:00",
    "no", "٣ ms", "1 ms ms", "\x00", "\ud800", "\U0001f600", "a" * 70, "a" * 5_000, "<script>alert(1)</script>",
    "../../etc/passwd", "__proto__", "=1+1", "1" * 5_000, [], {}, [[]], [{}], {"": ""}, {"a": {"a": {"a": {}}}}, {1: 2},
    {None: None}, (1, 2), b"bytes", {1, 2}, object(), [None] * 3_000, {str(each): each for each in range(300)},
)  # fmt: skip
SNIPPETS = (
    "&a ", "*a", "!!python/object:os.system ", "<<: ", "- ", "{", "}", "[", "]", ": ", "\n", "\t", '"', "'", "|", ">",
    "%",
    "---\n", "...\n", "\x00", "\u2028", "\ufeff", "NaN", "Infinity", "1e999", "-", "0" * 50, "\\ud800", ",", "? ", "# ",
    "@",
)  # fmt: skip


def grow(chance: random.Random) -> Document:
    """A document that is mostly right: components of every kind, connections that point from left to right."""
    kinds = list(component_types().values())
    sources = [f"source{index}" for index in range(chance.randint(1, 2))]
    components = [_component(chance, each, component_types()["traffic_source"]) for each in sources]
    others = [kind for kind in kinds if kind.accepts_calls]
    for index in range(chance.randint(1, 5)):
        components.append(_component(chance, f"part{index}", chance.choice(others)))
    document: Document = {
        "format": 1,
        "name": chance.choice(("Grown", "Ünïcode ✓", "x" * 120)),
        "components": components,
        "connections": _connections(chance, components),
        "workload": {"duration": chance.choice((5, "10 s", 2.5, "1 min")), "traffic": [_traffic(chance, sources[0])]},
    }
    if chance.random() < 0.5:
        document["schedule"] = [_scheduled(chance, components) for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.5:
        document["objectives"] = [
            {"metric": "latency_s_p99", "of": sources[0], "at_most": chance.choice((0.3, "300 ms"))}
        ]
    if chance.random() < 0.3:
        document["places"] = [{"id": "eu", "type": "region"}, {"id": "eu-a", "type": "zone", "within": "eu"}]
        components[0]["place"] = "eu-a"
    return document


def _component(chance: random.Random, name: str, kind: Any) -> Document:
    component: Document = {"id": name, "type": kind.name}
    if chance.random() < 0.5:
        component["position"] = [chance.randint(-100, 2_000), chance.random() * 500]
    if chance.random() < 0.7:
        component["parameters"] = _parameters(chance, kind.parameters)
    return component


def _parameters(chance: random.Random, parameters: tuple[Parameter, ...]) -> Document:
    return {each.name: _value(chance, each) for each in parameters if chance.random() < 0.4}


def _value(chance: random.Random, each: Field | Parameter) -> Any:
    if each.kind == "flag":
        return chance.random() < 0.5
    if each.kind == "choice":
        return chance.choice(each.choices)
    if each.kind == "points":
        return ", ".join(f"{second} {chance.randint(0, 90)}" for second in range(chance.randint(1, 5)))
    if each.kind == "numbers":
        return ", ".join(str(chance.randint(1, 90)) for _ in range(chance.randint(1, 5)))
    low, high = each.low or 0.0, min(each.high or 100.0, 1_000.0)
    if each.kind == "count":
        return chance.randint(int(low), int(high))
    number = chance.choice((low, high, low + (high - low) * chance.random()))
    return f"{number!r} {each.unit}" if each.unit and chance.random() < 0.3 else number


def _connections(chance: random.Random, components: list[Document]) -> list[Document]:
    connections = []
    for index, caller in enumerate(components):
        callees = [each for each in components[index + 1 :] if _fit(caller, each)]
        if not component_types()[caller["type"]].can_call or not callees:
            continue
        for called in chance.sample(callees, min(len(callees), chance.randint(1, 2))):
            publishes = component_types()[called["type"]].connection_kind == "publish"
            connections.append({"from": caller["id"], "to": called["id"], **_policy(chance, publishes)})
    return connections


def _fit(caller: Document, called: Document) -> bool:
    first, second = component_types()[caller["type"]], component_types()[called["type"]]
    return (
        second.accepts_calls
        and (not second.called_by or second.called_by in first.mechanisms)
        and (not first.calls_only or first.calls_only in second.mechanisms)
    )


BESIDE_OTHERS = ("share", "on_miss", "enough", "needed", "fallback_to")
"""Fields that only mean something beside other connections or fields."""


def _policy(chance: random.Random, publishes: bool) -> Document:
    simple = [each for each in CONNECTION if each.label and each.name not in BESIDE_OTHERS]
    fitting = [each for each in simple if not publishes or not (each.for_answers or each.name == "balancing")]
    policy = {each.name: _value(chance, each) for each in fitting if chance.random() < 0.25}
    if chance.random() < 0.3 and not publishes:
        policy["retry"] = {"attempts": chance.randint(1, 3), "backoff": "20 ms"}
    if chance.random() < 0.3:
        kind = chance.choice([each for each in policy_types().values() if each.publishes == publishes])
        policy["policies"] = {kind.name: _parameters(chance, kind.parameters)}
    return policy


def _traffic(chance: random.Random, source: str) -> Document:
    shape = chance.choice(list(workload_types().values()))
    return {"source": source, "shape": shape.name, "parameters": _parameters(chance, shape.parameters)}


def _scheduled(chance: random.Random, components: list[Document]) -> Document:
    failure = chance.choice(list(failure_types().values()))
    target = chance.choice(components)["id"]
    return {"at": chance.choice((0, 1.5, "2 s")), "failure": failure.name, "target": target}


def break_structure(chance: random.Random, document: Any) -> Any:
    """Changes one to three places of a document: something strange, something missing, something misspelt."""
    broken = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        container = chance.choice(list(_containers(broken)) or [{}])
        if not container:
            continue
        if isinstance(container, list):
            _break_list(chance, container)
        else:
            _break_mapping(chance, container)
    return broken if chance.random() < 0.97 else _strange(chance)


def _strange(chance: random.Random) -> Any:
    """Something strange, each time a copy: breaking it further must not reach what was broken before."""
    return copy.deepcopy(chance.choice(STRANGE))


def _break_mapping(chance: random.Random, mapping: dict[Any, Any]) -> None:
    name = chance.choice(list(mapping))
    deed = chance.randrange(4)
    if deed == 0:
        del mapping[name]
    elif deed == 1:
        mapping[f"{name}s"] = mapping.pop(name)
    elif deed == 2:
        mapping[chance.choice(("extra", "", "\ud800", "x" * 500, 7, None))] = _strange(chance)
    else:
        mapping[name] = _strange(chance)


def _break_list(chance: random.Random, entries: list[Any]) -> None:
    index = chance.randrange(len(entries))
    deed = chance.randrange(4)
    if deed == 0:
        del entries[index]
    elif deed == 1:
        entries.append(copy.deepcopy(entries[index]))
    elif deed == 2:
        entries[index] = _strange(chance)
    else:
        chance.shuffle(entries)


def _containers(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from _containers(each)


def write_out(chance: random.Random, document: Document) -> str:
    """The document as JSON or YAML text."""
    if chance.random() < 0.5:
        return json.dumps(document, indent=chance.choice((None, 2)), ensure_ascii=chance.random() < 0.5)
    return str(
        yaml.dump(
            document,
            Dumper=yaml.CSafeDumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=chance.choice((None, False)),
        )
    )


def break_text(chance: random.Random, text: str) -> str | bytes:
    """Cuts, doubles, swaps or inserts something in a text; sometimes flips bytes or changes its encoding."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        deed = chance.randrange(4)
        if deed == 0:
            text = text[:at] + chance.choice(SNIPPETS) + text[at:]
        elif deed == 1:
            text = text[:at] + text[min(to, at + 20) :]
        elif deed == 2:
            text = text[:to] + text[at:to][:200] + text[to:]
        else:
            text = text[: max(at, len(text) // 2)]
    if chance.random() < 0.1:
        return text.encode(chance.choice(("utf-16", "utf-32", "utf-8-sig", "latin-1")), "replace")
    return _flipped(chance, text) if chance.random() < 0.2 else text


def _flipped(chance: random.Random, text: str) -> bytes:
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(min(len(raw), chance.randint(1, 4))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def noise(chance: random.Random) -> bytes:
    """Bytes without meaning."""
    return chance.randbytes(chance.randint(0, 300))


def smallest() -> Document:
    """The smallest design that runs."""
    return tiny.document()
