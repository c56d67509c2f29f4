"""Access by 5G."""

from __future__ import annotations

from engine.design.watching import NetworkType

NETWORK = NetworkType(name="five_g", label="5G", help="A phone near a new mast.", mean_kbps=100000.0)
