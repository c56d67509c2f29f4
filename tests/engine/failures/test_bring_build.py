import pytest

from engine.design.bringing import Build, build_told, effects
from engine.design.kinds import Edit
from engine.failures.bring_build import FAILURE


@pytest.mark.parametrize("effect", effects())
@pytest.mark.parametrize("severity", [0.0001, 0.2, 1.0])
def test_a_deployment_is_told_what_is_wrong_with_the_build(effect: str, severity: float) -> None:
    (edit,) = FAILURE.edits("release", {"effect": effect, "severity": severity})
    assert isinstance(edit, Edit)
    assert (edit.operation, edit.target) == ("tell_controller", "release")
    assert build_told(edit.value) == Build(effect, severity)


def test_what_has_come_is_not_taken_away_and_the_log_keeps_its_secret() -> None:
    parameters = {"effect": "slow", "severity": 1.0}
    assert FAILURE.heals("release", parameters) == ()
    assert FAILURE.sentence("Release", parameters) == "A new build for Release"
