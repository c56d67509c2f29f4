"""Lost leader: a broker is gone, and whoever takes over lacks the last messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.findings import time_for_people
from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets

MILLISECONDS = 1000.0


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """The tail is lost, and until a new leader is there nothing is accepted and nothing handed on."""
    tail_s = float(parameters["behind_ms"]) / MILLISECONDS
    return (Edit("lose_tail", target, tail_s), Edit("refuse_work", target, 1.0), Edit("stall_station", target, 1.0))


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    behind = time_for_people(float(parameters["behind_ms"]) / MILLISECONDS)
    return f"{label} lost its leaders; the followers were {behind} behind"


FAILURE = FailureType(
    name="lose_leader",
    label="Lost leader",
    help="Brokers are gone and a follower that lags is elected (an unclean election): unless all followers had to "
    "acknowledge, the last messages that nobody has taken yet are lost. Until it is elected, producers keep what they "
    "publish in their buffers.",
    verb="Lose the leaders",
    heal_verb="Elect new leaders",
    targets="component",
    needs="log",
    parameters=(
        Parameter(
            "behind_ms",
            "Followers are behind by",
            "number",
            500.0,
            "Messages younger than this were not copied yet.",
            unit="ms",
            low=0.0,
            high=60_000.0,
            source="Followers that fetch every half second (Kafka's replica.fetch.wait.max.ms).",
        ),
    ),
    edits=edits,
    heals=sets(refuse_work=0.0, stall_station=0.0),
    sentence=sentence,
)
