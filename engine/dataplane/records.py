"""Rows of the data plane. Times are integer ns since the start; sizes are integer bits.

Bytes on their way are counted in units: one unit is what a rate of one bit per second carries in one step, so a step
adds exactly the rate, an integer, and sums are exact whatever their order. `STEPS_PER_S` units are a bit.
"""

from __future__ import annotations

import numpy as np

from engine.design.carriers import HOPS
from engine.design.watching import REASON_NAMES, STATE_NAMES

NEVER_NS = np.int64(2**62)
MIX = 8
"""Networks, and devices, that a population may be mixed of."""
SAMPLES = 5
"""Throughputs that a viewer remembers one by one."""

# What a viewer does.
ABSENT, BROWSING, PRESSING, PRESSED, STARTING, PLAYING, STALLED, PAUSED, SEEKING = range(9)
STATES = len(STATE_NAMES)
# What its player fetches: nothing; waits for room in the buffer; a segment whose first byte has not come; a segment
# that comes; and the answer to a press, of which nothing is known, that is good, or that failed.
NOTHING, WAITS, REQUESTED, COMES, ASKED, ANSWERED, REFUSED = range(7)
# What a viewer who plays does next.
ENDS, NEXT_EPISODE, SEEKS, PAUSES = range(4)
# Why one leaves.
DONE, TIRED_OF_START, TIRED_OF_STALL, SPOILT, FAILED, TURNED_AWAY = range(6)
REASONS = len(REASON_NAMES)

# 128 bytes, two cache lines: what every segment needs stands in the first.
VIEWER = np.dtype(
    [
        ("buffer_ns", "i8"),  # when the buffer will be empty while it plays, else how much it holds
        ("fetch_ns", "i8"),  # when what is fetched goes on; NEVER_NS while a segment comes
        ("life_ns", "i8"),  # when the viewer does something
        ("first_byte_ns", "i8"),  # of the segment that comes; afterwards, by BY_WAITING, since when it waits
        ("turn_ns", "i8"),  # when the deed is done while it plays, else how much playing is left until then
        ("fast_bps", "f4"),  # quick and slow mean of throughput, 0 before the first sample
        ("slow_bps", "f4"),
        ("segment", "i4"),  # of the title, the next to be fetched or the one that comes
        ("segments", "i4"),  # of the title
        ("rung", "u1"),  # of the segment that comes
        ("last_rung", "u1"),  # of the segment before, NO_RUNG at first
        ("top", "u1"),  # highest rung that its device plays
        ("state", "u1"),
        ("fetch", "u1"),
        ("deed", "u1"),
        ("flags", "u1"),  # CONNECTED, FILLED, SAME_TITLE
        ("reloads", "u1"),  # of a press, and REWOUND
        # Second line.
        ("key", "u8"),
        ("began_ns", "i8"),  # of the press, the stall, or the playing
        ("wanted_ns", "i8"),  # of playing in the session, what stalls took off left out
        ("title", "i4"),
        ("presses", "u2"),
        ("turns", "u2"),
        ("recent", "f4", (SAMPLES,)),  # last throughputs, 0 for none; or PLACEHOLDER, AT_REQUEST, IS_STEADY
        ("samples", "u2"),
        ("stalls", "u2"),
        ("held", "u2"),  # number of the last key that it has, 0 for none; and LEAKED
        ("asked", "u2"),  # number of the last key that it has asked for
        ("key_after_ns", "u4"),  # into the step when the answer for a key comes, 1 for at once, 0 for none
    ],
    align=True,
)
assert VIEWER.itemsize == 128
CONNECTED, FILLED, SAME_TITLE = np.uint8(1), np.uint8(2), np.uint8(4)
# Flags: requests need no new connection; the buffer has held the reservoir; the next
# press is for the title of the last one.
ASKING, TO_ASK, RETRIES, KEYLESS, KEY_REFUSED = np.uint8(8), np.uint8(16), np.uint8(32), np.uint8(64), np.uint8(128)
# Of keys: one is asked for; that has still to be sent (`key_after_ns` says when in the next step); the last request
# failed; it stands still for want of one; the answer that comes is none.
LEAKED = np.uint16(1 << 15)
# In `held`: all keys were changed by force, and the new one is not there yet.
BY_SESSION, BY_TITLE, BY_DEVICE = range(3)
REWOUND = np.uint8(128)
# In `reloads`: a live picture was left for an older part of it.
NO_RUNG = np.uint8(255)
PLACEHOLDER, AT_REQUEST, IS_STEADY = range(3)
# Of `recent`, with the rule BY_WAITING: seconds that count as content without being any;
# content when the last segment was asked for; 1 from when there was a segment of it.

# Viewers with the same bandwidth of access at the same time, by the path that serves them: all downloads of a class
# come at one rate, and those under way have got as much as each other since the later of them began.
CLASS = np.dtype(
    [
        ("virtual", "i8"),  # units that one download of this class would have got since the start, at the begin of step
        ("rate", "i8"),  # units in this step
        ("active", "i8"),  # downloads that come
        ("started", "i8"),  # sum of `virtual` at their begins, modulo 2**64
        ("done", "i8"),  # units of downloads that are over
        ("carried", "i8"),  # units in all, at the begin of the step
        ("latency_ns", "i8"),  # from a request to its first byte
        ("home", "i4"),
        ("route", "i4"),  # of its population
        ("links", "i4", (HOPS,)),  # from the server to the viewer, -1 for none
        ("population", "i4"),
        ("padding", "i4"),
    ],
    align=True,
)
# Viewers who share the fate of their access: a share of those of a population who have one kind of network.
HOME = np.dtype(
    [
        ("key", "u8"),
        ("cap_bps", "f8"),  # now
        ("deviate", "f8"),  # its logarithm in deviations from the mean
        ("mean_bps", "f8"),
        ("sigma", "f8"),
        ("memory", "f8"),  # correlation of one second with the next
        ("trace", "i4"),  # first of TRACE, -1 for none
        ("trace_count", "i4"),
        ("offset", "i4"),
        ("first_class", "i4"),  # one for each route of its population
    ],
    align=True,
)
LINK = np.dtype(
    [
        ("capacity_bps", "f8"),
        ("debt", "i8"),  # units carried beyond its capacity, negative for a credit
        ("carried", "i8"),  # units since the start
        ("now", "i8"),  # units in the last step
        ("level", "f8"),  # rate of a download that it holds back, infinite when it holds back none
    ],
    align=True,
)
# The rungs of a population; `segments` counts those that came whole.
RUNG = np.dtype(
    [("rate_bps", "f8"), ("bits", "i8"), ("from_s", "f8"), ("until_s", "f8"), ("segments", "i8")],
    align=True,
)
PLAYER = np.dtype(
    [
        ("segment_ns", "i8"),
        ("buffer_max_ns", "i8"),
        ("safety", "f8"),
        ("fast_per_s", "f8"),  # halvings in a second of downloading
        ("slow_per_s", "f8"),
        ("startup_factor", "f8"),  # of throughput; 0 begins with the lowest rung
        ("reservoir_s", "f8"),
        ("cushion_s", "f8"),
        ("follows_throughput_below_s", "f8"),
        ("fixed_bps", "f8"),
        ("change_weight", "f8"),
        ("stall_weight_kbps", "f8"),
        ("rule", "i4"),
        ("start_segments", "i4"),
        ("round_trips", "i4"),  # of the first request of a connection
        ("remembers", "i4"),  # begins a title with the throughput of the one before
        ("live_ns", "i8"),  # from the end of a segment to when it can be fetched; -1 for what is not live
        ("behind_ns", "i8"),  # who has fallen back farther jumps to the edge; 0 for never
    ],
    align=True,
)
POPULATION = np.dtype(
    [
        ("key", "u8"),
        ("first_slot", "i4"),
        ("slots", "i4"),
        ("player", "i4"),
        ("first_rung", "i4"),
        ("rungs", "i4"),
        ("networks", "i4"),
        ("devices", "i4"),
        ("cohorts", "i4"),
        ("routes", "i4"),
        ("first_route", "i4"),
        ("first_entry", "i4"),
        ("entries", "i4"),  # routes that it may ask
        ("first_title", "i4"),  # of the table of titles
        ("titles", "i4"),
        ("has_control", "i4"),  # presses are answered from outside
        ("network_until", "f8", (MIX,)),  # ends of their parts of a draw
        ("device_until", "f8", (MIX,)),
        ("first_home", "i4", (MIX,)),
        ("tops", "i4", (MIX,)),
        ("control_ns", "i8"),  # of the answer to a press, when nobody outside gives it
        ("browse_s", "f8"),
        ("patience_s", "f8"),
        ("hazard_per_s", "f8"),
        ("stall_patience_s", "f8"),
        ("stall_cost", "f8"),  # seconds of playing that a second of stall takes off
        ("session_mean_s", "f8"),
        ("session_sigma", "f8"),
        ("title_s", "f8"),
        ("next_ratio", "f8"),
        ("next_ns", "i8"),  # from the end of an episode to the next press
        ("seek_per_s", "f8"),
        ("pause_per_s", "f8"),
        ("pause_s", "f8"),
        ("reload_ratio", "f8"),
        ("reload_ns", "i8"),
        ("reloads", "i8"),
        ("premiere", "i8"),  # the title of which a share of the presses is
        ("premiere_ratio", "f8"),
        ("period_ns", "i8"),  # of a key, 0 when nothing is locked
        ("jitter_ns", "i8"),
        ("grace_ns", "i8"),
        ("skew_ns", "i8"),  # clocks of devices are off by this at most
        ("retry_ns", "i8"),
        ("predelivered", "i8"),
        ("scope", "i8"),  # BY_SESSION, BY_TITLE, BY_DEVICE
        ("forced", "i8"),  # how often all keys were changed by force
        ("forced_ns", "i8"),  # the last time
        ("live", "i8"),  # row of LIVE, -1 for none
    ],
    align=True,
)
COUNTS = np.dtype(
    [
        ("rate_per_s", "f8"),  # of sessions, in this step
        ("until", "f8"),  # the next session, in expected sessions from now
        ("sessions", "i8"),
        ("present", "i8", (STATES,)),
        ("presses", "i8"),
        ("answers", "i8"),
        ("refusals", "i8"),
        ("reloads", "i8"),
        ("starts", "i8"),
        ("start_ns", "i8"),  # sum over starts
        ("left", "i8", (REASONS,)),
        ("stalls", "i8"),
        ("stalled_ns", "i8"),  # of stalls that are over
        ("played_ns", "i8"),  # of spells of playing that are over
        ("playing_since_ns", "i8"),  # sum of the begins of spells under way, modulo 2**64; so for stalls
        ("stalled_since_ns", "i8"),
        ("bits", "i8"),  # of segments that came whole
        ("cancelled", "i8"),  # units of segments that did not
        ("switches", "i8"),
        ("seeks", "i8"),
        ("pauses", "i8"),
        ("episodes", "i8"),
        ("key_asks", "i8"),
        ("key_failures", "i8"),
        ("key_stalls", "i8"),
        ("keyless", "i8"),  # who stands still for want of a key
        ("key_stalled_ns", "i8"),  # of such stalls that are over
        ("keyless_since_ns", "i8"),  # sum of the begins of those under way, modulo 2**64
        ("leaked_ns", "i8"),  # until when somebody watched with a leaked key, at the ends of steps
        ("at_edge", "i8"),  # live segments that came for those who did not go back on purpose
        ("behind_ns", "i8"),  # sum over these: how far behind the clock the picture was
        ("jumps", "i8"),  # to the edge of a live picture
        ("skipped", "i8"),  # live segments that are missing
        ("refused_early", "i8"),  # reads of live segments that were late
        ("refused_past", "i8"),  # reads of old segments while the origin was busy
        ("free", "i8"),  # the first free slot, -1 when none; the next one stands in `segment` of its viewer
    ],
    align=True,
)
# A way to a tier, for a population; `beyond` is the route of the same population to the tier that is asked for what
# this one misses, -1 where it has everything.
# `is_avoided`: those who steer know that a link of it is dead.
ROUTE = np.dtype([("tier", "i4"), ("beyond", "i4"), ("is_avoided", "i4")], align=True)
HAS_ALL, HAS_TITLES, HAS_SEGMENTS, HOLDS = np.uint8(1), np.uint8(2), np.uint8(4), np.uint8(8)
# Where a segment may come from. Titles that were pushed are marked in a table; segments that were pulled are rows of
# KEPT, of which a tier keeps as many as fit into `room` bits and gives away the one that was asked for longest ago.
TIER = np.dtype(
    [
        ("keeps", "u1"),  # HAS_ALL, HAS_TITLES, HAS_SEGMENTS, HOLDS: who asks for what is under way waits for it
        ("first_held", "i8"),  # its row of the table of titles
        ("room", "i8"),
        ("used", "i8"),
        ("newest", "i4"),  # rows of KEPT, counted from 1; 0 for none
        ("oldest", "i4"),
        ("asked", "i8"),  # segments that were asked of it
        ("had", "i8"),  # and served from here
        ("content_misses", "i8"),  # it was the nearest, and did not hold the title
        ("health_misses", "i8"),  # it was the nearest, and was down
        ("pulled", "i8"),  # bits of segments that it began to keep
        ("asks", "i8"),  # what it misses it has to ask somebody for
        ("misses", "i8"),  # such requests
        ("answers", "i8"),  # that are known
    ],
    align=True,
)
# A segment that a tier missed and asks somebody for.
MISS = np.dtype([("tier", "i4"), ("title", "i4"), ("at_ns", "i8")], align=True)
# What a live origin makes; `late` of the plane tells by how much each of the last RECENT segments came late, MISSING
# for those that never came.
RECENT, MISSING = 4096, np.int64(-1)
LIVE = np.dtype(
    [
        ("first", "i8"),  # of `late`
        ("holds", "i8"),  # who asks for what is late waits
        ("retry_ns", "i8"),  # who does not asks again after this
        ("past_ns", "i8"),  # what is older is the past
        ("throttle_ns", "i8"),  # for how long those who read it are sent away
        ("is_busy", "i8"),  # in this step
        ("tier", "i8"),
    ],
    align=True,
)
KEPT = np.dtype(
    [
        ("key", "u8"),
        ("bits", "i8"),
        ("ready_ns", "i8"),  # when its first byte is there
        ("newer", "i4"),
        ("older", "i4"),
    ],
    align=True,
)
