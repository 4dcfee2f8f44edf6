"""How rooms were left, for them to open like that again until Netloft ends."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class ViewsLeft:
    """The page of its market that each project was left on, by its id, and whether each room was
    left as a list: it then is one in every project. `lists` says what rooms are before that. Of the
    Team room it is `under` whom one looked, and the row one was at under each.
    """

    lists: bool = False
    pages: dict[str, str] = field(default_factory=dict)
    turned: dict[str, bool] = field(default_factory=dict)
    under: str = ""
    branches: dict[str, str] = field(default_factory=dict)

    def is_listed(self, room: str) -> bool:
        """Return whether a room opens as a list."""
        return self.turned.get(room, self.lists)

    def keep(self, room: str, *, listed: bool) -> None:
        """Remember whether a room was left as a list."""
        self.turned[room] = listed

    def keep_page(self, project_id: str, page: str) -> None:
        """Remember the page on which the market of a project was left."""
        self.pages[project_id] = page
