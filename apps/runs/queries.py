"""Reads of runs: what pages and fragments show."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from apps.accounts.models import Person
from apps.common.words import lazy, t
from apps.designs.models import Design
from apps.designs.queries import estimate_of
from apps.runs.fairness.lanes import lanes
from apps.runs.models import AS_FAST_AS_POSSIBLE, Run, State
from engine.design.model import Design as EngineDesign
from engine.design.read import read_text
from engine.plan.changes import CHANGE, read_change

LIST_LENGTH = 50
HISTORY_LENGTH = 50
OTHERS_LENGTH = 40
NOTHING = "–"

REASONS = {
    "done": lazy("Had watched enough"),
    "start_too_slow": lazy("Gave up before the first picture"),
    "stall_too_long": lazy("Gave up in a stall"),
    "stalled_too_much": lazy("Stalls had used up their session"),
    "play_failed": lazy("Play failed"),
    "no_room": lazy("Found no place"),
}
"""Why viewers leave, as the data plane names it and as people say it."""

GOOD = "good"
SEVERITIES = {"critical": lazy("Critical"), "warning": lazy("Warning"), "notice": lazy("Notice"), GOOD: lazy("Good")}


def runs_of_design(design: Design, person: Person | None) -> list[Run]:
    """The newest runs of a design that somebody pressed Run for."""
    rows = Run.objects.visible_to(person).filter(design=design).exclude(_in_groups())
    return list(rows.defer("document", "summary", "layout")[:LIST_LENGTH])


def _in_groups() -> Q:
    """The runs of experiments and of checks: hundreds of them would hide those that somebody pressed Run for."""
    quiet = [lane.name for lane in lanes().values() if not lane.is_live]
    return Q(lane__in=quiet, speed=AS_FAST_AS_POSSIBLE)


def history(
    person: Person | None, words: str, state: str, before: str, *, has_groups: bool = True
) -> tuple[list[Run], str]:
    """The person's runs, the newest first, with words in their titles or names; and where the next page begins."""
    rows = Run.objects.owned_by(person)
    rows = rows if has_groups else rows.exclude(_in_groups())
    if words:
        by_seed = Q(seed=int(words)) if words.isascii() and words.isdigit() and len(words) < 19 else Q()
        rows = rows.filter(Q(title__icontains=words) | Q(name__icontains=words) | by_seed)
    if state in State.values:
        rows = rows.filter(state=state)
    moment = parse_datetime(before) if before else None
    if moment is not None:
        rows = rows.filter(created__lt=moment)
    found = list(rows.defer("document", "summary", "layout", "notes")[: HISTORY_LENGTH + 1])
    following = found[HISTORY_LENGTH - 1].created.isoformat() if len(found) > HISTORY_LENGTH else ""
    return found[:HISTORY_LENGTH], following


def others(run: Run, person: Person | None) -> list[dict[str, str]]:
    """Runs that one may lay over a run: the person's own that have frames, those of the same design first."""
    rows = Run.objects.owned_by(person).filter(frames_done__gt=0).exclude(pk=run.pk)
    found = rows.only("id", "title", "name", "seed", "created", "design_id")[:OTHERS_LENGTH]
    by_design = sorted(found, key=lambda each: each.design_id != run.design_id)
    return [{"id": str(each.pk), "name": _name_beside(each, run)} for each in by_design]


def _name_beside(other: Run, run: Run) -> str:
    """How one run is told from another: its title, else its design where that is another one, its seed, its time."""
    if other.title:
        return other.title
    design = "" if other.design_id == run.design_id else f"{other.name}, "
    return t(
        "%(design)sseed %(seed)s, %(created)s", design=design, seed=other.seed, created=f"{other.created:%d %b %H:%M}"
    )


def showcase() -> Run | None:
    """The public run of the landing page, if one is alive."""
    return Run.objects.alive().filter(is_public=True, owner=None).first()


def tried_again(run: Run) -> dict[str, float] | None:
    """From where a run can be tried again that was given up because its workers stopped; None if it was not."""
    is_given_up = run.state == State.FAILED and run.summary is None and run.tries > 1
    return {"from_s": run.frames_done * (run.layout or {}).get("frame_s", 0.0)} if is_given_up else None


def report_of(run: Run) -> dict[str, Any]:
    """What the report shows, in words and rounded figures."""
    summary = run.summary or {}
    labels = {component["id"]: component.get("label", component["id"]) for component in _components(run)}
    findings = [_finding(each, labels) for each in summary.get("findings", [])]
    return {
        "summary": summary,
        "measured": f"{summary.get('measured_from_s', 0.0):,.4g} s – {summary.get('clock_s', 0.0):,.4g} s",
        "findings": [each for each in findings if each["severity"] != GOOD],
        "well": [each for each in findings if each["severity"] == GOOD],
        "objectives": [_objective(objective, labels) for objective in summary.get("objectives", [])],
        "requests": [(name.replace("_", " "), f"{count:,}") for name, count in summary.get("requests", {}).items()],
        "viewers": _viewers(summary.get("components", {}), labels, _stand_for(run)),
        "carriers": _carriers(summary.get("components", {}), labels),
        "tiers": _tiers(summary.get("components", {}), run.layout or {}),
        "latencies": _latencies(summary.get("components", {}), labels),
        "losses": _losses(summary, labels),
        "theory": [_theory(row, labels) for row in summary.get("theory", [])],
        "expectations": _expectations(run, summary, labels) if summary else [],
    }


def _finding(finding: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    return finding | {"label": labels.get(finding["component"], ""), "said": SEVERITIES[finding["severity"]]}


def frozen_design(run: Run) -> EngineDesign:
    """The design that a run computes."""
    read, errors = read_text(run.document)
    assert read is not None, errors
    return read


def design_after(run: Run, drawn: EngineDesign, before: int | None = None, frame: int | None = None) -> EngineDesign:
    """The design of a run as its log has changed it: by all changes, those of numbers below `before`, or those that act
    up to `frame`."""
    log = run.commands.filter(failure=CHANGE, refusal="").order_by("number")
    if before is not None:
        log = log.filter(number__lt=before)
    if frame is not None:
        log = log.filter(apply_at_frame__lte=frame)
    present = drawn
    for each in log:
        change, _ = read_change(drawn, present, each.target, each.parameters)
        present = present if change is None else change.design
    return present


def exported(run: Run) -> dict[str, Any]:
    """Everything from which a run can be computed again, and the digest that must come out (see `engine/replay.py`)."""
    stamped = run.commands.filter(apply_at_frame__isnull=False, refusal="").order_by("apply_at_frame", "number")
    return {
        "format": 1,
        "engine": run.engine_version,
        "document": json.loads(run.document),
        "seed": run.seed,
        "log": [
            {
                "frame": each.apply_at_frame,
                "failure": each.failure,
                "target": each.target,
                "parameters": each.parameters,
                "heal": each.heal,
            }
            for each in stamped
        ],
        "frames": run.frames_done,
        "digest": run.result_digest,
    }


def _components(run: Run) -> list[dict[str, Any]]:
    return list(json.loads(run.document)["components"])


def _objective(objective: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    is_least = objective["at_most"] is None
    word = t("at least") if is_least else t("at most")
    limit = objective["at_least" if is_least else "at_most"]
    of = labels.get(objective["of"], objective["of"])
    return {
        "promise": t(
            "%(metric)s of %(of)s %(word)s %(limit)s",
            metric=_in_words(objective["metric"]),
            of=of,
            word=word,
            limit=_shown(objective["metric"], limit),
        ),
        "measured": _shown(objective["metric"], objective["measured"]),
        "holds": objective["holds"],
        "verdict": t("kept") if objective["holds"] else t("missed"),
    }


def _stand_for(run: Run) -> dict[str, int]:
    """How many real viewers one of each component stands for."""
    stored = {each["id"]: each["parameters"] for each in _components(run)}
    return {name: int(told["stands_for"]) for name, told in stored.items() if "stands_for" in told}


def _carriers(components: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """What flowed through edges, origins and links, and what of it an edge had itself."""
    return [
        {
            "label": labels.get(name, name),
            "gb": f"{told['gb']:,.4g}",
            "gbps": f"{told['gbps']:.3g}",
            "utilisation": _shown("ratio", told["utilisation"]),
            "hit_ratio": _shown("ratio", told.get("byte_hit_ratio")),
            "credits": f"{told['credits']:,.3g}" if "credits" in told else NOTHING,
        }
        for name, row in components.items()
        if "gbps" in (told := row.get("controller") or {})
    ]


def _tiers(components: dict[str, Any], layout: dict[str, Any]) -> dict[str, Any] | None:
    """The map of tiers as the browser draws it, GB on every way, and the same as rows; None without streams."""
    flows = layout.get("flows")
    if flows is None:
        return None
    nodes, ways = flows["nodes"], flows["ways"]
    node_of = {member: place for place, node in enumerate(nodes) for member in node["members"]}
    carried = [0.0] * len(ways)
    for name, row in components.items():
        for each in (row.get("controller") or {}).get("ways", []):
            carried[ways.index([node_of[name], *(node_of[tier] for tier in each["tiers"])])] += each["gb"]
    whole = sum(carried)
    rows = [
        {
            "way": " → ".join(nodes[node]["label"] for node in reversed(way)),
            "gb": f"{gb:,.4g}",
            "share": _shown("ratio", gb / whole),
        }
        for gb, way in sorted(zip(carried, ways, strict=True), key=lambda each: -each[0])
        if gb
    ]
    picture = {"nodes": nodes, "ways": ways, "carried": carried}
    return {"picture": json.dumps(picture), "rows": rows}


def _viewers(components: dict[str, Any], labels: dict[str, str], stand_for: dict[str, int]) -> list[dict[str, Any]]:
    """What those who watched met: figures, why they left, what they saw on each rung, and where its bytes came from."""
    return [
        {
            "label": labels.get(name, name),
            "figures": _watching(told),
            "left": [(REASONS[reason], f"{count:,}") for reason, count in told["left"].items() if count],
            "rungs": _rungs(told),
            "stands_for": f"{stand_for.get(name, 1):,}",
            "bytes_from": [(labels.get(tier, tier), _shown("ratio", part)) for tier, part in _by_share(told)],
        }
        for name, row in components.items()
        if "rebuffer_ratio" in (told := row.get("controller") or {})
    ]


def _by_share(told: dict[str, Any]) -> list[tuple[str, float]]:
    return sorted(told.get("bytes_from", {}).items(), key=lambda each: -each[1])


def _watching(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (t("Sessions"), f"{told['sessions']:,}"),
        (t("Presses of play"), f"{told['presses']:,}"),
        (t("Starts"), f"{told['starts']:,}"),
        (t("Failed starts"), f"{told['refusals'] + told['left']['start_too_slow']:,}"),
        (t("There at the end"), f"{sum(told['present'].values()) - told['present']['absent']:,}"),
        *(
            (t("Start time p%(each)s", each=each), f"{told[f'start_s_p{each}']:.2f} s" if told["starts"] else "–")
            for each in (50, 95)
        ),
        (t("Bitrate"), t("%(rate)s Mbit/s", rate=f"{told['bitrate_bps'] / 1e6:.2f}")),
        (t("Stood still"), _shown("ratio", told["rebuffer_ratio"])),
        (t("Switches"), f"{told['switches']:,}"),
        *_keys(told),
    ]


def _keys(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Figures of keys, where there are any."""
    if "key_exposure_s" not in told:
        return []
    return [
        (t("Keys asked for"), f"{told['key_asks']:,}"),
        (t("Not given"), f"{told['key_failures']:,}"),
        (t("Stalls for want of a key"), f"{told['stalls_by_cause']['key']:,}"),
        (t("A stolen key decrypts"), f"{told['key_exposure_s']:g} s"),
    ]


def _rungs(told: dict[str, Any]) -> list[dict[str, Any]]:
    seen = sum(told["segments"])
    return [
        {"kbps": f"{kbps:g}", "share": _shown("ratio", count / seen), "height": round(100.0 * count / seen, 1)}
        for kbps, count in zip(told["rungs_kbps"], told["segments"], strict=True)
        if seen
    ]


def _latencies(components: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    busiest = max(components, key=lambda name: components[name].get("utilisation") or 0.0, default=None)
    return [
        {
            "label": labels.get(name, name),
            "is_busiest": name == busiest,
            "count": f"{row['latency_s']['count']:,}",
            "utilisation": _shown("ratio", row.get("utilisation")),
        }
        | {figure: _shown("latency_s", row["latency_s"][figure]) for figure in ("mean", "p50", "p95", "p99")}
        for name, row in components.items()
    ]


def _losses(summary: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Requests lost by their first cause, then failed calls by component and kind, the largest first."""
    causes = [(t("All requests"), kind, count) for kind, count in summary.get("losses", {}).items()]
    calls = [
        (labels.get(name, name), kind, count)
        for name, component in summary.get("components", {}).items()
        for kind, count in component.get("errors", {}).items()
    ]
    rows = sorted(causes, key=lambda row: -row[2]) + sorted(calls, key=lambda row: -row[2])
    shown = [(label, kind.replace("_", " "), f"{count:,}") for label, kind, count in rows if count]
    return [{"label": label, "reason": reason, "count": count} for label, reason, count in shown]


def _theory(row: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    assumptions = row.get("assumptions", [])
    shown = {name: _shown(row["metric"], row.get(name)) for name in ("predicted", "measured", "standard_error")}
    joined = assumptions if isinstance(assumptions, str) else "; ".join(assumptions)
    return row | shown | {"label": labels.get(row["component"], row["component"]), "assumptions": joined}


def _expectations(run: Run, summary: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """The estimate of the run's design beside what was measured, classes first; empty for one that has no estimate."""
    estimated, _ = estimate_of(run.document.encode(), "mean")
    if estimated is None:
        return []
    rows = [(t("Requests “%(name)s”", name=name), "classes", name) for name in estimated["classes"]]
    rows += [(labels.get(name, name), "components", name) for name in estimated["components"]]
    return [
        {"label": label, "overloaded": expected.get("overloaded", False), "figures": _compared(expected, measured)}
        for label, table, name in rows
        if (expected := estimated[table][name]) and (measured := summary.get(table, {}).get(name))
    ]


def _compared(expected: dict[str, Any], measured: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs (expected, measured): mean and p99 latency, then utilisation."""
    latencies = [((expected["latency_s"] or {}).get(name), measured["latency_s"][name]) for name in ("mean", "p99")]
    shown = [(_shown("latency_s", estimate), _shown("latency_s", figure)) for estimate, figure in latencies]
    return [*shown, (_shown("ratio", expected.get("utilisation")), _shown("ratio", measured.get("utilisation")))]


def _in_words(metric: str) -> str:
    """The name of a metric as one says it: `latency_s_p99` is the p99 latency, `rate_per_s` the rate per second."""
    if metric.startswith("latency_s_"):
        return t("%(percentile)s latency", percentile=metric.removeprefix("latency_s_"))
    return metric.replace("_per_s", t(" per second")).replace("_", " ")


def _shown(metric: str, value: float | None) -> str:
    """A figure as people read it: times in milliseconds, ratios in per cent."""
    if value is None:
        return NOTHING
    if "ratio" in metric or metric == "utilisation":
        return f"{value * 100:.3g} %"
    return f"{value * 1000:.4g} ms" if metric.startswith(("latency_s", "wait_s", "sojourn_s")) else f"{value:.4g}"
