"""The bars of a distribution hold every answer, and lie where its percentiles are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.kernel.histogram import BUCKETS, bucket_of
from engine.results.distribution import distribution
from engine.simulate import start
from tests import tiny


def counts_of(*latencies_s: float) -> np.ndarray:  # type: ignore[type-arg]
    counts = np.zeros(BUCKETS, np.int64)
    for each in latencies_s:
        counts[bucket_of(np.int64(each * 1e9))] += 1
    return counts


def test_every_answer_lies_between_the_edges_of_its_bar() -> None:
    told = distribution(counts_of(0.001, 0.010, 0.0101, 2.5))
    assert told is not None
    edges, counts = told["edges_s"], told["counts"]
    assert sum(counts) == 4
    assert len(edges) == len(counts) + 1
    assert all(low < high for low, high in pairwise(edges))
    for latency in (0.001, 0.010, 2.5):
        bar = next(place for place in range(len(counts)) if edges[place] <= latency < edges[place + 1])
        assert counts[bar] > 0
    assert all(high <= 1.2 * low for low, high in pairwise(edges))


def test_nothing_measured_has_no_distribution() -> None:
    assert distribution(counts_of()) is None


def test_a_summary_tells_the_distribution_of_classes_and_components() -> None:
    simulation = start(tiny.design(), 3)
    while not simulation.finished:
        simulation.advance(10_000_000)
    summary = simulation.summary()
    for row in (*summary["classes"].values(), summary["components"]["service"]):
        told = row["distribution"]
        assert sum(told["counts"]) == row["latency_s"]["count"]
        below = sum(
            n for n, high in zip(told["counts"], told["edges_s"][1:], strict=True) if high <= row["latency_s"]["p50"]
        )
        assert below <= 0.5 * row["latency_s"]["count"]
