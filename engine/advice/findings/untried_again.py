"""Calls that fail now and then and are never tried again, at a component that has room."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.kinds import FindingType, Fix, Found, Situation, connection_edit, failing_of, share
from engine.design.model import Connection
from engine.results.explain.told import Statement

FEW = 0.002
MANY = 0.2
ROOM = 0.7
HALF = 0.5


def find(situation: Situation) -> Iterator[Found]:
    """Connections without a retry on which few calls fail."""
    for connection in situation.design.calls:
        row = situation.connections[connection.id]
        is_tried = connection.retry.attempts > 1 or connection.optional or connection.writes
        if is_tried or not row["calls"] or not FEW <= row["failures"] / row["calls"] <= MANY:
            continue
        failing = share(
            row["failures"], row["calls"], "failures / calls", {"failures": row["failures"], "calls": row["calls"]}
        )
        text = "{failing} of the calls of {caller} to {callee} fail, and none is tried again."
        ends = {"caller": connection.source, "callee": connection.target}
        fixes = tuple(_again(situation, connection))
        yield Found(connection.id, 0.3 + failing.value, Statement(text, {"failing": failing}, ends), fixes)


def _again(situation: Situation, connection: Connection) -> Iterator[Fix]:
    load = situation.load(connection.target)
    if load is not None and load > ROOM:
        return
    failing = situation.expected.connections[connection.id].failure_ratio
    yield Fix(
        f"Try calls to {situation.component(connection.target).label} twice",
        (connection_edit(connection, ("retry", "attempts"), None, 2),),
        failing_of(connection),
        at_most=HALF * failing,
    )


FINDING = FindingType(
    name="untried_again",
    label="Failures that one retry would hide",
    help="Where single calls fail by chance and the callee has room, a second try hides nearly all of it. Where it is "
    "full, retries make it worse and are not proposed.",
    find=find,
)
