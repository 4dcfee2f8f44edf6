"""Keys that are held while an answer of the team's server is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from screens.base.prompts import HeldKeys

if TYPE_CHECKING:
    from textual import events

    from screens.base.screen import BaseScreen


class AnswerWait:
    """Waiting for an answer on a screen: keys do nothing until it is there, and Esc ends it.

    So no prompt opens under a key that was meant for what stood there before.
    """

    def __init__(self, screen: BaseScreen, text: str, stopped: str) -> None:
        """Begin; `text` says what for, `stopped` what holds where it was ended by Esc."""
        self.screen = screen
        self._held = HeldKeys(partial(self._stop, stopped))
        screen.key_handler = self._held
        screen.tell(text)

    def _stop(self, text: str) -> None:
        self.screen.release()
        self.screen.host.landing = None
        self.screen.tell(text, "amber")

    def end(self) -> Sequence[events.Key] | None:
        """Give the keys back; return those that were held, None where nobody waits any more."""
        if self.screen.key_handler is not self._held:
            return None
        self.screen.release()
        return self._held.typed

    def refuse(self, reason: str) -> None:
        """End it without an answer, and say why there is none."""
        if self.end() is not None:
            self.screen.host.landing = None
            self.screen.tell(reason, "amber")
