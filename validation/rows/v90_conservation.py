"""V90: nothing is lost from the books."""

from __future__ import annotations

import random
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from engine import catalogue
from engine.design.check import check_runnable, target_refusal
from engine.design.model import Design
from engine.design.read import read_document, read_text
from engine.design.write import to_document
from engine.results.conservation import unbalanced
from validation.designs import failure
from validation.row import Effort, Row, every, exact
from validation.running import EVENTS, begin

STARTER = Path(__file__).resolve().parents[2] / "content" / "designs" / "mini-streaming.yaml"
DURATION_S = 60.0


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """One run under every failure of the catalogue; the books are looked at after every frame."""
    simulation = begin(_troubled(seed), seed)
    wrong = 0
    while not simulation.finished:
        simulation.advance(EVENTS)
        wrong += len(unbalanced(simulation.plan.tables, simulation.state))
    summary = simulation.summary()
    requests, losses = summary["requests"], summary["losses"]
    ends = sum(requests[name] for name in ("ok", "error", "shed", "in_flight"))
    return {
        "wrong": wrong,
        "requests": requests["offered"] - ends,
        "losses": requests["error"] + requests["shed"] - sum(losses.values()),
        "reasons": len(losses),
        "lost": (requests["error"] + requests["shed"]) / requests["offered"],
    }


def _troubled(seed: int) -> Design:
    """The starter design with half of all policies on its connections, and two failures of each kind."""
    draw = random.Random(seed)
    design, errors = read_text(STARTER.read_bytes())
    assert design is not None, errors
    document = to_document(design)
    document["workload"].update(duration=DURATION_S, warm_up=0.0)
    document["schedule"] = _schedule(design, draw)
    for place in range(len(design.connections)):
        for name in catalogue.policies():
            # A front door that fails open would lose nothing whatever fails behind it.
            is_open_door = name == "fail_mode" and design.connections[place].source == "viewers"
            if draw.random() < 0.5 and not is_open_door:
                document = _with_policy(document, place, name)
    troubled, errors = read_document(document)
    assert troubled is not None, errors
    return troubled


def _schedule(design: Design, draw: random.Random) -> list[dict[str, Any]]:
    """Each kind of failure, as it is by default, twice: at something that it fits, for some seconds."""
    names = [each.id for each in design.components] + [each.id for each in design.connections]
    found = []
    for name, kind in catalogue.failures().items():
        fitting = [each for each in names if not target_refusal(design, kind, each)]
        for target in draw.sample(fitting, min(2, len(fitting))):
            lasts_s = draw.uniform(1.0, 10.0) if kind.heal_verb else None
            found.append(failure(draw.uniform(1.0, DURATION_S - 15.0), name, target, lasts_s))
    return found


def _with_policy(document: Mapping[str, Any], place: int, name: str) -> dict[str, Any]:
    """The document with one policy more, as it is by default; as it was where two do not go together."""
    more = deepcopy(dict(document))
    more["connections"][place].setdefault("policies", {})[name] = {}
    design, _ = read_document(more)
    return more if design is not None and not check_runnable(design) else dict(document)


ROW = Row(
    number="V90",
    section="3F",
    title="Conservation: every request is answered, failed for a named reason, shed or in flight",
    setup="Starter design, each policy on half of its connections, two failures of every kind; looked at every frame.",
    source="Bookkeeping in whole numbers.",
    checks=(
        exact("wrong", "components whose books did not balance after a frame", 0.0),
        exact("requests", "offered less ok, error, shed and in flight", 0.0),
        exact("losses", "lost requests without exactly one named first cause", 0.0),
        every("reasons", "kinds of first causes met", low=3.0),
        every("lost", "share of requests lost: the failures bite", low=0.01, high=0.99),
    ),
    measure=measure,
    gate=True,
    note="The books of every run of every row and every test are checked too (engine/results/conservation.py). Bytes "
    "on links are not modelled yet.",
)
