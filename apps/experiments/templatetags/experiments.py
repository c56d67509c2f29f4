"""Kinds of experiments for pages of other rooms, which know none by name."""

from __future__ import annotations

from django import template

from apps.experiments.kinds import Kind, kinds

register = template.Library()


@register.simple_tag
def experiment_kinds() -> list[Kind]:
    """Every kind in the order in which they are offered."""
    return list(kinds().values())
