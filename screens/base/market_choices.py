"""What is chosen of a project's market (`views.market`), as the market and the strategy set it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deals.edits.records import set_value
from deals.model import Project
from deals.parsing.reading_context import ReadingContext
from screens.base.project_actions import edit_project
from views.market import choice_label, choices
from wording import N_, _, language

if TYPE_CHECKING:
    from screens.base.project_screen import ProjectScreen


def choose_market(screen: ProjectScreen, field: str) -> None:
    """Ask for one of what a field of the stance can be, or for none."""

    def choose_value(value: str | None, name: str) -> Callable[[], None]:
        def edit(project: Project, reading: ReadingContext) -> Project:
            market = project.market.model_copy(update={field: value})
            return set_value(project, "market", market, reading.stamp)

        def act() -> None:
            message = choice_label(field) + _(": ") + name
            edit_project(screen, N_("market stance"), edit, message)

        return act

    options = choices(screen.host.context.playbook.market)[field].items()
    named = [(key, option.name.of(language())) for key, option in options]
    keys = [(str(at), name, choose_value(key, name)) for at, (key, name) in enumerate(named, 1)]
    none = _("none")
    screen.choose(choice_label(field), [*keys, ("0", none, choose_value(None, none))])
