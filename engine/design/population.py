"""What the data plane is told to simulate: populations, links, and the paths between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.design.carriers import CarrierPlan, FillPlan, SteeringPlan, SupplyPlan
from engine.design.kinds import RateCurve
from engine.design.model import Value
from engine.design.watching import LADDER_KBPS, DeviceType, NetworkType


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """A link that downloads share."""

    id: str
    gbps: float


@dataclass(frozen=True, slots=True)
class PathPlan:
    """How a tier reaches a population: links from the server to the viewers, and the round trip over all of them.

    `tier` is the id of a carrier that keeps something, empty for a server that has everything and is not counted.
    `beyond` is the place of the path that serves what this tier misses; None where it has everything.
    """

    links: tuple[str, ...] = ()
    rtt_ms: float = 0.0
    tier: str = ""
    beyond: int | None = None


@dataclass(frozen=True, slots=True)
class TracePlan:
    """A recorded bandwidth, one number for each step, played again and again from a place of its own in each cohort."""

    kbps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """A network of access, the share of the viewers who have it, and the bandwidth that was recorded of it, if any."""

    network: NetworkType
    share: float = 1.0
    trace: TracePlan | None = None


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """A device and the share of the viewers who have it."""

    device: DeviceType
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class PlayerPlan:
    """A rule of a player, its own parameters, and what all players have."""

    rule: str = "bola"
    parameters: Mapping[str, Value] = field(default_factory=dict)
    segment_s: float = 4.0
    buffer_max_s: float = 30.0
    start_segments: int = 1
    startup: str = "throughput"
    """With which rung a title begins: lowest, throughput, remembered."""
    startup_factor: float = 0.5
    live_delay_s: float | None = None
    """From the end of a live segment to when it can be fetched; None for what is not live."""
    live_behind_s: float = 12.0
    """A player of a live picture that falls back farther than this jumps to its edge; 0 never does."""
    round_trips: int = 3
    """Of the first request to a server: two to connect safely, one to ask."""


@dataclass(frozen=True, slots=True)
class TitlesPlan:
    """What is watched: titles by Zipf's law, and how long an episode is."""

    count: int = 5000
    zipf_alpha: float = 0.8
    episode_s: float = 2400.0
    premiere_ratio: float = 0.0
    """Share of the presses that are for the last title, which nobody expected."""
    title_gb: float = 60.0
    """What a title takes on a disk, all its bitrates together."""
    new_ratio: float = 0.0
    """Share of the titles that came since the last night: nobody holds them unless they are brought in the run."""
    is_live: bool = False
    """They are made while they are watched: nobody brings them."""


SCOPES = ("session", "title", "device")
"""For what a licence is given: a first one is asked for once in a session, at every press, or never, since the device
has one from before. The order is that of engine.dataplane.records."""


@dataclass(frozen=True, slots=True)
class LicencePlan:
    """Keys that change every `period_s`; see docs/engine/dataplane.md."""

    period_s: float = 60.0
    jitter_s: float = 0.0
    predeliver_keys: int = 0
    grace_s: float = 0.0
    scope: str = SCOPES[0]
    clock_skew_s: float = 0.0
    retry_s: float = 2.0

    @property
    def exposure_s(self) -> float:
        """Content that one stolen answer decrypts at most."""
        return self.period_s * (1 + self.predeliver_keys) + self.grace_s


FIVE_A_SECOND = RateCurve((0.0,), (5.0,))
PLAYER, TITLES = PlayerPlan(), TitlesPlan()


@dataclass(frozen=True, slots=True)
class PopulationPlan:
    """Viewers of one kind. Times in seconds, chances between 0 and 1; defaults from docs/engine/dataplane.md."""

    id: str
    paths: tuple[PathPlan, ...]
    """One for each way to a tier that may serve them."""
    networks: tuple[NetworkPlan, ...]
    devices: tuple[DevicePlan, ...]
    cap: int = 10_000
    sessions: RateCurve = FIVE_A_SECOND
    initial: int = 0
    """Sessions that begin at time 0."""
    player: PlayerPlan = PLAYER
    ladder_kbps: tuple[float, ...] = LADDER_KBPS
    titles: TitlesPlan = TITLES
    entries: tuple[int, ...] | None = None
    """Paths whose tiers they may ask, the preferred one first; None for the last path, always."""
    cohorts: int = 64
    control_ms: float | None = 150.0
    """How long the answer to a press takes; None when it is given from outside."""
    browse_s: float = 40.0
    patience_start_s: float = 2.0
    abandon_per_s: float = 0.058
    stall_patience_s: float = 30.0
    stall_cost: float = 5.0
    session_s: float = 2700.0
    session_cv: float = 0.8
    next_episode_ratio: float = 0.7
    next_episode_s: float = 5.0
    seek_per_h: float = 1.0
    pause_per_h: float = 2.0
    pause_s: float = 60.0
    reload_ratio: float = 0.5
    reload_s: float = 3.0
    reload_max: int = 3
    live: str | None = None
    """The tier that makes what they watch, while they watch it."""
    licence: LicencePlan | None = None
    """Nothing is locked without one; requests for keys are answered from outside."""


@dataclass(frozen=True, slots=True)
class PlanePlan:
    """Everything together; `steps_per_s` steps are a second."""

    links: tuple[LinkPlan, ...]
    populations: tuple[PopulationPlan, ...]
    steps_per_s: int = 2
    tiers: tuple[CarrierPlan, ...] = ()
    fills: Mapping[str, FillPlan] = field(default_factory=dict)
    """Who chose what a tier holds, by its id."""
    supplies: Mapping[str, tuple[SupplyPlan, ...]] = field(default_factory=dict)
    """From whom a tier that is filled while the run goes on may get titles, neighbours first, by its id."""
    steering: Mapping[str, SteeringPlan] = field(default_factory=dict)
    """Who ranks a tier, by its id; a population follows the one that ranks the nearest of its tiers."""

    def licensed(self, licences: Mapping[str, LicencePlan]) -> PlanePlan:
        """The same with keys, by the id of the population."""
        populations = (replace(each, licence=licences.get(each.id)) for each in self.populations)
        return replace(self, populations=tuple(populations))
