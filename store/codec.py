"""How a store's bytes stand on the disk: as they are, or sealed (store.crypt)."""

from __future__ import annotations

from typing import Protocol


class Codec(Protocol):
    """Turns the bytes of a data file and of journal lines into what is written, and back.

    What does not decode, be it damaged or sealed otherwise, is a ValueError.
    """

    def encode(self, data: bytes) -> bytes:
        """The bytes to write for those of a data file."""

    def decode(self, data: bytes) -> bytes:
        """The bytes of a data file from those that were written."""

    def encode_line(self, line: bytes, number: int) -> bytes:
        """What to write for a journal line without its line break; `number` is its sequence."""

    def decode_line(self, line: bytes) -> bytes:
        """The journal line from what was written."""


class Plain:
    """Writes everything as it is, so that stock TinyDB reads the file."""

    def encode(self, data: bytes) -> bytes:
        """The same bytes."""
        return data

    def decode(self, data: bytes) -> bytes:
        """The same bytes."""
        return data

    def encode_line(self, line: bytes, number: int) -> bytes:
        """The same line."""
        return line

    def decode_line(self, line: bytes) -> bytes:
        """The same line."""
        return line


PLAIN = Plain()
