"""Proofs that take minutes: collected by `make soak` (BACKLOT_SOAK=1) and left out of `make test`."""

from __future__ import annotations

import os

collect_ignore_glob = [] if os.environ.get("BACKLOT_SOAK") else ["test_*.py"]
