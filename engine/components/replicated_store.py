"""Replicated store: every key lies on several shards; quorums trade freshness for speed and for what may be down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.amounts import count
from engine.design.findings import explain_station, share_for_people
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Pace, Replicas, Rows


def lower(component: Component, rows: Rows) -> None:
    """A station with one instance a shard, which keep each key together."""
    parameters = component.parameters
    slots, most = int(parameters["slots"]), int(parameters["max_conns"])
    rows.station(
        instances=int(parameters["shards"]),
        slots=min(slots, most),
        queue_limit=max(most - slots, 0),
        service=station.service_time(component, "read_ms_mean"),
        error_ratio=float(parameters["error_ratio"]),
        discipline=str(parameters["discipline"]),
        drops_expired=parameters["deadline_drop"] == "at_head",
        deadline_margin_s=float(parameters["deadline_margin_ms"]) / 1000.0,
        lifo_after_s=float(parameters["lifo_after_ms"]) / 1000.0,
        pace=Pace(
            start_s=float(parameters["rejoin_s"]),
            pause_s=float(parameters["compaction_ms"]) / 1000.0,
            pause_every_s=float(parameters["compaction_every_s"]),
        ),
    )
    rows.replicas(replicas(component))


def replicas(component: Component) -> Replicas:
    """How its keys are kept."""
    parameters = component.parameters
    return Replicas(
        nodes=int(parameters["shards"]),
        copies=int(parameters["rf"]),
        read_quorum=int(parameters["read_quorum"]),
        write_quorum=int(parameters["write_quorum"]),
        write_factor=float(parameters["write_ms_mean"]) / float(parameters["read_ms_mean"]),
        repairs=bool(parameters["repair"]),
        lag_s=float(parameters["replication_lag_ms"]) / 1000.0,
        waits_for_far=parameters["acknowledge"] == "everywhere",
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy it was, and what its quorums cost or saved."""
    label, told = component.label, replicas(component)
    found = [*explain_station(component, row)]
    stale, reads, lost = row.get("stale_reads", 0), row.get("reads", 0), row.get("lost_writes", 0)
    if stale:
        overlap = told.read_quorum + told.write_quorum > told.copies
        if row.get("copies"):
            why = "what was written elsewhere was still on its way here"
        elif overlap:
            why = "replicas had lost what they should have known"
        else:
            why = f"a read asks {told.read_quorum} and a write waits for {told.write_quorum} of {told.copies} replicas"
        text = f"{share_for_people(stale / reads)} of the reads of {label} found an old value: {why}."
        found.append(Finding(component.id, "warning", text))
    if lost:
        text = f"{label} lost {lost:,} writes that it had acknowledged: every replica that had them died{_before(row)}."
        found.append(Finding(component.id, "critical", text))
    return found


def _before(row: Mapping[str, Any]) -> str:
    return ", before any copy had reached another store" if row.get("sent_copies") else ""


COMPONENT = ComponentType(
    name="replicated_store",
    label="Replicated store",
    family="storage",
    help="Keeps every key on several shards. Reads ask a quorum, writes go to all and wait for a quorum. An arrow to"
    " another one joins the two: each gets what is written at the other, later.",
    parameters=(
        count(
            "shards", "Shards", 6, 1, 256, "Instances in a circle; each key has its home on one of them.", "Two a zone."
        ),
        count(
            "rf",
            "Replicas of a key",
            3,
            1,
            7,
            "Shards that keep each key: its home and those behind it.",
            "One a zone.",
        ),
        count(
            "read_quorum",
            "Read quorum",
            1,
            1,
            7,
            "Replicas that a read asks, and waits for.",
            "Cassandra reads from one replica unless it is told otherwise.",
        ),
        count(
            "write_quorum",
            "Write quorum",
            2,
            1,
            7,
            "A write goes to all replicas and waits for so many.",
            "A majority of three outlives the loss of one.",
        ),
        station.slots(4, "Requests that a shard serves at once.", "As many as a store without replicas has."),
        station.time_ms(
            "read_ms_mean",
            "Read time",
            4.0,
            "Mean time of one read.",
            "Single-key reads of wide-column stores take a few milliseconds.",
        ),
        station.time_ms(
            "write_ms_mean",
            "Write time",
            3.0,
            "Mean time of one write at one replica; it spreads as that of reads does.",
            "Appending to a log is cheaper than finding a row.",
        ),
        station.distribution("lognormal", "Reads are skewed to the right by disks and compaction."),
        station.measured_times(),
        station.variability(6.7, "Lognormal with a mean of 4 ms and a p99 of 40 ms."),
        Parameter(
            "max_conns",
            "Connections of a shard",
            "count",
            300,
            "Requests that a shard holds, in service or waiting; one more is refused at once (queue_full).",
            unit="count",
            low=1,
            high=20_000,
            source="A pool of a few hundred connections is a common setting.",
        ),
        Parameter(
            "repair",
            "Repairs what comes back",
            "flag",
            True,
            "A shard that comes back gets what the others have before it serves; without this it has nothing.",
            source="Hinted handoff and streaming are on by default.",
        ),
        Parameter(
            "replication_lag_ms",
            "Replication lag",
            "number",
            300.0,
            "How much later the stores that it is joined to by an arrow have what is written here.",
            unit="ms",
            low=0.0,
            high=60_000.0,
            source="Between regions: most copies come within a second, few at once.",
        ),
        Parameter(
            "acknowledge",
            "Writes wait for",
            "choice",
            "near",
            "near: a write is acknowledged by the quorum here; everywhere: not before the joined stores have it too.",
            choices=("near", "everywhere"),
            source="A quorum of the own region is the usual choice (LOCAL_QUORUM).",
        ),
        Parameter(
            "rejoin_s",
            "Time to come back",
            "number",
            10.0,
            "From restoring a shard until it serves again.",
            unit="s",
            low=0.0,
            high=3_600.0,
            source="Choice of Backlot: a small shard that streams what it missed.",
            advanced=True,
        ),
        Parameter(
            "compaction_ms",
            "Pause of a compaction",
            "number",
            0.0,
            "How long a shard stands still to compact; 0 never.",
            unit="ms",
            low=0.0,
            high=5_000.0,
            source="Choice of Backlot: none until it is asked for.",
            advanced=True,
        ),
        Parameter(
            "compaction_every_s",
            "Runs between compactions",
            "number",
            60.0,
            "How long a shard runs from one compaction to the next, each in a rhythm of its own.",
            unit="s",
            low=1.0,
            high=3_600.0,
            source="Choice of Backlot.",
            advanced=True,
        ),
        station.error_ratio(0.0, "A healthy store; break it to see errors."),
        *station.queue_rules(),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    joins="replicas",
    mechanisms=("station", "replicas"),
    price=Price(replica_per_h=0.4),
    replicas=replicas,
)
