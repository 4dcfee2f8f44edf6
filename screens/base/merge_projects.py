"""Making one of two projects that are one deal, on every screen that has projects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.merging.joining import join_projects
from deals.parsing.amounts import short_amount
from deals.parsing.windows import short_window
from screens.base.screen import BaseScreen, LetterOption
from screens.base.summaries import fetch_projects, find_summaries
from views.changes import lost_values_text
from wording import N_, _, language
from wording.errors import one_line
from wording.names import status_name

if TYPE_CHECKING:
    from deals.model import Project
    from screens.base.project_actions import Finished


def choose_kept(screen: BaseScreen, first: Project, second: Project, done: Finished) -> None:
    """Ask which of two projects stays as it is called, the other goes into it; both whole, fetched
    from the team's server where only summaries are here.
    """
    host, ids = screen.host, (first.id, second.id)
    if summaries := find_summaries(host, ids):

        def go_on() -> None:
            whole = [host.book.projects.get(id_) for id_ in ids]
            if whole[0] is not None and whole[1] is not None:
                choose_kept(screen, whole[0], whole[1], done)

        fetch_projects(host, summaries, go_on, asks=True)
        return
    # Whichever row the cursor is on: the same key has to keep the same one.
    first, second = sorted((first, second), key=lambda project: (project.created_at, project.id))
    named = _tell_apart(first, second)
    options: list[LetterOption] = [
        ("a", named[0], partial(_merge, screen, first, second, done)),
        ("b", named[1], partial(_merge, screen, second, first, done)),
    ]
    screen.choose(_("merge them; which one stays?"), options)


def _tell_apart(first: Project, second: Project) -> tuple[str, str]:
    """Return the names of two projects with what they differ in, their ids where that is all."""
    facts = [_list_facts(first), _list_facts(second)]
    differing = [fact for fact in facts[0] if facts[0][fact] != facts[1][fact]]
    if not differing and first.name == second.name:
        facts[0]["id"], facts[1]["id"], differing = first.id, second.id, ["id"]
    texts = [
        " ".join([one_line(project.name), *(each[fact] for fact in differing if each[fact])])
        for project, each in zip((first, second), facts, strict=True)
    ]
    return texts[0], texts[1]


def _list_facts(project: Project) -> dict[str, str]:
    """Return what may tell a project from another in words, empty for what it lacks."""
    missing = project.missing_from
    tables = _(", ").join(one_line(ref.source) for ref in missing)
    return {
        "customer": f"@{one_line(project.customer)}" if project.customer else "",
        "owner": one_line(project.owner),
        "stage": project.stage if project.status == "open" else status_name(project.status),
        "amount": short_amount(project.amount, language()) if project.amount else "",
        "signs": short_window(project.signs) if project.signs else "",
        "gone": _("(gone from {source})").format(source=tables) if missing else "",
    }


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
    screen.tell(_("{text}. Kept: {lost}").format(text=text, lost=lost) if lost else text)
