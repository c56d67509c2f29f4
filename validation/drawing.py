"""Keys as the sources of a plan draw them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.kernel.compiled import compiled
from engine.kernel.popularity import draw_key
from engine.kernel.random import numbered
from engine.plan.plan import Plan


def draw_keys(plan: Plan, count: int) -> npt.NDArray[np.int64]:
    """The keys of the first `count` requests of the first source."""
    source = plan.tables.sources[0]
    keys = np.empty(count, np.int64)
    _draw(plan.tables.alias, source["stream"], int(source["first_alias"]), int(source["keys_count"]), keys)
    return keys


@compiled
def _draw(alias, stream, first, count, keys):  # type: ignore[no-untyped-def]
    for number in range(keys.shape[0]):
        keys[number] = draw_key(alias, first, count, numbered(stream, number))
