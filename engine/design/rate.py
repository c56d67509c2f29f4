"""What traffic shapes have in common: the parameter of a rate, and the sum of a curve."""

from __future__ import annotations

import bisect
import itertools

from engine.design.kinds import Parameter, RateCurve

HIGHEST_RATE_PER_S = 100_000.0


def rate_per_s(name: str, label: str, default: float, help_text: str) -> Parameter:
    """A rate of requests."""
    return Parameter(
        name,
        label,
        "number",
        default,
        help_text,
        unit="1/s",
        low=0.0,
        high=HIGHEST_RATE_PER_S,
        source="Choice of Backlot: enough for percentiles within a minute, little enough to run at once.",
    )


def time_s(name: str, label: str, default: float, help_text: str, *, low: float = 0.0) -> Parameter:
    """A time of the run in seconds."""
    return Parameter(
        name,
        label,
        "number",
        default,
        help_text,
        unit="s",
        low=low,
        high=86_400.0,
        source="Choice of Backlot: fits into a run of five minutes.",
    )


def settled(rate_per_s: float) -> float:
    """The rate to a millionth, so that the last bit of a machine's exp or cos does not change a run."""
    return round(rate_per_s, 6)


def rate_at(curve: RateCurve, clock_s: float) -> float:
    """The rate per second at `clock_s`: on the straight line between two points, and the end points' beyond them."""
    after = bisect.bisect_right(curve.times_s, clock_s)
    if after == 0:
        return curve.rates_per_s[0]
    if after == len(curve.times_s):
        return curve.rates_per_s[-1]
    begin_s, end_s = curve.times_s[after - 1], curve.times_s[after]
    begin, end = curve.rates_per_s[after - 1], curve.rates_per_s[after]
    return begin + (end - begin) * (clock_s - begin_s) / (end_s - begin_s)


def requests_expected(curve: RateCurve, duration_s: float) -> float:
    """Requests expected from 0 to `duration_s`: the integral of the curve, exact by trapezoids between its points."""
    corners = [0.0, *(each for each in curve.times_s if 0.0 < each < duration_s), duration_s]
    expected = 0.0
    for begin_s, end_s in itertools.pairwise(corners):
        middle = rate_at(curve, (begin_s + end_s) / 2.0)
        expected += middle * (end_s - begin_s)
    return expected
