"""Tablet."""

from __future__ import annotations

from engine.design.watching import DeviceType

DEVICE = DeviceType(name="tablet", label="Tablet", help="A screen in the hand: up to 3 000 kbit/s.", top_kbps=3000.0)
