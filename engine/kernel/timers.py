"""The deadlines of the attempts over a connection: a chain, for equal timeouts end in the order of sending."""

from __future__ import annotations

from engine.kernel.compiled import leaf


@leaf
def drop_timer(links, calls, e, k):  # type: ignore[no-untyped-def]
    """Takes the deadline of a call out of the chain of connection `e`."""
    older, newer = calls[k].older_timer, calls[k].newer_timer
    if older >= 0:
        calls[older].newer_timer = newer
    else:
        links[e].oldest_timer = newer
    if newer >= 0:
        calls[newer].older_timer = older
    else:
        links[e].newest_timer = older
