"""What the slots of each component do while they are busy: serve, or wait for calls of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.results.explain.spans import Span, Trace


@dataclass(slots=True)
class Holding:
    """Sums over the spans of one component, in ns."""

    spans: int = 0
    serving_ns: int = 0
    calling_ns: int = 0
    callee_ns: dict[int, int] = field(default_factory=dict)  # by component

    @property
    def held_ns(self) -> int:
        """How long slots were busy."""
        return self.serving_ns + self.calling_ns

    @property
    def calling_share(self) -> float:
        """The part of it that they waited for others."""
        return self.calling_ns / self.held_ns if self.held_ns else 0.0

    @property
    def slowest_callee(self) -> int | None:
        """The component that they waited for longest."""
        return max(self.callee_ns, key=lambda row: (self.callee_ns[row], -row), default=None)


def holdings_of(traces: Sequence[Trace], holds_slot: Sequence[bool]) -> dict[int, Holding]:
    """By component; `holds_slot` says which ones keep a slot during calls."""
    found: dict[int, Holding] = {}
    for trace in traces:
        for span in trace.root.with_descendants():
            if span.connection >= 0 and span.served_ns is not None and span.ended_ns is not None:
                _add(found.setdefault(span.component, Holding()), span, bool(holds_slot[span.component]))
    return found


def _add(holding: Holding, span: Span, holds_slot: bool) -> None:
    assert span.started_ns is not None
    assert span.served_ns is not None
    assert span.ended_ns is not None
    holding.spans += 1
    holding.serving_ns += span.served_ns - span.started_ns
    if not holds_slot:
        return
    holding.calling_ns += span.ended_ns - span.served_ns
    for child in span.children:
        until_ns = min(child.concluded_ns if child.concluded_ns is not None else span.ended_ns, span.ended_ns)
        began_ns = child.sent_ns if child.sent_ns is not None else until_ns
        spent_ns = max(until_ns - began_ns, 0)
        holding.callee_ns[child.component] = holding.callee_ns.get(child.component, 0) + spent_ns
