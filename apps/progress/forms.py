"""What people send about an attempt, read and checked."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from apps.common.words import t
from apps.runs.models import SPEEDS
from engine.design.model import DesignError
from engine.design.parse import parse

KEY_LENGTH = 64
NAME_LENGTH = 60
ANSWER_BYTES = 20_000


class BeginForm(forms.Form):
    """Begins an attempt, or goes on with the newest one unless it is to be begun `again`."""

    again = forms.ChoiceField(choices=[("yes", "yes")], required=False)


class StepForm(forms.Form):
    """Where the person is."""

    step = forms.SlugField(max_length=NAME_LENGTH)


class KeyForm(forms.Form):
    """Something that is done once, however often it is sent."""

    key = forms.CharField(max_length=KEY_LENGTH, required=False)

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or secrets.token_hex(16)


class TrialForm(KeyForm):
    """A run of an experiment of a step."""

    step = forms.SlugField(max_length=NAME_LENGTH)
    experiment = forms.CharField(max_length=NAME_LENGTH)
    speed = forms.TypedChoiceField(choices=[(speed, speed) for speed in SPEEDS], coerce=int, required=False)

    def clean_speed(self) -> int:
        speed = self.cleaned_data["speed"]
        return 20 if speed == "" else int(speed)


def read_answer(body: bytes) -> tuple[Any, list[DesignError]]:
    """The value in `{"value": …}`, or what is wrong with what was sent."""
    if len(body) > ANSWER_BYTES:
        return None, [DesignError("value", t("This is too long for an answer."))]
    sent, errors = parse(body)
    if errors:
        return None, errors
    if not isinstance(sent, dict) or set(sent) != {"value"}:
        return None, [DesignError("value", t("Send a JSON object with the value."))]
    return sent["value"], []
