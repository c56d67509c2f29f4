"""V86: deadline order beats order of arrival for late items."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design, traffic
from validation.row import Effort, Row, at_least, exact
from validation.running import run

ITEMS, WORK_MIN, WORKERS = 50, 4.0, 1


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """Titles published late, by the order of the queue."""
    return {discipline: float(_late(discipline, seed)) for discipline in ("edf", "fifo")}


def _late(discipline: str, seed: int) -> int:
    """Titles that are one piece of work each, all there at the begin. In the order of their deadlines the last one is
    done when the time of all of them is over, and the deadline of the k-th lies at k of them or later."""
    whole_min = ITEMS * WORK_MIN
    own = dict.fromkeys(("inspect_min", "split_min", "assemble_min", "qc_min", "package_min"), 0.0)
    farm = component(
        "farm",
        "encode_pipeline",
        **own,
        titles=ITEMS,
        workers=WORKERS,
        chunks=1,
        rungs=1,
        chunk_min=WORK_MIN,
        due_first_min=WORK_MIN,
        due_last_min=whole_min,
        queue_discipline=discipline,
        worker_loss_per_h=0.0,
        defect_p=0.0,
        qc_false=0.0,
        minute_s=0.1,
    )
    parts = [component("viewers", "traffic_source"), component("service", "service"), farm]
    drawn = design(
        parts,
        [connection("viewers", "service")],
        duration_s=whole_min * 0.1 + 5.0,
        traffics=[traffic(rate_per_s=1.0)],
    )
    told = run(drawn, seed)["components"]["farm"]["controller"]
    assert told["published"] == ITEMS
    return int(told["late"])


ROW = Row(
    number="V86",
    section="3F",
    title="The nearest deadline first has no late item where that is possible",
    setup="Fifty defects to be made again on one worker, 4 min each, deadlines mixed between 4 and 200 min: feasible, "
    "with nothing to spare.",
    source="Earliest deadline first is optimal on one machine (Jackson 1955; Liu and Layland, Journal of the ACM 20 "
    "(1973), 46-61).",
    checks=(
        exact("edf", "late items, nearest deadline first", 0.0),
        at_least("fifo", "late items, in the order of arrival", 1.0),
    ),
    measure=measure,
    gate=True,
    seeds=1,
    short_seeds=1,
    note="The setup is an encode pipeline whose titles are one task each. Deadlines are dealt by a fixed stride.",
)
