"""Owners by name: which ways to write one may be the same person, and who works on projects."""

from __future__ import annotations

from collections.abc import Iterable

from deals.model import Project
from deals.parsing.text import fold_text

ME_WORDS = frozenset({"me", "我", "本人"})
"""How whoever looks writes themselves as an owner."""


def list_own_names(me: str | None) -> frozenset[str]:
    """Return how whoever looks may be written as an owner, as names are compared."""
    return frozenset(owner_key(name) for name in (me or "", *ME_WORDS) if name)


def list_owner_names(owner: str | None, me: str | None) -> frozenset[str]:
    """Return how an owner may be written, as names are compared: whoever looks (`me`) in all their
    ways, others in one; nothing of the team, which is no owner.
    """
    if owner is None:
        return frozenset()
    key = owner_key(owner)
    mine = list_own_names(me)
    return mine if key in mine else frozenset({key})


def owner_key(name: str) -> str:
    """Return what two ways to write one person's name share: no case, width or blanks."""
    return "".join(fold_text(name).split())


def near_owners(name: str, known: Iterable[str]) -> list[str]:
    """Return the known owners that are written alike: joe and Joe, 李 伟 and 李伟."""
    key = owner_key(name)
    return [other for other in known if other != name and owner_key(other) == key]


def match_owners(text: str, known: Iterable[str]) -> list[str]:
    """Return the known owners whom a text may mean: who is called so, else whose name has it."""
    names: dict[str, str] = {}
    for name in known:
        names.setdefault(owner_key(name), name)
    key = owner_key(text)
    if key in names:
        return [names[key]]
    return [name for at, name in names.items() if key and key in at]


def list_begun_owners(part: str, known: Iterable[str]) -> list[str]:
    """Return the known owners of whose name a word begins so; nobody where one is written so."""
    key = owner_key(part)
    names = list(dict.fromkeys(filter(None, known)))
    if not key or key in map(owner_key, names):
        return []
    return [
        name
        for name in names
        if owner_key(name).startswith(key)
        or any(word.startswith(fold_text(part)) for word in fold_text(name).split())
    ]


def list_colleagues(projects: Iterable[Project]) -> tuple[str, ...]:
    """List the owners and teams of projects, each name once."""
    names = (
        name
        for project in projects
        for name in (project.owner, *(member.name for member in project.team))
    )
    return tuple(dict.fromkeys(filter(None, names)))
