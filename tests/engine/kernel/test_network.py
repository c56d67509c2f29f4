from math import sqrt

import numpy as np

from engine.kernel.network import fate_of
from engine.kernel.random import numbered
from engine.kernel.state import ANSWER_LOST, ARRIVES, CUT_OFF, DISTURBED, LOST

COUNT = 40_000


def test_each_of_the_two_messages_is_lost_with_the_same_chance() -> None:
    fates = [fate_of(DISTURBED, 0.2, np.uint64(numbered(np.uint64(7), number))) for number in range(COUNT)]
    for fate, share in ((LOST, 0.2), (ANSWER_LOST, 0.16), (ARRIVES, 0.64)):
        assert abs(fates.count(fate) / COUNT - share) < 4.0 * sqrt(share * (1.0 - share) / COUNT)


def test_nothing_is_lost_on_a_line_that_is_only_slow() -> None:
    assert {fate_of(DISTURBED, 0.0, np.uint64(key)) for key in range(100)} == {ARRIVES}


def test_everything_is_lost_on_a_cut_line() -> None:
    assert {fate_of(CUT_OFF | DISTURBED, 0.0, np.uint64(key)) for key in range(100)} == {LOST}
