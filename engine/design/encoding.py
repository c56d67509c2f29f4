"""What is made of a title before anybody can watch it: stages one after another, each of one or many tasks.

inspect -> split -> encode (chunks x bitrates at once) -> assemble -> check -> package -> publish
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENCODE, CHECK, PUBLISH = 2, 4, 6
"""Places of stages; PUBLISH is the one after the last."""
DISCIPLINES = ("fifo", "priority", "edf")


@dataclass(frozen=True, slots=True)
class Stage:
    """Equal tasks that may be done side by side, each by one worker."""

    name: str
    tasks: int
    minutes: float


def stages_of(given: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The stages of a title, from the parameters of the pipeline."""
    return (
        Stage("inspect", 1, float(given["inspect_min"])),
        Stage("split", 1, float(given["split_min"])),
        Stage("encode", int(given["chunks"]) * int(given["rungs"]), float(given["chunk_min"])),
        Stage("assemble", 1, float(given["assemble_min"])),
        Stage("check", 1, float(given["qc_min"])),
        Stage("package", 1, float(given["package_min"])),
    )


def chain_min(stages: tuple[Stage, ...]) -> float:
    """The longest chain: how long a title takes with workers without end."""
    return sum(each.minutes for each in stages)


def work_min(stages: tuple[Stage, ...]) -> float:
    """Worker-minutes of a title."""
    return sum(each.tasks * each.minutes for each in stages)
