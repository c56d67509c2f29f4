"""Random rules for the queues and the connections of a random design."""

from __future__ import annotations

import random
from typing import Any

from tests.engine.random_balancers import add_balancers
from tests.engine.random_fleets import add_controllers
from tests.engine.random_gates import add_gates
from tests.engine.random_memory import add_memory
from tests.engine.random_messages import add_messages
from tests.engine.random_replicas import add_replicas
from tests.engine.random_sources import add_sources
from tests.engine.random_stations import add_stations
from tests.engine.random_ties import add_ties
from tests.engine.random_wishes import add_wishes

FIRST_FAILURES = frozenset(
    {"kill_instances", "slow_down", "add_errors", "cut_connection", "flush_cache", "change_traffic"}
)
"""Runs without policies know these alone, so that their digests stay as they are."""


def add_policies(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    add_gates(random.Random(draw.getrandbits(32)), document)
    add_stations(random.Random(draw.getrandbits(32)), document)
    add_balancers(random.Random(draw.getrandbits(32)), document)
    add_sources(random.Random(draw.getrandbits(32)), document)
    add_ties(random.Random(draw.getrandbits(32)), document)
    add_controllers(random.Random(draw.getrandbits(32)), document)
    add_memory(random.Random(draw.getrandbits(32)), document)
    add_replicas(random.Random(draw.getrandbits(32)), document)
    add_messages(random.Random(draw.getrandbits(32)), document)
    add_wishes(random.Random(draw.getrandbits(32)), document)
