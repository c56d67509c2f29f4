"""Standard errors by batch means."""

import math
import statistics

from tests.engine.theory.runs import run, station_design


def test_the_standard_error_of_one_run_is_the_spread_between_runs() -> None:
    design = station_design(rate_per_s=50.0, service_ms=10.0, duration_s=400.0)
    rows = [next(r for r in run(design, seed)["theory"] if r["metric"] == "latency_s_mean") for seed in range(20)]
    between = statistics.stdev(row["measured"] for row in rows)
    within = statistics.fmean(row["standard_error"] for row in rows)
    # The deviation of 20 values is itself known to one part in sqrt(38).
    assert abs(math.log(within / between)) < 3.0 / math.sqrt(38.0)
