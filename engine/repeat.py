"""A run once more, with other requests traced: those that turned out to be slow or to fail.

A run is exactly repeatable, so noting everything in case it turns out to be interesting would cost more than this.
"""

from __future__ import annotations

from typing import Any

from engine.kernel.state import EVENTS
from engine.kernel.tracing import NOTES, TraceLog
from engine.plan.tracing import Tracing
from engine.results.explain.spans import requests_traced
from engine.simulate import Intervention, Simulation, start

EVENTS_MOST = 10_000_000
"""Longer runs are explained from what was traced at first: repeating them would take more than a few seconds."""
BYTES_MOST = 150_000_000


class Repetition:
    """Repeats a finished run, slice by slice; one that is too long to repeat is finished at once."""

    def __init__(self, original: Simulation, *, events_most: int = EVENTS_MOST) -> None:
        assert original.finished
        self.original = original
        self.simulation: Simulation | None = None
        self._log = [each for each in original.log if each["origin"] == "intervention"]
        is_short = int(original.state.registers[EVENTS]) <= events_most
        if is_short and original.state.size_bytes <= BYTES_MOST and original.frame_index:
            self.simulation = start(
                original.design,
                original.seed,
                original.limits,
                until_s=original.clock_s,
                tracing=tracing_of(original),
            )

    @property
    def finished(self) -> bool:
        """True when there is nothing left to repeat."""
        return self.simulation is None or self.simulation.finished

    def advance(self, max_events: int) -> None:
        """Goes on for at most `max_events` events or to the end of a frame."""
        assert self.simulation is not None
        while self._log and self._log[0]["frame"] <= self.simulation.frame_index:
            done = self._log.pop(0)
            self.simulation.intervene(
                Intervention(done["failure"], done["target"], done["parameters"], heal=done["heal"])
            )
        self.simulation.advance(max_events)

    def explanation(self) -> dict[str, Any]:
        """The explanation of the original with the traces of the repetition."""
        assert self.finished
        log = self.simulation.state.trace if self.simulation is not None else None
        return self.original.explanation(log)


def explain(simulation: Simulation, *, events_most: int = EVENTS_MOST) -> dict[str, Any]:
    """Repeats a finished run at once and explains it."""
    repetition = Repetition(simulation, events_most=events_most)
    while not repetition.finished:
        repetition.advance(events_most)
    return repetition.explanation()


def tracing_of(original: Simulation) -> Tracing:
    """Traces what turned out to be interesting, and as much of the rest as has room."""
    log = original.state.trace
    return Tracing(one_in=_one_in(original), slowest=0, failures=0, picks=_picks(log), notes=log.notes_limit)


def _picks(log: TraceLog) -> tuple[int, ...]:
    slow = log.slowest["token"][log.slowest["latency_ns"] >= 0].tolist()
    failed = [token for row in log.failed for token in row[1 : 1 + int(row[0])].tolist()]
    return tuple(sorted({*slow, *failed} - {0}))


def _one_in(original: Simulation) -> int:
    """The least rule whose notes fill about half the log, from what one request needed so far."""
    log = original.state.trace
    traced = requests_traced(log)
    if not traced:
        return 1
    wanted = int(original.state.source_states["requests"].sum()) * int(log.registers[NOTES]) / traced
    return max(round(2 * wanted / log.notes_limit), 1)
