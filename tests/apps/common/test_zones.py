"""Moments as people type them, in their own time zone, and as pages tell them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from apps.common.templatetags.moments import moment
from apps.common.zones import MomentField, ZonedForm

TYPED = "2026-07-01T09:30"


class Form(ZonedForm):
    due = MomentField()


@pytest.mark.parametrize(
    ("zone", "hour"), [("", 9), ("UTC", 9), ("Europe/Berlin", 7), ("America/New_York", 13)], ids=str
)
def test_a_moment_is_read_in_the_zone_that_the_browser_names(zone: str, hour: int) -> None:
    form = Form({"due": TYPED, "zone": zone})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"due": datetime(2026, 7, 1, hour, 30, tzinfo=UTC)}


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../../etc/passwd", "x" * 65])
def test_a_zone_that_is_none_is_refused_by_name(zone: str) -> None:
    assert set(Form({"due": TYPED, "zone": zone}).errors) == {"zone"}


def test_an_hour_that_a_zone_leaves_out_is_refused() -> None:
    assert set(Form({"due": "2026-03-29T02:30", "zone": "Europe/Berlin"}).errors) == {"due"}


def test_a_page_tells_a_moment_in_utc_and_leaves_it_for_scripts() -> None:
    told = moment(datetime(2026, 11, 21, 23, 52, tzinfo=UTC))
    assert told == '<time datetime="2026-11-21T23:52:00+00:00" data-moment>21 Nov 2026, 23:52 UTC</time>'
    assert moment(None) == ""
