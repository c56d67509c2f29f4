"""Devices: one file each, found by walking."""
