"""What screens can ask of the front door, which alone knows every screen and the sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deals.model import Book, Project


class Samples(NamedTuple):
    """The ids of the sample's projects: those left as they were put in, and those edited since."""

    untouched: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()


class Front:
    """Opens screens for one another, so that none has to know another."""

    def sample(self) -> Book:
        """The book with the sample projects put in."""
        raise NotImplementedError

    def samples(self) -> Samples:
        """The sample's projects that are in the book."""
        raise NotImplementedError

    def without_samples(self, ids: Sequence[str]) -> Book:
        """The book less these projects of the sample and what the sample says for them alone."""
        raise NotImplementedError

    def open_triage(self, ids: Sequence[str]) -> None:
        """Walks through those of the projects that need attention."""
        raise NotImplementedError

    def open_room(self, room: str, project: Project, *, instead: bool = False) -> None:
        """Opens a room of a project over the screen, or `instead` of the one on top."""
        raise NotImplementedError

    def open_log(self, project: Project) -> None:
        """Opens the log of a project."""
        raise NotImplementedError

    def open_followups(self) -> None:
        """Opens the list of whom to see again."""
        raise NotImplementedError

    def open_first(self) -> None:
        """Opens the first screen in the place of the welcome."""
        raise NotImplementedError
