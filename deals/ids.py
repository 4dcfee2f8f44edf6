"""Record ids that sort by the time they were made (ULID)."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 10


def ulid(milliseconds: int, entropy: bytes) -> str:
    """Make the 26-character ULID of an instant (milliseconds since 1970) and 10 random bytes."""
    if len(entropy) != RANDOM_BYTES:
        raise ValueError("a ULID takes 10 random bytes")
    number = (milliseconds << 80) | int.from_bytes(entropy)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
