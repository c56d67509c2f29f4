"""V06: how many servers keep four in five from waiting."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from engine.theory import mmc
from validation.designs import one_queue
from validation.row import Effort, Row, exact, near
from validation.running import busy_ratio, watch

WAITING = 0.2
SERVERS = {8: 12, 80: 90, 800: 831}
SERVICE_PER_S = 10.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The search with the formula, and a run of each size that was found."""
    measured = {}
    for erlang in SERVERS:
        found = next(servers for servers in count(erlang + 1) if mmc.waiting_probability(servers, erlang) <= WAITING)
        duration_s = effort.pick(full=5_000.0, short=1_000.0) if erlang < 800 else effort.pick(full=300.0, short=60.0)
        design = one_queue(
            rate_per_s=erlang * SERVICE_PER_S,
            slots=found,
            service_ms_mean=1000.0 / SERVICE_PER_S,
            duration_s=duration_s,
            warm_up_s=10.0,
        )
        measured[f"servers_{erlang}"] = float(found)
        measured[f"waits_{erlang}"] = busy_ratio(watch(design, seed), found)
    return measured


ROW = Row(
    number="V06",
    section="3A",
    title="Square-root staffing: spare servers grow as the root of the load",
    setup="8, 80 and 800 erlang of exponential work; the fewest servers with which at most 20 % wait, then simulated.",
    source="Erlang C searched; Halfin and Whitt, Operations Research 29 (1981), 567-588.",
    checks=tuple(
        check
        for erlang, servers in SERVERS.items()
        for check in (
            exact(f"servers_{erlang}", f"servers for {erlang} erlang (the formula searched)", servers),
            near(
                f"waits_{erlang}",
                f"share that waits at {servers} servers (simulated)",
                mmc.waiting_probability(servers, erlang),
                absolute=0.02,
                only_full=erlang == 800,
            ),
        )
    ),
    measure=measure,
    note="The number of servers follows from the formula alone; that the engine waits as the formula says is measured.",
)
