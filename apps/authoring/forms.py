"""What people send about drafts, read and checked; what stands in a draft is checked by its schema."""

from __future__ import annotations

from django import forms


class NewForm(forms.Form):
    """Begins a scenario from one of the author's own designs, or from a shipped one."""

    design = forms.CharField(max_length=60)


class SaveForm(forms.Form):
    """Which version was changed, and what is to be done besides keeping it."""

    version = forms.IntegerField(min_value=1)
    do = forms.CharField(max_length=120, required=False)
