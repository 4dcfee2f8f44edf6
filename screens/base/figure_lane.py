"""Figures worked out in a thread of their own, so that no key waits for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Generic, NamedTuple, Self, TypeVar

from deals.model import Book
from deals.numbers.figures import Figures
from deals.numbers.memo import NumbersMemo
from deals.playbook import Playbook

if TYPE_CHECKING:
    from screens.base.context import AppContext

MANY, MOST_SECONDS = 1_500, 0.5
LaneAnswer = TypeVar("LaneAnswer")


class FigureSource(NamedTuple):
    """What figures are made of; `home` is the currency of the settings."""

    book: Book
    playbook: Playbook
    today: date
    home: str | None

    @classmethod
    def of(cls, book: Book, context: AppContext) -> Self:
        """Return what figures of a book are made of today."""
        return cls(book, context.playbook, context.today(), context.currency or None)


@dataclass(eq=False)
class LaneRequest(Generic[LaneAnswer]):
    """What was asked for, and what came of it."""

    source: FigureSource
    key: Hashable
    work: Callable[[Figures], LaneAnswer]
    answer: LaneAnswer | None = None
    fault: BaseException | None = None
    begun: Event = field(default_factory=Event)
    done: Event = field(default_factory=Event)
    late: bool = False


class FigureLane(Generic[LaneAnswer]):
    """Works out what was asked for last; whoever asks waits a moment for it, `patience` seconds.

    What takes longer is told of by `tell`, from the thread. Of many projects a lane that `yields`
    begins once the screen is drawn (`release`), for the two would slow one another down. A lane has
    figures of its own; the `memo` of projects is for all lanes of a screen.
    """

    def __init__(
        self,
        patience: float,
        tell: Callable[[], None],
        memo: NumbersMemo | None = None,
        *,
        yields: bool = False,
    ) -> None:
        self._patience, self._tell, self._yields = patience, tell, yields
        self._lock, self._memo = Lock(), memo or NumbersMemo()
        self._figures: Figures | None = None
        self._wanted: LaneRequest[LaneAnswer] | None = None

    @property
    def waiting(self) -> bool:
        """Whether something is still being worked out."""
        return self._wanted is not None and not self._wanted.done.is_set()

    def ask(
        self, source: FigureSource, key: Hashable, work: Callable[[Figures], LaneAnswer]
    ) -> LaneAnswer | None:
        """Return what `work` makes of the figures, None while that is not known."""
        wanted = self._wanted
        if wanted is None or wanted.source[0] is not source[0] or wanted.key != (source[2:], key):
            wanted = self._wanted = LaneRequest(source, (source[2:], key), work)
            Thread(target=self._run, args=(wanted,), daemon=True).start()
            if len(source.book.projects) < MANY or not self._yields:
                wanted.begun.set()
                wanted.done.wait(self._patience)
            wanted.late = not wanted.done.is_set()
        if not wanted.done.is_set():
            return None
        if wanted.fault is not None:
            raise wanted.fault
        return wanted.answer

    def release(self) -> None:
        """Begin with what was asked for, if that waits for the screen to be drawn."""
        if self._wanted is not None:
            self._wanted.begun.set()

    def _run(self, request: LaneRequest[LaneAnswer]) -> None:
        request.begun.wait(MOST_SECONDS)
        with self._lock:
            if self._wanted is not request:
                return
            try:
                request.answer = request.work(self._make_figures(request.source))
            except Exception as fault:  # raised again where it was asked for
                request.fault = fault
        request.done.set()
        if request.late:
            self._tell()

    def _make_figures(self, source: FigureSource) -> Figures:
        kept = self._figures
        if kept is None or kept.book is not source.book or kept.today != source.today:
            kept = self._figures = Figures(*source, memo=self._memo)
        return kept
