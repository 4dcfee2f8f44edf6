"""The choice of whose projects a screen shows: an owner's, or the team's."""

from __future__ import annotations

from collections.abc import Callable

from deals.owners import owner_key
from screens.base.finder import NONE, Finder, FinderEntry, make_entry
from screens.base.screen import BaseScreen
from wording import _, ngettext, pgettext
from wording.candidate_texts import owner_text


def choose_whose_projects(screen: BaseScreen, show: Callable[[str | None], object]) -> None:
    """Take an owner by part of the name, or (None) the team."""
    names: dict[str, str] = {}
    for project in screen.host.book.projects.values():
        if project.owner:
            names.setdefault(owner_key(project.owner), project.owner)
    owners = sorted(names.values())

    def take(entry: FinderEntry | None, typed: str) -> bool:
        if entry is None and typed.strip() not in ("", NONE):
            screen.refuse(_("no match"))
            return False
        screen.release()
        show(entry.id if entry else None)
        return True

    Finder(
        screen=screen,
        label=_("owner"),
        entries=tuple(make_entry(name, owner_text(name)) for name in owners),
        take=take,
        start=-1,
        none=pgettext("scope", "team"),
        hint=ngettext(
            "{count} owner; - for the team", "{count} owners; - for the team", len(owners)
        ).format(count=len(owners)),
    ).ask()
