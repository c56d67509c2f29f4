"""The explanation of a run: what limits it, why its slow requests are slow, what failed first, what was for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.kernel.tracing import CEILING, LOST, TraceLog
from engine.results.explain.facts import Facts
from engine.results.explain.limiting import limiting
from engine.results.explain.order import order
from engine.results.explain.saturation import Saturation
from engine.results.explain.slowness import slowness
from engine.results.explain.spans import traces_of
from engine.results.explain.stored import stored_traces
from engine.results.explain.waste import waste
from engine.results.measures import Measures

DRAWS = 2**63


def explanation_of(
    measures: Measures, log: TraceLog, saturation: Saturation, done: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Everything as data: `explanation` in statements, `traces` of single requests.

    `log` may be that of a repetition of the same run, which traced more.
    """
    traces = traces_of(measures.tables, log)
    measured = [each for each in traces if each.root.call_ns >= measures.since.clock_ns]
    facts = Facts(measures, measured, saturation, done)
    ceiling = int(log.registers[CEILING])
    return {
        "explanation": {
            "limits": [each.to_json() for each in limiting(facts)],
            "slowness": slowness(facts),
            "order": order(facts),
            "waste": [each.to_json() for each in waste(facts)],
        },
        "traces": {
            "one_in": round(DRAWS / (ceiling + 1)) if ceiling >= 0 else None,
            "requests": len(traces),
            "notes_lost": int(log.registers[LOST]),
            "stored": stored_traces(measures.tables, traces),
        },
    }
