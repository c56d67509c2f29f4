"""Lose messages: some of what is sent over a connection never arrives, and nobody is told."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['ratio']):.1%} of the messages over {label} get lost"


FAILURE = FailureType(
    name="lose_messages",
    label="Lost messages",
    help="Each message may be lost, on the way there or back. A caller without a timeout waits for ever.",
    verb="Lose messages",
    heal_verb="Lose none",
    targets="connection",
    needs="",
    parameters=(
        Parameter(
            "ratio",
            "Share lost",
            "number",
            0.05,
            "Chance of each message, request or answer, to get lost.",
            unit="ratio",
            low=0.001,
            high=1.0,
            source="Choice of Backlot: enough to see, and a bad day for a real network.",
        ),
    ),
    edits=sets(lose_messages="ratio"),
    heals=sets(lose_messages=0.0),
    sentence=sentence,
)
