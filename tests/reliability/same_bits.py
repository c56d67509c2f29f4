"""`python -m tests.reliability.same_bits FIRST COUNT [SLICE_EVENTS]`: one hash of each random design.

A program, so that the same designs can be computed with other switches of the compiler, another C library, another
Python. Prints a line for each design: its number, and SHA-256 over every frame as it is sent and the summary's digest.
"""

from __future__ import annotations

import hashlib
import sys

import orjson

from engine.simulate import Intervention, start
from tests.engine.random_designs import random_actions, random_design

WHOLE = 10_000_000


def hash_of(seed: int, slice_events: int = WHOLE) -> str:
    """Of one random design with random things done to it, cut into slices of so many events."""
    simulation = start(random_design(seed), seed)
    actions = random_actions(seed, simulation.design, simulation.frames_count)
    digest = hashlib.sha256()
    while not simulation.finished:
        for failure, target, parameters, heal in actions.pop(simulation.frame_index, ()):
            simulation.intervene(Intervention(failure, target, parameters, heal))
        frame = None
        while frame is None and not simulation.finished:
            frame = simulation.advance(slice_events)
        digest.update(orjson.dumps(frame))
    digest.update(simulation.summary()["digest"].encode())
    return digest.hexdigest()


def main(words: list[str]) -> None:
    first, count = int(words[0]), int(words[1])
    for seed in range(first, first + count):
        print(seed, hash_of(seed, *map(int, words[2:])), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
