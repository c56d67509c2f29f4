"""Probabilistic early refresh."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import StampedeType
from engine.design.model import Value


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """The chance of a reader, from how long rebuilding took."""
    return {"beta": float(parameters["early_beta"]), "rebuild_s": float(parameters["early_rebuild_ms"]) / 1000.0}


STAMPEDE = StampedeType(
    name="early",
    label="Probabilistic early refresh",
    help=(
        "Each reader may rebuild the key before its end, the more likely the nearer the end and the longer the last "
        "rebuilding took; readers draw one by one, so that hardly ever two do."
    ),
    source="Vattani, Chierichetti and Lowenstein, VLDB 8 (2015).",
    columns=columns,
)
