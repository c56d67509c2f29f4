"""What people wish of a link, and how something is to stand in another page."""

from __future__ import annotations

import re

from django import forms
from django.http import QueryDict

from apps.common.words import lazy, t
from apps.sharing.actions import TAG_CHARACTERS, TAGS_MOST, Wish

DAYS = (
    (0, lazy("until I take it back")),
    (1, lazy("for a day")),
    (7, lazy("for a week")),
    (30, "for 30 days"),
    (180, lazy("for half a year")),
)
THEMES = ("auto", "light", "dark")
HEIGHTS_PX = (200, 2_000)
HEIGHT_USUAL_PX = 480


class LinkForm(forms.Form):
    """Asks for a link."""

    days = forms.TypedChoiceField(choices=DAYS, coerce=int, required=False, empty_value=None)
    frame = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    is_listed = forms.BooleanField(required=False)
    tags = forms.CharField(required=False, max_length=200)

    def clean_tags(self) -> tuple[str, ...]:
        words = [re.sub(r"\s+", " ", each).strip().lower() for each in str(self.cleaned_data["tags"]).split(",")]
        tags = tuple(dict.fromkeys(each for each in words if each))
        if len(tags) > TAGS_MOST:
            raise forms.ValidationError(t("Give at most %(tags_most)s tags.", tags_most=TAGS_MOST))
        if any(len(each) > TAG_CHARACTERS for each in tags):
            raise forms.ValidationError(
                t("Keep each tag within %(tag_characters)s letters.", tag_characters=TAG_CHARACTERS)
            )
        return tags

    def wish(self) -> Wish:
        """What was asked for; call it when the form is valid."""
        told = self.cleaned_data
        return Wish(told["days"] or 0, told["frame"], told["is_listed"], told["tags"])


class EmbedOptions:
    """How a page elsewhere wants it: theme, whether a run is followed or stands still, whether there are controls.

    What is not understood takes its usual value: a page that embeds shows no errors of ours.
    """

    def __init__(self, query: QueryDict) -> None:
        theme = query.get("theme", "auto")
        self.theme = theme if theme in THEMES else "auto"
        self.is_paused = query.get("state") == "paused"
        self.has_controls = query.get("controls") != "hidden"
        height = query.get("height", "")
        is_number = height.isascii() and height.isdigit() and len(height) < 6
        low, high = HEIGHTS_PX
        self.height_px = min(max(int(height), low), high) if is_number else HEIGHT_USUAL_PX
