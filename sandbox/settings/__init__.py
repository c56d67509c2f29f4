"""Settings of a running Backlot; tests use `sandbox.settings.testing`."""

from sandbox.settings.base import *  # noqa: F403
