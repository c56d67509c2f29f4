"""What a run asks of the machine that computes it, before it begins: events, and steps of viewers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.design.discovery import component_types
from engine.design.model import Design
from engine.design.population import PopulationPlan
from engine.design.rate import rate_at
from engine.estimate.estimate import estimate
from engine.estimate.offered import curves
from engine.estimate.result import Estimate

EVENTS_A_CALL = 4.4
"""Of a request or an attempt that is answered; fitted to the shipped designs."""
FAILED_COUNTS = 0.5
"""An attempt that fails ends about half way: it is refused before it waits, or given up."""
PIECES = 120
"""The run is divided into so many pieces to follow how many viewers there are."""


class Work(NamedTuple):
    """`events` of the event loop, and `viewer_steps`: steps of the data plane times those who watch."""

    events: float
    viewer_steps: float


def work(design: Design, told: Estimate | None = None) -> Work:
    """The work of a whole run of a runnable design, in its steady state; the schedule is left out.

    `told` is its estimate at the mean, where that is known already.
    """
    told = told or estimate(design)
    duration_s = design.workload.duration_s
    attempts_per_s = sum(
        each.rate_per_s * (1.0 - (1.0 - FAILED_COUNTS) * each.failure_ratio) for each in told.connections.values()
    )
    return Work((told.offered_per_s + attempts_per_s) * duration_s * EVENTS_A_CALL, _viewer_steps(design))


def _viewer_steps(design: Design) -> float:
    duration_s = design.workload.duration_s
    return sum(
        viewers_mean(population, duration_s) * steps_per_s * duration_s
        for population, steps_per_s in _populations(design)
    )


def _populations(design: Design) -> Iterator[tuple[PopulationPlan, int]]:
    drawn = curves(design)
    for component in design.components:
        watching = component_types()[component.type].watching
        if watching is not None and component.id in drawn:
            plane = watching(component, drawn[component.id])
            yield from ((population, plane.steps_per_s) for population in plane.populations)


def viewers_mean(population: PopulationPlan, duration_s: float) -> float:
    """Viewers at a time, averaged over the run: they come as the curve says and stay for a session.

    The number of busy places of a queue without waiting, dN/dt = rate - N / session, in small pieces; those who find
    no place are not let in.
    """
    piece_s = duration_s / PIECES
    here, whole = float(min(population.initial, population.cap)), 0.0
    for piece in range(PIECES):
        come = piece_s * rate_at(population.sessions, (piece + 0.5) * piece_s)
        here = min((here + come) / (1.0 + piece_s / population.session_s), float(population.cap))
        whole += here
    return whole / PIECES
