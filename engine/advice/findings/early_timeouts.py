"""Calls that are given up although the answer was on its way."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.kinds import FindingType, Fix, Found, Situation, connection_edit, failing_of, share
from engine.design.model import Connection
from engine.results.explain.told import Number, Statement

MANY = 0.01
STEPS_MS = (20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000)
LONGEST_TIMES = 6.0
HALF = 0.5


def find(situation: Situation) -> Iterator[Found]:
    """Connections on which one call in a hundred or more is given up."""
    for connection in situation.design.calls:
        row = situation.connections[connection.id]
        if connection.timeout_s is None or not row["attempts"] or row["timeouts"] < MANY * row["attempts"]:
            continue
        given_up = share(
            row["timeouts"],
            row["attempts"],
            "timeouts / attempts",
            {"timeouts": row["timeouts"], "attempts": row["attempts"]},
        )
        limit = Number(connection.timeout_s, "s", "the timeout of the connection")
        text = "{caller} gives up {given_up} of its calls to {callee}, which take longer than {limit}."
        ends = {"caller": connection.source, "callee": connection.target}
        yield Found(
            connection.id,
            min(0.5 + given_up.value, 1.0),
            Statement(text, {"given_up": given_up, "limit": limit}, ends),
            tuple(_longer(situation, connection)),
        )


def _longer(situation: Situation, connection: Connection) -> Iterator[Fix]:
    """The next two steps of round timeouts that would let half of them through."""
    assert connection.timeout_s is not None
    failing = situation.expected.connections[connection.id].failure_ratio
    now_ms = connection.timeout_s * 1_000.0
    longer = [each for each in STEPS_MS if 1.4 * now_ms <= each <= LONGEST_TIMES * now_ms]
    for wanted_ms in longer[:3]:
        yield Fix(
            f"Wait {wanted_ms:,} ms instead of {now_ms:,.0f} ms for {situation.component(connection.target).label}",
            (connection_edit(connection, ("timeout",), connection.timeout_s, wanted_ms / 1_000.0),),
            failing_of(connection),
            at_most=HALF * failing,
        )


FINDING = FindingType(
    name="early_timeouts",
    label="Timeouts that come too early",
    help="A timeout below what the callee usually takes in its slowest hundredth throws work away: the callee goes on, "
    "and the caller may ask again. Where the callee is full a longer wait does not help, and is not proposed.",
    find=find,
)
