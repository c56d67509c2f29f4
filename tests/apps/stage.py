"""A run that a test plays by hand, as a worker would, for sockets to watch."""

from __future__ import annotations

import json
from typing import Any

from apps.runs.live.archive import Frames
from apps.runs.live.bell import ring
from apps.runs.live.connections import connect
from apps.runs.live.stream import Writer, frames_key
from apps.runs.models import Run, RunArchive, State


def encoded(number: int, size: int = 10) -> bytes:
    return json.dumps({"n": number, "clock_s": number / 4, "totals": ["x" * size]}, separators=(",", ":")).encode()


class Stage:
    """Plays frames into the stream of a run and changes its row."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.writer = Writer(connect())
        self.top = 0

    def play(self, count: int, size: int = 10) -> None:
        frames = [encoded(number, size) for number in range(self.top + 1, self.top + count + 1)]
        self.writer.append(self.run.pk, 1, self.top + 1, frames)
        self.top += count

    def change(self, **columns: Any) -> None:
        Run.objects.filter(pk=self.run.pk).update(**columns)
        ring(self.run.pk)

    def end(self, state: State = State.DONE, keep_stream: bool = True) -> None:
        frames = Frames()
        for number in range(1, self.top + 1):
            frames.append(encoded(number))
        blocks = frames.all_blocks()
        lengths = [len(block) for block in blocks]
        RunArchive.objects.create(run=self.run, blocks=lengths, frames=b"".join(blocks), frames_count=self.top)
        if not keep_stream:
            connect().delete(frames_key(self.run.pk))
        self.change(state=state, frames_done=self.top)
