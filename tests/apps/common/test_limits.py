"""Whoever tries too often is held back: a person by themselves, newcomers together by where they come from."""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import Any, cast

from apps.common.limits import NEWCOMERS_TOGETHER, Asked, asks_too_often

MOST = 2


def asked(person: str | None, address: str = "192.0.2.1") -> Asked:
    who = SimpleNamespace(pk=person) if person else None
    return cast(Asked, SimpleNamespace(person=who, META={"REMOTE_ADDR": address}))


def tries(what: str, times: int, **who: Any) -> list[bool]:
    return [asks_too_often(asked(**who), what, MOST, 60) for _ in range(times)]


def test_somebody_known_is_held_back_alone_and_a_school_with_one_address_is_not() -> None:
    what = secrets.token_hex(8)
    assert tries(what, MOST + 1, person="ada") == [False, False, True]
    assert tries(what, MOST, person="ben") == [False, False]
    assert not any(tries(what, 1, person=f"student {number}")[0] for number in range(30))


def test_newcomers_of_one_address_are_counted_together() -> None:
    what, many = secrets.token_hex(8), NEWCOMERS_TOGETHER * MOST
    assert tries(what, many + 1, person=None) == [False] * many + [True]
    assert tries(what, 1, person=None, address="192.0.2.2") == [False]
    assert tries(what, 1, person="ada") == [False]
