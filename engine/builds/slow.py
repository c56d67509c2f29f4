"""A build that takes twice as long: a query without an index, a log line in a loop."""

from engine.design.kinds import BuildType

BUILD = BuildType(name="slow", label="Slow", slow_factor=2.0, error_ratio=0.0, is_everywhere=False)
