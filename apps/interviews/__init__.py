"""Interviews: a clock with stages, an interviewer who answers when asked, curveballs on one's own design, a rubric."""
