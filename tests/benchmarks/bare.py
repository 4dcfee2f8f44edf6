"""The least that a Textual app can be: one static text. What Netloft's figures are held against.

It settles what Netloft settles before Textual is loaded, and takes no mouse either.
"""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.benchmarks import READY


class Bare(App[None]):
    """One line of text, which every key changes; ctrl+q leaves."""

    ENABLE_COMMAND_PALETTE = False
    pressed = 0

    def compose(self) -> ComposeResult:
        """Yield the one text."""
        yield Static(READY, markup=False)

    def on_key(self) -> None:
        """Count the keys, so that there is a repaint to time."""
        self.pressed += 1
        self.query_one(Static).update(f"{READY} {self.pressed}")


if __name__ == "__main__":
    Bare().run(mouse=False)
