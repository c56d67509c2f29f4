"""From where a segment is served: the place where edges and caches are attached."""

from __future__ import annotations

from engine.dataplane.compiled import inlined


@inlined
def serving_tier(serving, population, title, segment, rung, at_ns):  # type: ignore[no-untyped-def] # noqa: ARG001
    """The tier (0 is the nearest) that serves a segment asked for at a time: so far always `serving[population]`."""
    return serving[population]
