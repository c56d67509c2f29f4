"""What people send in a lecture, read and checked."""

from __future__ import annotations

from uuid import UUID

from django import forms

from apps.common.words import t
from apps.designs.queries import template_names
from apps.progress.items import number_in


class LectureForm(forms.Form):
    """A new lecture about one of one's own designs, or about one that is shipped (by its name)."""

    title = forms.CharField(max_length=120)
    design = forms.CharField(max_length=60)

    def clean_design(self) -> UUID | str:
        chosen = str(self.cleaned_data["design"])
        if chosen in template_names():
            return chosen
        try:
            return UUID(chosen)
        except ValueError:
            raise forms.ValidationError(t("Choose one of the designs.")) from None


class SeatForm(forms.Form):
    """A code from the wall, and the name that the teacher sees."""

    code = forms.CharField(max_length=12)
    name = forms.CharField(max_length=60)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class QuestionForm(forms.Form):
    """What everybody is to predict."""

    question = forms.CharField(max_length=300)
    unit = forms.CharField(max_length=20, required=False)


class AnswerForm(forms.Form):
    """A predicted number."""

    number = forms.CharField(max_length=30)

    def clean_number(self) -> float:
        try:
            number = number_in(self.cleaned_data["number"])
        except ValueError:
            number = float("nan")
        if not -1e12 <= number <= 1e12:
            raise forms.ValidationError(t("Write a number, such as 120 or 0.5."))
        return number


class FailureForm(forms.Form):
    """One failure at one place of the drawing, as `failure@target`."""

    what = forms.CharField(max_length=261)

    def clean_what(self) -> tuple[str, str]:
        failure, found, target = str(self.cleaned_data["what"]).partition("@")
        if not found:
            raise forms.ValidationError(t("Choose a failure."))
        return failure, target
