"""A row builder that remembers what a component described."""

from __future__ import annotations

from typing import Any

from engine.catalogue import components
from engine.design.kinds import ComponentType
from engine.design.model import Component
from engine.design.rows import Replicas
from tests import tiny


class Recorder:
    """Keeps the rows by mechanism; a component has each mechanism at most once."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}

    def station(self, **row: Any) -> None:
        self._keep("station", row)

    def cache(self, **row: Any) -> None:
        self._keep("cache", row)

    def source(self, **row: Any) -> None:
        self._keep("source", row)

    def deadline(self, **row: Any) -> None:
        self._keep("deadline", row)

    def role(self, name: str) -> None:
        self._keep(name, {})

    def replicas(self, told: Replicas) -> None:
        self._keep("replicas", {"told": told})

    def log(self, **row: Any) -> None:
        self._keep("log", row)

    def consumers(self, **row: Any) -> None:
        self._keep("consumers", row)

    def dead_letters(self, **row: Any) -> None:
        self._keep("dead_letters", row)

    def _keep(self, mechanism: str, row: dict[str, Any]) -> None:
        assert mechanism not in self.rows
        self.rows[mechanism] = row


def made(kind: str, **parameters: Any) -> Component:
    """A component of a kind, read from a document like any other."""
    design = tiny.design(components=[tiny.component("it", kind, **parameters)], connections=[])
    return design.components[0]


def lowered(kind: str, **parameters: Any) -> dict[str, dict[str, Any]]:
    """The rows that a component of `kind` describes, which are exactly the mechanisms that its type announces."""
    recorder = Recorder()
    described: ComponentType = components()[kind]
    described.lower(made(kind, **parameters), recorder)
    assert set(recorder.rows) == set(described.mechanisms)
    return recorder.rows


def explained(kind: str, row: dict[str, Any]) -> list[str]:
    """What a component of `kind` says about its row of a summary."""
    return [finding.text for finding in components()[kind].explain(made(kind), row)]
