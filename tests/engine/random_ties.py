"""Random ties between the callers and the calls of a random design."""

from __future__ import annotations

import random
from typing import Any


def add_ties(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    for connection in document["connections"]:
        connection |= {"passes_deadline": draw.random() < 0.5, "cancels": draw.random() < 0.5}
