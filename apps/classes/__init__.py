"""Classes: who teaches and who learns together, what is given out until when, and what came of it."""
