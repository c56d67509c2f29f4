"""Names of random streams: what a draw belongs to, and nothing else, decides its key."""

from __future__ import annotations

import hashlib


def stream_key(seed: int, purpose: str, *names: str) -> int:
    """64 bits from SHA-256 over the seed, a purpose and stable ids.

    Ids are written with their lengths, so that no two lists of names are written alike.
    """
    parts = [str(seed), purpose, *names]
    text = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
