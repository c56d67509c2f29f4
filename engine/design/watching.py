"""What a viewer watches with, as kinds: the player's rule, the network of access, the device, and the ladder.

A player lowers its parameters to columns of a row and to one number for each rung; the engine has a few rules that
read them. Networks and devices are data alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.design.kinds import Parameter
from engine.design.model import Value

LADDER_KBPS = (235, 375, 560, 750, 1050, 1750, 2350, 3000, 4300, 5800)
"""The fixed ladder that was published in 2015, before ladders were made for each title (Netflix technology blog, Per-
Title Encode Optimization)."""
RUNGS_LIMIT = 16
STATE_NAMES = ("absent", "browsing", "pressing", "pressed", "starting", "playing", "stalled", "paused", "seeking")
"""What a viewer may be doing."""
REASON_NAMES = ("done", "start_too_slow", "stall_too_long", "stalled_too_much", "play_failed", "no_room")
"""Why one leaves; all but the first gave up."""
MINIMUM_S, A_RUNG_S = 10.0, 2.0
"""Constants of BOLA in dash.js."""


Thresholds = Callable[[Mapping[str, Value], Sequence[float]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class PlayerType:
    """A rule by which a player chooses the bitrate of the next segment.

    `rule` is a name in `engine.dataplane.rules.RULES`. `columns` gives columns of `engine.dataplane.records.PLAYER`
    from the parameters; `thresholds` the content in the buffer, in seconds, from which each rung is taken (rates in
    bit/s, ascending), for rules that read it. `live_rule` is followed instead of `rule` where the picture is live, and
    reads the `ceilings` besides: the content from which a rung is not worth any more of it.
    """

    name: str
    label: str
    help: str
    rule: str
    parameters: tuple[Parameter, ...]
    columns: Callable[[Mapping[str, Value]], Mapping[str, float]]
    thresholds: Thresholds
    live_rule: str = ""
    ceilings: Thresholds | None = None


@dataclass(frozen=True, slots=True)
class NetworkType:
    """A kind of access: the mean of its bandwidth, how much it varies, for how long it stays good or bad, and its
    round trip to the nearest site."""

    name: str
    label: str
    help: str
    mean_kbps: float
    cv: float = 0.6
    corr_s: float = 8.0
    rtt_ms: float = 20.0


@dataclass(frozen=True, slots=True)
class DeviceType:
    """A kind of screen; it plays no rung above `top_kbps`."""

    name: str
    label: str
    help: str
    top_kbps: float


def no_thresholds(parameters: Mapping[str, Value], rates: Sequence[float]) -> Sequence[float]:
    """Most rules look at bitrates alone."""
    del parameters
    return [0.0] * len(rates)


def number(parameters: Mapping[str, Value], name: str) -> float:
    """A numeric parameter."""
    value = parameters[name]
    assert isinstance(value, int | float)
    return float(value)


SAFETY = Parameter(
    "safety",
    "Safety",
    "number",
    0.9,
    "Which part of the measured throughput may be used.",
    unit="ratio",
    low=0.5,
    high=1.0,
    source="dash.js",
)
FAST_S = Parameter(
    "ewma_fast_s",
    "Fast half-life",
    "number",
    3.0,
    "Download time after which the quick mean of throughput has forgotten half.",
    unit="s",
    low=1.0,
    high=30.0,
    source="dash.js",
    advanced=True,
)
SLOW_S = Parameter(
    "ewma_slow_s",
    "Slow half-life",
    "number",
    8.0,
    "The same of the slow mean; the smaller of both counts.",
    unit="s",
    low=2.0,
    high=60.0,
    source="dash.js",
    advanced=True,
)
THROUGHPUT = (SAFETY, FAST_S, SLOW_S)
"""What every rule has that looks at throughput."""
TARGET_S = Parameter(
    "buffer_target_s",
    "Buffer target",
    "number",
    18.0,
    "Content in the buffer at which the highest rung is reached; at least 10 s and 2 s for each rung.",
    unit="s",
    low=4.0,
    high=120.0,
    source="dash.js",
)


def throughput_columns(parameters: Mapping[str, Value]) -> dict[str, float]:
    """The columns of `THROUGHPUT`."""
    return {
        "safety": number(parameters, "safety"),
        "fast_per_s": 1.0 / number(parameters, "ewma_fast_s"),
        "slow_per_s": 1.0 / number(parameters, "ewma_slow_s"),
    }


def bola_thresholds(parameters: Mapping[str, Value], rates: Sequence[float]) -> Sequence[float]:
    """BOLA: content in seconds from which a rung is worth more than the one below it; 0 for the lowest.

    BOLA takes the rung with the greatest (V (u_i - 1 + g) - buffer) / b_i, where u_i = ln(b_i / b_0) + 1,
    g = (u_max - 1) / (B_t / 10 - 1) with B_t = max(target, 10 + 2 rungs), and V = 10 / g. Since the logarithm is
    concave, the buffers at which two neighbours are worth the same rise with the rung, and decide.
    """
    gains = _bola_gains(parameters, rates)
    # Rounded, so that the last bit of a logarithm, which differs between machines, does not reach a run.
    equal = [
        round((rates[i + 1] * gains[i] - rates[i] * gains[i + 1]) / (rates[i + 1] - rates[i]), 9)
        for i in range(len(rates) - 1)
    ]
    return [0.0, *equal]


def bola_ceilings(parameters: Mapping[str, Value], rates: Sequence[float]) -> Sequence[float]:
    """BOLA: content in seconds at which nothing is won by fetching more of a rung, V (u_i - 1 + g)."""
    return [round(each, 9) for each in _bola_gains(parameters, rates)]


def _bola_gains(parameters: Mapping[str, Value], rates: Sequence[float]) -> list[float]:
    utilities = [math.log(rate / rates[0]) for rate in rates]
    target_s = max(number(parameters, "buffer_target_s"), MINIMUM_S + A_RUNG_S * len(rates))
    g = utilities[-1] / (target_s / MINIMUM_S - 1.0) if len(rates) > 1 else 1.0
    return [MINIMUM_S / g * (utility + g) for utility in utilities]
