"""Viewer population: people who browse, press play, watch, stand still and give up, each with a player of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.design.amounts import count, time_s
from engine.design.discovery import device_types, network_types, player_types
from engine.design.findings import share_for_people
from engine.design.kinds import ComponentType, Finding, Parameter, RateCurve
from engine.design.model import Component
from engine.design.population import (
    DevicePlan,
    LinkPlan,
    NetworkPlan,
    PathPlan,
    PlanePlan,
    PlayerPlan,
    PopulationPlan,
    TitlesPlan,
)
from engine.design.rows import Rows
from engine.design.watching import DeviceType

MIXED = "mixed"
NETWORK_SHARES = {"fibre": 0.45, "dsl": 0.25, "four_g": 0.2, "five_g": 0.07, "three_g": 0.03}
DEVICE_SHARES = {"television": 0.5, "large_television": 0.15, "tablet": 0.15, "phone": 0.2}
MANY_STALLS, SLOW_START_S = 0.01, 2.0
SHEET = "Parameter sheet of Backlot; see docs/engine/dataplane.md."
OWN = "Choice of Backlot."
KRISHNAN = "Krishnan and Sitaraman, IMC 2012."


def lower(component: Component, rows: Rows) -> None:
    """A source that sends what its viewers press."""
    rows.source(
        request_class=str(component.parameters["request_class"]),
        process="poisson",
        keys_count=int(component.parameters["titles"]),
        zipf_alpha=float(component.parameters["zipf_alpha"]),
    )


def watching(component: Component, sessions: RateCurve) -> PlanePlan:
    """The viewers behind one link."""
    given = component.parameters
    networks, devices = _mix(NETWORK_SHARES, str(given["network"])), _mix(DEVICE_SHARES, str(given["device"]))
    rule = player_types()[str(given["algorithm"])]
    population = PopulationPlan(
        component.id,
        paths=(PathPlan(("link",), float(given["edge_rtt_ms"])),),
        networks=tuple(NetworkPlan(network_types()[name], share) for name, share in networks.items()),
        devices=tuple(
            DevicePlan(_capped(device_types()[name], float(given["cap_kbps"])), share)
            for name, share in devices.items()
        ),
        cap=int(given["cap"]),
        sessions=sessions,
        player=PlayerPlan(
            rule.name,
            {each.name: given[each.name] for each in rule.parameters},
            segment_s=float(given["segment_s"]),
            buffer_max_s=float(given["buffer_max_s"]),
            start_segments=int(given["start_segments"]),
            startup=str(given["startup_rule"]),
            startup_factor=float(given["startup_factor"]),
            live_delay_s=float(given["live_delay_s"]) if given["is_live"] else None,
            live_behind_s=float(given["live_behind_s"]),
        ),
        titles=TitlesPlan(
            int(given["titles"]),
            float(given["zipf_alpha"]),
            float(given["episode_s"]),
            float(given["premiere_ratio"]),
            float(given["title_gb"]),
            float(given["new_ratio"]),
        ),
        control_ms=None,
        browse_s=float(given["browse_s"]),
        patience_start_s=float(given["patience_start_s"]),
        abandon_per_s=float(given["abandon_per_s"]),
        stall_patience_s=float(given["stall_patience_s"]),
        session_s=float(given["session_s"]),
        session_cv=float(given["session_cv"]),
        next_episode_ratio=float(given["next_episode_ratio"]),
        seek_per_h=float(given["seek_per_h"]),
        pause_per_h=float(given["pause_per_h"]),
        reload_ratio=float(given["reload_ratio"]),
        reload_max=int(given["reload_max"]),
    )
    return PlanePlan((LinkPlan("link", float(given["link_gbps"])),), (population,))


def _mix(shares: Mapping[str, float], name: str) -> Mapping[str, float]:
    """The usual mix, or all of one kind."""
    return shares if name == MIXED else {name: 1.0}


def _capped(device: DeviceType, cap_kbps: float) -> DeviceType:
    """A device that is offered no rung above a cap; 0 for none."""
    return replace(device, top_kbps=min(device.top_kbps, cap_kbps)) if cap_kbps else device


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How soon pictures came, how often they stood still, and who gave up."""
    told = row.get("controller") or {}
    if not told.get("starts"):
        return [Finding(component.id, "notice", f"Nobody at {component.label} saw a picture.")]
    late = told["start_s_p95"] > SLOW_START_S
    findings = [
        Finding(
            component.id,
            "warning" if late else "good",
            f"{told['starts']:,} plays began, 95 % of them within {told['start_s_p95']:.2f} s;"
            f" the picture has {told['bitrate_bps'] / 1e6:.2f} Mbit/s on average.",
        )
    ]
    still = told["rebuffer_ratio"]
    if told["stalls"]:
        text = f"It stood still for {share_for_people(still)} of the time, in {told['stalls']:,} stalls."
        findings.append(Finding(component.id, "warning" if still > MANY_STALLS else "notice", text))
    if "behind_s" in told:
        text = f"The picture was {told['behind_s']:.1f} s behind on average; {told['jumps']:,} jumps to the newest."
        findings.append(Finding(component.id, "notice", text))
    keys = (told.get("stalls_by_cause") or {}).get("key")
    if keys:
        text = f"{keys:,} of these were for want of a key, {told['stalled_for_key_s'] / keys:.2g} s each."
        findings.append(Finding(component.id, "warning", text))
    gone = {name: people for name, people in told["left"].items() if people and name != "done"}
    if gone:
        text = ", ".join(f"{people:,} {GONE[name]}" for name, people in gone.items())
        findings.append(Finding(component.id, "warning", f"Viewers left: {text}."))
    return findings


GONE = {
    "start_too_slow": "because the start took too long",
    "stall_too_long": "in a stall",
    "stalled_too_much": "after too many stalls",
    "play_failed": "because nothing played",
    "no_room": "turned away, since the population is full",
}
"""Why viewers leave, by the names of the summary."""


def _ratio(name: str, label: str, default: float, help_text: str, source: str) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=source)


def _rule_parameters() -> tuple[Parameter, ...]:
    """What the rules have, each once."""
    found = {each.name: each for kind in player_types().values() for each in kind.parameters}
    return tuple(replace(each, advanced=True) for each in found.values())


PEOPLE = (
    count("cap", "Places", 10_000, 10, 50_000, "Viewers at the same time at most; others are turned away.", SHEET),
    count(
        "stands_for", "Stands for", 1_000, 1, 1_000_000, "Real viewers behind one here; all figures are of these.", OWN
    ),
    time_s("browse_s", "Browsing", 40.0, 5.0, 300.0, "Mean time before a press of play.", SHEET),
    time_s("session_s", "Session", 2_700.0, 60.0, 14_400.0, "Mean time of playing in a session.", SHEET),
    Parameter(
        "session_cv", "Variation of sessions", "number", 0.8, "Deviation over mean.", "x", 0.0, 2.0, source=SHEET
    ),
    time_s("patience_start_s", "Patience", 2.0, 0.0, 10.0, "Nobody gives up a start before.", KRISHNAN),
    Parameter(
        "abandon_per_s",
        "Gives up",
        "number",
        0.058,
        "Share of all who give up in every second after that; 0 waits for ever.",
        "1/s",
        0.0,
        0.5,
        source=KRISHNAN,
    ),
    time_s("stall_patience_s", "Patience in a stall", 30.0, 0.0, 600.0, "Mean; 0 endures every stall.", OWN),
    _ratio("next_episode_ratio", "Next episode", 0.7, "Chance of going on after an episode.", SHEET),
    time_s("episode_s", "Episode", 2_400.0, 30.0, 14_400.0, "How long an episode is.", OWN),
    Parameter("seek_per_h", "Seeks", "number", 1.0, "In an hour of playing.", "1/h", 0.0, 60.0, source=SHEET),
    Parameter("pause_per_h", "Pauses", "number", 2.0, "In an hour of playing.", "1/h", 0.0, 60.0, source=SHEET),
    _ratio("reload_ratio", "Presses again", 0.5, "Chance of another press after one that failed, 3 s later.", SHEET),
    count("reload_max", "Presses again at most", 3, 0, 10, "How often.", SHEET),
    count("titles", "Titles", 5_000, 10, 100_000, "Size of the catalogue.", SHEET),
    Parameter("zipf_alpha", "Popularity", "number", 0.8, "Zipf's exponent.", "", 0.0, 1.6, source=SHEET),
    _ratio("premiere_ratio", "Premiere", 0.0, "Share of the presses that are for the newest, rarest title.", OWN),
    Parameter(
        "is_live", "Live", "flag", False, "Everybody watches the same moment; segments come when they end.", source=OWN
    ),
    time_s("live_delay_s", "Live delay", 1.0, 0.0, 30.0, "From the end of a live segment to its being there.", OWN),
    time_s("live_behind_s", "Falls back", 12.0, 0.0, 120.0, "Farther behind a live player jumps; 0 never does.", OWN),
    Parameter(
        *("new_ratio", "New titles", "number", 0.0, "Share of the titles that came since the last night."),
        unit="ratio",
        low=0.0,
        high=1.0,
        source=OWN,
        advanced=True,
    ),
    Parameter(
        *("title_gb", "Size of a title", "number", 60.0, "On the disks of an edge, all bitrates together."),
        unit="GB",
        low=0.1,
        high=1_000.0,
        source=SHEET,
        advanced=True,
    ),
    Parameter(
        "request_class",
        "Class",
        "choice",
        "play",
        "Name under which the report counts presses.",
        choices=("play", "other"),
        source=OWN,
    ),
)
NETWORK = (
    Parameter(
        "network",
        "Network",
        "choice",
        MIXED,
        "Access of the viewers; mixed is 45 % fibre, 25 % DSL, 20 % 4G, 7 % 5G, 3 % 3G.",
        choices=(MIXED, *network_types()),
        source=OWN,
    ),
    Parameter(
        "device",
        "Device",
        "choice",
        MIXED,
        "Which rungs can be played; mixed is 65 % televisions, 15 % tablets, 20 % phones.",
        choices=(MIXED, *device_types()),
        source=OWN,
    ),
    Parameter(
        "link_gbps",
        "Link",
        "number",
        100.0,
        "What all these viewers get together, shared fairly.",
        "Gbit/s",
        0.01,
        10_000.0,
        source=SHEET,
    ),
    Parameter(
        *("cap_kbps", "Highest bitrate", "number", 0.0, "No rung above it is offered to these viewers; 0 for no cap."),
        unit="kbit/s",
        low=0.0,
        high=100_000.0,
        source="Choice of Backlot: streaming services lowered bitrates for whole networks in March 2020.",
    ),
    Parameter("edge_rtt_ms", "Way to the edge", "number", 12.0, "Round trip.", "ms", 0.1, 400.0, source=SHEET),
)
PLAYER = (
    Parameter(
        "algorithm",
        "Player's rule",
        "choice",
        "bola",
        "How the player chooses bitrates.",
        choices=tuple(player_types()),
        source=SHEET,
    ),
    time_s("segment_s", "Segment", 4.0, 1.0, 10.0, "Content of a segment.", SHEET),
    time_s("buffer_max_s", "Largest buffer", 30.0, 8.0, 240.0, "No segment is asked for that has no room.", SHEET),
    count("start_segments", "Segments to start", 1, 1, 5, "In the buffer before the picture moves.", SHEET),
    Parameter(
        "startup_rule",
        "First rung",
        "choice",
        "throughput",
        "throughput: a part of what access gives now. remembered: of the session's earlier throughput. lowest.",
        choices=("throughput", "remembered", "lowest"),
        source=SHEET,
    ),
    Parameter(
        "startup_factor", "Part of it", "number", 0.5, "For the first rung.", "x", 0.1, 1.0, source=SHEET, advanced=True
    ),
    *_rule_parameters(),
)
COMPONENT = ComponentType(
    name="viewers",
    label="Viewer population",
    family="traffic",
    help="People who browse, press play and watch, each with a player. The traffic of the workload is sessions a "
    "second; each press of play is a request, and its answer begins the download of bytes.",
    parameters=(*PEOPLE, *NETWORK, *PLAYER),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    mechanisms=("source",),
    watching=watching,
    headline=("playing", "bitrate_bps"),
    trouble="rebuffer_ratio",
)
