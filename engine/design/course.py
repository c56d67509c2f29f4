"""Reads the course of a run: workload, schedule and objectives.

As in `drawing`, a field is None where something was refused already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.design.discovery import failure_types, workload_types
from engine.design.fields import OBJECTIVE, OBJECTIVE_METRICS
from engine.design.model import Objective, Scheduled, Traffic, Workload
from engine.design.references import refuse_doubles, refuse_unknown
from engine.design.structure import Complaints, read_parameters
from engine.design.values import read_number

Entry = Mapping[str, Any]


def read_workload(entry: Entry | None, complaints: Complaints) -> Workload:
    """How long the run is and what its sources send."""
    if entry is None:
        return Workload()
    if None not in (entry["warm_up"], entry["duration"]) and entry["warm_up"] >= entry["duration"]:
        complaints.add("workload.warm_up", "Make the warm-up shorter than the duration of the run.")
    listed = entry["traffic"] or []
    refuse_doubles([each["source"] for each in listed], "workload.traffic", complaints, "source")
    traffic = tuple(_traffic(f"workload.traffic[{index}]", each, complaints) for index, each in enumerate(listed))
    return Workload(duration_s=entry["duration"], warm_up_s=entry["warm_up"], traffic=traffic)


def _traffic(path: str, entry: Entry, complaints: Complaints) -> Traffic:
    shape = workload_types().get(entry["shape"])
    if shape is None:
        refuse_unknown(f"{path}.shape", "traffic shape", entry["shape"], workload_types(), complaints)
    read = read_parameters(shape.parameters, entry["parameters"], f"{path}.parameters", complaints) if shape else {}
    return Traffic(source=entry["source"], shape=entry["shape"], parameters=read)


def read_schedule(entries: Sequence[Entry], complaints: Complaints) -> tuple[Scheduled, ...]:
    """Failures at set times, with every parameter of their kinds filled in."""
    return tuple(_scheduled(f"schedule[{index}]", each, complaints) for index, each in enumerate(entries))


def _scheduled(path: str, entry: Entry, complaints: Complaints) -> Scheduled:
    failure = failure_types().get(entry["failure"])
    if failure is None:
        refuse_unknown(f"{path}.failure", "failure", entry["failure"], failure_types(), complaints)
    elif entry["for"] is not None and not failure.heal_verb:
        complaints.add(f"{path}.for", f'Leave out "for": "{failure.verb}" is done at once and cannot be undone.')
    read = read_parameters(failure.parameters, entry["parameters"], f"{path}.parameters", complaints) if failure else {}
    return Scheduled(
        at_s=entry["at"], failure=entry["failure"], target=entry["target"], parameters=read, lasts_s=entry["for"]
    )


def read_objectives(entries: Sequence[Entry], complaints: Complaints) -> tuple[Objective, ...]:
    """Promises about a result; bounds are read in the unit of their metric."""
    return tuple(_objective(f"objectives[{index}]", each, complaints) for index, each in enumerate(entries))


def _objective(path: str, entry: Entry, complaints: Complaints) -> Objective:
    if (entry["at_most"] is None) == (entry["at_least"] is None):
        complaints.add(path, "Write either at_most or at_least, one of the two.")
    bounds: dict[str, float | None] = {"at_most": None, "at_least": None}
    for each in OBJECTIVE:
        if each.name in bounds and entry[each.name] is not None and entry["metric"] is not None:
            in_unit = replace(each, unit=OBJECTIVE_METRICS[entry["metric"]])
            bounds[each.name] = complaints.value(f"{path}.{each.name}", read_number(in_unit, entry[each.name]))
    return Objective(metric=entry["metric"], of=entry["of"], at_most=bounds["at_most"], at_least=bounds["at_least"])
