from engine.design.kinds import Edit
from engine.failures.change_keys import FAILURE


def test_the_server_of_keys_is_told_once() -> None:
    assert FAILURE.edits("licences", {}) == (Edit("tell_controller", "licences", 1.0),)
    assert FAILURE.heals("licences", {}) == ()


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Licences", {}) == "All keys of Licences are changed by force"
