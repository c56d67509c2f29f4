"""What people send about classes, read and checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone

from apps.classes.models import CODE_LETTERS, Role

NAME_LENGTH = 80


class NameField(forms.CharField):
    """A name as people write it: on one line, with something in it."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class ClassForm(forms.Form):
    """Makes a class."""

    name = NameField(max_length=120)
    own_name = NameField(max_length=NAME_LENGTH)


class JoinForm(forms.Form):
    """Joins a class by its code."""

    code = forms.CharField(max_length=20)
    name = NameField(max_length=NAME_LENGTH)

    def clean_code(self) -> str:
        return "".join(letter for letter in self.cleaned_data["code"].upper() if letter in CODE_LETTERS)


class SettingsForm(forms.Form):
    """Opens or closes a class, or gives it another code."""

    is_open = forms.BooleanField(required=False)
    renew_code = forms.BooleanField(required=False)


class MemberForm(forms.Form):
    """Another role for somebody, or (without one) out of the class."""

    membership = forms.IntegerField()
    role = forms.ChoiceField(choices=Role.choices, required=False)


class UtcField(forms.DateTimeField):
    """A moment as the browser's field gives it, in UTC."""

    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        return moment.astimezone(UTC) if moment is not None else None


class AssignmentForm(forms.Form):
    """Gives an item out, or changes its terms."""

    item = forms.UUIDField()
    opens = UtcField(required=False)
    due = UtcField(required=False)
    closes = UtcField(required=False)
    late_percent_per_day = forms.IntegerField(min_value=0, max_value=100, required=False)
    checks_most = forms.IntegerField(min_value=1, max_value=1_000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["opens"] = cleaned.get("opens") or timezone.now()
        if cleaned.get("late_percent_per_day") is None:
            cleaned["late_percent_per_day"] = 10
        due, closes = cleaned.get("due"), cleaned.get("closes")
        if due and due <= cleaned["opens"]:
            self.add_error("due", "It cannot be due before it opens.")
        if due and closes and closes < due:
            self.add_error("closes", "It cannot close before it is due.")
        return cleaned


class ExtensionForm(forms.Form):
    """More time for one learner."""

    membership = forms.IntegerField()
    due = UtcField()
    closes = UtcField(required=False)
