"""What people send about a sitting, read and checked."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from apps.common.words import t
from apps.progress.items import number_in
from apps.runs.models import SPEEDS
from grading.rubric import LEVELS

TEXT_MOST, LINE_MOST, NAME_MOST, KEY_MOST = 4_000, 400, 60, 64
MOVES = ("pause", "go_on", "without_clock", "next")


class BeginForm(forms.Form):
    """Begins a sitting; against the clock unless it is to be without."""

    clock = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)


class MoveForm(forms.Form):
    """What is done with the clock, and in which stage whoever presses thinks to be."""

    move = forms.ChoiceField(choices=[(each, each) for each in MOVES])
    stage = forms.CharField(max_length=NAME_MOST, required=False)


class AskForm(forms.Form):
    """A question in one's own words, or one of the menu."""

    text = forms.CharField(max_length=LINE_MOST, required=False)
    question = forms.CharField(max_length=NAME_MOST, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("question"):
            raise forms.ValidationError(t("Write a question."))
        return cleaned


class SumForm(forms.Form):
    """A number, as people type it: 53e6, 19 700, 0,4."""

    sum = forms.CharField(max_length=NAME_MOST)
    number = forms.CharField(max_length=30)

    def clean_number(self) -> float:
        try:
            number = number_in(self.cleaned_data["number"])
        except ValueError:
            number = float("nan")
        if not 0.0 <= number <= 1e18:
            raise forms.ValidationError(t("Write a number, such as 19700, 0.4 or 53e6."))
        return number


class PromptForm(forms.Form):
    """An answer in words."""

    prompt = forms.CharField(max_length=NAME_MOST)
    text = forms.CharField(max_length=TEXT_MOST)


class JoinForm(forms.Form):
    """The code that the candidate tells."""

    code = forms.CharField(max_length=12)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class RemarkForm(forms.Form):
    """What the interviewer writes down."""

    text = forms.CharField(max_length=TEXT_MOST)


class DecisionForm(forms.Form):
    """What was decided, and why."""

    text = forms.CharField(max_length=LINE_MOST)
    why = forms.CharField(max_length=LINE_MOST, required=False)


class JudgeForm(forms.Form):
    """Which example an answer is most like."""

    prompt = forms.CharField(max_length=NAME_MOST)
    level = forms.ChoiceField(choices=[(each, each) for each in ("none", *LEVELS)])


class KeyForm(forms.Form):
    """Something that is done once, however often it is sent."""

    key = forms.CharField(max_length=KEY_MOST, required=False)

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or secrets.token_hex(16)


class ThrowForm(KeyForm):
    """A curveball that is to be thrown."""

    curveball = forms.CharField(max_length=NAME_MOST)
    speed = forms.TypedChoiceField(choices=[(each, each) for each in SPEEDS], coerce=int, required=False)

    def clean_speed(self) -> int:
        speed = self.cleaned_data["speed"]
        return 2 if speed == "" else int(speed)


class NoticeForm(forms.Form):
    """What the candidate saw, and at which moment of which run."""

    run = forms.UUIDField()
    clock_s = forms.FloatField(min_value=0.0, max_value=1e6)
    text = forms.CharField(max_length=LINE_MOST)
