"""What a turn of the event loop may be about, and how that is packed into the key of an event.

A key is `(sequence << SEQUENCE_BITS) | (kind << KIND_BITS) | index`: at one instant the order is that of planning.
"""

from __future__ import annotations

# What a turn may be about; the index that goes with it names a row of …
ARRIVAL = 0  # a source: its next request begins
STEP = 1  # a work: make the next group of calls, or end well
ATTEMPT = 2  # a call: send an attempt
ARRIVE = 3  # a work: it reaches the callee
SERVED = 4  # a work: its service is over
ANSWER = 5  # a work: its answer reaches the caller
FALLBACK = 6  # a call: the substitute is ready
TIMER = 7  # a connection: its oldest deadline is due
DROP = 8  # a work: taken from the queue too late to be of use
RESUME = 9  # an instance: it serves again
CALL_OFF = 13  # a work: its caller gives it up
CANCEL = 14  # a work: its callee learns that it was given up
DEADLINE = 15  # a work: its time is over while it waits for calls
HEDGE = 29  # a call: it has taken long
GIVE_UP = 28  # a call: its caller needs it no more
GIVEN = 11  # none: the first request of the inbox begins, see driven.py
USER = 19  # a source: one of its users sends
READY = 25  # an instance: its boot is over
RELEASE = 10  # a connection: a call that waits for a permit may have its turn
DEPART = 16  # an instance: the first of those that share its slots is done
PUBLISH = 22  # a message: it leaves its producer
TAKE = 23  # a consumer: it looks for a message
REBALANCE = 24  # a group, twice its row: a pause begins; and one more: it ends
UNBLOCK = 30  # a connection: its buffer has room for a message that waits
WAKE = 12  # a key that lookups wait for: the first of them looks again
KIND_BITS = 27
KIND_MASK = 31
INDEX_MASK = (1 << KIND_BITS) - 1
SEQUENCE_BITS = 32
TIMERS_LAST = 1 << 62
SEQUENCE_LIMIT = 1 << 30
