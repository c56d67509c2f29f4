"""Doing runs: a desk in every worker process claims them and advances each in slices, side by side."""

from apps.designs.queries import STARTER, template_document
from apps.runs.execution.desk import Desk
from apps.runs.execution.leaving import hearing_termination
from engine.checkpoint import load, save
from engine.design.discovery import component_types
from engine.design.read import read_document
from engine.simulate import Intervention, start


def work() -> None:
    """Claims and computes runs until none is left for this process."""
    with hearing_termination():
        Desk().work()


def warm() -> None:
    """Loads the compiled engine before the first run needs it; a worker forks its processes after this."""
    design, errors = read_document(template_document(STARTER))
    assert design is not None, errors
    simulation = start(design, seed=0)
    while simulation.advance(max_events=20_000) is None:
        continue
    # What acts in the middle of a run has code of its own, and so has what takes a run up.
    target = next(each.id for each in design.components if "station" in component_types()[each.type].mechanisms)
    simulation.intervene(Intervention("kill_instances", target, {"count": 1}))
    while simulation.advance(max_events=20_000) is None:
        continue
    simulation = load(design, 0, save(simulation)) or simulation
    simulation.advance(max_events=20_000)
    simulation.summary()
