from engine.design.policies import lower_policies
from engine.policies.instance_weights import POLICY


def test_it_tells_how_many_instances_have_which_weight() -> None:
    row = lower_policies({POLICY.name: {"instances": 2, "weight": 0.5}})
    assert row.rules == {"informed"}
    assert row.columns == {"heavy": 2, "weight": 0.5}
