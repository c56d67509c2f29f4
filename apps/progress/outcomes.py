"""What was predicted beside what happened: figures, choices and curves, from the newest run of an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from apps.common.words import t
from apps.progress.items import Item, Step, number_in
from apps.progress.models import Attempt
from apps.runs.live.records import record_of
from apps.runs.models import Run, State
from engine.design.read import read_text
from grading.discovery import judges
from grading.evaluate import measure
from grading.facts import Facts
from grading.kinds import Unmeasured
from grading.language import read_call
from grading.predicate import Call

PARTS = 48
WIDTH, HEIGHT, LEFT, BOTTOM = 320.0, 160.0, 36.0, 18.0


def outcome(attempt: Attempt, item: Item, step: Step) -> dict[str, Any]:
    """For each prediction that a step explains: what was said, what was measured, and how to draw both."""
    answers = dict(attempt.answers.values_list("step", "value"))
    told = [_told(attempt, item, each, answers[each]) for each in step.settings.get("of", ()) if each in answers]
    return {"outcomes": told, "attempt": attempt}


def _told(attempt: Attempt, item: Item, name: str, said: Any) -> dict[str, Any]:
    step = item.step(name)
    assert step is not None
    settings = step.settings
    base = {"question": settings["question"], "form": settings["form"], "unit": settings.get("unit", "")}
    if settings["form"] == "choice":
        return base | _chosen(attempt, item, step, said)
    facts = _facts(attempt, item, str(settings.get("experiment", "")))
    if settings["form"] == "curve":
        return base | (_curves(step, said, facts) if facts else {"missing": _missing(item, step)})
    return base | _numbers(item, step, number_in(said), facts)


def _chosen(attempt: Attempt, item: Item, step: Step, said: str) -> dict[str, Any]:
    """A choice is told when something was run after it: then it is final."""
    if not attempt.answers.filter(step=step.id, is_final=True).exists():
        return {"missing": _missing(item, step)}
    choices = {each["id"]: each for each in step.settings["choices"]}
    right = step.settings["right"]
    return {
        "said": choices[said]["text"],
        "was": choices[right]["text"],
        "holds": said == right,
        "says": choices[said]["says"],
    }


def _numbers(item: Item, step: Step, said: float, facts: Facts | None) -> dict[str, Any]:
    settings = step.settings
    size = float(settings.get("unit_size", 1.0)) or 1.0
    if "value" in settings:
        was = float(settings["value"])
    elif facts is None:
        return {"missing": _missing(item, step)}
    else:
        try:
            value = measure(read_call(settings["measured"]), facts).value
        except Unmeasured as nothing:
            return {"missing": t("Nothing was measured: %(nothing)s.", nothing=nothing)}
        was = float(value) / size
    most = max(abs(said), abs(was)) or 1.0
    off = abs(said - was) / (abs(was) or 1.0)
    return {
        "said": f"{said:.4g}",
        "was": f"{was:.4g}",
        "said_width": f"{100 * abs(said) / most:.1f}",
        "was_width": f"{100 * abs(was) / most:.1f}",
        "holds": off <= float(settings["tolerance"]),
        "words": _distance(said, was),
    }


def _distance(said: float, was: float) -> str:
    """How far apart, as one says it."""
    if was == 0 or said == 0 or said * was < 0:
        return t("%(amount)s apart", amount=f"{abs(said - was):.3g}")
    ratio = max(said / was, was / said)
    if ratio >= 2.0:
        told = f"{ratio:.2g}"
        return t("%(ratio)s times too high", ratio=told) if said > was else t("%(ratio)s times too low", ratio=told)
    percent = 100.0 * abs(said - was) / abs(was)
    if percent < 0.5:
        return t("the same")
    told = f"{percent:.0f}"
    return t("%(percent)s %% too high", percent=told) if said > was else t("%(percent)s %% too low", percent=told)


def _curves(step: Step, said: Sequence[float], facts: Facts) -> dict[str, Any]:
    settings = step.settings
    size = float(settings.get("unit_size", 1.0)) or 1.0
    assert facts.experiment is not None
    measured = _series(read_call(settings["measured"]), facts)
    duration_s = facts.experiment.duration_s
    high = max([float(settings["highest"]), *(value / size for _, value in measured)]) or 1.0
    drawn = [(duration_s * index / (len(said) - 1), float(value)) for index, value in enumerate(said)]
    return {
        "said_points": _points(drawn, duration_s, high),
        "was_points": _points([(at_s, value / size) for at_s, value in measured], duration_s, high),
        "high": f"{high:.3g}",
        "duration": f"{duration_s:,.0f} s",
    }


def _points(curve: Sequence[tuple[float, float]], duration_s: float, high: float) -> str:
    def x(at_s: float) -> float:
        return LEFT + (WIDTH - LEFT - 8.0) * at_s / duration_s

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 8.0) * min(max(value, 0.0), high) / high

    return " ".join(f"{x(at_s):.1f},{y(value):.1f}" for at_s, value in curve)


def _series(call: Call, facts: Facts) -> list[tuple[float, float]]:
    """A measurement over time: what its judge makes of the frames of one short part after the other."""
    whole = facts.whole
    assert whole is not None
    judge = judges()[call.judge]
    # Summaries are of the whole run; the greatest value of a part is made from frames.
    plain = replace(call, window=None, aggregate="max" if call.aggregate in judge.by_summary else call.aggregate)
    length_s = whole.span_s[1] / PARTS
    found = []
    for part in range(PARTS):
        span = {"measured_from_s": part * length_s, "clock_s": (part + 1) * length_s}
        record = replace(whole, summary=span)
        try:
            value = measure(plain, Facts(facts.design, None, (record,))).value
        except (Unmeasured, KeyError):
            continue
        found.append(((part + 0.5) * length_s, float(value)))
    return found


def _facts(attempt: Attempt, item: Item, experiment: str) -> Facts | None:
    """The newest run of an experiment that is done, as judges see it."""
    chosen = item.experiment(experiment)
    trial = (
        attempt.trials.filter(experiment=experiment, run__state=State.DONE).select_related("run").order_by("pk").first()
    )
    if chosen is None or trial is None:
        return None
    run: Run = trial.run
    design, _ = read_text(run.document)
    if design is None:
        return None
    return Facts(design, chosen, (record_of(run),))


def _missing(item: Item, step: Step) -> str:
    experiment = item.experiment(str(step.settings.get("experiment", "")))
    what = f"“{experiment.title}”" if experiment else t("the experiment")
    return t("What happened stands here when %(what)s has been run to its end.", what=what)
