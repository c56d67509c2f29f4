"""Calls that are made for one class of requests only."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.state import PRIORITY, PRIORITY_BIT


@leaf
def is_for_others(connections, e, flags):  # type: ignore[no-untyped-def]
    """True when a call over this connection is not made for work with these flags."""
    wanted = connections[e].only_for
    return wanted >= 0 and wanted != np.int64((flags & PRIORITY) >> np.uint32(PRIORITY_BIT))
