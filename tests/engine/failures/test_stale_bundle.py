from engine.design.kinds import Edit
from engine.failures.stale_bundle import FAILURE

PARAMETERS = {"ratio": 0.2}


def test_the_server_is_told_how_many_run_an_old_bundle() -> None:
    assert FAILURE.edits("ui", PARAMETERS) == (Edit("tell_controller", "ui", 0.2),)
    assert FAILURE.heals("ui", PARAMETERS) == (Edit("tell_controller", "ui", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("UI server", PARAMETERS) == "20% of the viewers run an old bundle of UI server"
