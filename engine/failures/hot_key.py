"""Hot key: a share of the requests of a source asks for one and the same title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Which key, and how many ask for it."""
    rank = float(parameters["rank"])
    return (Edit("heat_key", target, rank - 1.0), Edit("send_hot", target, float(parameters["share"])))


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    share = float(parameters["share"])
    return f"{share * 100.0:g} % of requests of {label} ask for title {int(parameters['rank'])}"


FAILURE = FailureType(
    name="hot_key",
    label="Hot key",
    help="Everybody asks for the same title: whoever holds its key gets the load, wherever requests are routed by key.",
    verb="Make a key hot",
    heal_verb="Cool the key down",
    targets="component",
    needs="source",
    parameters=(
        Parameter(
            "share",
            "Share of requests",
            "number",
            0.35,
            "Share of the requests that ask for the hot title, besides those that would ask for it anyway.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: the greatest share of one title in a premiere.",
        ),
        Parameter(
            "rank",
            "Title",
            "count",
            1,
            "Which title becomes hot, by its usual rank: 1 is the most popular one, a high rank one that nobody knew.",
            unit="count",
            low=1,
            high=1_000_000,
            source="Choice of Backlot: the most popular title becomes more popular still.",
            advanced=True,
        ),
    ),
    edits=edits,
    heals=sets(send_hot=0.0),
    sentence=sentence,
    is_usual=True,
)
