"""Frames: the live numbers of one short piece of simulated time, in the shape of docs/flow.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, TypedDict

import numpy as np

from engine.design.model import Design
from engine.kernel.area import carry_areas
from engine.kernel.histogram import fold_windows
from engine.kernel.snapshot import (
    COMPONENT_METRICS,
    CONNECTION_METRICS,
    TOTAL_METRICS,
    component_rows,
    connection_rows,
    total_row,
)
from engine.kernel.state import CLOCK, Floats, Integers, Rows, State, Tables

FRAMES = 1_200
NUMBERS = 2_400_000
STEPS_S = tuple(step * 10.0**power for power in range(6) for step in (1.0, 2.0, 5.0))

Number = float | None


class Layout(TypedDict):
    """The order of ids and metrics in the rows of a frame."""

    frame_s: float
    frames_count: int
    components: list[str]
    component_metrics: list[str]
    connections: list[str]
    connection_metrics: list[str]
    total_metrics: list[str]


class Frame(TypedDict):
    """One frame; rows stand in the layout's order."""

    n: int
    clock_s: float
    totals: list[Number]
    components: list[list[Number]]
    connections: list[list[Number]]


def frame_length_s(design: Design) -> float:
    """The shortest allowed length that keeps a run within FRAMES frames and NUMBERS numbers."""
    numbers = len(TOTAL_METRICS)
    numbers += len(COMPONENT_METRICS) * len(design.components) + len(CONNECTION_METRICS) * len(design.connections)
    most = max(min(FRAMES, NUMBERS // numbers), 1)
    fitting = (step for step in (0.25, 0.5, *STEPS_S) if frames_count(design.workload.duration_s, step) <= most)
    return next(fitting, STEPS_S[-1])


def frames_count(duration_s: float, frame_s: float) -> int:
    """Frames of a whole run; the last one may be shorter."""
    return max(ceil(round(duration_s / frame_s, 9)), 1)


def layout_of(design: Design) -> Layout:
    """The layout of a design's frames: ids in the order of the document."""
    frame_s = frame_length_s(design)
    return Layout(
        frame_s=frame_s,
        frames_count=frames_count(design.workload.duration_s, frame_s),
        components=[each.id for each in design.components],
        component_metrics=list(COMPONENT_METRICS),
        connections=[each.id for each in design.connections],
        connection_metrics=list(CONNECTION_METRICS),
        total_metrics=list(TOTAL_METRICS),
    )


@dataclass(slots=True)
class FrameTaker:
    """Takes frames one after another; keeps the counters of the last boundary to measure from."""

    tables: Tables
    component_order: Integers
    connection_order: Integers
    component_before: Rows
    connection_before: Rows
    requests_before: Integers
    before_ns: int = 0
    count: int = 0
    numbers: list[Floats] = field(default_factory=list)

    def take(self, state: State) -> Frame:
        """The frame from the last boundary to the clock; areas must be up to date. Empties the windows."""
        tables, clock_ns = self.tables, int(state.registers[CLOCK])
        span_ns = clock_ns - self.before_ns
        assert span_ns > 0, "a frame covers some time"
        components = component_rows(
            tables.components, state.component_states, self.component_before, state.window, state.spans, span_ns
        )
        windows, spans = state.window[len(tables.components) :], state.spans[len(tables.components) :]
        connections = connection_rows(state.connection_states, self.connection_before, windows, spans, span_ns)
        totals = total_row(
            tables.sources,
            state.component_states,
            state.source_states,
            self.component_before,
            self.requests_before,
            state.window,
            span_ns,
        )
        fold_windows(state.window, state.spans, state.latency)
        carry_areas(state.component_states)
        self.component_before = state.component_states.copy()
        self.connection_before = state.connection_states.copy()
        self.requests_before = state.source_states["requests"].copy()
        self.before_ns = clock_ns
        self.count += 1
        self.numbers = [totals, components, connections]
        return Frame(
            n=self.count,
            clock_s=clock_ns / 1e9,
            totals=_plain(totals),
            components=_plain(components[self.component_order]),
            connections=_plain(connections[self.connection_order]),
        )


def frame_taker(design: Design, tables: Tables, state: State) -> FrameTaker:
    """A taker for a run that stands at time 0."""
    return FrameTaker(
        tables=tables,
        component_order=_order([each.id for each in design.components], tables.component_ids),
        connection_order=_order([each.id for each in design.connections], tables.connection_ids),
        component_before=state.component_states.copy(),
        connection_before=state.connection_states.copy(),
        requests_before=state.source_states["requests"].copy(),
    )


def _order(ids: Sequence[str], table_ids: Sequence[str]) -> Integers:
    rows = {table_id: row for row, table_id in enumerate(table_ids)}
    return np.array([rows[each] for each in ids], np.int64)


def _plain(numbers: Floats) -> list[Any]:
    """Nested lists of plain numbers, None for NaN."""
    plain = numbers.astype(object)
    plain[np.isnan(numbers)] = None
    return plain.tolist()
