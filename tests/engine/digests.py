"""Digests of random designs with random faults; also a program, for other switches of the compiler."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.design.model import Design
from engine.design.read import read_text
from engine.simulate import Intervention, Simulation, start
from tests.engine.random_designs import random_actions, random_design

STARTER = Path(__file__).resolve().parents[2] / "content" / "designs" / "mini-streaming.yaml"


def starter() -> Design:
    """The starter design."""
    design, errors = read_text(STARTER.read_bytes())
    assert design is not None, errors
    return design


def troubled_run(seed: int, *, max_events: int = 10_000_000, pool: int = 1024, policies: bool = True) -> Simulation:
    """A finished run of a random design with random faults."""
    simulation = start(random_design(seed, policies=policies), seed, pool=pool)
    finish(simulation, seed, max_events, policies=policies)
    return simulation


def finish(simulation: Simulation, seed: int, max_events: int = 10_000_000, *, policies: bool = True) -> None:
    """Runs to the end, with random faults at frame boundaries."""
    actions = random_actions(seed, simulation.design, simulation.frames_count, policies=policies)
    while not simulation.finished:
        for failure, target, parameters, heal in actions.pop(simulation.frame_index, ()):
            simulation.intervene(Intervention(failure, target, parameters, heal))
        while not simulation.finished and simulation.advance(max_events) is None:
            pass


def digests(first: int, count: int) -> list[str]:
    """The digests of `count` troubled runs and of a piece of the starter design."""
    found = [troubled_run(seed).summary()["digest"] for seed in range(first, first + count)]
    whole = start(starter(), 7, until_s=20.0)
    finish(whole, 7)
    return [*found, whole.summary()["digest"]]


if __name__ == "__main__":
    print("\n".join(digests(int(sys.argv[1]), int(sys.argv[2]))))
