"""Large television."""

from __future__ import annotations

from engine.design.watching import DeviceType

DEVICE = DeviceType(
    name="large_television", label="Large television", help="Plays whatever the ladder has.", top_kbps=100000.0
)
