"""Frames in blocks of fixed length: a reader opens the blocks it needs and no more."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from apps.runs.models import RunArchive, RunBlock

BLOCK_FRAMES = 64
LEVEL = 6
SEPARATOR = b"\n"


class Frames:
    """The encoded frames of a run in a worker's memory, compressed as they come; frame n is the nth."""

    def __init__(self, blocks: Sequence[bytes] = (), packed_tail: bytes = b"") -> None:
        self.blocks: list[bytes] = list(blocks)
        self.tail: list[bytes] = _unpacked(packed_tail) if packed_tail else []
        self.size_bytes = sum(len(frame) for frame in self.from_number(1))

    def __len__(self) -> int:
        return len(self.blocks) * BLOCK_FRAMES + len(self.tail)

    def append(self, frame: bytes) -> None:
        self.tail.append(frame)
        self.size_bytes += len(frame)
        if len(self.tail) == BLOCK_FRAMES:
            self.blocks.append(_packed(self.tail))
            self.tail = []

    def from_number(self, first: int) -> Iterator[bytes]:
        """The frames from number `first` on."""
        block = (first - 1) // BLOCK_FRAMES
        skip = (first - 1) % BLOCK_FRAMES
        for packed in self.blocks[block:]:
            yield from _unpacked(packed)[skip:]
            skip = 0
        yield from self.tail[skip:]

    @property
    def packed_tail(self) -> bytes:
        """The frames that fill no block yet; empty when there are none."""
        return _packed(self.tail) if self.tail else b""

    def all_blocks(self) -> list[bytes]:
        """What the archive keeps."""
        return [*self.blocks, self.packed_tail] if self.tail else list(self.blocks)


def full_blocks(run_id: UUID | str, count: int) -> list[bytes]:
    """The first blocks of a run's frames, from its archive or from what its worker has kept; fewer if some are gone."""
    archive = RunArchive.objects.filter(run_id=run_id).first()
    if archive is None:
        kept = RunBlock.objects.filter(run_id=run_id, number__lt=count).order_by("number")
        return [bytes(each) for each in kept.values_list("packed", flat=True)]
    stored, blocks, start = bytes(archive.frames), [], 0
    for length in archive.blocks[:count]:
        blocks.append(stored[start : start + length])
        start += length
    return blocks


def archived(run_id: UUID | str, after: int, limit: int) -> list[bytes]:
    """At most `limit` frames after number `after` from the archive of a run that has ended."""
    archive = RunArchive.objects.filter(run_id=run_id).first()
    if archive is None or after >= archive.frames_count:
        return []
    stored, lengths = bytes(archive.frames), archive.blocks
    first, last = after // BLOCK_FRAMES, (after + limit - 1) // BLOCK_FRAMES
    start = sum(lengths[:first])
    frames: list[bytes] = []
    for length in lengths[first : last + 1]:
        frames += _unpacked(stored[start : start + length])
        start += length
    skip = after - first * BLOCK_FRAMES
    return frames[skip : skip + limit]


def _packed(frames: list[bytes]) -> bytes:
    return zlib.compress(SEPARATOR.join(frames), LEVEL)


def _unpacked(block: bytes) -> list[bytes]:
    return zlib.decompress(block).split(SEPARATOR)
