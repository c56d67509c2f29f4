"""Phone."""

from __future__ import annotations

from engine.design.watching import DeviceType

DEVICE = DeviceType(
    name="phone", label="Phone", help="A small screen: nothing above 1 750 kbit/s is asked for.", top_kbps=1750.0
)
