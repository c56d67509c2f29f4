"""What the run of a curveball has measured: how soon it was noticed, how soon all was well again, what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from apps.interviews.items import Curveball, Item, inside
from apps.interviews.models import Throw
from apps.runs.live.archive import archived
from apps.runs.models import Run, State
from grading.facts import RunRecord, pieces
from grading.frames import outcome_rates

FRAMES_MOST = 2_400
GOOD, GOOD_FOR_S = 0.99, 5.0
MONTH_S = 30 * 24 * 3600.0


@dataclass(frozen=True)
class Outcome:
    """Seconds are of the run's clock. `recover_s` is None when it never was well again, 0 when nothing was amiss;
    `budget` is the share of a month's error budget that was used up."""

    began_s: float | None
    notice_s: float | None
    recover_s: float | None
    budget: float
    ok_ratio: float
    cost_per_h: float


def outcome(throw: Throw, item: Item) -> Outcome | None:
    """What one curveball has shown; None before its run has ended, or when it gave no result."""
    curveball = inside(item).curveball(throw.curveball)
    if curveball is None or throw.run.state != State.DONE or not throw.run.summary:
        return None
    record = record_of(throw.run)
    began_s = began_of(item, curveball)
    good, bad = _ended(record, 0.0)
    share = bad / (good + bad) if good + bad else 0.0
    length_s = float(record.summary["clock_s"])
    allowed_s = (1.0 - inside(item).objective) * MONTH_S
    noticed = throw.noticed_s
    is_seen = noticed is not None and began_s is not None and noticed >= began_s
    return Outcome(
        began_s=began_s,
        notice_s=noticed - began_s if noticed is not None and began_s is not None and is_seen else None,
        recover_s=_recovered_s(record, began_s or 0.0),
        budget=share * length_s / allowed_s,
        ok_ratio=1.0 - share,
        cost_per_h=_cost(record.summary),
    )


def began_of(item: Item, curveball: Curveball) -> float | None:
    """When its first failure begins; None for a changed requirement without one."""
    experiment = item.experiment(curveball.experiment)
    failures = experiment.failures if experiment else ()
    return min((each.began_s for each in failures), default=None)


def record_of(run: Run) -> RunRecord:
    """What a run that has ended has left."""
    frames = [orjson.loads(frame) for frame in archived(run.pk, 0, FRAMES_MOST)]
    return RunRecord(run.seed, run.summary or {}, run.layout or {}, frames)


def _ended(record: RunRecord, begin_s: float) -> tuple[float, float]:
    good = bad = 0.0
    for piece in pieces(record, "total", "", (begin_s, float(record.summary["clock_s"]))):
        well, badly = outcome_rates(piece.numbers, "total")
        good, bad = good + well * piece.length_s, bad + badly * piece.length_s
    return good, bad


def _recovered_s(record: RunRecord, begin_s: float) -> float | None:
    """From the beginning of a failure until 99 % of what ends goes well for five seconds; 0 when it always did."""
    was_bad, since = False, None
    for piece in pieces(record, "total", "", (begin_s, float(record.summary["clock_s"]))):
        good, bad = outcome_rates(piece.numbers, "total")
        if good + bad > 0.0 and good < GOOD * (good + bad):
            was_bad, since = True, None
        elif was_bad and since is None:
            since = piece.begin_s
        if since is not None and piece.end_s - since >= GOOD_FOR_S:
            return since - begin_s
    return None if was_bad else 0.0


def _cost(summary: Any) -> float:
    cost = summary.get("cost") or {}
    return float(cost.get("credits_per_h") or 0.0)
