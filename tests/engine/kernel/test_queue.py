"""A newcomer's place in a queue that is not served in the order of coming."""

import random

import numpy as np

from engine.kernel.queue import enqueue, leave_class, leave_queue
from engine.kernel.state import INSTANCE, PRIORITY_BIT, WORK
from engine.kernel.stations import ADAPTIVE, BY_PRIORITY, COMPONENT_RULE, DETAIL, LIFO


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
    enqueue(works, instances, details, np.zeros(1, COMPONENT_RULE), rule, 0, 0, w)
    instances[0]["queued"] += 1


def _listed(works: np.ndarray, instances: np.ndarray) -> list[int]:
    found, w = [], int(instances[0]["head"])
    while w >= 0:
        found.append(w)
        w = int(works[w]["next"])
    assert found[-1] == instances[0]["tail"]
    return found


def test_what_leaves_from_anywhere_leaves_the_others_in_their_order() -> None:
    draw = random.Random(7)
    for rule in (BY_PRIORITY, LIFO) * 20:
        classes = [draw.randrange(4) for _ in range(draw.randrange(1, 12))]
        works, instances, details = _rows(classes)
        for w in range(len(classes)):
            _join(works, instances, details, rule, w)
        waiting = _listed(works, instances)
        while len(waiting) > 1:
            gone = draw.choice(waiting)
            waiting.remove(gone)
            leave_queue(works, instances, details, rule, 0, gone)
            assert _listed(works, instances) == waiting
            assert instances[0]["queued"] == len(waiting)
            if rule == BY_PRIORITY:
                last = {classes[w]: w for w in waiting}
                assert list(details[0]["class_tails"]) == [last.get(each, -1) for each in range(4)]


def test_an_adaptive_queue_turns_round_once_it_has_not_been_empty_for_a_while() -> None:
    works, instances, details = _rows([0] * 5)
    rules = np.zeros(1, COMPONENT_RULE)
    rules["lifo_after_ns"] = 100
    for w, at_ns in enumerate((50, 60, 150, 151, 152)):
        works[w]["arrived_ns"] = at_ns
        enqueue(works, instances, details, rules, ADAPTIVE, 0, 0, w)
        instances[0]["queued"] += 1
    assert _listed(works, instances) == [4, 3, 0, 1, 2]
