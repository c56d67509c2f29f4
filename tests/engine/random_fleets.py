"""Random controllers for a random design, and what they may do to it."""

from __future__ import annotations

import random
from typing import Any

from engine.design.discovery import component_types
from engine.design.drawing import PARTITIONED
from engine.design.fleets import instances_of, spare_instances
from engine.design.kinds import Edit
from engine.design.model import Component, Design
from tests import tiny

COUNTS = ("start_instances", "start_new", "start_baseline", "stop_instances", "stop_new", "stop_old", "stop_baseline")
VALUES = {
    "boot_time": (0.0, 0.05),
    "upgrade_instances": (1.0, 2.0),
    "downgrade_instances": (1.0, 2.0),
    "release_build": (0.0, 1.0),
    "build_slow": (1.0, 3.0),
    "build_errors": (0.0, 0.3),
    "split_calls": (0.0, 0.2, 0.4, 1.0),
}


def fleets_of(design: Design) -> list[Component]:
    """The components whose instances come and go."""
    kinds = component_types()
    fleets = [each for each in design.components if "station" in kinds[each.type].mechanisms]
    return [each for each in fleets if not PARTITIONED & set(kinds[each.type].mechanisms)]


def random_fleet_edit(draw: random.Random, stations: list[str]) -> Edit:
    """Something that a controller might do."""
    if draw.random() < 0.5:
        return Edit(draw.choice(COUNTS), draw.choice(stations), draw.choice((1.0, 1.0, 1.0, 2.0)))
    operation = draw.choice(sorted(VALUES))
    return Edit(operation, draw.choice(stations), draw.choice(VALUES[operation]))


def random_listing(draw: random.Random, design: Design) -> list[tuple[float, Edit]]:
    """What a registry might do: shares of the duration, and edits."""
    spare = spare_instances(design)
    edits: list[tuple[float, Edit]] = []
    for each in fleets_of(design):
        if draw.random() < 0.6:
            continue
        edits.append((0.0, Edit("follow_registry", each.id, draw.choice((1.0, 1.0, 2.0)))))
        count = instances_of(each) + spare[each.id]
        for _ in range(draw.randrange(8)):
            operation = draw.choice(("list_instance", "list_instance", "unlist_instance"))
            edits.append((draw.random(), Edit(operation, each.id, float(draw.randrange(count)))))
    return edits


def random_placing(draw: random.Random, design: Design) -> list[tuple[float, Edit]]:
    """What a host pool might do to single instances: shares of the duration, and edits."""
    spare = spare_instances(design)
    edits: list[tuple[float, Edit]] = []
    for each in fleets_of(design):
        if draw.random() < 0.7:
            continue
        edits.append((0.0, Edit("crowding", each.id, draw.choice((0.5, 2.0, 4.0)))))
        count = instances_of(each) + spare[each.id]
        for _ in range(draw.randrange(7)):
            operation = draw.choice(("crowd_one", "crowd_one", "relieve_one", "kill_one", "restore_one", "restore_one"))
            edits.append((draw.random(), Edit(operation, each.id, float(draw.randrange(count)))))
    return edits


def add_controllers(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place: an autoscaler and a deployment for services, now and then."""
    services = [each["id"] for each in document["components"] if each["type"] == "service"]
    if services and draw.random() < 0.5:
        law = {"metric": draw.choice(("cpu", "rps", "queue")), "window_s": 1.0, "eval_s": 1.0, "boot_s": 0.1, "max": 4}
        document["components"].append(tiny.component("scaler", "autoscaler", **law, cooldown_in_s=0.0))
        document["connections"].append(tiny.connection("scaler", draw.choice(services)))
    if services and draw.random() < 0.5:
        plan = {"strategy": draw.choice(("canary", "rolling", "all", "redblack")), "canary_share": 0.3, "boot_s": 0.1}
        plan |= {"at_s": 0.3, "duration_s": 10.0, "look_s": 1.0, "rollback_s": 0.2, "bad_build_p": 0.5}
        document["components"].append(tiny.component("deployment", "deployment", **plan))
        document["connections"].append(tiny.connection("deployment", draw.choice(services)))
