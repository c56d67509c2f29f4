"""Moments on pages: in UTC as they are sent, and in the reader's own time zone where scripts run."""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A point in time for `frontend/src/pages/moments.ts`; nothing for None."""
    if value is None:
        return ""
    told = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" data-moment>{} UTC</time>', told.isoformat(), date_format(told, gettext("j M Y, H:i"))
    )
