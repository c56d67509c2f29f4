"""The event queue gives events in order, whatever order they came in."""

import random

from engine.kernel.aligned import heap_rows
from engine.kernel.heap import close_vacancy, plan_event


def test_events_leave_in_the_order_of_time_and_key() -> None:
    draw = random.Random(1)
    heap, size, is_vacant = heap_rows(512), 0, False
    inside: list[tuple[int, int]] = []
    key = 0
    for _ in range(20_000):
        if inside and (draw.random() < 0.5 or len(inside) > 500):
            if is_vacant:
                size = close_vacancy(heap, size)
            first = (int(heap[0]["at_ns"]), int(heap[0]["key"]))
            assert first == min(inside)
            inside.remove(first)
            is_vacant = True
        else:
            key += 1
            event = (draw.randrange(50), key if draw.random() < 0.9 else (1 << 62) | key)
            size = plan_event(heap, size, is_vacant, *event)
            is_vacant = False
            inside.append(event)
    assert size - is_vacant == len(inside)
