"""Tests of what the projects of an account share."""

from __future__ import annotations

from collections.abc import Collection

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.model import Book, Stamp


def shared(
    before: Book,
    after: Book,
    stamp: Stamp,
    apart: Collection[str] = frozenset(),
    whole: Collection[str] = frozenset(),
) -> Book:
    """Return the book after a change that all projects of the accounts are told of."""
    return BookChange.between(before, after, ContactSharing(stamp, apart, whole)).apply(before).book
