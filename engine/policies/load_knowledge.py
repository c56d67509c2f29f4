"""What a caller knows of the load of instances when it chooses among them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

KNOWLEDGE = ("exact", "own", "stale")
"""In the order of their numbers in the kernel."""


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A number for the sort of knowledge, and how old it may become."""
    row.rule("informed")
    row.write(
        knowledge=KNOWLEDGE.index(str(parameters["knowledge"])),
        refresh_ns=round(float(parameters["refresh_s"]) * 1e9),
    )


POLICY = PolicyType(
    name="load_knowledge",
    label="Knowledge of load",
    help="What the caller sees of the work outstanding at each instance when it chooses; many callers with the same "
    "old news all run to the same instance.",
    parameters=(
        Parameter(
            "knowledge",
            "Knows",
            "choice",
            "own",
            "exact: what is really outstanding, from everybody. own: only its own calls over this connection. stale: "
            "what was outstanding when it looked last.",
            choices=KNOWLEDGE,
            source="Choice of Backlot: a client-side balancer sees its own calls and nothing else.",
        ),
        Parameter(
            "refresh_s",
            "Looks every (stale)",
            "number",
            1.0,
            "A call that finds the last look older than this looks again before it chooses.",
            unit="s",
            low=0.001,
            high=300.0,
            source="Choice of Backlot: load reports once a second, as in row V26 of the validation table.",
        ),
    ),
    lower=lower,
)
