"""S3-FIFO."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="s3fifo",
    label="S3-FIFO",
    help=(
        "Newcomers wait in a small queue (a tenth); a key used twice there moves to the main one, and one that comes "
        "back soon goes there at once."
    ),
    source="Yang et al., SOSP 2023.",
)
