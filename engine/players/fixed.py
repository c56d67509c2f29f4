"""Always the same bitrate."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.watching import PlayerType, no_thresholds, number


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """The bitrate; the engine takes the highest rung that is not above it."""
    return {"fixed_bps": 1000.0 * number(parameters, "fixed_kbps")}


PLAYER = PlayerType(
    name="fixed",
    label="Fixed",
    help="Takes one bitrate whatever happens: what adaptation is measured against.",
    rule="fixed",
    parameters=(
        Parameter(
            "fixed_kbps",
            "Bitrate",
            "number",
            5800.0,
            "The highest rung up to this bitrate is played (the lowest one if all are above).",
            unit="kbit/s",
            low=1.0,
            high=100000.0,
            source="The highest rung of the published ladder.",
        ),
    ),
    columns=columns,
    thresholds=no_thresholds,
)
