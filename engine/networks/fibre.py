"""Access by Fibre."""

from __future__ import annotations

from engine.design.watching import NetworkType

NETWORK = NetworkType(name="fibre", label="Fibre", help="A house with a line of glass.", mean_kbps=200000.0)
