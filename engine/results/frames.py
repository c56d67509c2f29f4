"""Frames: the live numbers of one short piece of simulated time, in the shape of docs/flow.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import NotRequired, TypedDict

import numpy as np

from engine.design.model import Design
from engine.design.policies import lower_policies
from engine.kernel.snapshot import (
    COMPONENT_METRICS,
    COMPONENT_WIDTH,
    CONNECTION_METRICS,
    CONNECTION_WIDTH,
    POLICY_METRICS,
    POLICY_WIDTH,
    TOTAL_METRICS,
    TOTALS,
    take_snapshot,
)
from engine.kernel.state import CLOCK, Floats, Integers, Rows, State, Tables
from engine.results.contents import ContentsLayout
from engine.results.flows import FlowsLayout, flow_numbers, flows_layout
from engine.results.viewers import Number, Sample, ViewersLayout, numbers_of, populations_of, viewers_layout

FRAMES = 1_200
NUMBERS = 2_400_000
FIRST_METRICS = 8
"""Metrics of a component when digests were first stored."""

STEPS_S = tuple(step * 10.0**power for power in range(6) for step in (1.0, 2.0, 5.0))


class Layout(TypedDict):
    """The order of ids and metrics in the rows of a frame; `viewers` is there when the design has some, `flows` when
    streams reach them, `contents` when something keeps keys or titles."""

    frame_s: float
    frames_count: int
    components: list[str]
    component_metrics: list[str]
    connections: list[str]
    connection_metrics: list[str]
    policies: list[str]
    policy_metrics: list[str]
    total_metrics: list[str]
    viewers: NotRequired[ViewersLayout]
    flows: NotRequired[FlowsLayout]
    contents: NotRequired[ContentsLayout]


class Frame(TypedDict):
    """One frame; rows stand in the layout's order."""

    n: int
    clock_s: float
    totals: list[Number]
    components: list[list[Number]]
    connections: list[list[Number]]
    policies: list[list[Number]]
    viewers: NotRequired[list[list[Number]]]
    samples: NotRequired[list[list[Sample]]]
    carriers: NotRequired[list[list[Number]]]
    streams: NotRequired[list[Number]]
    ways: NotRequired[list[Number]]
    contents: NotRequired[list[list[Number]]]


def frame_length_s(design: Design) -> float:
    """The shortest allowed length that keeps a run within FRAMES frames and NUMBERS numbers."""
    most = max(min(FRAMES, NUMBERS // _numbers(design)), 1)
    fitting = (step for step in (0.25, 0.5, *STEPS_S) if frames_count(design.workload.duration_s, step) <= most)
    return next(fitting, STEPS_S[-1])


def _numbers(design: Design) -> int:
    """How many numbers a frame tells, pictures left out: they have what room there is."""
    numbers = len(TOTAL_METRICS)
    numbers += len(COMPONENT_METRICS) * len(design.components) + len(CONNECTION_METRICS) * len(design.calls)
    return numbers + len(POLICY_METRICS) * len(_with_policies(design)) + numbers_of(len(populations_of(design)))


def frames_count(duration_s: float, frame_s: float) -> int:
    """Frames of a whole run; the last one may be shorter."""
    return max(ceil(round(duration_s / frame_s, 9)), 1)


def layout_of(design: Design) -> Layout:
    """The layout of a design's frames: ids in the order of the document."""
    frame_s = frame_length_s(design)
    layout = Layout(
        frame_s=frame_s,
        frames_count=frames_count(design.workload.duration_s, frame_s),
        components=[each.id for each in design.components],
        component_metrics=list(COMPONENT_METRICS),
        connections=[each.id for each in design.calls],
        connection_metrics=list(CONNECTION_METRICS),
        policies=_with_policies(design),
        policy_metrics=list(POLICY_METRICS),
        total_metrics=list(TOTAL_METRICS),
    )
    if populations_of(design):
        layout["viewers"] = viewers_layout(design)
    flows = flows_layout(design)
    if flows is not None and flow_numbers(flows) <= room_for(design, layout):
        layout["flows"] = flows
    return layout


def room_for(design: Design, layout: Layout) -> int:
    """How many numbers more a frame may tell."""
    return NUMBERS // layout["frames_count"] - _numbers(design) - flow_numbers(layout.get("flows"))


@dataclass(slots=True)
class FrameTaker:
    """Takes frames one after another; keeps the counters of the last boundary to measure from.

    `numbers` are those of the last frame in the order of the tables; `drawn` puts them into the order of the drawing.
    `later` are the places of metrics that came after digests were first stored, `first` all others.
    """

    tables: Tables
    drawn: Integers
    states_before: Rows
    links_before: Rows
    policies_before: Rows
    requests_before: Integers
    numbers: Floats
    first: Integers
    later: Integers
    before_ns: int = 0
    count: int = 0

    def take(self, state: State) -> Frame:
        """The frame from the last boundary to the clock; brings areas up to date, empties the windows."""
        clock_ns = int(state.registers[CLOCK])
        assert clock_ns > self.before_ns, "a frame covers some time"
        take_snapshot(
            self.tables.components,
            self.tables.sources,
            self.tables.policies,
            state.component_states,
            state.source_states,
            state.connection_states,
            state.policy_states,
            self.states_before,
            self.links_before,
            self.policies_before,
            self.requests_before,
            state.window,
            state.octaves,
            state.latency,
            clock_ns,
            clock_ns - self.before_ns,
            self.numbers,
        )
        self.before_ns = clock_ns
        self.count += 1
        plain = _plain(self.numbers[self.drawn])
        connections_start = TOTALS + COMPONENT_WIDTH * len(self.tables.components)
        policies_start = connections_start + CONNECTION_WIDTH * len(self.tables.connections)
        return Frame(
            n=self.count,
            clock_s=clock_ns / 1e9,
            totals=plain[:TOTALS],
            components=_rows(plain, TOTALS, connections_start, COMPONENT_WIDTH),
            connections=_rows(plain, connections_start, policies_start, CONNECTION_WIDTH),
            policies=_rows(plain, policies_start, len(plain), POLICY_WIDTH),
        )


def frame_taker(design: Design, tables: Tables, state: State) -> FrameTaker:
    """A taker for a run that stands at time 0."""
    components = _order([each.id for each in design.components], tables.component_ids)
    connections = _order([each.id for each in design.calls], tables.connection_ids)
    policies = _policy_rows(design, tables)
    connections_start = TOTALS + COMPONENT_WIDTH * len(components)
    policies_start = connections_start + CONNECTION_WIDTH * len(connections)
    drawn = [
        np.arange(TOTALS),
        (TOTALS + components[:, None] * COMPONENT_WIDTH + np.arange(COMPONENT_WIDTH)).ravel(),
        (connections_start + connections[:, None] * CONNECTION_WIDTH + np.arange(CONNECTION_WIDTH)).ravel(),
        (policies_start + policies[:, None] * POLICY_WIDTH + np.arange(POLICY_WIDTH)).ravel(),
    ]
    positions = np.concatenate(drawn)
    # Some balancers have a row of policies of which a frame shows nothing.
    numbers = np.zeros(policies_start + POLICY_WIDTH * len(tables.policies))
    later = np.arange(TOTALS + FIRST_METRICS, connections_start, COMPONENT_WIDTH)
    return FrameTaker(
        tables=tables,
        drawn=positions,
        states_before=state.component_states.copy(),
        links_before=state.connection_states.copy(),
        policies_before=state.policy_states.copy(),
        requests_before=state.source_states["requests"].copy(),
        numbers=numbers,
        first=np.delete(np.arange(len(numbers)), later),
        later=later,
    )


def _with_policies(design: Design) -> list[str]:
    """The connections whose policies count something, in the order of the document."""
    return [each.id for each in design.calls if lower_policies(each.policies).columns]


def _policy_rows(design: Design, tables: Tables) -> Integers:
    rows = dict(zip(tables.connection_ids, tables.connections["policy"], strict=True))
    return np.array([rows[each] for each in _with_policies(design)], np.int64)


def _order(ids: Sequence[str], table_ids: Sequence[str]) -> Integers:
    rows = {table_id: row for row, table_id in enumerate(table_ids)}
    return np.array([rows[each] for each in ids], np.int64)


def _plain(numbers: Floats) -> list[Number]:
    """Plain numbers, None for NaN."""
    plain = numbers.astype(object)
    plain[np.isnan(numbers)] = None
    listed: list[Number] = plain.tolist()
    return listed


def _rows(plain: list[Number], start: int, end: int, width: int) -> list[list[Number]]:
    return [plain[place : place + width] for place in range(start, end, width)]
