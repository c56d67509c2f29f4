"""Keys in bins of equal popularity: what caches are asked for, in a few hundred numbers instead of a million."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engine.estimate.gamma import Floats

SINGLE_RANKS = 64
GROWTH = 1.05
ENDLESS = 1e12
"""How many keys the bin of those has that are asked for once: so many that none comes again."""


class Bins:
    """Ranks of keys in bins: single ones first, then bins that grow by a twentieth.

    All sources share the numbering of keys (key 0 is everybody's most popular), so they share the bins too.
    `counts` (float64, bins) says how many keys a bin holds. `has_wonders` adds a last bin of keys that are asked for
    once.
    """

    def __init__(self, keys_counts: Collection[int], *, has_wonders: bool = False) -> None:
        edges = {0, *keys_counts}
        last = max(keys_counts, default=1)
        edges.update(range(min(SINGLE_RANKS, last) + 1))
        edge = float(SINGLE_RANKS)
        while edge < last:
            edge *= GROWTH
            edges.add(min(int(edge) + 1, last))
        self.edges = np.array(sorted(edges), np.float64)
        titles = np.diff(self.edges)
        self.counts = np.append(titles, ENDLESS) if has_wonders else titles

    def shares(self, keys_count: int, zipf_alpha: float, wonder_ratio: float = 0.0) -> Floats:
        """The share of requests of each bin (float64, bins): Zipf's law, by its integral beyond single ranks."""
        first, last = self.edges[:-1], self.edges[1:]
        low, high = first + 0.5, last + 0.5
        if abs(zipf_alpha - 1.0) < 1e-9:
            masses = np.log(high / low)
        else:
            masses = (high ** (1.0 - zipf_alpha) - low ** (1.0 - zipf_alpha)) / (1.0 - zipf_alpha)
        masses = np.where(last - first == 1.0, last**-zipf_alpha, masses)
        masses[last > keys_count] = 0.0
        titles = np.asarray(masses / masses.sum(), np.float64)
        return np.append(titles * (1.0 - wonder_ratio), wonder_ratio) if len(self.counts) > len(titles) else titles
