"""Host pool: the machines of a container platform, on which the instances of several components stand together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.findings import share_for_people
from engine.design.hosts import PLACEMENTS
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests: it only holds those that do."""
    del component
    rows.role("hosts")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How full and how busy the hosts were, and what was lost with them."""
    told = row.get("controller") or {}
    hosts = [each for each in told.get("hosts", ()) if each["instances"]]
    found = []
    if told.get("deaths"):
        count = told["deaths"]
        text = f"{count:,} instance{'' if count == 1 else 's'} died with hosts of {component.label}."
        found.append(Finding(component.id, "warning", text))
    if hosts:
        most = max(each["instances"] for each in hosts)
        busiest = max(each["utilisation"] or 0.0 for each in hosts)
        text = (
            f"{component.label} uses {len(hosts):,} of its hosts, with at most {most:,} instances on one; the busiest"
            f" host has its instances busy {share_for_people(busiest)} of the time."
        )
        found.append(Finding(component.id, "notice", text))
    return [*found, *_crowding(component, told)]


def _crowding(component: Component, told: Mapping[str, Any]) -> Sequence[Finding]:
    """Whether slots outnumbered processors, where it was worst, and whose slots these were."""
    if told.get("processors_asked") is None:
        return []
    asked, worst = share_for_people(told["processors_asked"]), told.get("worst")
    if not worst:
        text = f"{component.label} had enough processors everywhere: {asked} of them were asked for on average."
        return [Finding(component.id, "good", text)]
    factor = 1.0 + float(component.parameters["alpha"]) * worst["excess"]
    whose = ", ".join(f"{held:.0f} of {label}" for label, held in worst["by"].items() if held >= 0.5)
    text = (
        f"{asked} of all processors of {component.label} were asked for on average. Host {worst['host']} had"
        f" {worst['slots']:.0f} slots held for {int(component.parameters['processors']):,} processors at its worst"
        f" ({whose}): service there took {factor:.3g} times as long. Some host was that crowded for"
        f" {told['crowded_s']:.0f} s."
    )
    return [Finding(component.id, "warning", text)]


COMPONENT = ComponentType(
    name="host_pool",
    label="Host pool",
    family="control",
    help="The machines on which the instances of the components that its arrows lead to stand: those on one machine "
    "die together, and suffer together from a noisy neighbour.",
    parameters=(
        Parameter(
            "hosts",
            "Hosts",
            "count",
            10,
            "How many machines there are.",
            unit="count",
            low=1,
            high=1_000,
            source="Choice of Backlot: losing one costs a tenth.",
        ),
        Parameter(
            "slots_per_host",
            "Instances a host",
            "count",
            16,
            "How many instances one machine holds.",
            unit="count",
            low=1,
            high=256,
            source="Choice of Backlot: a large machine, cut into containers.",
        ),
        Parameter(
            "placement",
            "Placement",
            "choice",
            "spread",
            "spread deals instances to the machines in turn, binpack fills one machine after the other, isolate does "
            "so too and never puts two components on one machine.",
            choices=PLACEMENTS,
            source="Spreading is the usual default of schedulers of containers.",
        ),
        Parameter(
            "alpha",
            "Interference",
            "number",
            2.0,
            "Service beside a noisy neighbour is longer by this times the share of the processors that the neighbour "
            "takes beyond its own.",
            low=0.0,
            high=20.0,
            source="Choice of Backlot: as long again twice over beside one that takes all of them once more.",
        ),
        Parameter(
            "processors",
            "Processors a host",
            "count",
            0,
            "Every slot that is held wants one. Where more are held than a machine has, all service there is longer, "
            "by the interference times the excess; 0: machines always have enough.",
            unit="count",
            low=0,
            high=1_024,
            source="Choice of Backlot: enough, so that a first pool is about lost machines alone.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="host_pool",
    controls=("station",),
    mechanisms=("hosts",),
    price=Price(component_per_h=0.2),
)
