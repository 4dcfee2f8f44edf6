"""How rooms were left, for them to open like that again until Netloft ends."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ViewsLeft:
    """The page of its market that each project was left on, by its id, and the rooms that were left
    as lists: those are lists in every project.
    """

    pages: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)

    def keep(self, room: str, *, listed: bool) -> None:
        """Remember whether a room was left as a list."""
        if listed:
            self.listed.add(room)
        else:
            self.listed.discard(room)
