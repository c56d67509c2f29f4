"""Quotas: how much of something one person may have in a window. One table, changed by conditional updates.

`take` is called in the transaction that queues a run: whatever is refused takes everything back that was taken before.
A window begins with the first thing that counts in it. Runs at once are counted and not noted: rows cannot drift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from apps.accounts.models import Person
from apps.common.words import lazy, t
from apps.runs.fairness.lanes import lanes
from apps.runs.models import AS_FAST_AS_POSSIBLE, Quota, Run


@dataclass(frozen=True)
class Limit:
    """At most `most` in `window_s`; visitors may have `most_of_visitors`."""

    name: str
    window_s: float
    most: float
    most_of_visitors: float

    def of(self, person: Person) -> float:
        return self.most if person.user_id is not None else self.most_of_visitors


AT_ONCE_MOST = 6
PER_MINUTE = Limit("per_minute", 60.0, 20.0, 20.0)
CHECKS_PER_MINUTE = Limit("checks_per_minute", 60.0, 6.0, 6.0)
EXPERIMENTS_PER_MINUTE = Limit("experiments_per_minute", 60.0, 10.0, 10.0)
# Runs that are asked for as a group, by their lane: how often, and how a refusal says what was done.
GROUPS = {"grading": (CHECKS_PER_MINUTE, lazy("checked")), "batch": (EXPERIMENTS_PER_MINUTE, lazy("begun experiments"))}
CPU_PER_DAY = Limit("cpu_s_per_day", 86_400.0, 7_200.0, 1_800.0)
WAITING_MOST = 20_000


class QuotaMet(Exception):
    """A limit is met. The message is a sentence that says which and when it resets; `reset_s` is that in seconds."""

    def __init__(self, limit: str, sentence: str, reset_s: float) -> None:
        super().__init__(sentence)
        self.limit, self.reset_s = limit, reset_s


def take_for_run(person: Person, cost_s: float, now: datetime) -> None:
    """Takes what one more run needs, or raises QuotaMet. To be called inside a transaction.

    The first update takes the person's row, so that whoever presses at the same moment waits here; what is counted
    afterwards is counted by one at a time.
    """
    if not _take(person, PER_MINUTE, 1.0, now):
        reset_s = _reset_s(person, PER_MINUTE, now)
        most = PER_MINUTE.of(person)
        raise QuotaMet(
            PER_MINUTE.name,
            t(
                "You have started %(most)s runs within a minute, the most: the next is possible in %(words)s.",
                most=f"{most:.0f}",
                words=_words(reset_s),
            ),
            reset_s,
        )
    _check_at_once(person, now)
    if not _take(person, CPU_PER_DAY, cost_s, now):
        _refuse_cpu(person, cost_s, now)


def take_for_group(person: Person, cost_s: float, now: datetime, lane: str) -> None:
    """Takes what the runs of one check or experiment need, or raises QuotaMet: they are many, so they are counted as
    one. As above."""
    limit, words = GROUPS[lane]
    if not _take(person, limit, 1.0, now):
        reset_s = _reset_s(person, limit, now)
        sentence = t(
            "You have %(done)s %(times)s times within a minute: the next is possible in %(reset)s.",
            done=words,
            times=f"{limit.of(person):.0f}",
            reset=_words(reset_s),
        )
        raise QuotaMet(limit.name, sentence, reset_s)
    if not _take(person, CPU_PER_DAY, cost_s, now):
        _refuse_cpu(person, cost_s, now)


def left_s(person: Person | None, now: datetime) -> float:
    """Seconds of computing that somebody has left in this window."""
    began = now - timedelta(seconds=CPU_PER_DAY.window_s)
    mine = Quota.objects.filter(subject=str(person.pk if person else ""), kind=CPU_PER_DAY.name, began__gt=began)
    most = CPU_PER_DAY.of(person) if person is not None else CPU_PER_DAY.most_of_visitors
    return max(0.0, most - float(mine.values_list("used", flat=True).first() or 0.0))


def correct(person_id: object, expected_s: float, spent_s: float, now: datetime) -> None:
    """Puts what a run really cost in the place of what was expected, as long as its window lasts."""
    began = now - timedelta(seconds=CPU_PER_DAY.window_s)
    window = Quota.objects.filter(subject=str(person_id), kind=CPU_PER_DAY.name, began__gt=began)
    window.filter(used__gte=expected_s - spent_s).update(used=F("used") + (spent_s - expected_s))


def _take(person: Person, limit: Limit, amount: float, now: datetime) -> bool:
    most = limit.of(person)
    began = now - timedelta(seconds=limit.window_s)
    Quota.objects.bulk_create(
        [Quota(subject=str(person.pk), kind=limit.name, began=began, used=0.0)], ignore_conflicts=True
    )
    mine = Quota.objects.filter(subject=str(person.pk), kind=limit.name)
    # Twice: somebody else may begin the new window between the two updates.
    for _ in range(2):
        if mine.filter(began__gt=began, used__lte=most - amount).update(used=F("used") + amount):
            return True
        if amount <= most and mine.filter(began__lte=began).update(began=now, used=amount):
            return True
    return False


def _check_at_once(person: Person, now: datetime) -> None:
    # Groups in lanes that nobody waits at are limited by themselves: they keep nobody from a run of their own.
    quiet = [lane.name for lane in lanes().values() if not lane.is_live]
    own = Run.objects.alive().filter(owner=person).exclude(lane__in=quiet, speed=AS_FAST_AS_POSSIBLE)
    alive = own.only("started", "duration_s", "speed", "cost_s")
    if alive.count() < AT_ONCE_MOST:
        return
    reset_s = min((_left_s(run, now) for run in alive), default=0.0)
    raise QuotaMet(
        "at_once",
        t(
            "You have %(at_once_most)s runs waiting or running, the most at once: cancel one, "
            "or wait about %(words)s for the first to end.",
            at_once_most=AT_ONCE_MOST,
            words=_words(reset_s),
        ),
        reset_s,
    )


def _left_s(run: Run, now: datetime) -> float:
    """How long a run still takes, roughly: by its clock when it is paced, by its cost when it is not."""
    whole_s = run.duration_s / run.speed if run.speed else run.cost_s
    return max(1.0, whole_s - ((now - run.started).total_seconds() if run.started else 0.0))


def _refuse_cpu(person: Person, cost_s: float, now: datetime) -> None:
    most = CPU_PER_DAY.of(person)
    reset_s = _reset_s(person, CPU_PER_DAY, now)
    used = Quota.objects.filter(subject=str(person.pk), kind=CPU_PER_DAY.name).values_list("used", flat=True).first()
    raise QuotaMet(
        CPU_PER_DAY.name,
        t(
            "You have used %(used)s of the %(most)s of computing for one day, and this run "
            "takes about %(cost)s: the count starts again in %(reset)s.",
            used=_words(used or 0.0),
            most=_words(most),
            cost=_words(cost_s),
            reset=_words(reset_s),
        ),
        reset_s,
    )


def _reset_s(person: Person, limit: Limit, now: datetime) -> float:
    began = Quota.objects.filter(subject=str(person.pk), kind=limit.name).values_list("began", flat=True).first()
    since = (now - began).total_seconds() if began is not None else limit.window_s
    return min(max(1.0, limit.window_s - since), limit.window_s)


def _words(duration_s: float) -> str:
    if duration_s < 120:
        return f"{max(1.0, duration_s):.0f} s"
    return (
        t("%(duration_s)s min", duration_s=f"{duration_s / 60:.0f}")
        if duration_s < 7200
        else f"{duration_s / 3600:.1f} h"
    )
