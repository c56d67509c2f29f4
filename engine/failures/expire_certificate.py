"""Expire a certificate: nobody can connect, though everything is well."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"The certificate of {label} has expired"


FAILURE = FailureType(
    name="expire_certificate",
    label="Expired certificate",
    help="Every new connection is refused at once; what is inside is finished.",
    verb="Let its certificate expire",
    heal_verb="Renew its certificate",
    targets="component",
    needs="station",
    parameters=(),
    edits=sets(refuse_work=1.0),
    heals=sets(refuse_work=0.0),
    sentence=sentence,
)
