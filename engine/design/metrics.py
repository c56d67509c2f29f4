"""What the numbers of frames and summaries are: how each is made, from what, and what is taken for granted.

One table for everybody who shows a number and is asked why it is what it is. Names are those of the rows of frames
(`engine.kernel.snapshot`) and of summaries (`engine.results.measures`); a test holds that none is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

TOTALS, COMPONENT, CONNECTION, POLICY, SUMMARY = "totals", "component", "connection", "policy", "summary"

SUM, MEAN = "sum", "mean"


@dataclass(frozen=True, slots=True)
class Input:
    """Another metric of the same row: its `sum` over the time (a rate becomes a count), or its `mean`."""

    label: str
    metric: str
    how: str


@dataclass(frozen=True, slots=True)
class Metric:
    """One number. `samples` names the rate whose sum says of how many events it is made; empty where it is exact."""

    of: str
    name: str
    label: str
    formula: str
    inputs: tuple[Input, ...] = ()
    samples: str = ""
    assumption: str = ""


FRAME_PERCENTILE = (
    "A frame tells the percentile of its own answers, read off a histogram, within 0.8 %. Of several frames this is "
    "the mean, each weighted by its answers: near the percentile of all, and not the same."
)
IN_FLIGHT = "Requests count when they end: who still waits at the edge of the time is in neither."
AT_THE_END = "The state at the end of a frame; of several frames the mean."


def _rate(of: str, name: str, label: str, what: str, assumption: str = "") -> Metric:
    return Metric(of, name, label, f"{what} / seconds", (Input(what, name, SUM),), name, assumption)


def _percentile(of: str, name: str, answers: str, what: str) -> Metric:
    share = name.rsplit("p", 1)[1]
    formula = f"the time that {share} of 100 {what} stay below"
    return Metric(of, name, f"p{share}", formula, (Input(what, answers, SUM),), answers, FRAME_PERCENTILE)


METRICS: tuple[Metric, ...] = (
    _rate(TOTALS, "offered_per_s", "Offered", "requests that all sources sent"),
    _rate(TOTALS, "ok_per_s", "Answered well", "requests answered well", IN_FLIGHT),
    _rate(TOTALS, "error_per_s", "Errors", "requests that ended with an error", IN_FLIGHT),
    _rate(TOTALS, "shed_per_s", "Shed", "requests that were turned away to protect the others", IN_FLIGHT),
    Metric(
        TOTALS,
        "in_flight",
        "In flight",
        "requests sent and not ended yet",
        (Input("offered in this time", "offered_per_s", SUM), Input("answered well", "ok_per_s", SUM)),
        assumption=AT_THE_END,
    ),
    _percentile(TOTALS, "latency_s_p50", "ok_per_s", "good answers"),
    _percentile(TOTALS, "latency_s_p95", "ok_per_s", "good answers"),
    _percentile(TOTALS, "latency_s_p99", "ok_per_s", "good answers"),
    _rate(COMPONENT, "rate_per_s", "Answered", "good answers"),
    _rate(COMPONENT, "errors_per_s", "Errors", "requests that failed here or behind"),
    Metric(
        COMPONENT,
        "utilisation",
        "Utilisation",
        "busy slot-seconds / slot-seconds of living instances",
        (
            Input("inside on average", "in_system", MEAN),
            Input("of these waiting", "queue", MEAN),
            Input("instances up", "instances_up", MEAN),
        ),
        assumption="A slot counts as busy as long as it is held, so also while it waits for an answer from elsewhere.",
    ),
    Metric(COMPONENT, "queue", "Queue", "requests that wait for a slot", (), assumption=AT_THE_END),
    Metric(
        COMPONENT,
        "in_system",
        "In system",
        "requests that wait or are served",
        (Input("of these waiting", "queue", MEAN),),
        assumption=AT_THE_END,
    ),
    _percentile(COMPONENT, "latency_s_p99", "rate_per_s", "good answers"),
    Metric(
        COMPONENT,
        "hit_ratio",
        "Hit ratio",
        "lookups that found their key / lookups",
        (Input("answers in this time", "rate_per_s", SUM),),
        "rate_per_s",
        "Of several frames the mean of their ratios.",
    ),
    Metric(COMPONENT, "instances_up", "Instances up", "instances that take work", (), assumption=AT_THE_END),
    Metric(
        COMPONENT,
        "listed_dead",
        "Dead but listed",
        "instances that callers still know although they are gone",
        (),
        assumption=AT_THE_END,
    ),
    _rate(CONNECTION, "calls_per_s", "Calls", "calls begun", "A call that is tried again counts once."),
    _rate(CONNECTION, "errors_per_s", "Errors", "attempts that came back with an error"),
    _rate(CONNECTION, "timeouts_per_s", "Timeouts", "attempts that were given up at the timeout"),
    _rate(CONNECTION, "retries_per_s", "Retries", "attempts after the first of a call"),
    _percentile(CONNECTION, "latency_s_p99", "calls_per_s", "good answers, seen by the caller"),
    Metric(CONNECTION, "is_cut", "Line", "whether the line is cut at the end of the frame"),
    _rate(POLICY, "refused_per_s", "Refused here", "calls that a policy of this connection turned away"),
    Metric(POLICY, "breaker_state", "Breaker", "closed, open or half open at the end of the frame"),
    Metric(POLICY, "breaker_opened", "Opened", "how often the breaker has opened so far"),
    Metric(POLICY, "under_way", "Under way", "attempts sent and not concluded", (), assumption=AT_THE_END),
    Metric(POLICY, "waiting", "Waiting", "calls that wait for a permit", (), assumption=AT_THE_END),
    Metric(POLICY, "limit", "Limit", "how many attempts may be under way now", (), assumption=AT_THE_END),
    Metric(
        SUMMARY,
        "mean",
        "Mean latency",
        "sum of the latencies of good answers / good answers",
        assumption="Exact: every answer since the end of the warm-up is counted.",
    ),
    *(
        Metric(
            SUMMARY,
            f"p{share}",
            f"p{share}",
            f"the time that {share} of 100 good answers stay below",
            assumption="Read off a histogram of every answer since the end of the warm-up, within 0.8 %.",
        )
        for share in (50, 95, 99)
    ),
    Metric(
        SUMMARY,
        "utilisation",
        "Utilisation",
        "busy slot-seconds / slot-seconds of living instances",
        assumption="Exact, since the end of the warm-up. A slot is busy also while it waits for an answer.",
    ),
    Metric(SUMMARY, "count", "Answers", "good answers since the end of the warm-up", assumption="Exact."),
    Metric(
        SUMMARY,
        "requests",
        "Requests",
        "requests of all sources by how they ended, in the whole run",
        assumption="Exact. Offered is ok, error, shed and in flight together.",
    ),
    Metric(
        SUMMARY,
        "credits",
        "Credits",
        "hours of instances × the price of an instance, and of components × theirs",
        assumption="An instance is paid for from its start, its boot included, until it is gone.",
    ),
)


def metrics_json() -> list[dict[str, object]]:
    """The table as plain values."""
    return [
        {
            "of": each.of,
            "name": each.name,
            "label": each.label,
            "formula": each.formula,
            "inputs": [{"label": one.label, "metric": one.metric, "how": one.how} for one in each.inputs],
            "samples": each.samples,
            "assumption": each.assumption,
        }
        for each in METRICS
    ]
