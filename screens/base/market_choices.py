"""What is chosen of a project's market: new or old customer, attack or defence, type and tactic.

One value each, which the market and the strategy show and set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from deals.edits.records import set_value
from deals.model import Project
from deals.parsing.reading_context import ReadingContext
from deals.playbook.model import Advice, MarketPage
from screens.base.project_actions import edit_project
from wording import N_, _, language, pgettext

if TYPE_CHECKING:
    from screens.base.project_screen import ProjectScreen

CHOICES = {
    "customer": N_("customer"),
    "stance": N_("stance"),
    "kind": N_("type"),
    "tactic": N_("tactic"),
}


def choice_label(field: str) -> str:
    """Return what is chosen in a field of the stance."""
    labels = {
        "customer": pgettext("market choice", "customer"),
        "stance": pgettext("market choice", "stance"),
    }
    return labels.get(field) or _(CHOICES[field])


def choices(page: MarketPage) -> Mapping[str, Mapping[str, Advice]]:
    """Return what each field of the stance can be."""
    return {
        "customer": page.customers,
        "stance": page.stances,
        "kind": page.kinds,
        "tactic": page.tactics,
    }


def find_choice(project: Project, field: str, page: MarketPage) -> Advice | None:
    """Return what is chosen in a field of the stance, None for nothing."""
    return choices(page)[field].get(getattr(project.market, field) or "")


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
