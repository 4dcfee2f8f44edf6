"""Refusals about a store that is damaged, and what they are called where they are about a copy."""

from __future__ import annotations

from deals.refusal import Refusal

DAMAGED = frozenset(
    {
        *("store-empty", "store-damaged", "store-foreign", "store-record", "store-twice"),
        *("store-export", "store-costly", "store-table"),
        *("journal-damaged", "journal-foreign", "journal-gap", "journal-orphan"),
    }
)
"""Codes that say that there is a store, but not a sound one: a copy may be put in its place."""

_OF_BACKUPS = {
    "store-damaged": "backup-damaged",
    "store-foreign": "backup-foreign",
    "store-export": "backup-export",
}
_OF_SALVAGED = {
    "backup-missing": "salvage-missing",
    "backup-damaged": "salvage-damaged",
    "backup-foreign": "salvage-foreign",
}


def of_backup(refusal: Refusal, file: str) -> Refusal:
    """The refusal of a store's content, called by what it is where the content is a backup's."""
    code = _OF_BACKUPS.get(refusal.code)
    return Refusal(code, file=file) if code else refusal


def of_salvaged(refusal: Refusal) -> Refusal:
    """The refusal of a backup, called by what it is where the file need be no backup."""
    return Refusal(_OF_SALVAGED.get(refusal.code, refusal.code), **refusal.figures)
