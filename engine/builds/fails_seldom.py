"""A build that fails one request in two hundred: hard to see in a small canary."""

from engine.design.kinds import BuildType

BUILD = BuildType(name="fails_seldom", label="Fails seldom", slow_factor=1.0, error_ratio=0.005, is_everywhere=False)
