"""Bad data that comes with the build and reaches every instance: no canary can tell the two builds apart."""

from engine.design.kinds import BuildType

BUILD = BuildType(name="bad_data", label="Bad data", slow_factor=1.0, error_ratio=0.05, is_everywhere=True)
