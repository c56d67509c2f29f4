"""What everybody was served lately: CPU seconds that count half after ten minutes.

A key's row holds `level`, the base-2 logarithm of its CPU seconds, each weighted by 2 ** (its time / half-life). All
decay alike, so the order of levels is the order of what is left of them, at any time and without touching a row.

A key that was idle starts at the level of whoever was served last, which is the least of the active ones (start-time
fair queueing, Goyal, Vin and Cheng 1996): nobody saves up service by staying away, nobody new waits behind everybody.
What that one's runs under way are expected to cost is left out of it: an expectation that is too high is taken back at
their end, and whoever had begun at that level would stay behind.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Exp, Greatest, Ln

from apps.accounts.models import Person
from apps.runs.models import Run, Served, State

HALF_LIFE_S = 600.0
LEAST_S = 0.01
GROUP, PERSON, GROUPS_FLOOR, PEOPLE_FLOOR = "group", "person", "groups", "people"
NOBODY = "nobody"
# Beyond 2 ** 60 times the other a sum is the greater one.
FAR = 60.0
LN2 = math.log(2.0)


def joined(owner: Person | None, now: datetime) -> dict[str, Any]:
    """The columns of a new run that say whose service it counts as; both keys are there and not below the floor."""
    group = owner.group_key if owner is not None else ""
    return {
        "group_key": group,
        "group_served": _joined(GROUP, group, GROUPS_FLOOR, "", now),
        "person_served": _joined(PERSON, str(owner.pk) if owner else NOBODY, PEOPLE_FLOOR, group, now),
    }


def charge(run: Run, cpu_s: float, now: datetime) -> None:
    """Counts what a claimed run is expected to cost, and notes how little the least served one had."""
    for column, (served, floor, key) in zip(("group_served", "person_served"), _accounts(run), strict=True):
        if served is None:
            continue
        level = Served.objects.values_list("level", flat=True).get(pk=served)
        _raise_floor(floor, key, _without(level, _under_way(run, column, served)))
        _add(Q(pk=served), cpu_s, now)


def settle(run: Run, spent_s: float, now: datetime) -> None:
    """Corrects the expected cost of a run that is over by what it cost; `run.started` is when it was charged."""
    for served, _floor, _key in _accounts(run):
        if served is None:
            continue
        if spent_s >= run.cost_s:
            _add(Q(pk=served), spent_s - run.cost_s, now)
        else:
            _add(Q(pk=served), spent_s - run.cost_s, run.started or now)


def level_of(cpu_s: float, at: datetime) -> float:
    """The level of a key that was served `cpu_s` at `at` and nothing before."""
    return math.log2(max(cpu_s, LEAST_S)) + at.timestamp() / HALF_LIFE_S


def _accounts(run: Run) -> list[tuple[int | None, str, str]]:
    return [(run.group_served_id, GROUPS_FLOOR, ""), (run.person_served_id, PEOPLE_FLOOR, run.group_key)]


def _under_way(run: Run, column: str, served: int) -> list[tuple[float, datetime]]:
    """What the other runs of an account that are being computed were charged, in CPU seconds, and when."""
    others = Run.objects.filter(state=State.RUNNING, **{column: served})
    charged = others.filter(cost_s__gt=0.0, started__isnull=False).exclude(pk=run.pk).order_by()
    return list(charged.values_list("cost_s", "started"))


def _without(level: float, charged: list[tuple[float, datetime]]) -> float:
    """A level from which what was charged is taken away again."""
    shares = [2.0 ** min(level_of(cpu_s, at) - level, 0.0) for cpu_s, at in charged]
    return level + math.log2(max(1.0 - sum(shares), 2.0**-FAR))


def _joined(kind: str, key: str, floor_kind: str, floor_key: str, now: datetime) -> Served:
    floor = Served.objects.filter(kind=floor_kind, key=floor_key).values_list("level", flat=True).first()
    least = max(level_of(0.0, now), floor if floor is not None else -math.inf)
    served, is_new = Served.objects.get_or_create(kind=kind, key=key, defaults={"level": least})
    if not is_new:
        Served.objects.filter(pk=served.pk, level__lt=least).update(level=least)
    return served


def _raise_floor(kind: str, key: str, level: float) -> None:
    Served.objects.get_or_create(kind=kind, key=key, defaults={"level": level})
    Served.objects.filter(kind=kind, key=key, level__lt=level).update(level=level)


def _add(which: Q, cpu_s: float, at: datetime) -> None:
    """Adds CPU seconds in one statement, so that two workers at once lose nothing; negative ones are taken back."""
    if not cpu_s:
        return
    added = math.log2(abs(cpu_s)) + at.timestamp() / HALF_LIFE_S
    # Of a level that is far below what is added nothing is left to see; of one below what is taken, the least is.
    level = Greatest(F("level"), Value(added - FAR), output_field=FloatField())
    exponent = Greatest(Value(added) - level, Value(-FAR), output_field=FloatField())
    ratio = Exp(exponent * Value(LN2), output_field=FloatField())
    factor = 1.0 + ratio if cpu_s > 0 else Greatest(1.0 - ratio, Value(2.0**-FAR), output_field=FloatField())
    Served.objects.filter(which).update(level=level + Ln(factor, output_field=FloatField()) / Value(LN2))
