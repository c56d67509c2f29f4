"""Two small terms: one with an experiment by estimate, one whose experiment is run."""

from __future__ import annotations

from pathlib import Path

DESIGN = """
  design:
    name: One server
    components:
      - {id: viewers, type: traffic_source, parameters: {keys_count: 1}}
      - id: server
        type: service
        parameters: {instances: 1, slots: 1, service_ms_mean: 10 ms, distribution: exponential, queue_limit: -1}
    connections: [{from: viewers, to: server}]
    workload: {duration: 20 s, traffic: [{source: viewers, shape: constant, parameters: {rate_per_s: $x}}]}
  slider: {label: Requests a second, first: "50", positions: [{value: 20}, {value: 50}, {value: 90}]}
"""
BUSY = f"""
name: business
written: [busy server]
meaning: The share of the slots that is busy.
text: A busy server makes a crowd wait.
see: [crowd]
experiment:
  by: estimate
  question: How long does it take?{DESIGN}
  figures: [{{id: mean, label: Mean latency, unit: ms, of: components.server.latency_s.mean}}]
  shows: [{{says: Half busy it takes twice as long., of: mean, at: 50, is: ">=", times: 19.9}}]
"""
CROWD = f"""
name: crowd
meaning: Many who wait.
experiment:
  by: run
  question: How many are answered?{DESIGN}
  course: {{label: Answered, unit: /s, of: totals.ok_per_s}}
  figures: [{{id: rate, label: Answered, unit: /s, of: "throughput[component=server]"}}]
  shows: [{{says: Nearly all of them., of: rate, at: 90, is: ">=", times: 70}}]
"""


def written_terms(root: Path) -> None:
    """Writes both into a library, and one that cannot be read."""
    folder = root / "glossary"
    folder.mkdir(parents=True)
    for name, text in {"business": BUSY, "crowd": CROWD, "half": "name: half\n"}.items():
        (folder / f"{name}.yaml").write_text(text)
