"""Settings of a running Backlot, and one app more. Only the stack of a soak names this module."""

from __future__ import annotations

from sandbox.settings import *  # noqa: F403
from sandbox.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.soak.telling"]
