"""The queue of flagged projects: who waits, who is settled. Pure."""

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
        """Return the queue with the current project settled."""
        return TriageQueue(self.waiting[1:], (*self.settled, *self.waiting[:1]))

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

    def only(self, there: Collection[str]) -> TriageQueue:
        """Return the queue less the projects that are gone."""
        return TriageQueue(
            tuple(project_id for project_id in self.waiting if project_id in there),
            tuple(project_id for project_id in self.settled if project_id in there),
        )
