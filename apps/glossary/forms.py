"""What people send about an experiment of a term, read and checked."""

from __future__ import annotations

from django import forms

from content import limits


class PositionForm(forms.Form):
    """Where the slider stands; where it stands first when nothing is said."""

    at = forms.IntegerField(min_value=0, max_value=limits.TERM_POSITIONS - 1, required=False)

    def position(self, first: int, count: int) -> int:
        """A position that there is."""
        chosen = self.cleaned_data.get("at") if self.is_valid() else None
        return chosen if chosen is not None and chosen < count else first
