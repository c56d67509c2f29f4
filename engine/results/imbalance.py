"""How evenly the instances of a component were loaded, looked at when frames end."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel.evenness import DEEPEST, add_evenness
from engine.kernel.life import ABSENT
from engine.kernel.state import Floats, State, Tables


class Imbalance:
    """Sums over the frames since the end of the warm-up, a row for each component."""

    def __init__(self, tables: Tables, state: State) -> None:
        self._components = tables.components
        self._first = tables.components["first_instance"].astype(np.int64)
        self._count = tables.components["instances"]
        self._has_choice = bool((self._count > 1).any())
        self.restart(state)

    def restart(self, state: State) -> None:
        """Forgets what was seen."""
        self._arrivals = state.instances["arrivals"].astype(np.int64)
        self._frames = np.zeros(len(self._first))
        self._sums: Floats = np.zeros((2 + DEEPEST, len(self._first)))

    def record(self, state: State) -> None:
        """Looks at every component of which something is up; where nobody has two instances there is nothing to see."""
        if not self._has_choice:
            return
        add_evenness(self._components, state.component_states, state.instances, self._frames, self._sums)

    def of(self, row: int, state: State) -> dict[str, Any] | None:
        """Of one component; None where there never was but one instance, or where nothing was seen.

        `arrivals` is the greatest number that an instance got over the mean, `outstanding` the same of what it held,
        averaged over frames, of which `greatest` is the upper part. `shares` are those of the living instances that
        held at least one, two, … DEEPEST.
        """
        first, count = int(self._first[row]), int(self._count[row])
        came = (state.instances["arrivals"] - self._arrivals)[first : first + count]
        # Places that nobody has taken are no instances.
        came = came[(state.lives["phase"][first : first + count] != ABSENT) | (came > 0)]
        if len(came) < 2 or self._frames[row] == 0:
            return None
        greatest, mean, *shares = self._sums[:, row] / self._frames[row]
        return {
            "arrivals": float(came.max() / came.mean()) if came.any() else None,
            "outstanding": float(greatest / mean) if mean > 0.0 else None,
            "greatest": float(greatest),
            "shares": [float(each) for each in shares],
        }
