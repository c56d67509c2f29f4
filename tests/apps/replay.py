"""The judge: a second, simpler program that computes a run from its inputs and its log alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.design.read import read_text
from engine.simulate import Intervention, start


@dataclass(frozen=True)
class Replay:
    """What a run must have given."""

    frames: list[bytes]
    digest: str


def replay(document: str, seed: int, log: Iterable[Mapping[str, Any]]) -> Replay:
    """Computes the run from start to end, the interventions of `log` at their frames, in order of number."""
    design, errors = read_text(document)
    assert design is not None, errors
    simulation = start(design, seed=seed)
    waiting = sorted(log, key=lambda entry: int(entry["number"]))
    frames: list[bytes] = []
    while not simulation.finished:
        for entry in waiting:
            if entry["frame"] == len(frames) + 1:
                simulation.intervene(
                    Intervention(entry["failure"], entry["target"], entry["parameters"], entry["heal"])
                )
        while (frame := simulation.advance()) is None:
            continue
        frames.append(orjson.dumps(frame))
    return Replay(frames, simulation.summary()["digest"])
