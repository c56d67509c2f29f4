"""What the model does not hold, and rows of the table that are not measured: said in full on the page on fidelity."""

from __future__ import annotations

LEFT_OUT = (
    (
        "fills of edges while a run goes on, peers that fill each other, loss on full links",
        "titles were brought before a run; what is pulled comes over the links with the viewer's own bytes",
    ),
    (
        "invalidation of caches by writes, conflicts between writers, transactions",
        "a store with replicas knows the last write and who has it; a cache entry changes by eviction, time or flush",
    ),
    (
        "hints for replicas that are dead, repair by reads, moving keys to shards that are added",
        "a shard that comes back is given what it missed at once, after a fixed time, and that burdens nobody",
    ),
    (
        "the load of copies between stores of two regions, a lag that varies, copies that a cut holds up",
        "copies take a constant time, no slots, and always arrive unless what was written is lost before",
    ),
    (
        "the load of health checks, heartbeats and telemetry, of filling a cache and of repairing replicas",
        "they take no slots; telemetry alone costs something, credits by the gigabyte",
    ),
    (
        "what controllers cannot know",
        "whoever looks sees exact counters of that instant, even while telemetry is down",
    ),
    (
        "correlation in what people do: sessions, giving up, pressing again",
        "requests of an open source do not know of one another; canaries and flags meet requests, not people",
    ),
    (
        "jitter and reordering in the network",
        "a delay is constant until a failure adds to it; messages get lost only where a failure says so",
    ),
    (
        "processors, memory, disks as such",
        "a service time is drawn from a law; pauses, contention, leaks and neighbours stretch it, whatever it computes",
    ),
    (
        "quotas of regions, their power, and what traffic between them costs",
        "a place holds components and can be lost or cut off; the delay between regions stands at each connection",
    ),
)
"""Pairs: what is left out, and what follows from that."""

LATER: dict[str, str] = {}
"""Rows or sections of the table without a row here, and why; none now."""
