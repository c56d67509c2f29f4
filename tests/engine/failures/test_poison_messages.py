from engine.design.kinds import Edit
from engine.failures.poison_messages import FAILURE


def test_a_share_of_messages_fails_until_the_consumers_are_repaired() -> None:
    assert FAILURE.edits("workers", {"ratio": 0.2}) == (Edit("poison_ratio", "workers", 0.2),)
    assert FAILURE.heals("workers", {"ratio": 0.2}) == (Edit("poison_ratio", "workers", 0.0),)
    assert FAILURE.sentence("Workers", {"ratio": 0.2}) == "20 % of the messages of Workers cannot be processed"
