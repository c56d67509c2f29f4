"""Runs what an item orders, here and now; the web does the same as jobs of its own."""

from __future__ import annotations

from engine.design.model import Design
from engine.design.read import read_document
from engine.simulate import start
from grading.facts import RunRecord
from grading.orders import Order

EVENTS = 5_000_000


def run_order(order: Order) -> RunRecord:
    """The record of an order. Raises DesignInvalid when it meets a limit before it begins."""
    design, errors = read_document(order.document)
    assert design is not None, errors
    return run_design(design, order.seed)


def run_design(design: Design, seed: int) -> RunRecord:
    """The record of a whole run. Raises DesignInvalid when it meets a limit before it begins."""
    simulation = start(design, seed)
    frames = []
    while not simulation.finished:
        frame = simulation.advance(EVENTS)
        if frame is not None:
            frames.append(frame)
    return RunRecord(seed, simulation.summary(), simulation.layout, frames)
