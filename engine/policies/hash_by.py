"""What a connection hashes where its balancing is consistent hashing."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A switch between the two things that a request carries."""
    row.write(hashes_people=int(parameters["hashes"] == "user"))


POLICY = PolicyType(
    name="hash_by",
    label="What is hashed",
    help="Sends all requests of one person to one instance, where balancing is consistent_hash: sticky sessions.",
    parameters=(
        Parameter(
            "hashes",
            "Hashes",
            "choice",
            "user",
            "user: the requests of one person stay together. key: those for one title do, as without this policy.",
            choices=("user", "key"),
            source="Choice of Backlot: who wants keys needs no policy.",
        ),
    ),
    lower=lower,
)
