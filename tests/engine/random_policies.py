"""Random rules for the queues and the connections of a random design."""

from __future__ import annotations

import random
from typing import Any

from tests.engine.random_gates import add_gates
from tests.engine.random_stations import add_stations
from tests.engine.random_ties import add_ties

FAILURES = frozenset({"hang", "refuse", "lose_messages", "add_delay"})
"""Failures that came with policies; runs without policies know the others only."""


def add_policies(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    add_gates(random.Random(draw.getrandbits(32)), document)
    add_stations(random.Random(draw.getrandbits(32)), document)
    add_ties(random.Random(draw.getrandbits(32)), document)
