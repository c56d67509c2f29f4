"""What people may ask of a run, read and checked."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from apps.runs.actions import Wanted
from apps.runs.fairness.lanes import lanes
from apps.runs.models import SPEEDS
from engine.design.model import Design, DesignError
from engine.design.parse import parse
from engine.plan.agenda import label_of, read_action

SEED_MOST = 2**63 - 1
KEY_LENGTH = 64
TARGET_LENGTH = 200
BODY_BYTES = 20_000
FIELDS = {"failure", "target", "parameters", "heal", "key"}
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
            raise forms.ValidationError("Say which design to run.")
        return cleaned


class ControlForm(forms.Form):
    """Asks to pause, resume or cancel a run, or to change its speed."""

    action = forms.ChoiceField(choices=[(action, action) for action in ACTIONS])
    value = forms.TypedChoiceField(choices=SPEED_CHOICES, coerce=int, required=False, empty_value=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("action") == "speed" and cleaned.get("value") is None:
            self.add_error("value", f"Give one of the speeds {', '.join(map(str, SPEEDS))}.")
        return cleaned


def read_intervention(body: bytes, design: Design) -> tuple[Wanted | None, list[DesignError]]:
    """Reads an intervention on a run of `design`: what is wanted, or every error with the field it names."""
    if len(body) > BODY_BYTES or body.lstrip()[:1] != b"{":
        return None, [DesignError("", "Send a JSON object with failure, target, parameters and key.")]
    asked, errors = parse(body)
    errors = errors or _misshapen(asked)
    if errors:
        return None, errors
    parameters = asked.get("parameters") or {}
    action, errors = read_action(design, asked["failure"], asked["target"], parameters, asked.get("heal", False))
    if action is None:
        return None, errors
    sentence = action.sentence(label_of(design, action.target))
    return Wanted(action, asked.get("key") or secrets.token_hex(16), sentence), []


def _misshapen(asked: dict[str, Any]) -> list[DesignError]:
    """What is wrong with the shape, before anybody asks what it means."""
    errors = [DesignError(name[:60], "Remove this field.") for name in sorted(set(asked) - FIELDS)]
    for name, length in (("failure", TARGET_LENGTH), ("target", TARGET_LENGTH), ("key", KEY_LENGTH)):
        text = asked.get(name, "" if name == "key" else None)
        if not isinstance(text, str) or len(text) > length or "\x00" in text:
            errors.append(DesignError(name, f"Write a text of at most {length} characters."))
    if not isinstance(asked.get("heal", False), bool):
        errors.append(DesignError("heal", "Write true or false."))
    if not isinstance(asked.get("parameters") or {}, dict):
        errors.append(DesignError("parameters", "Write an object of parameters."))
    return errors
