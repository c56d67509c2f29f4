"""Work that nobody waits for: it takes what the others leave."""

from apps.runs.fairness.lanes import Lane

LANE = Lane("batch", 30, "In the background", queue="batch", may_ask=True, is_live=False)
