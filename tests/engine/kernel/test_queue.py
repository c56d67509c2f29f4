"""A newcomer's place in a queue that is not served in the order of coming."""

import numpy as np

from engine.kernel.queue import enqueue, leave_class
from engine.kernel.state import BY_PRIORITY, DETAIL, INSTANCE, LIFO, PRIORITY_BIT, WORK


def test_by_priority_the_dearest_class_stands_in_front_and_each_class_in_the_order_of_coming() -> None:
    assert _order(BY_PRIORITY, [2, 0, 2, 1, 0, 3]) == [1, 4, 3, 0, 2, 5]


def test_a_class_that_was_served_to_the_last_may_come_again() -> None:
    works, instances, details = _rows([0, 1, 0])
    for w in (0, 1):
        _join(works, instances, details, BY_PRIORITY, w)
    leave_class(details, 0, 0, works[0]["flags"])
    instances[0]["head"], instances[0]["queued"] = works[0]["next"], 1
    _join(works, instances, details, BY_PRIORITY, 2)
    assert _listed(works, instances) == [2, 1]


def test_last_come_stands_in_front() -> None:
    assert _order(LIFO, [0, 0, 0]) == [2, 1, 0]


def _order(rule: int, classes: list[int]) -> list[int]:
    works, instances, details = _rows(classes)
    for w in range(len(classes)):
        _join(works, instances, details, rule, w)
    return _listed(works, instances)


def _rows(classes: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    works, instances, details = np.zeros(len(classes), WORK), np.zeros(1, INSTANCE), np.zeros(1, DETAIL)
    works["flags"] = np.array(classes, np.uint32) << np.uint32(PRIORITY_BIT)
    details["class_tails"] = -1
    return works, instances, details


def _join(works: np.ndarray, instances: np.ndarray, details: np.ndarray, rule: int, w: int) -> None:
    enqueue(works, instances, details, rule, 0, w)
    instances[0]["queued"] += 1


def _listed(works: np.ndarray, instances: np.ndarray) -> list[int]:
    found, w = [], int(instances[0]["head"])
    while w >= 0:
        found.append(w)
        w = int(works[w]["next"])
    assert found[-1] == instances[0]["tail"]
    return found
