"""Random requests that are given to the sources of a random design from outside."""

from __future__ import annotations

import random

from engine.design.model import Design
from engine.plan.lowering import lower
from tests.engine.twin.parts import Given

INSTANTS = (0.25, 0.25, 0.5, 0.75)


def random_giving(seed: int, design: Design) -> list[tuple[float, str, list[Given]]]:
    """When somebody gives requests, to whom, and which: at most four times, at shares of the duration, not in order."""
    draw = random.Random(seed + 40_000)
    sources = {each.id: told for each in design.components if (told := lower(each).has_source) is not None}
    found = []
    for at in sorted(draw.choice((*INSTANTS, draw.random())) for _ in range(draw.choice((0, 0, 1, 4)))):
        name = draw.choice(sorted(sources))
        now_ns = round(at * design.workload.duration_s * 1e9)
        rows = [
            Given(
                at_ns=now_ns + draw.choice((0, 0, 10**6, draw.randrange(3 * 10**8))),
                tag=draw.choice((-1, number)),
                item=draw.choice((-1, draw.randrange(sources[name].keys_count))),
                person=draw.choice((-1, draw.randrange(sources[name].people))),
                priority=draw.randrange(-1, 4),
            )
            for number in range(draw.choice((1, 7, 40)))
        ]
        found.append((at, name, rows))
    return found
