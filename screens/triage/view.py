"""The queue of flagged projects: who waits, who is settled. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TriageQueue:
    """Project ids that wait, worst first, and those settled."""

    waiting: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def current(self) -> str | None:
        """The one looked at."""
        return self.waiting[0] if self.waiting else None

    def sort_out(
        self, flagged: Collection[str], there: Collection[str], front: str | None = None
    ) -> TriageQueue:
        """Return the queue in which those wait that are `flagged`, and the others are settled.

        Those that wait keep their places, and what is flagged anew comes behind them; what is not
        `there` any longer is neither. Who stands in `front` stays, for somebody looks at it.
        """
        kept = {*flagged, front}
        waiting = tuple(key for key in self.waiting if key in kept and key in there)
        known = set(waiting)
        late = (key for key in flagged if key not in known)
        return TriageQueue(
            (*waiting, *late),
            tuple(
                key for key in (*self.settled, *self.waiting) if key in there and key not in kept
            ),
        )

    def later(self) -> TriageQueue:
        """Return the queue with the current project at its end."""
        return replace(self, waiting=(*self.waiting[1:], *self.waiting[:1]))

    def earlier(self) -> TriageQueue:
        """Return the queue with its last project in front, the other way round from `later`."""
        return replace(self, waiting=(*self.waiting[-1:], *self.waiting[:-1]))

    def back(self, project_id: str) -> TriageQueue:
        """Return the queue with a project in front, whether it was settled or waits."""
        if project_id not in self.settled and project_id not in self.waiting:
            return self
        waiting = tuple(each for each in self.waiting if each != project_id)
        return TriageQueue(
            (project_id, *waiting), tuple(each for each in self.settled if each != project_id)
        )
