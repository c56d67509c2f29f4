"""A build that answers nothing: a missing setting, a library that cannot be loaded."""

from engine.design.kinds import BuildType

BUILD = BuildType(name="fails_always", label="Fails always", slow_factor=1.0, error_ratio=1.0, is_everywhere=False)
