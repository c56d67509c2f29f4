"""Where the bytes of viewers come from: streams of a drawing as paths, and what such a drawing must have.

A stream leads from who gets bytes to who sends them. Viewers ask the tiers that their streams lead to, through links or
not; a tier that misses a segment asks the tier that its own first stream leads to, and the bytes cross both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.design.carriers import (
    BOTH,
    EVERYTHING,
    HOPS,
    NOTHING,
    TITLES,
    CarrierPlan,
    FillPlan,
    SteeringPlan,
    SupplyPlan,
)
from engine.design.discovery import component_types
from engine.design.misses import asking_tiers
from engine.design.model import Design, DesignError
from engine.design.population import LinkPlan, PathPlan, PlanePlan, PopulationPlan

TOO_LONG = f"Shorten this way: it crosses more than {HOPS - 1} links and edges."
BEHIND = 'Draw a stream from "{}" to where it gets what it does not hold, at last to an origin.'
PATHS = 16
"""Paths of a population."""

Carriers = Mapping[str, CarrierPlan]


@dataclass(frozen=True, slots=True)
class Way:
    """Links that are crossed, the one next to the asking one first, and the tier at their end."""

    links: tuple[str, ...]
    tier: str
    connection: str


class StreamError(Exception):
    """A drawing whose bytes come from nowhere; tells where and what to do."""

    def __init__(self, target: str, message: str) -> None:
        super().__init__(message)
        self.target, self.message = target, message


def carriers_of(design: Design) -> dict[str, CarrierPlan]:
    """Everything in the drawing that carries bytes, by its id."""
    found = {}
    for each in design.components:
        carrying = component_types()[each.type].carrying
        if carrying is not None:
            found[each.id] = carrying(each)
    return found


def guides_of(design: Design, which: type[SteeringPlan] | type[FillPlan]) -> dict[str, Any]:
    """Who says who is asked, or what is held, by the tier that this is said of."""
    found: dict[str, Any] = {}
    for each in design.components:
        guiding = component_types()[each.type].guiding
        plan = guiding(each) if guiding is not None else None
        if isinstance(plan, which):
            found |= {arrow.target: plan for arrow in design.controls if arrow.source == each.id}
    return found


def guides_in(design: Design) -> dict[str, tuple[str, ...]]:
    """The tiers of which each guiding component says something, by its id."""
    kinds = {each.id: component_types()[each.type] for each in design.components}
    guiding = [name for name, kind in kinds.items() if kind.guiding is not None]
    return {
        name: tuple(sorted({arrow.target for arrow in design.controls if arrow.source == name})) for name in guiding
    }


def ways_from(design: Design, carriers: Carriers, start: str, passed: tuple[str, ...] = ()) -> Iterator[Way]:
    """Every way along streams from a component to a tier; StreamError where links go round or lead nowhere."""
    for each in (stream for stream in design.streams if stream.source == start):
        if each.target in passed or each.target == start:
            raise StreamError(each.id, "Remove one of these streams; they go round in a circle.")
        if carriers[each.target].keeps != NOTHING:
            yield Way(passed, each.target, each.id)
            continue
        if len(passed) >= HOPS:
            raise StreamError(each.id, TOO_LONG)
        is_dead_end = True
        for way in ways_from(design, carriers, each.target, (*passed, each.target)):
            is_dead_end = False
            yield way
        if is_dead_end:
            message = f'Draw a stream from "{each.target}" to an edge or an origin: it has nothing to carry.'
            raise StreamError(each.target, message)


def paths_of(design: Design, carriers: Carriers, viewers: str) -> tuple[list[PathPlan], list[int]]:
    """The paths of a population, its own link left out, and the places of those that it may ask, the nearest first."""
    paths: list[PathPlan] = []
    entries = []
    for way in ways_from(design, carriers, viewers):
        entries.append(len(paths))
        _follow(design, carriers, way, paths)
        if len(paths) > PATHS:
            raise StreamError(viewers, f"Draw fewer streams: bytes may take at most {PATHS} ways to these viewers.")
    ends = {each.tier for each in paths if each.beyond is None}
    if len(ends) > 1 and any(carriers[each].live for each in ends):
        raise StreamError(viewers, "Let all streams end at one live origin: these viewers watch what that one makes.")
    return paths, sorted(entries, key=lambda place: paths[place].rtt_ms)


def _follow(design: Design, carriers: Carriers, way: Way, paths: list[PathPlan]) -> None:
    """Adds the path to the tier at the end of a way, and those to all that it asks for what it misses."""
    links: tuple[str, ...] = ()
    links_ms, asked = 0.0, [way.tier]
    while True:
        tier = carriers[way.tier]
        links = (*links, *way.links, tier.id)
        links_ms += sum(carriers[each].rtt_ms for each in way.links)
        if len(links) >= HOPS:
            raise StreamError(way.connection, TOO_LONG)
        is_last = tier.keeps == EVERYTHING
        beyond = None if is_last else len(paths) + 1
        paths.append(PathPlan(links, tier.rtt_ms + tier.first_byte_ms + links_ms, tier.id, beyond))
        if is_last:
            return
        behind = next(ways_from(design, carriers, tier.id), None)
        if behind is None:
            raise StreamError(tier.id, BEHIND.format(tier.id))
        if behind.tier in asked:
            raise StreamError(behind.connection, "Remove one of these streams; they go round in a circle.")
        asked.append(behind.tier)
        way = behind


def supplies_of(design: Design, carriers: Carriers, tier: str) -> tuple[SupplyPlan, ...]:
    """From whom a tier may get whole titles: neighbours at the ends of its further streams, which are titles' keepers
    too, and then, one after another, those that are asked for what it misses, over all between."""
    ways = list(ways_from(design, carriers, tier))
    if not ways:
        raise StreamError(tier, BEHIND.format(tier))
    first, *others = ways
    peers = [each for each in others if carriers[each.tier].keeps in (TITLES, BOTH)]
    found = [SupplyPlan(each.tier, (*each.links, each.tier), is_peer=True) for each in peers]
    paths: list[PathPlan] = []
    _follow(design, carriers, Way((), tier, first.connection), paths)
    return (*found, *(SupplyPlan(each.tier, each.links[1:]) for each in paths[1:]))


def supplies_in(design: Design, carriers: Carriers) -> dict[str, tuple[SupplyPlan, ...]]:
    """From whom titles come to each tier that is filled while the run goes on."""
    return {
        tier: supplies_of(design, carriers, tier)
        for tier, fill in guides_of(design, FillPlan).items()
        if fill.lasts_s > 0.0 and carriers[tier].keeps in (TITLES, BOTH) and _reached(design, tier)
    }


def _reached(design: Design, tier: str) -> bool:
    """Whether anything leads to a tier but those who say what it holds: otherwise nobody asks it."""
    return any(each.target == tier for each in design.streams)


def check_streams(design: Design) -> list[DesignError]:
    """Every tier that viewers may ask has, or gets, everything; no way is endless or too long."""
    carriers = carriers_of(design)
    errors = []
    for each in design.components:
        if component_types()[each.type].watching is None:
            continue
        try:
            paths_of(design, carriers, each.id)
        except StreamError as wrong:
            errors.append(DesignError(_path_to(design, wrong.target), wrong.message))
    try:
        supplies_in(design, carriers)
    except StreamError as wrong:
        errors.append(DesignError(_path_to(design, wrong.target), wrong.message))
    return list(dict.fromkeys(errors))


def _path_to(design: Design, target: str) -> str:
    for word, ids in (
        ("components", [each.id for each in design.components]),
        ("connections", [each.id for each in design.connections]),
    ):
        if target in ids:
            return f"{word}[{ids.index(target)}]"
    raise AssertionError(target)


def _live(population: PopulationPlan, carriers: Carriers) -> PopulationPlan:
    """Viewers whose bytes come from a live origin watch what that one makes."""
    origins = {each.tier for each in population.paths if carriers[each.tier].live}
    if not origins:
        return population
    (origin,) = origins
    live = carriers[origin].live
    assert live is not None
    player = replace(population.player, segment_s=live.segment_s, live_delay_s=live.delay_s)
    return replace(population, live=origin, player=player, titles=replace(population.titles, is_live=True))


def joined(design: Design, alone: Mapping[str, PlanePlan]) -> PlanePlan:
    """One plane of all viewers of a drawing: populations as they are alone, by the id of their component, each with a
    link of its own, behind the links and tiers that they share."""
    carriers = carriers_of(design)
    links = [LinkPlan(each.id, each.gbps) for each in carriers.values()]
    populations: list[PopulationPlan] = []
    for name, plan in alone.items():
        (population,), (link,) = plan.populations, plan.links
        links.append(LinkPlan(name, link.gbps))
        paths, entries = paths_of(design, carriers, name)
        if paths:
            behind = tuple(replace(each, links=(name, *each.links)) for each in paths)
            population = _live(replace(population, paths=behind, entries=tuple(entries)), carriers)
        else:
            paths = [replace(each, links=(name,)) for each in population.paths]
            population = replace(population, paths=tuple(paths))
        populations.append(population)
    asking = asking_tiers(design)
    tiers = tuple(replace(each, asks=each.id in asking) for each in carriers.values() if each.keeps != NOTHING)
    return PlanePlan(
        tuple(links),
        tuple(populations),
        tiers=tiers,
        fills=guides_of(design, FillPlan),
        supplies=supplies_in(design, carriers),
        steering=guides_of(design, SteeringPlan),
    )
