"""Changed keys: what was given to all players has leaked, and all of them need new keys at once."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"All keys of {label} are changed by force"


FAILURE = FailureType(
    name="change_keys",
    label="Leaked keys",
    help="The keys that were given have leaked and are changed by force. Every player asks for new ones within the "
    "spread of requests, and what it holds is good until then, and for the grace.",
    verb="Change all keys",
    heal_verb="",
    targets="component",
    needs="keys",
    parameters=(),
    edits=sets(tell_controller=1.0),
    heals=sets(),
    sentence=sentence,
)
