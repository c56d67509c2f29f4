"""What becomes of an attempt on a line that is not well."""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.random import LOSS, uniform
from engine.kernel.state import ANSWER_LOST, ARRIVES, CUT_OFF, LOST


@leaf
def fate_of(line, loss, key):  # type: ignore[no-untyped-def]
    """Whether the attempt with this key gets lost, or its answer will: each message is lost with the chance `loss`.

    One draw decides both: below `loss` the attempt is lost, below 1 - (1 - loss)**2 its answer is.
    """
    if line & CUT_OFF:
        return LOST
    drawn = uniform(key, LOSS) if loss > 0.0 else 1.0
    if drawn < loss:
        return LOST
    return ANSWER_LOST if drawn < 1.0 - (1.0 - loss) * (1.0 - loss) else ARRIVES
