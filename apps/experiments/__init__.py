"""Experiments: many runs that answer one question, with an answer that says how sure it is."""
