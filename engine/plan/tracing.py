"""Which requests of a run are traced, and how much of them is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.kernel.outcomes import OUTCOMES
from engine.kernel.tracing import CEILING, NEVER_TRACED, NO_PICK, NOTE, SLOW, TRACE_REGISTERS, TraceLog

DRAWS = 2**63
FIRST_NOTES = 1_024
NOTES_LEAST = 1_024
NEVER_SLOW_NS = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Tracing:
    """One request in `one_in` on average (0: none), and those whose tokens are `picks`; results are the same with any.

    When more than `notes` notes would be kept, only one request in 2, 4, 8 … `one_in` is. `slowest` requests and the
    first `failures` of each outcome are remembered by token, so that a repetition of the run can pick them.
    """

    one_in: int = 100
    slowest: int = 50
    failures: int = 20
    notes: int = 131_072
    picks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        assert 0 <= self.one_in <= DRAWS
        assert min(self.slowest, self.failures) >= 0
        assert self.notes >= NOTES_LEAST
        assert all(each > 0 for each in self.picks)


NO_TRACING = Tracing(one_in=0, slowest=0, failures=0)


def empty_log(tracing: Tracing, rows_count: int) -> TraceLog:
    """A log without notes, for `rows_count` components and connections."""
    registers = np.zeros(TRACE_REGISTERS, np.int64)
    registers[CEILING] = DRAWS // tracing.one_in - 1 if tracing.one_in else NEVER_TRACED
    slowest = np.zeros(max(tracing.slowest, 1), SLOW)
    slowest["latency_ns"] = -1 if tracing.slowest else NEVER_SLOW_NS
    return TraceLog(
        registers=registers,
        notes=np.zeros(FIRST_NOTES, NOTE),
        picks=np.array([*sorted(tracing.picks), NO_PICK], np.int64),
        slowest=slowest,
        failed=np.zeros((OUTCOMES, 1 + tracing.failures), np.int64),
        firsts_ns=np.full((rows_count, OUTCOMES), -1, np.int64),
        notes_limit=tracing.notes,
    )
