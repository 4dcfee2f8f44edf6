"""Starring projects as key: the line that asks for the strategy, the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from deals.edits.stars import mark_key, says_ordinary, star_project
from deals.model import Project
from deals.parsing.reading_context import ReadingContext
from screens.base.project_actions import Finished, add_touched, place_of
from screens.base.record_editor import TextEditor, echo_understood, plain_text
from screens.base.screen import BaseScreen
from views.styled_text import StyledText, TextLine, line
from wording import N_, _


def star_projects(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Ask for the strategy of key projects in a line; `-` makes ordinary ones of them.

    Of several with strategies of their own the line starts empty, and left so it keeps them.
    """
    begun = [screen.host.book.projects[id_] for id_ in ids]
    texts = {project.key_strategy for project in begun}
    mixed, starred = len(texts) > 1, all(project.key for project in begun)

    def write(project: Project, typed: str, reading: ReadingContext) -> Project:
        if mixed and not typed.strip():
            return mark_key(project, reading)
        return star_project(project, typed, reading)

    TextEditor(
        screen,
        N_("key project"),
        write,
        add_touched(screen, _("key strategy"), ids),
        place_of("key_strategy", ids),
        "" if mixed else texts.pop(),
        ids=tuple(ids),
        echo=partial(_echo_star, starred),
        message=_describe_star,
        done=done,
        confirms=True,
    ).ask()


def _echo_star(starred: bool, typed: str) -> TextLine:
    if says_ordinary(typed):
        return echo_understood(_("no key project any more; its strategy is kept"))
    if starred:
        return line(StyledText(_("- alone: no key project any more"), "dim"))
    return line(StyledText(_("Enter stars it, also without a strategy; Esc leaves it"), "dim"))


def _describe_star(typed: str) -> str:
    if says_ordinary(typed):
        return _("no key project any more; its strategy is kept")
    if not typed.strip():
        return _("key project")
    return _("key project: {strategy}").format(strategy=plain_text(typed))
