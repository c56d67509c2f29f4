"""A small scenario: viewers, a service, a failure that nobody is told of, and numbers that vary."""

from __future__ import annotations

SCENARIO = """
uuid: 0b1de5e2-0d4f-4d5b-9c38-5a0c4a8a7e11
title: Two instances
summary: Do they carry it?
attempts: 5
time_limit: 40 min
vary:
  rate: [40, 45]
steps:
  - {id: brief, kind: read}
  - {id: look, kind: run, experiment: calm}
  - {id: work, kind: change}
  - {id: judge, kind: check}
experiments:
  - name: calm
    title: Ten seconds
    duration: 10 s
    traffic: [{source: viewers, shape: constant, parameters: {rate_per_s: $rate}}]
    schedule: [{name: F1, at: 3 s, failure: slow_down, target: service, for: 2 s}]
    requirements: [{name: R1, at: 8 s, text: Nobody waits any more.}]
  - name: nightfall
    title: What nobody is told of
    duration: 10 s
    hidden: true
    traffic: [{source: viewers, shape: constant, parameters: {rate_per_s: $rate}}]
    schedule: [{name: F1, at: 3 s, failure: kill_instances, target: service, parameters: {count: 4}, for: 4 s}]
checks:
  - {id: lean, title: Three instances, that: "setting(service).instances >= 3", points: 1}
  - {id: after, title: Quick in the end, that: "ratio(ok) during R1 >= 99 %", experiment: calm, points: 2}
  - {id: survives, title: It stays, that: "ratio(ok) in whole >= 99 %", experiment: nightfall, points: 2, hidden: true}
  - {id: rich, title: Ten instances, that: "setting(service).instances >= 10", points: 1, merit: true}
exemplars: [better]
pitfalls:
  - {design: three, title: Only three, fails: [survives, rich]}
locks: {keep: [viewers], budget_per_h: 100}
"""
START = """
format: 1
name: Two instances
components:
  - {id: viewers, type: traffic_source, parameters: {request_class: play}}
  - {id: service, type: service, parameters: {instances: 2, slots: 2, service_ms_mean: 10 ms}}
connections: [{from: viewers, to: service, timeout: 200 ms, retry: {attempts: 3, backoff: 10 ms}}]
workload: {duration: 10, traffic: [{source: viewers, shape: constant, parameters: {rate_per_s: $rate}}]}
"""
BETTER = "of: start\nname: Six\nchange: {service: {instances: 6}}\n"
THREE = "of: start\nname: Three\nchange: {service: {instances: 3}, viewers-service: {retry: {attempts: 1}}}\n"
TEXT = "# brief\n$rate come.\n# look\nRun it.\n# work\nChange it.\n# judge\nCheck it.\n"


def scenario_texts() -> dict[str, str]:
    """Its files as texts."""
    return {
        "scenario.yaml": SCENARIO,
        "start.yaml": START,
        "better.yaml": BETTER,
        "three.yaml": THREE,
        "text.md": TEXT,
    }


def scenario_files() -> dict[str, bytes]:
    """Its files as the reader takes them."""
    return {name: text.encode() for name, text in scenario_texts().items()}
