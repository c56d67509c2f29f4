"""Compare: two designs with the same seeds and the same traffic, so that differences are taken within pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_noop

from apps.experiments.drawing import lines
from apps.experiments.kinds import SUGGEST, Arm, Kind, Outcome, Shelf, Told, Wish, WishForm
from apps.experiments.phrases import Figures, difference_sentence, difference_words, interval_words, verdict
from engine.design.knobs import Knob, knobs_of, turned
from engine.design.model import Design, DesignError, Scheduled
from engine.design.read import read_document
from engine.design.write import to_document
from engine.plan.agenda import label_of, read_action
from engine.results import courses
from engine.trials.paired import compared
from engine.trials.student import Interval, interval_of

AGAINST = (
    ("parameter", gettext_noop("the same with one parameter changed")),
    ("failure", gettext_noop("the same with something broken")),
    ("version", gettext_noop("an earlier version of it")),
    ("design", gettext_noop("another design of mine")),
)
SIDES = ("A", "B")
Found = tuple[Arm | None, list[DesignError]]


class CompareForm(WishForm):
    """What the design is compared with; only what goes with the choice is read."""

    against = forms.ChoiceField(choices=AGAINST)
    parameter = forms.CharField(max_length=250, required=False)
    value = forms.FloatField(required=False)
    failure = forms.CharField(max_length=261, required=False)
    at_s = forms.FloatField(min_value=0.0, max_value=86_400.0, required=False)
    for_s = forms.FloatField(min_value=0.001, max_value=86_400.0, required=False)
    version = forms.IntegerField(min_value=1, required=False)
    other = forms.UUIDField(required=False)
    same_traffic = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needed = {"parameter": ("parameter", "value"), "failure": ("failure",), "version": ("version",),
                  "design": ("other",)}  # fmt: skip
        for name in needed.get(str(cleaned.get("against")), ()):
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, "Say which, to compare with it.")
        return cleaned


def begins(design: Design, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Eight pairs; twice the first parameter, and a failure in the middle third of the run."""
    known = knobs_of(design)
    if "seeds" in sent:
        knob = known.get(str(sent.get("parameter"))) if sent.get(SUGGEST) == "parameter" else None
        return {} if knob is None else {"value": _twice(knob)}
    third_s = float(f"{design.workload.duration_s / 3.0:.2g}")
    knob = next(iter(known.values()), None)
    first = {"parameter": knob.path, "value": _twice(knob)} if knob is not None else {}
    return {"seeds": 8, "first_seed": 1, "against": "parameter", "at_s": third_s, "for_s": third_s,
            "same_traffic": "on", **first}  # fmt: skip


def _twice(knob: Knob) -> float:
    """Twice the present value, or what the bounds leave of it; 1 where there is none."""
    wanted = 2.0 * knob.present if knob.present else 1.0
    within = wanted if knob.high is None else min(wanted, knob.high)
    return max(within, knob.low) if knob.low is not None else within


def arms(design: Design, wish: Wish, shelf: Shelf) -> tuple[list[Arm], list[DesignError]]:
    """The design and the other one."""
    finders = {"parameter": _turned, "failure": _broken, "version": _version, "design": _another}
    other, errors = finders[wish["against"]](design, wish, shelf)
    return ([], errors) if other is None else ([Arm(design.name, design), other], [])


def _turned(design: Design, wish: Wish, _shelf: Shelf) -> Found:
    changed, errors = turned(design, {wish["parameter"]: wish["value"]})
    if changed is None:
        field = "value" if wish["parameter"] in knobs_of(design) else "parameter"
        return None, [DesignError(field, each.message) for each in errors]
    knob = knobs_of(design)[wish["parameter"]]
    if changed == design:
        return None, [DesignError("value", f"{knob.name} is {wish['value']:g} already: give another value.")]
    return Arm(f"{knob.name}: {wish['value']:g} {knob.unit}".strip(), changed), []


def _broken(design: Design, wish: Wish, _shelf: Shelf) -> Found:
    failure, _, target = wish["failure"].partition("@")
    action, errors = read_action(design, failure, target, {}, heal=False)
    if action is None:
        return None, [DesignError("failure", each.message) for each in errors]
    at_s = wish["at_s"] or 0.0
    scheduled = Scheduled(at_s, failure, target, action.parameters, wish["for_s"])
    changed = replace(design, schedule=(*design.schedule, scheduled))
    read, errors = read_document(to_document(changed))
    label = f"{action.sentence(label_of(design, target))} at {at_s:g} s"
    return (None, [DesignError("failure", each.message) for each in errors]) if read is None else (Arm(label, read), [])


def _version(_design: Design, wish: Wish, shelf: Shelf) -> Found:
    found = shelf.version(wish["version"])
    if found is None:
        return None, [DesignError("version", f"There is no version {wish['version']} to be read: choose another.")]
    return Arm(f"Version {wish['version']}", found), []


def _another(design: Design, wish: Wish, shelf: Shelf) -> Found:
    found = shelf.design(UUID(str(wish["other"])))
    if found is None:
        return None, [DesignError("other", "Choose one of your designs that can be read.")]
    if not wish["same_traffic"]:
        return Arm(found.name, found), []
    return _with_traffic_of(design, found)


def _with_traffic_of(design: Design, other: Design) -> Found:
    """The other design with this one's traffic and times; sources go by id, a single one goes to a single one."""
    traffic = design.workload.traffic
    theirs = [each.source for each in other.workload.traffic]
    if len(traffic) == len(theirs) == 1:
        traffic = (replace(traffic[0], source=theirs[0]),)
    missing = [each.source for each in traffic if each.source not in {one.id for one in other.components}]
    if missing:
        sentence = (
            f"“{other.name}” has no source “{missing[0]}” that could send the same traffic: name one so, or let each "
            "design keep its own traffic."
        )
        return None, [DesignError("same_traffic", sentence)]
    return Arm(other.name, replace(other, workload=replace(design.workload, traffic=traffic))), []


def outcome(told: Told) -> Outcome:
    """Both designs over the seeds that ran in both; headlines and what is inside are a family of figures each."""
    first, second = ({each.seed: each for each in cells} for cells in told.cells)
    seeds = [seed for seed in first if seed in second]
    names = list(dict.fromkeys(name for seed in seeds for name in first[seed].figures))
    pairs = {
        name: [
            (first[seed].figures[name], second[seed].figures[name])
            for seed in seeds
            if name in first[seed].figures and name in second[seed].figures
        ]
        for name in names
    }
    pairs = {name: each for name, each in pairs.items() if each}
    figures = Figures(list(pairs), {})
    families = [{name: each for name, each in pairs.items() if figures[name].is_headline is is_first}
                for is_first in (True, False)]  # fmt: skip
    told_differences = {name: each for family in families for name, each in compared(family).items()}
    return {
        "sides": [each["label"] for each in told.arms],
        "count": len(seeds),
        "families": [sum(len(each) > 1 for each in family.values()) for family in families],
        "figures": [
            {
                "id": name,
                "sides": [_plain(interval_of([pair[side] for pair in each])) for side in (0, 1)],
                "difference": _plain(told_differences[name].interval),
                "p": told_differences[name].p,
                "level": told_differences[name].level,
                "exceeds_noise": told_differences[name].exceeds_noise,
            }
            for name, each in pairs.items()
        ],
        "courses": [courses.bands([each[seed].courses for seed in seeds]) for each in (first, second)],
    }


def shown(outcome: Outcome, labels: Mapping[str, str], _figure: str) -> dict[str, Any]:
    """The sentences, the tables and both courses in one chart each."""
    figures = Figures([each["id"] for each in outcome["figures"]], labels)
    rows = [
        {
            "figure": figures[each["id"]],
            "sides": [figures.shown(each["id"], side["mean"]) for side in each["sides"]],
            "difference": difference_words(figures, each),
            "interval": interval_words(figures, each["id"], each["difference"], is_difference=True),
            "verdict": verdict(figures, each, outcome["count"]),
            "exceeds_noise": each["exceeds_noise"],
        }
        for each in outcome["figures"]
    ]
    headlines = [each for each in outcome["figures"] if figures[each["id"]].is_headline]
    return {
        "sides": list(zip(SIDES, outcome["sides"], strict=True)),
        "count": outcome["count"],
        "families": outcome["families"],
        "differing": [difference_sentence(figures, each) for each in headlines if each["exceeds_noise"]],
        "alike": [figures[each["id"]].label for each in headlines if not each["exceeds_noise"]],
        "is_enough": outcome["count"] > 1,
        "tables": figures.parted(rows),
        "charts": lines.courses(list(zip(SIDES, outcome["courses"], strict=True))),
    }


def rows(outcome: Outcome, labels: Mapping[str, str]) -> list[list[str | float | None]]:
    """A row for each figure, in the units of the engine."""
    figures = Figures([each["id"] for each in outcome["figures"]], labels)
    head: list[str | float | None] = [
        "figure", "what", "pairs", "A", "B", "difference", "low", "high", "p", "tested at", "exceeds noise",
    ]  # fmt: skip
    told: list[list[str | float | None]] = [
        [
            each["id"], figures[each["id"]].label, each["difference"]["count"],
            *(side["mean"] for side in each["sides"]),
            *(each["difference"][name] for name in ("mean", "low", "high")),
            each["p"], each["level"], "yes" if each["exceeds_noise"] else "no",
        ]
        for each in outcome["figures"]
    ]  # fmt: skip
    return [head, *told]


def _plain(told: Interval) -> dict[str, Any]:
    return {"count": told.count, "mean": told.mean, "low": told.low, "high": told.high, "spread": told.spread}


KIND = Kind(
    name="compare",
    rank=10,
    label=gettext_noop("Compare"),
    help=gettext_noop(
        "Runs this design and another one side by side with the same seeds and traffic, and says which differences "
        "are more than luck."
    ),
    form=CompareForm,
    begins=begins,
    arms=arms,
    outcome=outcome,
    shown=shown,
    rows=rows,
    takes_courses=True,
)
