"""Cut connection: calls over it get no answer, so callers wait for their timeout."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"Connection {label} cut"


FAILURE = FailureType(
    name="cut_connection",
    label="Cut connection",
    help="Calls over it vanish. A caller without a timeout waits for ever.",
    verb="Cut",
    heal_verb="Join again",
    targets="connection",
    needs="",
    parameters=(),
    edits=sets(cut_connection=1.0),
    heals=sets(cut_connection=0.0),
    sentence=sentence,
    is_usual=True,
)
