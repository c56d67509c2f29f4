"""What can be wrong with a design: one file a kind, found by walking."""
