"""Expire a certificate: nobody can connect, though everything is well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    del parameters
    return (Edit("refuse_work", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("refuse_work", target, 0.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
)
