"""Somebody with an account presses Run and waits."""

from apps.runs.fairness.lanes import Lane

LANE = Lane("interactive", 10, "Somebody with an account", queue="live")
