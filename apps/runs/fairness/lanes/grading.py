"""What is graded at a deadline; asked for by the grader only, never by a form."""

from apps.runs.fairness.lanes import Lane

LANE = Lane("grading", 0, "A grade at its deadline", queue="live", is_live=False)
