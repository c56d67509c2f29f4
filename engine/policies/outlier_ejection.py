"""Outlier ejection: instances that fail or are slow are left out of the choice for a while."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """Thresholds, times in nanoseconds."""
    row.rule("informed")
    row.write(
        eject_errors=int(parameters["errors"]),
        eject_factor=float(parameters["latency_factor"]),
        eject_ns=round(float(parameters["eject_s"]) * 1e9),
        eject_share=float(parameters["max_share"]),
        decay_ns=float(parameters["stat_decay_s"]) * 1e9,
    )


POLICY = PolicyType(
    name="outlier_ejection",
    label="Outlier ejection",
    help="An instance that fails several times in a row, or is much slower than the median, gets nothing from this "
    "caller for a while. If all are left out, all are used.",
    parameters=(
        Parameter(
            "errors",
            "Errors in a row",
            "count",
            5,
            "So many failed attempts at an instance, timeouts included, without a good one between them.",
            unit="count",
            low=1,
            high=100,
            source="Envoy proxy, outlier detection: 5 consecutive errors.",
        ),
        Parameter(
            "latency_factor",
            "Times the median",
            "number",
            3.0,
            "Mean latency at an instance over the median of all instances, looked at once a second.",
            unit="x",
            low=1.2,
            high=20.0,
            source="Choice of Backlot: three times slower than the others is not chance.",
        ),
        Parameter(
            "eject_s",
            "For",
            "number",
            30.0,
            "How long the instance is left out.",
            unit="s",
            low=1.0,
            high=600.0,
            source="Envoy proxy, outlier detection: base ejection time of 30 s.",
        ),
        Parameter(
            "max_share",
            "At most",
            "number",
            0.5,
            "Largest share of the living instances that may be left out at the same time.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: half of the instances must be able to carry the traffic for a while.",
        ),
        Parameter(
            "stat_decay_s",
            "Forgets after",
            "number",
            30.0,
            "Answers of this age weigh a third of new ones in the mean latency.",
            unit="s",
            low=1.0,
            high=300.0,
            source="Choice of Backlot: as long as an ejection.",
            advanced=True,
        ),
    ),
    lower=lower,
)
