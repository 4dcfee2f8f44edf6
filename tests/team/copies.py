"""What a client has of the server: kept by pulling alone, so that it shows what pulls leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from team.server import PAGE, TeamPull, pull_changes

if TYPE_CHECKING:
    from team.connection import Connection


class Copy:
    """The flat documents and entries of the owners that a client follows, and its cursors."""

    connection: Connection

    def __init__(self, connection: Connection | None = None, *, page: int = PAGE) -> None:
        if connection is not None:
            self.connection = connection
        self.page = page
        self.cursors: dict[str, Any] = {}
        self.documents: dict[str, dict[str, Any]] = {}
        self.entries: dict[str, dict[str, Any]] = {}
        self.dead: dict[str, str | None] = {}
        self.owners: dict[str, str] = {}

    def pull(self) -> list[TeamPull]:
        """Pull to the end, and take in what came."""
        pages = []
        while True:
            pages.append(self.pull_page())
            if not pages[-1]["more"]:
                return pages

    def pull_page(self) -> TeamPull:
        """Pull a page, and take it in."""
        pulled = pull_changes(self.connection, self.cursors, follow=True, page=self.page)
        self.cursors |= pulled["cursors"]
        left = {(each["project"], each["owner"]) for each in pulled["moved"]}
        for key, owner in list(self.owners.items()):
            if owner in pulled["gone"] or (key, owner) in left:
                self.purge(key)
        for gone in pulled["gone"]:
            del self.cursors[gone]
        for project in pulled["projects"]:
            key = project["id"]
            if project["whole"] and key in self.owners:
                self.purge(key)
            self.owners[key], self.dead[key] = project["owner"], project["dead"]
            fields = {path: value for path, (value, _at) in project["fields"].items()}
            self.documents.setdefault(key, {}).update(fields)
            self.entries.setdefault(key, {}).update(project["entries"])
        return pulled

    def purge(self, key: str) -> None:
        """Take a project out."""
        for kept in (self.documents, self.entries, self.dead, self.owners):
            kept.pop(key, None)

    def state(self) -> dict[str, tuple[Any, ...]]:
        """Return all that it has, to be compared; what was taken out is as what never was."""
        return {
            key: (
                self.owners[key],
                self.dead[key],
                document,
                {path: body for path, body in self.entries[key].items() if body is not None},
            )
            for key, document in self.documents.items()
        }
