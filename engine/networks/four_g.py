"""Access by 4G."""

from __future__ import annotations

from engine.design.watching import NetworkType

NETWORK = NetworkType(name="four_g", label="4G", help="A phone outdoors.", mean_kbps=12000.0)
