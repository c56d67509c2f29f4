"""Live lectures: everybody predicts, everybody runs a design of their own, and one failure comes to all at once."""
