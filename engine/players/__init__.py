"""Rules of players: one file each, found by walking."""
