"""The designs that are shipped: they can be run, they look tidy, and the starter design is worth breaking."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.model import Component, Design
from engine.design.read import read_text
from engine.simulate import Intervention, start
from tests.house.tree import ROOT

DESIGNS = ROOT / "content" / "designs"
CANVAS = (1_120, 520)
CARD = (168, 72)
GAP = 24


@cache
def shipped(name: str) -> Design:
    """A shipped design by name."""
    design, errors = read_text((DESIGNS / f"{name}.yaml").read_bytes())
    assert design is not None, errors
    return design


@cache
def result(broken: tuple[str, ...] = (), healed_at_s: float | None = None) -> Any:
    """The summary and the frames of the starter design, with all instances of some components dead from 60 s on."""
    simulation = start(shipped("mini-streaming"), seed=7)
    frames = []
    kills = [Intervention("kill_instances", each, {"count": 3}) for each in broken]
    heals = [Intervention("kill_instances", each, {"count": 3}, heal=True) for each in broken]
    while not simulation.finished:
        frame = simulation.advance(1_000_000)
        frames += [frame] if frame is not None else []
        due = kills if simulation.clock_s >= 60.0 else []
        for intervention in due:
            simulation.intervene(intervention)
        kills = [] if due else kills
        if healed_at_s is not None and simulation.clock_s >= healed_at_s and heals:
            for intervention in heals:
                simulation.intervene(intervention)
            heals = []
    return simulation.summary(), simulation.layout, frames


@pytest.mark.parametrize("file", sorted(DESIGNS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_shipped_design_can_be_read(file: Path) -> None:
    assert shipped(file.stem).name


def test_the_starter_design_can_be_run_as_it_is() -> None:
    assert check_runnable(shipped("mini-streaming")) == []


def test_cards_of_the_starter_design_lie_on_the_canvas_without_touching() -> None:
    parts = shipped("mini-streaming").components
    assert all(_fits(each) for each in parts)
    assert not [(one.id, other.id) for one, other in itertools.combinations(parts, 2) if _touch(one, other)]


def _fits(part: Component) -> bool:
    return all(0 <= place <= size - card for place, size, card in zip(part.position, CANVAS, CARD, strict=True))


def _touch(one: Component, other: Component) -> bool:
    return all(abs(one.position[axis] - other.position[axis]) < CARD[axis] + GAP for axis in (0, 1))


def test_calls_of_the_starter_design_run_from_left_to_right() -> None:
    x = {part.id: part.position[0] for part in shipped("mini-streaming").components}
    assert all(x[connection.source] < x[connection.target] for connection in shipped("mini-streaming").connections)


def test_the_starter_design_is_well_at_first_and_neither_idle_nor_full() -> None:
    summary, _, _ = result()
    assert all(objective["holds"] for objective in summary["objectives"])
    busy = {name: row["utilisation"] for name, row in summary["components"].items() if row["utilisation"] is not None}
    # A cache answers within a millisecond; keeping it busy would take far more traffic than a person can follow.
    del busy["catalogue_cache"]
    assert {name for name, utilisation in busy.items() if not 0.3 <= utilisation <= 0.7} == set()


def test_losing_the_catalogues_cache_overloads_its_store_and_reaches_the_viewers() -> None:
    summary, _, _ = result(("catalogue_cache",))
    broken = {objective["metric"] for objective in summary["objectives"] if not objective["holds"]}
    assert "error_ratio" in broken
    assert (
        summary["components"]["catalogue_store"]["utilisation"] > 0.8 > result()[0]["components"]["play"]["utilisation"]
    )


def test_the_starter_design_recovers_when_the_cache_comes_back() -> None:
    _, layout, frames = result(("catalogue_cache",), 90.0)
    column = layout["total_metrics"].index("ok_per_s")
    last = [frame["totals"][column] for frame in frames if frame["clock_s"] > 240.0]
    assert sum(last) / len(last) > 0.99 * 120.0 - 3.0 * (120.0 / 60.0) ** 0.5
