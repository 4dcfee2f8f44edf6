"""The store as a sync needs it: the open store itself, or the app's as its sync thread sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from deals.book_change import BookChange, Committed
    from deals.errors import UserError
    from deals.model import Book


class SyncedStore(Protocol):
    """A store that is synced. Between two commits `book`, `checksums` and `sequence` are of one
    state of it.
    """

    @property
    def book(self) -> Book:
        """The book as last read or committed."""

    @property
    def identity(self) -> str:
        """The id of the store: one that was restored has another than the one before it."""

    @property
    def sequence(self) -> int:
        """The number of the last commit."""

    @property
    def trouble(self) -> UserError | None:
        """Why nothing can be synced; None where it can."""

    def checksums(self) -> dict[str, str]:
        """Return the checksums of all projects by id."""

    def commit(self, change: BookChange, label: str) -> Committed:
        """Make durable what others did; refused as `Store.commit` is."""
