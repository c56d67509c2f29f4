"""Networks of access: one file each, found by walking."""
