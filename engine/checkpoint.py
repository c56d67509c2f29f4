"""A run put aside: everything that a simulation has come to be, as bytes from which it goes on, bit for bit.

A checkpoint is a header (mark, engine, SHA-256) and a compressed body: the arrays by type, shape and content without
the zeros at their ends, and a tree of plain values for the rest. What follows from design and seed (tables, labels of
the layout) is not stored but compiled again. Nothing of it is code: objects are rebuilt from the engine's own classes,
attribute by attribute, and bytes that do not fit are refused as a whole.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections import deque
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.design.model import Design
from engine.design.write import canonical
from engine.plan.rewriting import rewrite_tables
from engine.plan.tracing import Tracing
from engine.simulate import TRACING, Limits, Simulation, start
from engine.version import VERSION

MARK = b"backlot checkpoint 1\n"
LEVEL = 1
OWN = ("design", "seed", "limits", "plan", "layout", "_evidence", "_contents")
"""What a simulation gets from design, seed and limits."""
LINE = 64

Array = npt.NDArray[Any]


def save(simulation: Simulation) -> bytes:
    """The simulation as it stands, between two calls of `advance`."""
    writer = _Writer(_known(simulation))
    root = {name: writer.tree(value) for name, value in vars(simulation).items() if name not in OWN}
    head = json.dumps({"root": root, "objects": writer.objects, "arrays": writer.shapes}).encode()
    packed = zlib.compress(b"".join([len(head).to_bytes(8, "little"), head, *writer.contents]), LEVEL)
    return _header(simulation.design, simulation.seed, packed) + packed


def load(
    design: Design, seed: int, saved: bytes, limits: Limits | None = None, tracing: Tracing = TRACING
) -> Simulation | None:
    """The run of `save`, ready to go on; None for bytes of another run, another engine, or damaged ones."""
    length = len(MARK) + hashlib.sha256().digest_size
    packed = saved[length:]
    if saved[:length] != _header(design, seed, packed):
        return None
    body = zlib.decompress(packed)
    end = 8 + int.from_bytes(body[:8], "little")
    head = json.loads(body[8:end])
    fresh = start(design, seed, limits, tracing=tracing)
    try:
        found = _Reader(head, memoryview(body)[end:], _known(fresh), _types_in(fresh)).root()
    except Unfit:
        return None
    if found.keys() != vars(fresh).keys() - set(OWN):
        return None
    for name, value in found.items():
        setattr(fresh, name, value)
    rewrite_tables(fresh.plan, design, fresh.present)
    return fresh


class Unfit(Exception):
    """A checkpoint of another build of the same engine."""


class _Writer:
    """Turns values into a tree of plain ones; arrays and objects are listed once, however often they are met."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = {id(value): name for name, value in known.items()}
        self.objects: list[Any] = []
        self.shapes: list[Any] = []
        self.contents: list[bytes] = []
        # Keeps what was met, so that no other object gets its place in memory and with it its number.
        self.met: dict[int, tuple[dict[str, int], Any]] = {}

    def tree(self, value: Any) -> Any:
        """Raises TypeError for what a checkpoint cannot hold."""
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if id(value) in self.known:
            return {"known": self.known[id(value)]}
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, list):
            return [self.tree(each) for each in value]
        if isinstance(value, Mapping):
            return {"mapping": [[self.tree(name), self.tree(each)] for name, each in value.items()]}
        for name, kind in PLAIN.items():
            if isinstance(value, kind):
                return {name: [self.tree(each) for each in value]}
        if isinstance(value, bytes):
            return {"bytes": value.hex()}
        if id(value) not in self.met:
            self._meet(value)
        return self.met[id(value)][0]

    def _meet(self, value: Any) -> None:
        if isinstance(value, np.ndarray):
            self.met[id(value)] = {"array": len(self.shapes)}, value
            content = np.ascontiguousarray(value).tobytes().rstrip(b"\0")
            self.shapes.append([_name_of(value.dtype), value.shape, value.ctypes.data % LINE, len(content)])
            self.contents.append(content)
            return
        kind = type(value)
        if not kind.__module__.startswith("engine."):
            raise TypeError(f"a checkpoint cannot hold a {kind.__qualname__}")
        self.met[id(value)] = {"object": len(self.objects)}, value
        self.objects.append(None)
        place = len(self.objects) - 1
        self.objects[place] = [
            f"{kind.__module__}:{kind.__qualname__}",
            {name: self.tree(getattr(value, name)) for name in _attributes(value)},
        ]


PLAIN: dict[str, Any] = {"tuple": tuple, "deque": deque}


class _Reader:
    """Turns the tree back. Everything is made first and filled then, so that objects may know each other."""

    def __init__(
        self, head: dict[str, Any], content: memoryview, known: Mapping[str, Any], types: Mapping[str, np.dtype[Any]]
    ) -> None:
        self.known = known
        self.tree = head["root"]
        self.arrays: list[Array] = []
        for name, shape, offset, length in head["arrays"]:
            if name not in types:
                raise Unfit
            self.arrays.append(_array(types[name], shape, offset, content[:length]))
            content = content[length:]
        self.objects = [_shell(name) for name, _ in head["objects"]]
        for made, (_, values) in zip(self.objects, head["objects"], strict=True):
            if is_dataclass(made) and {each.name for each in fields(made)} != values.keys():
                raise Unfit
            for name, value in values.items():
                object.__setattr__(made, name, self.value(value))

    def root(self) -> dict[str, Any]:
        return {name: self.value(value) for name, value in self.tree.items()}

    def value(self, tree: Any) -> Any:
        if isinstance(tree, list):
            return [self.value(each) for each in tree]
        if not isinstance(tree, dict):
            return tree
        [(kind, inner)] = tree.items()
        if kind == "mapping":
            return {self.value(name): self.value(each) for name, each in inner}
        if kind in PLAIN:
            return PLAIN[kind](self.value(each) for each in inner)
        if kind == "bytes":
            return bytes.fromhex(inner)
        if kind == "known":
            return self.known[inner]
        return (self.arrays if kind == "array" else self.objects)[inner]


def _header(design: Design, seed: int, packed: bytes) -> bytes:
    """The mark, and a digest of what the checkpoint belongs to and of its content."""
    digest = hashlib.sha256(f"{VERSION}|{seed}|".encode() + canonical(design) + b"|")
    digest.update(packed)
    return MARK + digest.digest()


def _known(simulation: Simulation) -> dict[str, Any]:
    """What parts of a simulation refer to and every simulation of the design has."""
    tables = simulation.plan.tables
    named = {name: getattr(tables, name) for name in _attributes(tables)}
    own = {name: getattr(simulation, name) for name in OWN}
    return {**own, "tables": tables, **{f"tables.{name}": value for name, value in named.items()}}


def _types_in(simulation: Simulation) -> dict[str, np.dtype[Any]]:
    """The types of arrays that this build of the engine has, by name."""
    state = simulation.state
    arrays = [*state.arrays, *simulation.plan.tables.arrays, np.zeros(0), np.zeros(0, np.bool_), np.zeros(0, np.int32)]
    return {_name_of(each.dtype): each.dtype for each in [*arrays, *simulation._panel.arrays]}


def _name_of(kind: np.dtype[Any]) -> str:
    return kind.str if kind.names is None else str(kind)


def _array(kind: np.dtype[Any], shape: list[int], offset: int, content: memoryview) -> Array:
    """An array with this content, placed in a cache line as the one that was saved."""
    size = kind.itemsize * int(np.prod(shape, dtype=np.int64))
    room = np.zeros(size + 2 * LINE, np.uint8)
    begin = (offset - room.ctypes.data) % LINE
    room[begin : begin + len(content)] = np.frombuffer(content, np.uint8)
    return room[begin : begin + size].view(kind).reshape(shape)


def _shell(name: str) -> Any:
    """An empty object of one of the engine's classes."""
    module, _, kind = name.partition(":")
    found = getattr(sys.modules.get(module), kind, None) if module.startswith("engine.") else None
    if not isinstance(found, type):
        raise Unfit
    return object.__new__(found)


def _attributes(value: Any) -> list[str]:
    return [each.name for each in fields(value)] if is_dataclass(value) else list(vars(value))
