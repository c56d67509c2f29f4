"""Ways to keep those who miss a hot key from all rebuilding it: one file each, found by walking."""
