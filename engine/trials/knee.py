"""The knee of a curve: from where on more of one costs disproportionately more of the other.

Method: Kneedle for a curve that is there as a whole (Satopaa, Albrecht, Irwin and Raghavan, Finding a "Kneedle" in a
Haystack, ICDCS Workshops 2011). The curve is scaled to the unit square and turned so that it bends towards the upper
left corner; a knee is a greatest distance from the diagonal that falls by more than `SENSITIVITY` mean steps behind it.
The paper smooths with a spline first; here each point is the mean of several runs already, and there are few.
"""

from __future__ import annotations

from collections.abc import Sequence

SENSITIVITY = 1.0
POINTS_LEAST = 5


def knee_of(xs: Sequence[float], ys: Sequence[float | None]) -> int | None:
    """The place of the knee; None when the curve has none, or fewer than 5 points.

    `xs` rise; where they are spaced by factors, give their logarithms. Of several knees the most pronounced is taken.
    """
    known = [(x, y, place) for place, (x, y) in enumerate(zip(xs, ys, strict=True)) if y is not None]
    if len(known) < POINTS_LEAST:
        return None
    across, up = _scaled([x for x, _, _ in known]), _scaled([y for _, y, _ in known])
    if across is None or up is None:
        return None
    distances, is_mirrored = _distances(across, up)
    found = _peak(distances, 1.0 / (len(known) - 1))
    if found is None:
        return None
    return known[len(known) - 1 - found if is_mirrored else found][2]


def _scaled(values: Sequence[float]) -> list[float] | None:
    low, high = min(values), max(values)
    return [(each - low) / (high - low) for each in values] if high > low else None


def _distances(across: Sequence[float], up: Sequence[float]) -> tuple[list[float], bool]:
    """How far the turned curve lies above the diagonal at each point, and whether its order was turned round.

    A rising curve that bends upwards (latency over load) is seen from its end, a falling one (latency over capacity)
    from above; one that levels off (throughput over load) is as the method wants it.
    """
    rises = up[-1] >= up[0]
    chord = [x if rises else 1.0 - x for x in across]
    sags = sum(y - line for y, line in zip(up, chord, strict=True)) < 0.0
    is_mirrored = rises == sags
    xs = [1.0 - x for x in reversed(across)] if is_mirrored else list(across)
    ys = list(reversed(up)) if is_mirrored else list(up)
    ys = [1.0 - y for y in ys] if sags else ys
    return [y - x for x, y in zip(xs, ys, strict=True)], is_mirrored


def _peak(distances: Sequence[float], step: float) -> int | None:
    """The greatest distance inside the curve that is followed by a fall, as the method asks."""
    peak = max(range(1, len(distances) - 1), key=lambda place: distances[place])
    threshold = distances[peak] - SENSITIVITY * step
    is_knee = distances[peak] > 0.0 and min(distances[peak + 1 :]) < threshold
    return peak if is_knee else None
