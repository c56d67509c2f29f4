"""What people may ask of a run, read and checked."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from django import forms

from apps.common.words import t
from apps.runs.actions import COMMANDS_MOST, Wanted
from apps.runs.fairness.lanes import lanes
from apps.runs.models import SPEEDS, Run
from apps.runs.queries import design_after, frozen_design
from engine.design.model import DesignError
from engine.design.parse import parse
from engine.plan import changes
from engine.plan.agenda import label_of, read_action

SEED_MOST = 2**63 - 1
KEY_LENGTH = 64
TARGET_LENGTH = 200
BODY_BYTES = 20_000
FIELDS = {"failure", "target", "parameters", "heal", "key"}
UNDO_FIELDS = {"undo", "key"}
ACTIONS = ("pause", "resume", "cancel", "speed")
SPEED_CHOICES = [(speed, speed) for speed in SPEEDS]


def lane_choices() -> list[tuple[str, str]]:
    """The lanes that people may ask for themselves."""
    return [(lane.name, lane.label) for lane in lanes().values() if lane.may_ask]


class StartForm(forms.Form):
    """Asks for a run of a design, or for a run again (`replay_of`)."""

    design = forms.UUIDField(required=False)
    replay_of = forms.UUIDField(required=False)
    seed = forms.IntegerField(min_value=0, max_value=SEED_MOST, required=False)
    speed = forms.TypedChoiceField(choices=SPEED_CHOICES, coerce=int, required=False, empty_value="1")
    duration_s = forms.FloatField(min_value=1.0, max_value=86_400.0, required=False)
    key = forms.CharField(max_length=KEY_LENGTH, required=False)
    lane = forms.ChoiceField(choices=lane_choices, required=False)

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or secrets.token_hex(16)

    def clean_seed(self) -> int:
        seed = self.cleaned_data["seed"]
        return secrets.randbelow(1_000_000) if seed is None else int(seed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("design") and not cleaned.get("replay_of"):
            raise forms.ValidationError(t("Say which design to run."))
        return cleaned


class ForkForm(forms.Form):
    """Asks for a run that is another one up to a frame; it stands paused there unless `paused` says no."""

    frame = forms.IntegerField(min_value=0)
    speed = forms.TypedChoiceField(choices=SPEED_CHOICES, coerce=int, required=False, empty_value=None)
    paused = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)
    changes = forms.JSONField(required=False)
    key = forms.CharField(max_length=KEY_LENGTH, required=False)

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or secrets.token_hex(16)


class ControlForm(forms.Form):
    """Asks to pause, resume or cancel a run, or to change its speed."""

    action = forms.ChoiceField(choices=[(action, action) for action in ACTIONS])
    value = forms.TypedChoiceField(choices=SPEED_CHOICES, coerce=int, required=False, empty_value=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("action") == "speed" and cleaned.get("value") is None:
            self.add_error("value", t("Give one of the speeds %(what)s.", what=", ".join(map(str, SPEEDS))))
        return cleaned


def read_intervention(body: bytes, run: Run) -> tuple[Wanted | None, list[DesignError]]:
    """Reads an intervention on a run: what is wanted, or every error with the field it names."""
    if len(body) > BODY_BYTES or body.lstrip()[:1] != b"{":
        return None, [DesignError("", t("Send a JSON object with failure, target, parameters and key."))]
    asked, errors = parse(body)
    errors = errors or _misshapen(asked)
    if errors:
        return None, errors
    key = asked.get("key") or secrets.token_hex(16)
    if "undo" in asked:
        return undoing(run, asked["undo"], key)
    return wanted(run, asked["failure"], asked["target"], asked.get("parameters") or {}, asked.get("heal", False), key)


def _misshapen(asked: dict[str, Any]) -> list[DesignError]:
    """What is wrong with the shape, before anybody asks what it means."""
    fields = UNDO_FIELDS if "undo" in asked else FIELDS
    errors = [DesignError(name[:60], t("Remove this field.")) for name in sorted(set(asked) - fields)]
    if "undo" in asked:
        number = asked["undo"]
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= COMMANDS_MOST:
            errors.append(DesignError("undo", t("Give the number of an intervention in the log.")))
        asked = {"failure": "", "target": "", **asked}
    for name, length in (("failure", TARGET_LENGTH), ("target", TARGET_LENGTH), ("key", KEY_LENGTH)):
        text = asked.get(name, "" if name == "key" else None)
        if not isinstance(text, str) or len(text) > length or "\x00" in text:
            errors.append(DesignError(name, t("Write a text of at most %(length)s characters.", length=length)))
    if not isinstance(asked.get("heal", False), bool):
        errors.append(DesignError("heal", t("Write true or false.")))
    if not isinstance(asked.get("parameters") or {}, dict):
        errors.append(DesignError("parameters", t("Write an object of parameters.")))
    return errors


def wanted(
    run: Run, failure: str, target: str, parameters: dict[str, Any], heal: bool, key: str, frame: int | None = None
) -> tuple[Wanted | None, list[DesignError]]:
    """A failure, its healing, or a change of the design as it is by now."""
    drawn = frozen_design(run)
    if failure != changes.CHANGE:
        action, errors = read_action(drawn, failure, target, parameters, heal)
        return (None, errors) if action is None else (Wanted(action, key, action.sentence(label_of(drawn, target))), [])
    if heal:
        return None, [DesignError("heal", t("A change is taken back by undoing it."))]
    change, errors = changes.read_change(drawn, design_after(run, drawn, frame=frame), target, parameters)
    return (None, errors) if change is None else (Wanted(change, key, change.sentence(label_of(drawn, target))), [])


def undoing(run: Run, number: int, key: str) -> tuple[Wanted | None, list[DesignError]]:
    """The intervention that takes another one back: its healing, or the values from before a change."""
    done = run.commands.filter(number=number, refusal="").first()
    if done is None:
        return None, [
            DesignError("undo", t("The log has no intervention %(number)s that could be undone.", number=number))
        ]
    if run.commands.filter(undoes=number).exists():
        return None, [DesignError("undo", t("This was undone already."))]
    parameters, heal = dict(done.parameters), not done.heal
    if done.failure == changes.CHANGE:
        before = design_after(run, frozen_design(run), number)
        parameters, heal = changes.undoing(before, done.target, done.parameters), False
    found, errors = wanted(run, done.failure, done.target, parameters, heal, key)
    if found is None:
        return None, [DesignError("undo", errors[0].message)]
    return replace(found, undoes=number, sentence=f"Undone: {done.sentence}"), []


def read_changes(run: Run, raw: object, key: str, frame: int) -> tuple[list[Wanted], list[DesignError]]:
    """What a fork begins with: interventions as they are sent to a run, for the design at its frame."""
    listed = raw if isinstance(raw, list) else [] if raw is None else [None]
    found: list[Wanted] = []
    for place, each in enumerate(listed[:COMMANDS_MOST]):
        errors = _misshapen(each) if isinstance(each, dict) else [DesignError("", t("Write an intervention here."))]
        if not errors:
            heal, parameters = each.get("heal", False), each.get("parameters") or {}
            own_key = f"{key}-{place}"[-KEY_LENGTH:]
            one, errors = wanted(run, each["failure"], each["target"], parameters, heal, own_key, frame)
            found += [] if one is None else [one]
        if errors:
            return [], [DesignError(f"changes[{place}].{error.path}".rstrip("."), error.message) for error in errors]
    return found, []
