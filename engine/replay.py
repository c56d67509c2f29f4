"""A run from one file: document, seed and log as they were exported, computed again and held against its digest."""

from __future__ import annotations

from typing import Any

from engine.design.model import DesignError
from engine.design.read import read_document
from engine.design.structure import Complaints
from engine.simulate import SEED_CEILING, DesignInvalid, Intervention, start
from engine.version import VERSION

LOG_MOST = 1_000


def replayed(told: Any) -> tuple[dict[str, Any], list[DesignError]]:
    """Computes an exported run: ({digest, expected, agrees, engine}, []) or ({}, errors).

    A file of another engine is computed like any: its digest says whether this engine still gives the same.

    `told` is the parsed file: `document`, `seed`, `log` (a list of `{frame, failure, target, parameters, heal}`),
    `engine`, `frames` (how many the run had) and `digest`.
    """
    design, errors = read_document(told.get("document")) if isinstance(told, dict) else (None, [])
    errors = errors or _misshapen(told)
    if design is None or errors:
        return {}, errors
    try:
        simulation = start(design, told["seed"])
        waiting = list(told["log"])
        while not simulation.finished and simulation.frame_index < told.get("frames", simulation.frames_count):
            while waiting and waiting[0]["frame"] <= simulation.frame_index + 1:
                each = waiting.pop(0)
                heal = bool(each.get("heal", False))
                simulation.intervene(
                    Intervention(each["failure"], each["target"], each.get("parameters") or {}, heal=heal)
                )
            while simulation.advance() is None and not simulation.finished:
                pass
    except DesignInvalid as refusal:
        return {}, refusal.errors
    digest = simulation.summary()["digest"]
    expected = told.get("digest", "")
    return {"digest": digest, "expected": expected, "agrees": digest == expected, "engine": VERSION}, []


def _misshapen(told: Any) -> list[DesignError]:
    complaints = Complaints()
    if not isinstance(told, dict):
        complaints.add("", "Give a run as it was exported: a JSON object with document, seed, log and digest.")
        return complaints.errors
    seed, log = told.get("seed"), told.get("log")
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < SEED_CEILING:
        complaints.add("seed", "Write a whole number from 0 to 2**63 - 1.")
    if not isinstance(told.get("frames", 0), int):
        complaints.add("frames", "Write how many frames the run had.")
    if not isinstance(log, list) or len(log) > LOG_MOST:
        complaints.add("log", f"Write a list of at most {LOG_MOST:,} interventions.")
        return complaints.errors
    for place, each in enumerate(log):
        is_whole = isinstance(each, dict) and isinstance(each.get("frame"), int)
        if not is_whole or not isinstance(each.get("failure"), str) or not isinstance(each.get("target"), str):
            complaints.add(f"log[{place}]", "Write an object with frame, failure, target, parameters and heal.")
        elif not isinstance(each.get("parameters") or {}, dict):
            complaints.add(f"log[{place}].parameters", "Write an object of parameters.")
    return complaints.errors
