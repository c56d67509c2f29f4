"""Retries that multiply the load of whoever is in trouble already."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.kinds import FindingType, Fix, Found, Situation, connection_edit, load_of
from engine.design.discovery import policy_types
from engine.design.model import Connection
from engine.results.explain.told import Number, Statement

MANY = 1.1
BUDGET = "retry_budget"
LESS = 0.98


def find(situation: Situation) -> Iterator[Found]:
    """Connections whose calls are sent again so often that it shows in the load."""
    for connection in situation.design.calls:
        row = situation.connections[connection.id]
        if connection.retry.attempts < 2 or not row["calls"] or row["attempts"] < MANY * row["calls"]:
            continue
        factor = Number(
            row["attempts"] / row["calls"],
            "times",
            "attempts / calls",
            {"attempts": row["attempts"], "calls": row["calls"]},
            row["calls"],
        )
        text = "{caller} tries again so often that {callee} gets its calls {factor}."
        ends = {"caller": connection.source, "callee": connection.target}
        weight = min(0.4 + 0.4 * (factor.value - 1.0), 1.0)
        fixes = tuple(_budget(situation, connection))
        yield Found(connection.id, weight, Statement(text, {"factor": factor}, ends), fixes)


def _budget(situation: Situation, connection: Connection) -> Iterator[Fix]:
    load = situation.load(connection.target)
    if BUDGET in connection.policies or load is None:
        return
    defaults = {each.name: each.default for each in policy_types()[BUDGET].parameters}
    label = situation.component(connection.target).label
    yield Fix(
        f"Give the calls to {label} a retry budget of {float(defaults['ratio']) * 100.0:.0f} %",
        (connection_edit(connection, ("policies", BUDGET), None, defaults),),
        load_of(connection.target, label),
        at_most=LESS * load,
        judged_as=(connection_edit(connection, ("retry", "attempts"), connection.retry.attempts, 1),),
        assumption="The estimate knows no budgets: it was made as if no call were tried again, which a budget comes "
        "near to while most calls fail.",
    )


FINDING = FindingType(
    name="multiplied_calls",
    label="Retries that multiply the load",
    help="Each retry is one more call for a component that has just failed one. A budget lets retries add a small "
    "share to the calls and never multiply them.",
    find=find,
)
