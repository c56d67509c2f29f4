"""What one worker process has room for."""

from __future__ import annotations

from typing import NamedTuple

# A paced run waits without a core, so a desk serves as many as it can keep on time: it takes no more of them while it
# is busier than this share of its time.
SESSIONS_MOST = 256
BUSY_SHARE_MOST = 0.75
# Runs as fast as possible share the core: a few at a time finish sooner than all at once.
UNPACED_MOST = 4
# The last of these places is kept for runs of at most this cost that somebody waits for.
SHORT_S = 5.0


class Places(NamedTuple):
    """What a desk has room for now."""

    paced: bool
    unpaced: bool
    only_short: bool = False
