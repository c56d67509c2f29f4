"""Visitors without an account, and the showcase of the landing page."""

from apps.runs.fairness.lanes import Lane

LANE = Lane("visitors", 20, "A visitor", queue="live")
