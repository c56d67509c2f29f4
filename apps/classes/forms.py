"""What people send about classes, read and checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from apps.classes.models import CODE_LETTERS, Classroom, Membership, Role
from apps.common.words import lazy, t
from apps.common.zones import MomentField, ZonedForm

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


class AssignmentForm(ZonedForm):
    """Gives an item out, or changes its terms."""

    item = forms.UUIDField()
    opens = MomentField(required=False)
    due = MomentField(required=False)
    closes = MomentField(required=False)
    late_percent_per_day = forms.IntegerField(min_value=0, max_value=100, required=False)
    checks_most = forms.IntegerField(min_value=1, max_value=1_000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["opens"] = cleaned.get("opens") or timezone.now()
        if cleaned.get("late_percent_per_day") is None:
            cleaned["late_percent_per_day"] = 10
        due, closes = cleaned.get("due"), cleaned.get("closes")
        if due and due <= cleaned["opens"]:
            self.add_error("due", t("It cannot be due before it opens."))
        if due and closes and closes < due:
            self.add_error("closes", t("It cannot close before it is due."))
        return cleaned


class ExtensionForm(ZonedForm):
    """More time for some learners of a class."""

    memberships = forms.ModelMultipleChoiceField(
        Membership.objects.none(), error_messages={"required": lazy("Choose who gets more time.")}
    )
    due = MomentField()
    closes = MomentField(required=False)

    def __init__(self, data: Any, classroom: Classroom) -> None:
        super().__init__(data)
        field = self.fields["memberships"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = classroom.memberships.filter(role=Role.LEARNER)
