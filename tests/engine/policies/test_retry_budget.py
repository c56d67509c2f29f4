from engine.design.policies import lower_policies
from engine.policies.retry_budget import POLICY
from engine.simulate import start
from tests import tiny

RETRY = {"attempts": 3, "backoff": 0.0, "jitter": "none"}


def test_it_counts_tokens_in_millionths() -> None:
    row = lower_policies({POLICY.name: {"ratio": 0.1, "burst": 10}})
    assert row.rules == {"gated"}
    assert row.columns == {"budget_deposit": 100_000, "budget_ceiling": 10_000_000}


def test_when_everything_fails_retries_are_a_tenth_of_the_first_attempts_and_the_burst() -> None:
    calls = _summary(policies={"retry_budget": {}})["connections"]["viewers-service"]
    deposits = calls["calls"] // 10
    assert deposits <= calls["retries"] <= deposits + 10
    assert calls["attempts"] == calls["calls"] + calls["retries"]


def test_without_a_budget_every_retry_is_made() -> None:
    calls = _summary()["connections"]["viewers-service"]
    assert calls["attempts"] == 3 * calls["calls"]


def test_a_call_without_a_token_fails_with_its_last_cause() -> None:
    summary = _summary(policies={"retry_budget": {"ratio": 0.0, "burst": 1}})
    assert summary["connections"]["viewers-service"]["retries"] == 1
    assert summary["losses"] == {"failed": summary["requests"]["error"]}


def _summary(**fields: object) -> dict[str, dict[str, dict[str, int]]]:
    """50 even calls a second for 10 s, answered at once and always wrong."""
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            tiny.component("service", service_ms_mean=0.001, error_ratio=1.0),
        ],
        connections=[tiny.connection("viewers", "service", retry=RETRY, **fields)],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()
