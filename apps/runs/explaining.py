"""What the report shows of an explanation: sentences cut at their numbers, shares as bars, requests as waterfalls."""

from __future__ import annotations

import json
import zlib
from typing import Any

from apps.common.words import lazy, t
from apps.runs.models import Run, RunTraces
from apps.runs.queries import frozen_design
from engine.advice.advise import advise
from engine.results.explain.told import pieces, shown

PARTS_SHOWN = 8
COSTS_SHOWN = 12
NOTHING = "–"
LISTS = {"slowest": lazy("Slowest"), "errors": lazy("Failed"), "sampled": lazy("By chance")}
WIDEST = 1.5
"""Orphans may end long after their request; a waterfall is at most this many latencies wide."""
SEGMENTS = (("wait", "call", "sent"), ("queue", "arrived", "started"), ("service", "started", "served"))
PATH_KINDS = {
    "queueing": "queue",
    "service": "service",
    "network": "network",
    "waiting for a permit": "wait",
    "waiting to retry": "wait",
    "waiting for a timeout": "timeout",
}


def explained(run: Run) -> dict[str, Any]:
    """What the report's template needs; empty for a run without an explanation."""
    told = (run.summary or {}).get("explanation")
    if not told:
        return {}
    labels = _labels(run)
    slow = told["slowness"]
    traces = _traces(run)
    return {
        "limits": _sentences(told["limits"], labels),
        "slowness": _sentences(slow["statements"], labels),
        "slow_parts": _parts(slow["parts"], labels),
        "slow_requests": slow["slow_requests"],
        "sampled_requests": slow["sampled_requests"],
        "first": _sentences(told["order"]["statements"], labels),
        "happenings": [
            {
                "at": f"{each['clock_s']:,.3f} s",
                "clock_s": each["clock_s"],
                "kind": each["kind"],
                "pieces": _cut(each["statement"], labels),
            }
            for each in told["order"]["events"]
        ],
        "happenings_left_off": told["order"]["left_off"],
        "waste": _sentences(told["waste"], labels),
        "trace_lists": _lists(traces["stored"]),
        "traced_one_in": traces["one_in"],
        "trace": waterfall_of(run, 0),
        "is_advised": _is_advised(run),
    }


def advised(run: Run) -> list[dict[str, Any]]:
    """Findings with their fixes as the page shows them; none of a run that left no result or is part of an exercise."""
    summary = run.summary or {}
    if "components" not in summary or not _is_advised(run):
        return []
    labels = _labels(run)
    return [
        {name: each[name] for name in ("label", "help", "covered_by", "had_proposals")}
        | {"pieces": _cut(each["statement"], labels), "fix": _fix(each["fix"])}
        for each in advise(frozen_design(run), summary)
    ]


def _is_advised(run: Run) -> bool:
    """Whether one may be told what would help: in a lesson or an interview that is the learner's to find."""
    return run.design is not None and not run.design.purpose


def _fix(told: dict[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    numbers = [
        {"name": each["name"]} | {when: _figure(each[when], each["unit"]) for when in ("before", "after")}
        for each in told["numbers"]
    ]
    data = json.dumps({"label": told["label"], "edits": told["edits"]})
    return {"label": told["label"], "assumption": told["assumption"], "numbers": numbers, "data": data}


def _figure(value: float | None, unit: str) -> str:
    return t("without bound") if value is None else shown(value, unit)


def measured(run: Run) -> dict[str, Any]:
    """What the report shows besides percentiles: distributions, calls, budgets, cost; nothing without a result."""
    summary = run.summary
    if not summary:
        return {}
    labels = _labels(run)
    return {
        "distributions": json.dumps(_distributions(summary, labels)),
        "calls": _calls(run, summary, labels),
        "budgets": _budgets(summary, labels),
        "cost": _cost(summary, labels),
    }


def waterfall_of(run: Run, token: int) -> dict[str, Any] | None:
    """The spans of one stored request as rows of bars; the slowest one for 0, None when there is none."""
    stored = _traces(run)["stored"]
    chosen = next((each for each in stored if each["token"] == token), stored[0] if stored and not token else None)
    if chosen is None:
        return None
    labels = _labels(run)
    latency_ns = chosen["latency_s"] * 1e9
    ends = [span[name] for span in chosen["spans"] for name in ("ended", "concluded") if span[name] is not None]
    width_ns = max(min(max(ends, default=0.0), WIDEST * latency_ns), latency_ns, 1.0)
    return {
        "token": chosen["token"],
        "number": f"{chosen['number'] + 1:,}",
        "source": labels.get(chosen["source"], chosen["source"]),
        "at": f"{chosen['clock_s']:,.3f} s",
        "latency": shown(chosen["latency_s"], "s"),
        "outcome": chosen["outcome"].replace("_", " "),
        "is_ok": chosen["outcome"] in ("ok", "miss"),
        "path": [_bar(PATH_KINDS.get(kind, "other"), at, end, width_ns) for kind, _, at, end in chosen["path"]],
        "rows": _rows(chosen["spans"], labels, width_ns),
        "ends_at": f"{100 * latency_ns / width_ns:.3f}%",
        "left_off": chosen["spans_left_off"],
        "ticks": [{"x": f"{25 * tick}%", "text": shown(width_ns * tick / 4e9, "s")} for tick in range(5)],
    }


def _traces(run: Run) -> dict[str, Any]:
    kept = RunTraces.objects.filter(run_id=run.pk).first()
    return dict(json.loads(zlib.decompress(bytes(kept.packed)))) if kept else {"stored": [], "one_in": None}


def traces_of(run: Run) -> list[dict[str, Any]]:
    """The stored traces of a run; none while it goes on."""
    return list(_traces(run)["stored"])


def _labels(run: Run) -> dict[str, str]:
    return {each["id"]: each.get("label") or each["id"] for each in json.loads(run.document)["components"]}


def _sentences(statements: list[dict[str, Any]], labels: dict[str, str]) -> list[list[dict[str, Any]]]:
    return [_cut(each, labels) for each in statements]


def _cut(statement: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "text": text} | (_origin(number) if number is not None else {})
        for kind, text, number in pieces(statement, labels)
    ]


def _origin(number: dict[str, Any]) -> dict[str, Any]:
    """Where a number comes from, in words."""
    inputs = [(name, value if isinstance(value, str) else f"{value:,.6g}") for name, value in number["inputs"].items()]
    return {"formula": number["formula"], "inputs": inputs, "samples": number["samples"]}


def _parts(parts: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """The largest parts of slow requests, the others together."""
    names = ("share", "mean_s", "share_of_all", "mean_s_of_all")
    rows = [
        {"kind": each["kind"], "where": labels.get(each["component"], each["component"])}
        | {name: each[name] for name in names}
        for each in parts[:PARTS_SHOWN]
    ]
    if len(parts) > PARTS_SHOWN:
        rest = {name: sum(each[name] for each in parts[PARTS_SHOWN:]) for name in names}
        rows.append({"kind": t("all else"), "where": ""} | rest)
    return [
        each
        | {
            "colour": PATH_KINDS.get(each["kind"], "other"),
            "width": f"{100 * each['share']:.2f}%",
            "share_text": shown(each["share"], "ratio"),
            "mean_text": shown(each["mean_s"], "s"),
            "usual_text": shown(each["mean_s_of_all"], "s"),
        }
        for each in rows
    ]


def _lists(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored requests by why they are kept."""
    found = []
    for name, title in LISTS.items():
        rows = [each for each in stored if name in each["lists"]]
        rows.sort(key=lambda each: -each["latency_s"] if name == "slowest" else each["clock_s"])
        if rows:
            found.append({"title": title, "rows": [_line(each) for each in rows]})
    return found


def _line(trace: dict[str, Any]) -> dict[str, Any]:
    return {
        "token": trace["token"],
        "at": f"{trace['clock_s']:,.2f} s",
        "latency": shown(trace["latency_s"], "s"),
        "outcome": trace["outcome"].replace("_", " "),
        "is_ok": trace["outcome"] in ("ok", "miss"),
        "spans": len(trace["spans"]) + trace["spans_left_off"],
    }


def _rows(spans: list[dict[str, Any]], labels: dict[str, str], width_ns: float) -> list[dict[str, Any]]:
    depths: list[int] = []
    rows = []
    for span in spans:
        depths.append(0 if span["parent"] is None else depths[span["parent"]] + 1)
        result = span["conclusion"] if span["parent"] is not None else span["outcome"]
        is_orphan = span["parent"] is not None and result is None
        rows.append(
            {
                "label": labels.get(span["component"], span["component"]),
                "depth": min(depths[-1], 12),
                "attempt": span["attempt"] + 1 if span["attempt"] else None,
                "result": t("nobody waits") if is_orphan else (result or "").replace("_", " "),
                "is_bad": is_orphan or result not in ("ok", "miss"),
                "bars": _bars(span, width_ns),
                "mark": _given_up(span, width_ns),
                "took": shown((_end(span) - _begin(span)) / 1e9, "s"),
                "told": _told(span),
            }
        )
    return rows


def _bars(span: dict[str, Any], width_ns: float) -> list[dict[str, str]]:
    """The bars of one span: waiting, network, queue, service, calls of its own, network."""
    if span["parent"] is None:
        return [_bar("calls", _begin(span), _end(span), width_ns)]
    bars = [
        _bar(kind, span[first], span[end], width_ns)
        for kind, first, end in SEGMENTS
        if span[first] is not None and span[end] is not None and not (kind == "wait" and span["attempt"])
    ]
    if span["sent"] is not None and span["arrived"] is None:
        bars.append(_bar("timeout", span["sent"], _end(span), width_ns))
    elif span["sent"] is not None:
        bars.append(_bar("network", span["sent"], span["arrived"], width_ns))
    if span["ended"] is not None and span["arrived"] is not None:
        last, kind = _last_stage(span)
        bars.append(_bar(kind, last, span["ended"], width_ns))
        if span["concluded"] is not None and span["concluded"] > span["ended"]:
            bars.append(_bar("network", span["ended"], span["concluded"], width_ns))
    return [each for each in bars if each["width"] != "0.000%"]


def _given_up(span: dict[str, Any], width_ns: float) -> str | None:
    """Where the caller stopped waiting for a work that went on, if it did."""
    concluded, ended = span["concluded"], span["ended"]
    if concluded is None or span["arrived"] is None or (ended is not None and ended <= concluded):
        return None
    return _bar("", concluded, concluded, width_ns)["x"]


def _last_stage(span: dict[str, Any]) -> tuple[float, str]:
    """Since when, and in which stage, a work was when it ended."""
    for name, kind in (("served", "calls"), ("started", "service")):
        if span[name] is not None:
            return span[name], kind
    return span["arrived"], "queue"


def _bar(kind: str, began: float, ended: float, width_ns: float) -> dict[str, str]:
    left, right = min(began / width_ns, 1.0), min(ended / width_ns, 1.0)
    return {"kind": kind, "x": f"{100 * left:.3f}%", "width": f"{100 * max(right - left, 0.0):.3f}%"}


def _begin(span: dict[str, Any]) -> float:
    return float(span["sent"] if span["sent"] is not None else span["call"])


def _end(span: dict[str, Any]) -> float:
    """When the last thing happened that is known of a span."""
    names = ("concluded", "ended", "served", "started", "arrived", "sent", "call")
    return float(max(span[name] for name in names if span[name] is not None))


def _told(span: dict[str, Any]) -> str:
    """The stages of a span in words."""
    stages = {"queueing": ("arrived", "started"), "service": ("started", "served"), "calls": ("served", "ended")}
    told = [
        f"{name} {shown((span[end] - span[first]) / 1e9, 's')}"
        for name, (first, end) in stages.items()
        if span[first] is not None and span[end] is not None and span[end] > span[first]
    ]
    return t("from %(begin)s", begin=shown(_begin(span) / 1e9, "s")) + "".join(f", {each}" for each in told)


def _distributions(summary: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """The distributions of latency that a summary tells, classes first; runs from before they were told have none."""
    rows = [(t("Requests “%(name)s”", name=name), row) for name, row in summary.get("classes", {}).items()]
    rows += [(labels.get(name, name), row) for name, row in summary.get("components", {}).items()]
    return [{"name": name, "distribution": row["distribution"]} for name, row in rows if row.get("distribution")]


def _calls(run: Run, summary: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Who called whom how often, what failed and how long it took, the busiest first."""
    span_s = summary.get("clock_s", 0.0) - summary.get("measured_from_s", 0.0)
    ends = {each["id"]: (each["from"], each["to"]) for each in json.loads(run.document)["connections"] if "id" in each}
    rows = [
        {
            "caller": labels.get(ends[name][0], ends[name][0]),
            "callee": labels.get(ends[name][1], ends[name][1]),
            "calls": row["calls"],
            "rate": f"{row['calls'] / span_s:,.4g} /s" if span_s > 0.0 else NOTHING,
            "attempts": f"{row['attempts'] / row['calls']:.3g}" if row["calls"] else NOTHING,
            "failing": _figure_of("ratio", row["failures"] / row["calls"] if row["calls"] else None),
            "timeouts": _figure_of("ratio", row["timeouts"] / row["attempts"] if row["attempts"] else None),
            "p99": _figure_of("s", row["latency_s"]["p99"]),
            "samples": f"{row['latency_s']['count']:,}",
        }
        for name, row in summary.get("connections", {}).items()
        if name in ends
    ]
    return sorted(rows, key=lambda each: -each["calls"])


def _budgets(summary: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """What the objectives about errors allow to fail, and how much of that has failed."""
    found = []
    for each in summary.get("objectives", []):
        measured = each["measured"]
        if each["metric"] == "error_ratio" and each["at_most"]:
            allowed, failed = each["at_most"], measured
        elif each["metric"] == "ok_ratio" and each["at_least"] and each["at_least"] < 1.0:
            allowed, failed = 1.0 - each["at_least"], None if measured is None else 1.0 - measured
        else:
            continue
        spent = None if failed is None else failed / allowed
        row = {"of": labels.get(each["of"], each["of"]), "allowed": _figure_of("ratio", allowed)}
        row |= {"failed": _figure_of("ratio", failed), "spent": _figure_of("ratio", spent)}
        found.append(row | {"is_overdrawn": spent is not None and spent > 1.0})
    return found


def _cost(summary: dict[str, Any], labels: dict[str, str]) -> dict[str, Any] | None:
    """What the run cost, and the components that cost most."""
    cost = summary.get("cost")
    if not cost:
        return None
    rows = sorted(cost["components"].items(), key=lambda each: -each[1]["credits"])
    ok = summary["requests"]["ok"]
    return {
        "credits": f"{cost['credits']:,.4g}",
        "per_h": f"{cost['credits_per_h']:,.4g}" if cost["credits_per_h"] is not None else NOTHING,
        "per_million": f"{cost['credits'] / ok * 1e6:,.4g}" if ok else NOTHING,
        "rows": [
            {
                "label": labels.get(name, name),
                "credits": f"{row['credits']:,.4g}",
                "hours": f"{row['instance_hours']:,.4g}",
                "share": _figure_of("ratio", row["credits"] / cost["credits"] if cost["credits"] else None),
            }
            for name, row in rows[:COSTS_SHOWN]
            if row["credits"]
        ],
    }


def _figure_of(unit: str, value: float | None) -> str:
    """A number as people read it; a dash where nothing was measured."""
    return NOTHING if value is None else shown(value, unit)
