"""What people say of a new token."""

from django import forms

from apps.common.words import lazy

DAYS = ((7, "a week"), (30, "30 days"), (90, "90 days"), (365, "a year"))


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=80, error_messages={"required": lazy("Give the token a name, such as: my notebook.")}
    )
    days = forms.TypedChoiceField(choices=DAYS, coerce=int)
