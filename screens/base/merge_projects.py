"""Making one of two projects that are one deal, on every screen that has projects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.merging.joining import join_projects
from screens.base.screen import BaseScreen, LetterOption
from views.changes import lost_values_text
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Project
    from screens.base.project_actions import Finished


def choose_kept(screen: BaseScreen, first: Project, second: Project, done: Finished) -> None:
    """Ask which of two projects stays as it is called; the other goes into it."""
    options: list[LetterOption] = [
        ("a", _describe(first), partial(_merge, screen, first, second, done)),
        ("b", _describe(second), partial(_merge, screen, second, first, done)),
    ]
    screen.choose(_("merge them; which one stays?"), options)


def _describe(project: Project) -> str:
    return " ".join(filter(None, (project.name, project.owner, project.stage)))


def _merge(screen: BaseScreen, kept: Project, other: Project, done: Finished) -> None:
    host = screen.host
    joined = join_projects(kept, other, host.context.reading().stamp)
    book = host.book.without(other.id).with_projects(joined.project)
    failed = host.commit(book, N_("merge"))
    if failed is not None:
        screen.tell(failed, "red")
        return
    done()
    text = _("merged into {name}; u to undo").format(name=kept.name)
    lost = lost_values_text(joined, host.context.playbook)
    screen.tell(_("{text}. Stays: {lost}").format(text=text, lost=lost) if lost else text)
