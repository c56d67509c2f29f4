"""A build that leaks: its instances become slower as long as they run, and are as quick as ever at first."""

from engine.design.kinds import BuildType

BUILD = BuildType(
    name="leaks", label="Leaks", slow_factor=1.0, error_ratio=0.0, is_everywhere=False, slower_per_min=0.3
)
