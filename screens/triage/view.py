"""The walk through the flagged projects: who waits, who is settled. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TriageQueue:
    """Project ids that wait, worst first, and those settled, the last one last."""

    waiting: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def current(self) -> str | None:
        """The one looked at."""
        return self.waiting[0] if self.waiting else None

    def settle(self) -> TriageQueue:
        """The current one is dealt with."""
        return TriageQueue(self.waiting[1:], (*self.settled, *self.waiting[:1]))

    def later(self) -> TriageQueue:
        """The current one goes to the end."""
        return replace(self, waiting=(*self.waiting[1:], *self.waiting[:1]))

    def earlier(self) -> TriageQueue:
        """The last one of those waiting comes to the front, the other way round from `later`."""
        return replace(self, waiting=(*self.waiting[-1:], *self.waiting[:-1]))

    def back(self, one: str) -> TriageQueue:
        """`one` is looked at again, whether it was settled or waits."""
        if one not in self.settled and one not in self.waiting:
            return self
        waiting = tuple(each for each in self.waiting if each != one)
        return TriageQueue((one, *waiting), tuple(each for each in self.settled if each != one))

    def only(self, there: Collection[str]) -> TriageQueue:
        """Less the projects that are there no longer."""
        return TriageQueue(
            tuple(one for one in self.waiting if one in there),
            tuple(one for one in self.settled if one in there),
        )
