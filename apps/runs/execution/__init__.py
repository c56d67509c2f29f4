"""Doing runs: a desk in every worker process claims them and advances each in slices, side by side."""

from apps.designs.queries import STARTER, template_document
from apps.runs.execution.desk import Desk
from apps.runs.execution.leaving import hearing_termination
from engine.design.read import read_document
from engine.simulate import start


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
    simulation.summary()
