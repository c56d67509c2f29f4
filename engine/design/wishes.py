"""Parameters of popularity that is not one fixed law."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design import limits
from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.rows import Wishes


def popularity_parameters() -> tuple[Parameter, ...]:
    """How popularity differs and changes."""
    return (
        _ratio(
            "one_hit_ratio",
            "Asked for once",
            "The share of requests for titles that nobody asks for again: they push what is popular out of caches.",
            0.0,
            0.5,
            "Choice of Backlot: none unless asked for.",
        ),
        _ratio(
            "rank_correlation",
            "Likeness of taste",
            "How much the order of these viewers' favourites has to do with that of viewers who leave this at 1: "
            "1: the same order, 0: one of their own. Two sources with 0.9 each are alike by 0.81.",
            1.0,
            1.0,
            "Choice of Backlot: one taste; regions of one service are alike by some 0.8.",
        ),
        _ratio(
            "drift_ratio",
            "Ranks that change",
            "At every drift this share of the ranks gets other titles.",
            0.0,
            1.0,
            "Choice of Backlot: nothing changes unless asked for; some 0.02 a day is usual.",
        ),
        _time("drift_every_s", "Time between drifts", "The time from one drift to the next.", 86_400.0, 0.05, "A day."),
        *_premiere(),
    )


def _premiere() -> tuple[Parameter, ...]:
    return (
        _ratio(
            "premiere_share",
            "Premiere",
            "The greatest share of the requests that ask for one new title, the last of all.",
            0.0,
            0.9,
            "Choice of Backlot: no premiere unless asked for; 0.35 is a great one.",
        ),
        _time(
            "premiere_at_s",
            "Middle of the rise",
            "When half of the premiere's share is reached; from then on it also fades.",
            0.0,
            0.0,
            "Choice of Backlot: the start of the run.",
        ),
        _time(
            "premiere_rise_s",
            "Rise of the premiere",
            "How steep the rise is: the time of the logistic curve, in which it gets from 50 to 73 %.",
            600.0,
            0.001,
            "Choice of Backlot: ten minutes.",
        ),
        _time(
            "premiere_fade_s",
            "Decay of the premiere",
            "How long its share takes to fall to a third.",
            129_600.0,
            0.001,
            "Choice of Backlot: 36 hours.",
        ),
    )


def wishes_of(parameters: Mapping[str, Value]) -> Wishes:
    """What the parameters say."""
    told = {
        name: float(parameters[name])
        for name in ("drift_every_s", "premiere_share", "premiere_at_s", "premiere_rise_s", "premiere_fade_s")
    }
    return Wishes(
        wonder_ratio=float(parameters["one_hit_ratio"]),
        correlation=float(parameters["rank_correlation"]),
        drift_share=float(parameters["drift_ratio"]),
        **told,
    )


def _ratio(name: str, label: str, said: str, default: float, high: float, source: str) -> Parameter:
    return Parameter(
        name, label, "number", default, said, unit="ratio", low=0.0, high=high, source=source, advanced=True
    )


def _time(name: str, label: str, said: str, default: float, low: float, source: str) -> Parameter:
    high = 10.0 * limits.DURATION_S
    return Parameter(name, label, "number", default, said, unit="s", low=low, high=high, source=source, advanced=True)
