"""The store as a sync needs it: the open store itself, or the app's as its sync thread sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from store.metadata import StoreHead

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
    def head(self) -> StoreHead:
        """The last commit, which knows those before it."""

    @property
    def trouble(self) -> UserError | None:
        """Why nothing can be synced; None where it can."""

    def checksums(self) -> dict[str, str]:
        """Return the checksums of all projects by id."""

    def commit(self, change: BookChange, label: str) -> Committed:
        """Make durable what others did; refused as `Store.commit` is."""


def name_commit(store: SyncedStore) -> dict[str, Any]:
    """Return what a state remembers of the last commit of a store that it has seen."""
    return {"store": store.identity, "sequence": store.sequence, "link": store.head.link}


def holds_commit(store: SyncedStore, identity: str, sequence: int, link: str) -> bool:
    """Whether a store holds the commit that was seen last: an older copy of it that was put in its
    place and edited may have reached its number, and yet does not. Of some the `link` is not known.
    """
    seen = StoreHead(identity, sequence, link)
    if store.identity != seen.store or store.sequence < seen.sequence:
        return False
    return not seen.link or store.head.may_have(seen)
