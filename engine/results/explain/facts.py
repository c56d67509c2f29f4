"""What an explanation is made from: counters, traces, and who was full since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.results.explain.saturation import Saturation
from engine.results.explain.spans import Trace
from engine.results.measures import Measures


@dataclass(frozen=True, slots=True)
class Facts:
    """A run as it stands. `traces` are those of requests that began after the warm-up; `log` is that of its summary."""

    measures: Measures
    traces: Sequence[Trace]
    saturation: Saturation
    log: Sequence[dict[str, Any]]

    def component_id(self, row: int) -> str:
        """The id of a component."""
        return self.measures.tables.component_ids[row]

    def ends_of(self, connection: int) -> dict[str, str]:
        """The ids of caller and callee of a connection."""
        tables = self.measures.tables
        group = int(((tables.groups["first"] <= connection) & (connection < tables.groups["end"])).argmax())
        fixed = tables.components
        caller = int(((fixed["first_group"] <= group) & (group < fixed["groups_end"])).argmax())
        callee = int(tables.connections[connection]["target"])
        return {"caller": self.component_id(caller), "callee": self.component_id(callee)}

    @property
    def span_s(self) -> float:
        """The measured time."""
        return self.measures.span_ns / 1e9
