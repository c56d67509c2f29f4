"""What stations have besides, read only where a rule in the first line of their component says so."""

from __future__ import annotations

import numpy as np

CLASSES = 4  # of priority, 0 is the dearest
COMPONENT_RULE = np.dtype(
    [
        ("deadline_margin_ns", "i8"),
        ("has_partitions", "i8"),  # of the two ways of shedding
        ("class_limits", "f8", (CLASSES,)),  # in requests at an instance, see shedding.py
        ("lifo_after_ns", "i8"),  # of an adaptive queue
        # What makes service times vary with the instance, see variation.py.
        ("varies", "i8"),
        ("usl_sigma", "f8"),
        ("usl_kappa", "f8"),
        ("start_ns", "i8"),  # the boot of an instance that is restored
        ("warmup_ns", "i8"),
        ("warmup_factor", "f8"),
        ("run_ns", "i8"),  # between two pauses
        ("pause_ns", "i8"),
        ("noise_ratio", "f8"),
        ("noise_factor", "f8"),
        # Where keys have replicas, see replicas.py.
        ("nodes", "i8"),
        ("replicas", "i8"),  # of each key, 0 where nothing is kept
        ("read_quorum", "i8"),
        ("write_quorum", "i8"),
        ("repairs", "i8"),
        ("write_factor", "f8"),
        ("replica_stream", "u8"),
        ("first_version", "i8"),
        ("versioned_keys", "i8"),
        ("first_joint", "i8"),  # rows of JOINT that lead from it
        ("joints_end", "i8"),
        ("lag_ns", "i8"),  # how long copies are under way
        ("far_wait_ns", "i8"),  # how much later a write is answered because others must have it
        ("consumes", "i4"),  # row of CONSUMING, -1 for others
        ("replays", "i4"),  # what it has served goes back to where it failed
        ("keeps_tail", "i8"),  # followers have whatever was acknowledged
    ],
    align=True,
)
LIFO, DROPS_EXPIRED, BY_PRIORITY, SHEDS, SHARES, ADAPTIVE = 1, 2, 4, 8, 16, 32  # bits of queue_rule
HANDLES_MESSAGES = 128
ORDERED = LIFO | BY_PRIORITY | ADAPTIVE  # the newcomer does not simply go to the end of the queue
# What an instance remembers besides, where a rule of its component needs it.
DETAIL = np.dtype(
    [
        ("class_tails", "i4", (CLASSES,)),  # the last waiting work of each class, -1 when none waits
        ("seated", "i4", (CLASSES,)),  # works of each class that wait or hold a slot
        ("root", "i4"),  # of those that share the slots the one that ends first, -1 when nobody does
        ("awaited", "i4"),  # the sequence number of its end as it was planned last, 0 when none is
        ("virtual_ns", "f8"),  # see sharing.py
        ("changed_ns", "i8"),  # virtual time is that of this moment
        ("waiting_since_ns", "i8"),  # the queue was empty just before
        ("pause_offset_ns", "i8"),  # where in the round of running and pausing a run begins
        ("leak_per_ns", "f8"),  # growth of service times
        ("leaks_since_ns", "i8"),
        ("crowding", "f8"),  # by how much a neighbour on its host makes service longer
    ]
)
# What a work is to those with which it shares slots; rows beside those of the works, one row where nobody shares.
SHARER = np.dtype([("finish_ns", "f8"), ("token", "i4"), ("parent", "i4"), ("left", "i4"), ("right", "i4")])
