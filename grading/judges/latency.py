"""Latency: how long answers took, as who called saw it; of those that went well."""

from __future__ import annotations

from typing import Any

from grading.because import what_took_long
from grading.facts import Facts
from grading.frames import series, summary_of, taken
from grading.kinds import QUANTILES, Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Means and percentiles of exactly the window; max and min are those of the p99 of single frames."""
    if call.aggregate in ("max", "min", "time_to"):
        values = series(facts, call, lambda rows: rows[0][1]["latency_s_p99"])
        return Measured(taken(call, values, "answer"))
    summary = summary_of(facts, call)
    value = _row(facts, call, summary)["latency_s"][call.aggregate]
    if value is None:
        raise Unmeasured("nothing was answered well in that part of the run")
    sort, name = call.place or ("class", "")
    return Measured(float(value), what_took_long(facts, summary, name) if sort == "class" else "")


def _row(facts: Facts, call: Call, summary: Any) -> Any:
    sort, name = call.place or ("class", "")
    if call.place is None:
        if len(summary["classes"]) != 1:
            raise Unmeasured("there are several classes of requests: say which, as in [class=play]")
        return next(iter(summary["classes"].values()))
    table = {"class": "classes", "component": "components", "connection": "connections"}[sort]
    if name not in summary[table]:
        raise Unmeasured(f'there is no {sort} "{facts.label(name)}" in this design')
    return summary[table][name]


JUDGE = JudgeType(
    name="latency",
    label="Latency",
    help="How long an answer took, as the caller saw it; of answers that went well.",
    unit="s",
    aggregates=("p99", "p95", "p50", "mean", "max", "min", "time_to"),
    by_summary=("mean", *QUANTILES),
    places=("class", "component", "connection"),
    measure=measure,
    examples=(
        Example("p99(latency)[class=play] in whole <= 150 ms", sample, True),
        Example("p99(latency)[class=play] in whole <= 90 ms", sample, False),
        Example("mean(latency)[component=catalogue] in whole < 21 ms", sample, True),
        Example(
            "max(latency)[component=catalogue] during F1 <= 1 s",
            lambda: sample(frames={("catalogue", "latency_s_p99"): lambda at_s: 2.0 if at_s == 15.0 else 0.1}),
            False,
        ),
    ),
)
