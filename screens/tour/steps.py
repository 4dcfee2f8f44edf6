"""The steps of the tour: where each is, what it says there, and by what it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from deals.model import Project
from screens.base.project_screen import ProjectScreen
from screens.base.screen import BaseScreen
from screens.registry import SCREENS
from wording import N_

TourPlace = Literal["pipeline", "triage", "people", "strategy", "numbers"]
FINDINGS = "findings"


class NamedView(Protocol):
    """A view of a screen, by its name."""

    @property
    def name(self) -> str:
        """Its name."""


@runtime_checkable
class ViewScreen(Protocol):
    """A screen with several views."""

    @property
    def view(self) -> NamedView:
        """The present one."""


def is_on(screen: BaseScreen, place: TourPlace, project_id: str) -> bool:
    """Return whether a screen is the one of a place; a room of the tour's project."""
    kind = type(screen)
    if SCREENS[place].screen != f"{kind.__module__}:{kind.__qualname__}":
        return False
    return not isinstance(screen, ProjectScreen) or screen.project.id == project_id


def never_done(_screen: BaseScreen, _before: Project, _now: Project) -> bool:
    """Return that nothing on the screen itself ends a step."""
    return False


def shows_findings(screen: BaseScreen, _before: Project, _now: Project) -> bool:
    """Return whether the findings of the net are seen."""
    return isinstance(screen, ViewScreen) and screen.view.name == FINDINGS


def has_other_step(_screen: BaseScreen, before: Project, now: Project) -> bool:
    """Return whether the project has got another next action."""
    return now.next_action != before.next_action


def has_more_work(_screen: BaseScreen, before: Project, now: Project) -> bool:
    """Return whether a cause or a row of the plan was added."""
    return len(now.causes) > len(before.causes) or len(now.plan) > len(before.plan)


class NearPlace(NamedTuple):
    """A screen from which one key leads to a step: its command, and what is said there."""

    place: TourPlace
    command: str
    text: str


@dataclass(frozen=True, slots=True)
class TourStep:
    """A step: the screen it is on, and where the user is to get, None for no other screen.

    `look` says what to look at and `act` what to do with the key of `command`, `away` where the
    tour goes on for whoever is elsewhere, unless at the place `near`; all are ids of messages.
    `done` says that what was asked for was done, by the screen and by the project as it was and
    is. `principles` and `questions` are those of the method that stand behind it, from 0.
    """

    place: TourPlace
    title: str
    look: str
    act: str
    command: str
    away: str
    leads_to: TourPlace | None = None
    near: NearPlace | None = None
    done: Callable[[BaseScreen, Project, Project], bool] = never_done
    principles: tuple[int, ...] = ()
    questions: tuple[int, ...] = ()


STEPS = (
    TourStep(
        "pipeline",
        N_("Which deal needs me today"),
        N_("! is red, ~ amber: these need somebody, the worst first."),
        N_("{key} goes through them one by one."),
        "triage",
        N_("The tour begins on the pipeline; {key} goes there."),
        leads_to="triage",
        principles=(0,),
    ),
    TourStep(
        "triage",
        N_("Why it is red"),
        N_("Each flag names the people and figures it rests on; -> says what would mend it."),
        N_("{key} opens the deal."),
        "open",
        N_("The tour goes on at the red deal, {name}; {key} goes there."),
        leads_to="people",
        questions=(2,),
    ),
    TourStep(
        "people",
        N_("The net: who decides, and its holes"),
        N_("Rows are levels, * decides, rails are approval; ! in one is a hole."),
        N_("{key} lists the holes, worst first."),
        "findings",
        N_("The tour goes on at the net of {name}; {key} goes there."),
        done=shows_findings,
        questions=(0,),
    ),
    TourStep(
        "people",
        N_("Mending a hole"),
        N_("-> names who can bring us to whoever we lack."),
        N_("{key} on a hole makes that the next step: the number of a way, then Enter."),
        "plan",
        N_("The tour goes on at the net of {name}; {key} goes there."),
        done=has_other_step,
        principles=(2,),
    ),
    TourStep(
        "strategy",
        N_("A weak answer becomes a task"),
        N_("partly and no are work that nobody has planned yet."),
        N_("{key} on such an answer makes it a cause with a task."),
        "answer-plan",
        N_("The tour goes on at the strategy of {name}; {key} goes there."),
        near=NearPlace(
            "people", "room-strategy", N_("Done. Next: {key} opens the strategy of this deal.")
        ),
        done=has_more_work,
        principles=(1,),
    ),
    TourStep(
        "numbers",
        N_("Monday's numbers"),
        N_("Signed, wholly due and possible, by quarter; = shows the sums."),
        N_("That was the tour. Your own deals now: {key} imports your table."),
        "tour",
        N_("The last step is the numbers for Monday; {key} goes there."),
        near=NearPlace(
            "pipeline", "numbers", N_("The last step: {key} shows the numbers for Monday.")
        ),
        questions=(1,),
        principles=(3,),
    ),
)
OTHER_DEAL = N_("This is another deal; {key} goes on to {name}.")
IN_DEMO = N_("That was the tour. Your own deals now: {key} says how to import them.")
