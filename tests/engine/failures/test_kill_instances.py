from engine.design.kinds import Edit
from engine.failures.kill_instances import FAILURE


def test_the_instances_go_and_come_back() -> None:
    assert FAILURE.edits("catalogue", {"count": 2}) == (Edit("kill_instances", "catalogue", 2.0),)
    assert FAILURE.heals("catalogue", {"count": 2}) == (Edit("restore_instances", "catalogue", 2.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {"count": 2}) == "2 instances of Catalogue killed"


def test_one_instance_is_spoken_of_in_the_singular() -> None:
    assert FAILURE.sentence("Catalogue", {"count": 1}) == "1 instance of Catalogue killed"
