"""A key behind an ESC: Alt with the key, or Esc and the key soon after it."""

from __future__ import annotations

from textual.events import Key


class EscapedKey(Key):
    """A key with Alt as most terminals send it.

    Esc and a key that came in one read, as on a line that stalls, look the same. Where Alt with the
    key means nothing it is taken for these two, so that the Esc is not lost.
    """

    def __init__(self, alt: str, behind: Key) -> None:
        super().__init__(f"alt+{alt}", behind.character)
        self.apart = (Key("escape", "\x1b"), behind)
