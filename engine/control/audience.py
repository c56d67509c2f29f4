"""Viewers of the data plane beside the run: their presses become requests, and the answers begin their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.control.asks import give_asks, hand_over_asks
from engine.control.behind import Asking, give_misses, hand_over_misses
from engine.control.crowd import SECOND_NS, Crowd, Look
from engine.control.flow import Flow, flow_of
from engine.control.measured import Mark, start_times_s, viewers_since
from engine.control.upkeep import Upkeep
from engine.control.view import Sight
from engine.dataplane.plane import Plane
from engine.design.carriers import NOTHING
from engine.design.control import NEVER_NS
from engine.design.discovery import component_types
from engine.design.kinds import Edit
from engine.design.licensing import licence_servers, licences_of
from engine.design.misses import asking_tiers
from engine.design.streams import carriers_of, guides_in, joined
from engine.plan.curves import curve_of
from engine.plan.plan import Plan
from engine.results.flows import Chain, Flowed, chain_of
from engine.results.viewers import Viewed

Array = npt.NDArray[Any]
FILLED = ("brought", "dropped", "missing", "filled_gb", "peer_gb")


@dataclass(slots=True)
class Audience:
    """All viewers of a run with everything that carries their bytes, driven as a controller is: at the end of every
    step of theirs. `crowds` are the populations in their order.

    A press is known one step ahead, so that it reaches the event loop at its own instant; an answer is handed over
    before the step in which it came. Neither is moved in time.
    """

    crowds: tuple[Crowd, ...]
    plane: Plane
    upkeep: Upkeep
    asking: Mapping[str, Asking]
    signers: Mapping[str, str]
    """Who gives keys to the viewers of a component, by its id."""
    mark: Mark
    """How the books stood at the end of the first step that did not end within the warm-up."""
    warm_up_ns: int = 0
    flow: Flow | None = None
    next_ns: int = 0

    def act(self, view: Sight) -> Sequence[Edit]:
        """Hands over answers, goes one step further, and gives the presses of the step that comes."""
        for crowd in self.crowds:
            ended = view.collect(crowd.name)
            hand_over_asks(self.plane, ended)
            hand_over_misses(self.plane, self.asking, ended)
            self.plane.scale_sessions(view.scale(crowd.name), crowd.row)
        self.upkeep.obey({name: view.told(name) for name in self.upkeep.carriers}, view.now_ns)
        self.upkeep.steer(view.now_ns)
        self.plane.step(view.now_ns)
        if self.mark.clock_s * SECOND_NS < self.warm_up_ns <= self.plane.clock_ns:
            self.mark = Mark.at(self.plane)
        edits = self._change_keys(view)
        if view.now_ns % SECOND_NS == 0:
            for crowd in self.crowds:
                crowd.sample(self.plane)
        give_asks(view, self.plane, [each.name for each in self.crowds])
        give_misses(view, self.plane, self.asking)
        self.next_ns = view.now_ns + self.plane.step_ns
        return edits

    def _change_keys(self, view: Sight) -> list[Edit]:
        """What a failure has told the servers of keys, which is told once."""
        told = {server for server in self.signers.values() if view.told(server)}
        for crowd in self.crowds:
            if self.signers.get(crowd.name) in told:
                self.plane.change_keys(crowd.row)
        return [Edit("tell_controller", server, 0.0) for server in sorted(told)]

    def viewed(self) -> Viewed:
        """What the viewers of the first component met since the last frame."""
        return self.crowds[0].viewed(self.plane)

    def flowed(self) -> Flowed | None:
        """What flowed since the last frame; None without streams, and where no step was gone."""
        return None if self.flow is None else self.flow.told(self.plane)

    def report(self) -> Mapping[str, Any]:
        """What the viewers of the first component met."""
        assert not self.plane.unbalanced()
        return self.told(self.crowds[0].name)

    def told(self, name: str) -> Mapping[str, Any]:
        """What a component met or carried, from the beginning of the run; `measured` is what came after the warm-up."""
        crowd = self.crowd(name)
        return self._carrier(name) if crowd is None else self._viewers(crowd)

    def crowd(self, name: str) -> Crowd | None:
        """The viewers of a component, if it has some."""
        return next((each for each in self.crowds if each.name == name), None)

    def guided(self, tiers: Sequence[str]) -> Mapping[str, Any]:
        """What became of the tiers that are steered, or filled, by one component."""
        place = {each.id: row for row, each in enumerate(self.plane.plan.tiers, start=1)}
        mine = [place[name] for name in tiers]
        rows, filling = self.plane.state.tiers[mine], self.plane.filling
        filled = [filling.told(row) for row in mine]
        return {
            **{name: int(rows[name].sum()) for name in ("asked", "content_misses", "health_misses")},
            "reranked": self.upkeep.reranked,
            "fill_gb": sum(filling.before_gb[row] for row in mine),
            **{name: sum(each.get(name, 0) for each in filled) for name in FILLED if any(filled)},
        }

    def _viewers(self, crowd: Crowd) -> dict[str, Any]:
        row = crowd.row
        books = self.plane.books(row)
        times = start_times_s(self.plane.state.starts[row])
        rungs = {"rungs_kbps": list(self.plane.plan.populations[row].ladder_kbps)}
        licence = self.plane.plan.populations[row].licence
        books |= {"key_exposure_s": licence.exposure_s} if licence else {}
        shares = self._shares(self.plane.served_bits(row))
        ways = {"ways": self._ways(row)} if shares else {}
        told = {**books, **times, **rungs, "link_bits": self._carried(crowd.name), **shares, **ways}
        return told | ({"measured": self._measured(crowd)} if self.mark.clock_s else {})

    def _measured(self, crowd: Crowd) -> dict[str, Any]:
        served = self.plane.served_bits(crowd.row) - self.mark.served[crowd.row]
        link_bits = self._carried(crowd.name) - float(self.mark.carried[self.plane.link_rows[crowd.name]])
        return {**viewers_since(self.mark, self.plane, crowd.row), "link_bits": link_bits, **self._shares(served)}

    def _shares(self, served: Array) -> dict[str, Any]:
        """Where the bytes of viewers came from, of bits by tier; nothing when no stream reaches them."""
        whole = float(served.sum())
        tiers = self.plane.plan.tiers
        if not whole or served[0] > 0.0:
            return {}
        shares = {each.id: float(bits) / whole for each, bits in zip(tiers, served[1:], strict=True) if bits}
        near = sum(shares.get(each.id, 0.0) for each in tiers if each.is_near)
        edges = sum(shares.get(each.id, 0.0) for each in tiers if each.storage_gb)
        return {"bytes_from": shares, "isp_byte_share": near, "oc_byte_share": edges}

    def _ways(self, row: int) -> list[dict[str, Any]]:
        """GB of a population by the tiers that they crossed, the one where they began last."""
        population, classes = self.plane.plan.populations[row], self.plane.state.classes
        mine = classes["population"] == row
        units = np.bincount(classes["route"][mine], classes["carried"][mine], len(population.paths))
        gb: dict[Chain, float] = {}
        for path, carried in zip(population.paths, units.tolist(), strict=True):
            chain = chain_of(self.upkeep.carriers, population.id, path.links)
            gb[chain] = gb.get(chain, 0.0) + carried / self.plane.plan.steps_per_s / 8e9
        return [{"tiers": list(tiers), "gb": carried} for (_, *tiers), carried in gb.items()]

    def _carried(self, link: str) -> float:
        return float(self.plane.carried_bits()[self.plane.link_rows[link]])

    def _carrier(self, name: str) -> dict[str, Any]:
        """Bytes of a link or tier; what a tier was asked for and had."""
        bits, past_s = self._carried(name), self.mark.clock_s
        price = self.upkeep.carriers[name].credits_per_gb
        told: dict[str, Any] = self._carrying(name, bits, 0.0)
        if past_s:
            since = bits - float(self.mark.carried[self.plane.link_rows[name]])
            told["measured"] = {"from_s": past_s, **self._carrying(name, since, past_s)}
        told |= {"credits": price * bits / 8e9} if price else {}
        for row, each in enumerate(self.plane.plan.tiers, start=1):
            if each.id == name and each.keeps != NOTHING:
                told |= self._tier(row, bits - float(self.plane.filled_bits()[self.plane.link_rows[name]]))
        return told

    def _carrying(self, name: str, bits: float, since_s: float) -> dict[str, float]:
        seconds = self.plane.clock_ns / SECOND_NS - since_s
        gbps = bits / seconds / 1e9 if seconds else 0.0
        return {"gb": bits / 8e9, "gbps": gbps, "utilisation": gbps / self.plane.capacity_gbps(name)}

    def _tier(self, row: int, bits: float) -> dict[str, Any]:
        """`bits` crossed it on their way to viewers."""
        rows, here = self.plane.state.tiers, self.plane.state.tiers[row]
        counts = {each: int(here[each]) for each in ("asked", "had", "content_misses", "health_misses")}
        titles = len(self.plane.state.held) // len(rows)
        first = int(here["first_held"])
        return {
            **counts,
            "byte_hit_ratio": float(self.plane.served_bits()[row]) / bits if bits else None,
            "fill_gb": self.plane.filling.before_gb[row],
            **self.plane.filling.told(row),
            **self.plane.broadcasting.told(self.plane.plan.tiers[row - 1].id),
            **(self.asking[name].told() if (name := self.plane.plan.tiers[row - 1].id) in self.asking else {}),
            "titles": int(np.count_nonzero(self.plane.state.held[first : first + titles])),
            "pulled_gb": int(here["used"]) / 8e9,
        }


@dataclass(slots=True)
class Part:
    """Other viewers of the run, or something that carries bytes: the audience acts for it, and knows what to tell."""

    name: str
    audience: Audience
    guides: tuple[str, ...] = ()
    """The tiers of which it says who is asked, or what they hold."""
    next_ns: int = NEVER_NS

    def act(self, view: Sight) -> Sequence[Edit]:
        """Is never asked to."""
        raise NotImplementedError(self.name)

    def viewed(self) -> Viewed | None:
        """What these viewers met since the last frame."""
        crowd = self.audience.crowd(self.name)
        return None if crowd is None else crowd.viewed(self.audience.plane)

    def report(self) -> Mapping[str, Any]:
        """What became of it."""
        if self.guides:
            return self.audience.guided(self.guides)
        return self.audience.told(self.name)


def audiences_of(plan: Plan) -> dict[str, Audience | Part]:
    """The viewers of every component that has some, by its id, and all that carries bytes to them."""
    alone = {}
    for component in plan.design.components:
        watching = component_types()[component.type].watching
        if watching is not None:
            alone[component.id] = watching(component, curve_of(plan.design, component.id))
    if not alone:
        return {}
    first, *_ = names = tuple(sorted(alone))
    carriers = carriers_of(plan.design)
    told = joined(plan.design, {name: alone[name] for name in names}).licensed(licences_of(plan.design))
    plane = Plane(told, plan.seed)
    crowds = tuple(Crowd(name, row, Look.at(plane, row)) for row, name in enumerate(names))
    rows = {each.id: row for row, each in enumerate(plane.plan.tiers, start=1)}
    asking = {tier: Asking(rows[tier], people) for tier, people in asking_tiers(plan.design).items()}
    signers = {name: server.id for name, server in licence_servers(plan.design).items()}
    audience = Audience(
        crowds,
        plane,
        Upkeep(plane, carriers),
        asking,
        signers,
        mark=Mark.at(plane),
        warm_up_ns=round(plan.design.workload.warm_up_s * SECOND_NS),
        flow=flow_of(plan.design, plane),
    )
    parts = {name: Part(name, audience) for name in (*names[1:], *carriers)}
    for guide, tiers in guides_in(plan.design).items():
        parts[guide] = Part(guide, audience, tiers)
    return {first: audience, **parts}
