"""Access by 3G."""

from __future__ import annotations

from engine.design.watching import NetworkType

NETWORK = NetworkType(
    name="three_g", label="3G", help="A phone on an old network: enough for the lowest bitrates.", mean_kbps=2000.0
)
