"""Making one of two on the pipeline: projects that are one deal, names of one customer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.customers import customer_counts, near_customers, rename_customer
from deals.errors import UserError
from deals.twins import same_deal
from deals.unsaved import InputPlace
from screens.base.merge_projects import choose_kept
from screens.base.screen import LetterOption
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, add_note, ngettext, say

if TYPE_CHECKING:
    from deals.model import Project
    from screens.pipeline.screen import PipelineScreen


def ask_which_stays(screen: PipelineScreen) -> None:
    """Ask which of two projects stays as it is called; the other goes into it."""
    projects = _meant_pair(screen)
    if len(projects) != 2:
        screen.refuse(_("mark two projects that are one deal (space), then merge them"))
        return
    choose_kept(screen, projects[0], projects[1], screen.done)


def _meant_pair(screen: PipelineScreen) -> list[Project]:
    """Return the two that are marked, or the row and the only other one that it may be."""
    book = screen.host.book
    projects = [book.projects[key] for key in screen.selection.targets]
    if len(projects) == 1:
        projects += same_deal(book, projects[0])
    return projects


def ask_customer(screen: PipelineScreen) -> None:
    """Ask for the name of a customer; names that are likely to mean the same are offered first."""
    project = screen.host.book.projects[screen.selection.targets[0]]
    name = project.customer.strip()
    if not name:
        screen.refuse(_("no customer here"))
        return
    counts = customer_counts(screen.host.book)
    near = near_customers(name, counts)[:8]
    options: list[LetterOption] = [
        (letter, add_note(other, f"{counts[other]}"), partial(_rename, screen, name, other))
        for letter, other in zip("abcdefgh", near, strict=False)
    ]
    if not options:
        _ask_name(screen, name)
        return
    typed: LetterOption = ("t", _("type a name"), partial(_ask_name, screen, name))
    screen.choose(_("{name} is now").format(name=name), [*options, typed])


def _ask_name(screen: PipelineScreen, name: str) -> None:
    def echo(text: str) -> TextLine:
        return line(StyledText(_renamed_text(screen, name, text), "dim"))

    accept, place = partial(_rename, screen, name), InputPlace("customer")
    screen.ask(_("customer"), name, accept, echo=echo, place=place, select_all=True)


def _renamed_text(screen: PipelineScreen, name: str, text: str) -> str:
    """Return what a new name would do: to how many projects, and which it joins."""
    counts = customer_counts(screen.host.book)
    new = text.strip()
    ours = ngettext("{count} project", "{count} projects", counts[name]).format(count=counts[name])
    if new in counts and new != name:
        return _("{ours}, one account with {count} of {name}").format(
            ours=ours, count=counts[new], name=new
        )
    return ours


def _rename(screen: PipelineScreen, name: str, text: str) -> bool:
    host = screen.host
    done = _renamed_text(screen, name, text)
    try:
        book = rename_customer(host.book, name, text, host.context.reading())
    except UserError as refusal:
        screen.refuse(say(refusal))
        return False
    failed = host.commit(book, N_("rename customer")) if book is not host.book else None
    if failed is not None:
        screen.refuse(failed)
        return False
    screen.done()
    screen.tell(_("{name}: {done}; u to undo").format(name=text.strip(), done=done))
    return True
