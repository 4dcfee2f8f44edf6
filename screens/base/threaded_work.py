"""Work on files that goes on in a thread, while the screen keeps its keys for when it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Generic, TypeVar

from deals.errors import ReadingStopped, UserError
from screens.base.prompts import HeldKeys
from screens.base.screen import BaseScreen

WorkResult = TypeVar("WorkResult")


@dataclass(frozen=True, slots=True)
class ThreadedWork(Generic[WorkResult]):
    """Work in a thread, of which `text` tells meanwhile.

    Then `done` gets what came of it, or `failed` why it was refused, where the screen is and with
    its keys given back. Keys that are typed meanwhile act afterwards; those that are `unheard` act
    on lines alone. With a text for `stopping` Esc stops it and says so: neither gets anything then,
    and the work may end itself by `ReadingStopped` once `stopped` is set.
    """

    screen: BaseScreen
    text: str
    work: Callable[[], WorkResult]
    done: Callable[[WorkResult], None]
    failed: Callable[[UserError], None]
    unheard: Collection[str] = ()
    stopping: str = ""
    stopped: Event = field(default_factory=Event)

    def start(self) -> None:
        """Begin to work."""
        self.screen.key_handler = HeldKeys(self._stop if self.stopping else None)
        self.screen.tell(self.text)
        self.screen.run_worker(self._work, thread=True, exit_on_error=True)

    def _stop(self) -> None:
        self.stopped.set()
        self.screen.release()
        self.screen.tell(self.stopping, "amber")

    def _work(self) -> None:
        try:
            result = self.work()
        except ReadingStopped:
            return
        except UserError as refusal:
            self.screen.host.call_from_thread(self._finish, partial(self.failed, refusal))
        else:
            self.screen.host.call_from_thread(self._finish, partial(self.done, result))

    def _finish(self, act: Callable[[], None]) -> None:
        if self.stopped.is_set():
            return
        prompt = self.screen.key_handler
        self.screen.release()
        act()
        if isinstance(prompt, HeldKeys):
            self.screen.host.press_again(prompt.typed, self.unheard)
