"""What a run may use."""

from engine.design.model import Design
from engine.plan.limits import DEALT_CEILING, Limits, refusals
from tests import tiny


def test_a_source_that_drifts_all_the_time_is_refused_at_the_time_between_drifts() -> None:
    # A million titles go through so many drifts of a minute and not one more.
    most = DEALT_CEILING // 1_000_000
    assert refusals(_drifting(60.0 * most), Limits()) == []
    refused = refusals(_drifting(60.0 * (most + 1)), Limits())
    assert [each.path for each in refused] == ["components[0].parameters.drift_every_s"]


def _drifting(duration_s: float) -> Design:
    viewers = tiny.component("viewers", "traffic_source", keys_count=1_000_000, drift_ratio=0.1, drift_every_s=60)
    return tiny.design(components=[viewers, tiny.component("service")], rate_per_s=0.1, duration_s=duration_s)
