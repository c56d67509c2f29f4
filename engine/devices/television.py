"""Television."""

from __future__ import annotations

from engine.design.watching import DeviceType

DEVICE = DeviceType(name="television", label="Television", help="A large screen: up to 5 800 kbit/s.", top_kbps=5800.0)
