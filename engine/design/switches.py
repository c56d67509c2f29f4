"""Edits of a failure that only turn one value of the kernel up and later down again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.design.kinds import Edit
from engine.design.model import Value

EVERY_INSTANCE = 1e6
"""More instances than any component has, for edits that say how many."""


def sets(**values: float | str) -> Callable[[str, Mapping[str, Value]], Sequence[Edit]]:
    """The edits of a target, in the order in which they are written: each names an operation of `engine.kernel.edits`
    and its value, which is a number, or the name of the parameter that holds it. None at all changes nothing."""

    def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
        return tuple(
            Edit(operation, target, float(parameters[value] if isinstance(value, str) else value))
            for operation, value in values.items()
        )

    return edits
