"""A build that fails one request in twenty: a code path that some requests take."""

from engine.design.kinds import BuildType

BUILD = BuildType(name="fails_often", label="Fails often", slow_factor=1.0, error_ratio=0.05, is_everywhere=False)
