"""The store as screens know it: what they ask of it, and nothing of how it keeps things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from deals.merge import News, Prefer
from deals.model import Book
from deals.refusal import Refusal


class Door(Protocol):
    """Where changes are made durable and others' changes come from."""

    @property
    def notices(self) -> Sequence[Refusal]:
        """What opening the store found worth saying, once."""

    @property
    def read_only(self) -> Refusal | None:
        """Why nothing can be changed; None where it can."""

    @property
    def trouble(self) -> Refusal | None:
        """Why what is held here is not what stands in the store's place; None where it is."""

    @property
    def doubtful(self) -> Refusal | None:
        """What there is to say of records that were changed outside Netloft, in one line; on
        opening it is among the notices.
        """

    @property
    def dirty(self) -> bool:
        """Whether a checkpoint would do anything."""

    @property
    def overdue(self) -> bool:
        """Whether a checkpoint should not wait until nobody is at work."""

    @property
    def backup_due(self) -> bool:
        """Whether today's backup is still to be made; asked after each commit."""

    def commit(self, before: Book, after: Book, label: str, prefer: Prefer) -> Book:
        """Makes the change durable and gives the book as it then stands, or raises Refusal.

        Where somebody changed the same field in between, `prefer` says whose value stays.
        """

    def take_in(self) -> News | None:
        """What others did since the last time, at the cost of a glance; None for nothing."""

    def write_held(self) -> None:
        """Puts what is held in the store's place, keeping what stands there; or raises Refusal."""

    def keep_held(self) -> Path | None:
        """Keeps what is held as a backup, once however often it is asked for; gives it. None where
        there is no need, or no disk for it. Refusal where it cannot be written.
        """

    def back_up(self) -> None:
        """Makes today's backup. Slow, as a checkpoint is."""

    def checkpoint(self) -> None:
        """Brings the data file up to date. Slow: called in a thread, while others commit."""
