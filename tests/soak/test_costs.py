"""What a run will cost is told before, for thousands of random designs; what costs too much is refused at once (Q5)."""

from __future__ import annotations

import itertools
import statistics
import time

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.read import read_document
from engine.estimate.work import work
from engine.simulate import start
from tests import tiny
from tests.engine.random_designs import random_design
from tests.reliability.record import record

DESIGNS = 2_000
REFUSALS = 200
FACTOR = 2.0
SHARE = 0.9
REFUSED_S_MOST = 0.05


def test_events_are_estimated_before() -> None:
    plain, drawn = ratios(has_policies=False), ratios(has_policies=True)
    shares = [share_within(plain), share_within(drawn)]
    print([statistics.quantiles(each, n=20) for each in (plain, drawn)])
    slowest_s = refused_within_s()
    told = f"events of {DESIGNS:,} designs within a factor of {FACTOR:g}: {shares[0]:.0%} of those without policies, "
    told += f"{shares[1]:.0%} of those that have all of them; "
    told += f"{REFUSALS} that ask too much refused in {slowest_s * 1e3:.0f} ms at most, at the field"
    print(told)
    record("Q5", told, tier="N", variant="engine", holds=min(shares) >= SHARE and slowest_s <= REFUSED_S_MOST)
    assert all(ratio > 0.0 for ratio in plain + drawn)


def ratios(*, has_policies: bool) -> list[float]:
    """Of as many designs as are wanted; those that are refused because they ask too much are passed over."""
    found: list[float] = []
    for seed in itertools.count():
        try:
            design = random_design(seed, policies=has_policies)
        except AssertionError:
            continue
        found.append(ratio_of(design, seed))
        if len(found) == DESIGNS:
            return found
    raise AssertionError


def ratio_of(design: Design, seed: int) -> float:
    """Events told over events computed."""
    told = work(design)
    simulation = start(design, seed)
    while not simulation.finished:
        simulation.advance()
    return told.events / max(simulation.events, 1)


def share_within(ratios: list[float]) -> float:
    return sum(1.0 / FACTOR <= ratio <= FACTOR for ratio in ratios) / len(ratios)


def refused_within_s() -> float:
    """The longest time of refusing a design whose traffic is far too much, in seconds of a core."""
    slowest_s = 0.0
    for number in range(REFUSALS):
        design, errors = read_document(tiny.document(rate_per_s=100_000.0, duration_s=1_000.0 + number))
        assert design is not None, errors
        began_s = time.thread_time()
        refused = check_runnable(design)
        slowest_s = max(slowest_s, time.thread_time() - began_s)
        assert any(error.path for error in refused), refused
    return slowest_s
