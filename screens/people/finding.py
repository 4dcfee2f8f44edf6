"""Finding somebody by part of the name, title or department, in Chinese also by pinyin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deals.model import Contact
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


def find(screen: PeopleScreen) -> None:
    """Takes part of a name; the cursor goes to the first match as it is typed."""
    start = screen.current

    def typed(text: str) -> Line:
        found = match(screen, text, lambda one: screen.drawn.knot_of(one.id) is not None)
        if found is not None:
            screen.go(found.id)
        return _told(text, found)

    def accept(_text: str) -> bool:
        screen.release()
        return True

    cancel = partial(screen.to, start)
    screen.ask(_("find"), "", accept, echo=typed, cancel=cancel, place=None)


def name(screen: PeopleScreen, label: str, chosen: Callable[[Contact], None]) -> None:
    """Takes part of the name of anybody, also of those who are out of sight, and gives them."""

    def typed(text: str) -> Line:
        return _told(text, match(screen, text))

    def accept(text: str) -> bool:
        found = match(screen, text)
        if found is None:
            screen.refuse(_("nobody like that"))
            return False
        screen.release()
        chosen(found)
        return True

    screen.ask(label, "", accept, echo=typed, place=None)


def match(
    screen: PeopleScreen, text: str, wanted: Callable[[Contact], bool] = lambda _one: True
) -> Contact | None:
    """The first of the project's people whom the text is part of; None for nobody."""
    if not text.strip():
        return None
    search = screen.host.search
    search.texts(screen.project)
    word = search.word(text)
    people = screen.project.contacts
    return next((one for one in people if word.within(_said(one).casefold()) and wanted(one)), None)


def _said(one: Contact) -> str:
    return " ".join(filter(None, (one.name, one.title, one.department)))


def _told(text: str, found: Contact | None) -> Line:
    if not text.strip():
        return ()
    if found is None:
        return line(Span(_("nobody like that"), "amber"))
    return line(Span(_said(found), "good"))
