"""Options of a start of the app, settled by the command line before Textual is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deals.playbook import Playbook
from store.settings import Settings
from store.store import Store


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """The store to work on and the way to show it.

    `as_of` is a day to take for today, None the real one; `me` signs edits and answers to
    `owner:me`; `first_start` says that the store is new and a welcome is due.
    """

    store: Store
    playbook: Playbook
    settings: Settings
    lang: str
    as_of: date | None
    me: str
    ascii: bool
    mouse: bool
    first_start: bool
