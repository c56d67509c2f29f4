"""Queue wait: how long requests waited for a slot, by Little's law."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import windows_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Mean queue over what left a second, in the window. Source: Little (1961), L = lambda W."""
    waited_s = left = 0.0
    for rows in windows_of(facts, call):
        for _, piece in rows:
            waited_s += float(piece.numbers["queue"] or 0.0) * piece.length_s
            left += float(piece.numbers["rate_per_s"] or 0.0) * piece.length_s
    if left <= 0.0:
        raise Unmeasured("nothing was served in that part of the run")
    return Measured(waited_s / left)


JUDGE = JudgeType(
    name="queue_wait",
    label="Wait in the queue",
    help="How long a request waited for a slot on average (mean queue over what was served a second).",
    unit="s",
    aggregates=("mean",),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "queue_wait[component=store] in whole <= 30 ms",
            lambda: sample(frames={("store", "queue"): 2.0, ("store", "rate_per_s"): 100.0}),
            True,
        ),
        Example(
            "queue_wait[component=store] in whole <= 10 ms",
            lambda: sample(frames={("store", "queue"): 2.0, ("store", "rate_per_s"): 100.0}),
            False,
        ),
    ),
)
