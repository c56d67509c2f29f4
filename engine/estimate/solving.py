"""Down and up in turn until what passes everywhere is what was assumed to pass."""

from __future__ import annotations

from engine.design.model import Design
from engine.estimate.drawing import Drawing, drawing_of
from engine.estimate.flows import walk_down
from engine.estimate.gamma import Floats
from engine.estimate.popularity import Bins
from engine.estimate.serving import walk_up

ROUNDS = 30
LEAST_ROUNDS = 4
WORK = 30_000
"""Parts and calls walked in all rounds together: a large design that does not settle gets fewer, and says so."""

ACCURACY = 1e-4
DAMPED_FROM = 4
"""Round from which only half of each change is made: overload and retries may chase one another."""


def solve(design: Design, sent_per_s: dict[str, float]) -> tuple[Drawing, bool]:
    """The parts of a design with everything known about them, and whether the rounds settled.

    A design in which nothing fails and no cache stands in a circle of its own misses needs a single round.
    """
    drawing = drawing_of(design)
    shares, counts = _keys(drawing)
    before = _passing(drawing)
    size = len(drawing.parts) + len(drawing.calls)
    for number in range(max(min(ROUNDS, WORK // size), LEAST_ROUNDS)):
        walk_down(drawing, sent_per_s, shares, counts)
        walk_up(drawing, counts)
        now = _passing(drawing)
        change = max((abs(a - b) for a, b in zip(before, now, strict=True)), default=0.0)
        if change <= ACCURACY and not (drawing.is_round and number == 0):
            return drawing, True
        if number + 1 >= DAMPED_FROM:
            now = [0.5 * (a + b) for a, b in zip(before, now, strict=True)]
            _assume(drawing, now)
        before = now
    return drawing, False


def _keys(drawing: Drawing) -> tuple[dict[str, Floats], Floats]:
    """The shares of bins of each source, and how many keys each bin holds; without caches there are no bins."""
    sources = {name: part.source for name, part in drawing.parts.items() if part.source is not None}
    if not any(part.cache is not None for part in drawing.parts.values()):
        return {}, Bins(()).counts[:0]
    laws = {
        name: (each.keys_count, each.zipf_alpha, each.wishes.wonder_ratio if each.keys_count > 1 else 0.0)
        for name, each in sources.items()
    }
    has_wonders = any(wonder_ratio > 0.0 for _, _, wonder_ratio in laws.values())
    bins = Bins({each.keys_count for each in sources.values()}, has_wonders=has_wonders)
    drawn = {law: bins.shares(*law) for law in set(laws.values())}
    return {name: drawn[law] for name, law in laws.items()}, bins.counts


def _passing(drawing: Drawing) -> list[float]:
    """What a pass downwards takes from the pass upwards before it; hit ratios where calls cannot wait for them."""
    found: list[float] = []
    for part in drawing.down:
        found += (part.begins, part.filled, part.hit_ratio if drawing.is_round else 0.0)
    for call in drawing.calls.values():
        found += (call.attempts, call.goes_on, call.answered)
    return found


def _assume(drawing: Drawing, values: list[float]) -> None:
    given = iter(values)
    for part in drawing.down:
        part.begins, part.filled = next(given), next(given)
        next(given)
    for call in drawing.calls.values():
        call.attempts, call.goes_on, call.answered = next(given), next(given), next(given)
