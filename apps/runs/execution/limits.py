"""The written limits of computing runs."""

from __future__ import annotations

import os

from engine.simulate import Limits

LEASE_S = 3.0
# A run that its workers could not get on with has leases up to this many times as long.
LEASES_MOST = 4
RENEW_S = 1.0
# Past this age of its lease a worker publishes nothing before it has renewed it.
LEASE_TRUSTED_S = 0.7 * LEASE_S

SLICE_S = 0.1
SLICE_FRAMES_MOST = 64
EVENTS_FIRST = 20_000
EVENTS_LEAST = 1_000
EVENTS_MOST = 2_000_000

# What the engine may use for one run; it says in words when one is met.
ENGINE = Limits(memory_bytes=400_000_000)

# A run of more events is explained without repeating it.
REPEATED_EVENTS_MOST = 4_000_000
COMPUTE_S_MOST = 600.0
OPEN_S_MOST = 6 * 3600.0
FRAMES_BYTES_MOST = 48_000_000

# A checkpoint after this much computing, oftener never; it may take a tenth of the processor time.
CHECKPOINT_S = float(os.environ.get("BACKLOT_CHECKPOINT_S", "1.8"))
CHECKPOINT_SHARE = 0.1
# Larger states are not put aside: a run that has one is computed from its last checkpoint, or from its start.
CHECKPOINT_STATE_BYTES_MOST = 100_000_000
CHECKPOINT_BYTES_MOST = 12_000_000
CHECKPOINTS_KEPT = 4
CHECKPOINTS_KEPT_AFTER_END_S = 24 * 3600.0
