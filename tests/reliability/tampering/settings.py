"""Settings of a worker that tests tamper with: those of a running Backlot, and one module more.

Only the stack of a test names this module; nothing of it is reached from Backlot itself.
"""

from __future__ import annotations

from sandbox.settings import *  # noqa: F403

CELERY_IMPORTS = ("tests.reliability.tampering.worker",)
