"""Ways to choose the key that makes room in a full cache: one file each, found by walking."""
