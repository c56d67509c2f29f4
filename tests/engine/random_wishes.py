"""Random popularity for the sources of a random design."""

from __future__ import annotations

import random
from typing import Any


def add_wishes(draw: random.Random, document: dict[str, Any]) -> None:
    """Lets the tastes of some sources differ and change. Changes a document in place.

    What is asked for once is left out where keys are replicated: the twin goes through all keys then.
    """
    is_replicated = any(each["type"] == "replicated_store" for each in document["components"])
    for each in document["components"]:
        if each["type"] == "traffic_source" and draw.random() < 0.5:
            each["parameters"] |= {
                "one_hit_ratio": 0.0 if is_replicated else draw.choice((0.0, 0.0, 0.3)),
                "rank_correlation": draw.choice((0.0, 0.7, 1.0)),
                "drift_ratio": draw.choice((0.0, 0.3, 1.0)),
                "drift_every_s": draw.choice((0.1, 0.3)),
                "premiere_share": draw.choice((0.0, 0.0, 0.4)),
                "premiere_at_s": draw.choice((0.0, 0.5)),
                "premiere_rise_s": draw.choice((0.01, 0.3)),
                "premiere_fade_s": draw.choice((0.1, 5.0)),
            }
