"""How a line is taken from the keys: what it means, where it may go, what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Required, TypedDict

from deals.unsaved import Place
from screens.kit.spans import Line

Echo = Callable[[str], Line]


Accept = Callable[[str], bool]


# Fields that are mostly typed anew rather than amended.
RETYPED = frozenset({"owner", "stage", "status", "amount", "signs", "next", "next_on"})


class How(TypedDict, total=False):
    """How a line is taken: see TextEntry; `fresh` text is replaced by the first key typed.

    `place` is where it is typed, so that it can be offered there again if the app ends meanwhile;
    None for what is not worth keeping: words to find something by.
    """

    place: Required[Place | None]

    echo: Echo
    cancel: Callable[[], None]
    step: Callable[[str, int], None] | None
    rove: Callable[[int], None] | None
    fresh: bool
    joint: str


def manner(field_id: str, echo: Echo, place: Place) -> How:
    """How the text of a field is taken."""
    joint = "; " if field_id == "contacts" else " "
    return {"place": place, "echo": echo, "fresh": field_id in RETYPED, "joint": joint}


def nothing(_text: str) -> Line:
    """An echo for texts that need no interpreting."""
    return ()
