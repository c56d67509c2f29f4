"""Access by DSL."""

from __future__ import annotations

from engine.design.watching import NetworkType

NETWORK = NetworkType(name="dsl", label="DSL", help="A house at the end of a copper line.", mean_kbps=6000.0)
