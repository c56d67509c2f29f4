"""Noisy neighbour: another tenant of some hosts takes more of their processors than its share."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    count = int(parameters["hosts"])
    return f"A noisy neighbour on {count} host{'' if count == 1 else 's'} of {label}"


FAILURE = FailureType(
    name="noisy_neighbour",
    label="Noisy neighbour",
    help="Another tenant takes more of the processors of some machines than its share: all service there takes longer, "
    "and balancers that count nothing do not notice.",
    verb="Let a neighbour be noisy",
    heal_verb="Quiet the neighbour",
    targets="component",
    needs="hosts",
    parameters=(
        Parameter(
            "hosts",
            "Hosts",
            "count",
            1,
            "How many machines have such a neighbour, those with the most instances first.",
            unit="count",
            low=1,
            high=1_000,
            source="One bad tenant on one machine.",
        ),
        Parameter(
            "excess",
            "Takes too much",
            "number",
            1.0,
            "How much it takes beyond its share, as a share of the processors that are left to the others.",
            unit="ratio",
            low=0.01,
            high=10.0,
            source="Choice of Backlot: as much again as there is.",
        ),
    ),
    edits=sets(crowding="excess", crowded_hosts="hosts"),
    heals=sets(crowding=0.0, crowded_hosts=0.0),
    sentence=sentence,
)
