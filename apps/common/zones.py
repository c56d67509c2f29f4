"""Moments that people type: in the time zone that their browser names, in UTC where it names none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone


class MomentField(forms.DateTimeField):
    """A moment as the browser's field gives it; it is read in the time zone of its form, and kept in UTC."""

    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        return found.astimezone(UTC) if found is not None else None


class ZonedForm(forms.Form):
    """A form with moments: its field `zone` names the time zone in which they were typed."""

    zone = forms.CharField(max_length=64, required=False)

    def full_clean(self) -> None:
        name = str(self.data.get("zone", ""))
        with timezone.override(ZoneInfo(name) if name in available_timezones() else UTC):
            super().full_clean()

    def clean_zone(self) -> str:
        name = str(self.cleaned_data["zone"])
        if name and name not in available_timezones():
            raise forms.ValidationError("There is no time zone of this name.")
        return name

    def clean(self) -> dict[str, Any]:
        """What was typed, without the zone in which it was."""
        cleaned = super().clean() or {}
        cleaned.pop("zone", None)
        return cleaned
