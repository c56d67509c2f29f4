"""`python -m engine.dataplane`: ten seconds of the default viewers alone, so that their code is compiled and kept."""

from __future__ import annotations

import numpy as np

from engine.dataplane.plane import Plane
from engine.design.discovery import component_types
from engine.design.kinds import RateCurve
from engine.design.model import Component

STEPS = 20
SESSIONS_PER_S = 20.0


def main() -> None:
    """Every press is answered well at once."""
    for kind in component_types().values():
        if kind.watching is None:
            continue
        parameters = {each.name: each.default for each in kind.parameters}
        component = Component("viewers", kind.name, kind.label, parameters, None, (0.0, 0.0))
        plane = Plane(kind.watching(component, RateCurve((0.0,), (SESSIONS_PER_S,))), seed=0)
        for step in range(1, STEPS + 1):
            asks = plane.presses()
            plane.answer(asks.viewers, asks.marks, np.ones(len(asks.at_ns), np.bool_), asks.at_ns)
            plane.step(step * plane.step_ns)
        plane.books()
        plane.start_time_s(0.5)


if __name__ == "__main__":
    main()
