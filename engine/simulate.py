"""The one door of the engine: a design and a seed become frames and a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.control.contents import contents_of
from engine.control.panel import Panel
from engine.design.check import check_runnable
from engine.design.control import Ended, Given
from engine.design.kinds import Edit
from engine.design.model import Design, DesignError
from engine.kernel.advance import BUDGET, DONE, GROW, IN_FLIGHT_MET, NOTES_FULL, advance
from engine.kernel.edits import ON_CONNECTIONS, apply_edit
from engine.kernel.events import SEQUENCE_LIMIT
from engine.kernel.growth import bytes_after_growth, grow_pools
from engine.kernel.state import CLOCK, EVENTS, SEQUENCE
from engine.kernel.thinning import make_room_for_notes
from engine.kernel.tracing import TraceLog
from engine.plan import limits as limit_sentences
from engine.plan.agenda import Action, agenda_of, label_of, read_action
from engine.plan.changes import CHANGE, Change, read_change
from engine.plan.giving import collect_requests, give_requests
from engine.plan.limits import Limits, refusals
from engine.plan.plan import compile_plan
from engine.plan.rewriting import rewrite_state, rewrite_tables, slots_lost
from engine.plan.start import POOL, initial_state
from engine.plan.tracing import Tracing
from engine.results.baseline import baseline_of, nothing_before
from engine.results.batches import RECORDS, Batches
from engine.results.conservation import unbalanced
from engine.results.digest import add_frame, add_viewed
from engine.results.dispersion import Dispersion
from engine.results.explain.explanation import explanation_of
from engine.results.explain.saturation import Saturation
from engine.results.frames import Frame, Layout, frame_taker, layout_of
from engine.results.imbalance import Imbalance
from engine.results.measures import Measures
from engine.results.summary import Summary, measure, summarise
from engine.theory.evidence import Evidence

__all__ = [
    "DesignInvalid",
    "Ended",
    "Frame",
    "Given",
    "Intervention",
    "Layout",
    "LimitMet",
    "Limits",
    "Simulation",
    "Summary",
    "Tracing",
    "start",
]

EVENTS_BUDGET = 200_000
SENTENCES = 1_000
"""What the controllers of a run may say in its log."""
SEED_CEILING = 2**63
TRACING = Tracing()


class DesignInvalid(Exception):
    """A design, or something that is to be done to it, cannot be run; `errors` says why."""

    def __init__(self, errors: list[DesignError]) -> None:
        super().__init__("; ".join(f"{each.path}: {each.message}" for each in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Intervention:
    """What a person does to a run: a failure of the catalogue, or its healing; the failure `change` sets parameters of
    what is drawn (engine/plan/changes.py)."""

    failure: str
    target: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    heal: bool = False


@dataclass(frozen=True, slots=True)
class LimitMet:
    """Why a run ended before its time: `name` is that of a field of Limits."""

    name: str
    sentence: str


def start(
    design: Design,
    seed: int,
    limits: Limits | None = None,
    *,
    until_s: float | None = None,
    pool: int = POOL,
    tracing: Tracing = TRACING,
) -> Simulation:
    """A run at time 0, which ends at `until_s` if that comes before its duration.

    Raises DesignInvalid when the design cannot be run. `pool` (rows to begin with) changes nothing but memory, and
    `tracing` nothing but what is noted of single requests.
    """
    assert 0 <= seed < SEED_CEILING, "a seed is a non-negative integer below 2**63"
    chosen = limits or Limits()
    errors = check_runnable(design) or refusals(design, chosen)
    if errors:
        raise DesignInvalid(errors)
    return Simulation(design, seed, chosen, until_s, pool, tracing)


class Simulation:
    """One run, advanced frame by frame.

    The same design, seed and interventions at the same frame indices give the same frames and summary, bit for bit,
    however `advance` was sliced.
    """

    def __init__(
        self, design: Design, seed: int, limits: Limits, until_s: float | None, pool: int, tracing: Tracing
    ) -> None:
        self.design, self.seed, self.limits = design, seed, limits
        # The design as it is now, after all changes so far.
        self.present = design
        self.plan = compile_plan(design, seed)
        self.state = initial_state(self.plan, limits.in_flight, pool, tracing)
        self.layout: Layout = layout_of(design)
        self.limit_met: LimitMet | None = None
        self.log: list[dict[str, Any]] = []
        self._taker = frame_taker(design, self.plan.tables, self.state)
        self._saturation = Saturation(len(self.plan.tables.components))
        self._frames_digest = b""
        self._agenda = agenda_of(design)
        self._panel = Panel(self.plan)
        self._contents = contents_of(self.plan, self._panel, self.layout)
        self._pending: list[Action | Change] = []
        self._is_in_frame = False
        self._said, self._inbox_size = 0, 1
        self._baseline = nothing_before(self.state)
        self._widened: dict[int, int] = {}
        self._evidence = Evidence(design)
        self._batches = Batches(
            self.plan.tables,
            {each: self.plan.component_rows[each] for each in self._evidence.components},
            stride=max(self.layout["frames_count"] // RECORDS, 1),
        )
        self._batches.record(self.state)
        self._dispersion = Dispersion(self.state)
        self._imbalance = Imbalance(self.plan.tables, self.state)
        self._warm_up_ns = round(design.workload.warm_up_s * 1e9)
        self._wanted_ns = round(min(design.workload.duration_s, until_s or design.workload.duration_s) * 1e9)
        self._end_ns = min(self._wanted_ns, round(limits.simulated_s * 1e9))
        self._frame_ns = round(self.layout["frame_s"] * 1e9)

    @property
    def frames_count(self) -> int:
        """Frames of the whole run."""
        return self.layout["frames_count"]

    @property
    def frame_index(self) -> int:
        """Frames finished so far."""
        return self._taker.count

    @property
    def events(self) -> int:
        """Turns of the engine so far."""
        return int(self.state.registers[EVENTS])

    @property
    def clock_s(self) -> float:
        """Simulated time so far in seconds."""
        return self._clock_ns / 1e9

    @property
    def finished(self) -> bool:
        """True when nothing is left to advance: the run is over, or a limit ended it."""
        return self.limit_met is not None or self._clock_ns >= self._end_ns

    @property
    def limit(self) -> str | None:
        """The sentence of the limit that ended the run early."""
        return self.limit_met.sentence if self.limit_met is not None else None

    @property
    def _clock_ns(self) -> int:
        return int(self.state.registers[CLOCK])

    def intervene(self, intervention: Intervention) -> str:
        """Acts at the next frame boundary (the present one unless a frame is half done); returns the log's sentence.

        Raises DesignInvalid when it cannot be done, or when the run has ended.
        """
        if self.finished:
            raise DesignInvalid([DesignError("failure", "The run has ended; nothing can be done to it any more.")])
        action, errors = self._read(intervention)
        if action is None:
            raise DesignInvalid(errors)
        self._pending.append(action)
        return action.sentence(label_of(self.design, action.target))

    def _read(self, wanted: Intervention) -> tuple[Action | Change | None, list[DesignError]]:
        if wanted.failure == CHANGE:
            ordered = [each.design for each in self._pending if isinstance(each, Change)]
            present = ordered[-1] if ordered else self.present
            return read_change(self.design, present, wanted.target, wanted.parameters)
        return read_action(self.design, wanted.failure, wanted.target, wanted.parameters, wanted.heal)

    def advance(self, max_events: int = EVENTS_BUDGET) -> Frame | None:
        """Goes on to the end of the present frame, at most `max_events` events far.

        Returns the frame, or None when it is not finished: the budget is used up, or a limit ended the run.
        """
        assert not self.finished, "the run has ended"
        assert max_events > 0
        frame_end_ns = min(self._frame_ns * (self.frame_index + 1), self._end_ns)
        last_event = self.events + max_events
        while True:
            self._do_what_is_due()
            stop_ns = self._next_stop(frame_end_ns)
            if not self._run_to(stop_ns, last_event):
                return None
            if stop_ns == self._warm_up_ns:
                self._baseline = baseline_of(self.state)
                self._widened.clear()
                self._batches.totals.clear()
                self._batches.record(self.state)
                self._dispersion.restart(self.state)
                self._imbalance.restart(self.state)
            if stop_ns == frame_end_ns:
                return self._take_frame()

    def give(self, source: str, given: Given) -> None:
        """Lets a source send requests besides its own, between two calls of `advance` (docs/engine/control.md).

        Raises ValueError when it cannot, or when the run has ended.
        """
        if self.finished:
            raise ValueError("The run has ended; it takes no requests any more.")
        give_requests(self.plan, self.state, source, given)

    def collect(self, source: str) -> Ended:
        """What has become of tagged requests that a source was given, since the last look; it is told once."""
        return collect_requests(self.plan, self.state, source)

    def summary(self) -> Summary:
        """The summary of the run so far; its books must balance."""
        self._check_books()
        measures = self._measures()
        summary = summarise(
            self.design,
            self.seed,
            measures,
            frames=self._frames_digest,
            limit=self.limit,
            log=[dict(each) for each in self.log],
            controllers=self._panel.report(),
        )
        for name, row in self.plan.component_rows.items():
            summary["components"][name]["imbalance"] = self._imbalance.of(row, self.state)
        for place, row in enumerate(self.plan.tables.sources["component"]):
            name = self.plan.tables.component_ids[row]
            summary["components"][name]["dispersion"] = self._dispersion.index(place)
        summary["theory"] = self._evidence.rows(summary, self._batches.ratio)
        return summary

    def explanation(self, traced: TraceLog | None = None) -> dict[str, Any]:
        """Why the run went as it did, and traces of single requests; `traced` is the log of a repetition of it."""
        measures = self._measures()
        return explanation_of(measures, traced or self.state.trace, self._saturation, self.log)

    def _measures(self) -> Measures:
        return measure(self.plan.tables, self.state, self._baseline, self._widened)

    def _do_what_is_due(self) -> None:
        """Scheduled actions up to the clock; at a frame boundary then what people asked for, in the order of asking;
        then what controllers do, in the order of their ids."""
        while self._agenda and self._agenda[0].at_ns <= self._clock_ns:
            self._do(self._agenda.pop(0).action, "schedule")
        if not self._is_in_frame:
            for action in self._pending:
                self._do(action, "intervention")
            self._pending.clear()
            self._is_in_frame = True
        for name in self._panel.due(self._clock_ns):
            self._edit(self._panel.act(name, self.state, self._say))

    def _do(self, action: Action | Change, origin: str) -> None:
        edits = self._change(action) if isinstance(action, Change) else action.edits(self.design)
        self._edit(edits)
        for edit in edits:
            self._panel.wake(edit.target, self._clock_ns)
        if action.heal:
            for entry in self.log:
                entry["undone"] |= entry["failure"] == action.failure and entry["target"] == action.target
        sentence = action.sentence(label_of(self.design, action.target))
        self._write(sentence, origin, action.target, action.failure, action.parameters, action.heal)

    def _change(self, change: Change) -> Sequence[Edit]:
        before, self.present = self.present, change.design
        measures = self._measures()
        for row, narrower in slots_lost(self.plan, before, change.design).items():
            self._widened[row] = self._widened.get(row, 0) + measures.area(row, "up") * narrower
        rewrite_tables(self.plan, before, change.design)
        return rewrite_state(self.plan, self.state, before, change.design)

    def _edit(self, edits: Sequence[Edit]) -> None:
        for edit in edits:
            rows = self.plan.connection_rows if edit.operation in ON_CONNECTIONS else self.plan.component_rows
            apply_edit(self.plan.tables, self.state, edit.operation, rows[edit.target], edit.value)

    def _say(self, sentence: str, target: str) -> None:
        """What a controller says; a long run keeps the first sentences, so that the log has a limit."""
        self._said += 1
        if self._said == SENTENCES + 1:
            sentence = f"Controllers said more than {SENTENCES:,} things; the rest is left out"
        if self._said <= SENTENCES + 1:
            self._write(sentence, "controller", target, "", {}, heal=False)

    def _write(
        self, sentence: str, origin: str, target: str, failure: str, parameters: Mapping[str, Any], heal: bool
    ) -> None:
        self.log.append(
            {
                "number": len(self.log) + 1,
                "frame": self.frame_index,
                "clock_s": self.clock_s,
                "sentence": sentence,
                "undone": heal,
                "origin": origin,
                "failure": failure,
                "target": target,
                "parameters": dict(parameters),
                "heal": heal,
            }
        )

    def _next_stop(self, frame_end_ns: int) -> int:
        stops = [frame_end_ns, self._panel.next_ns]
        if self._agenda:
            stops.append(self._agenda[0].at_ns)
        if self._clock_ns < self._warm_up_ns:
            stops.append(self._warm_up_ns)
        return min(stops)

    def _run_to(self, stop_ns: int, last_event: int) -> bool:
        """Runs to a time; False when the budget is used up or a limit was met on the way."""
        tables, state = self.plan.tables, self.state
        is_larger, self._inbox_size = len(state.inbox) > self._inbox_size, len(state.inbox)
        if is_larger and state.size_bytes > self.limits.memory_bytes:
            self.limit_met = LimitMet("memory_bytes", limit_sentences.memory_met(self.limits, self.clock_s))
            return False
        while True:
            used = int(state.registers[EVENTS])
            turns = min(last_event, self.limits.events) - used
            status = advance(*tables.arrays, *state.arrays, stop_ns, turns)
            assert state.registers[SEQUENCE] < SEQUENCE_LIMIT, "the keys of events have no room for their order"
            if status == DONE:
                if stop_ns == self._end_ns < self._wanted_ns:
                    self.limit_met = LimitMet("simulated_s", limit_sentences.time_met(self.limits))
                return True
            if status == NOTES_FULL:
                make_room_for_notes(state)
            elif status == GROW and bytes_after_growth(state) <= self.limits.memory_bytes:
                grow_pools(state)
            elif status == GROW:
                self.limit_met = LimitMet("memory_bytes", limit_sentences.memory_met(self.limits, self.clock_s))
                return False
            elif status == IN_FLIGHT_MET:
                self.limit_met = LimitMet("in_flight", limit_sentences.in_flight_met(self.limits, self.clock_s))
                return False
            else:
                assert status == BUDGET
                if state.registers[EVENTS] >= self.limits.events:
                    self.limit_met = LimitMet("events", limit_sentences.events_met(self.limits, self.clock_s))
                return False

    def _check_books(self) -> None:
        wrong = unbalanced(self.plan.tables, self.state)
        assert not wrong, f"the books of this run do not balance: {'; '.join(wrong)}"

    def _take_frame(self) -> Frame:
        self._is_in_frame = False
        began_ns = self._taker.before_ns
        frame = self._taker.take(self.state)
        self._saturation.look(self._taker.numbers, began_ns, self._clock_ns)
        if self.finished:
            self._check_books()
        self._batches.record(self.state, frame["n"])
        self._dispersion.record(self.state)
        self._imbalance.record(self.state)
        rows, viewed = self._taker, self._panel.viewed(self.design)
        self._frames_digest = add_viewed(add_frame(self._frames_digest, rows.numbers, rows.first, rows.later), viewed)
        self._panel.tell(frame, self.layout, viewed)
        self._contents.tell(frame, self.plan, self.state, self._panel, began_ns)
        return frame
