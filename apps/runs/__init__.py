"""Runs: asking for one, doing it, watching it, breaking things in it, reading its report."""
