"""The commands of the Team room."""

from __future__ import annotations

from functools import partial

from deals.edits.hand_over import HandOverOrder
from screens.base.commands import Commands
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.team import actions
from screens.team.screen import TeamScreen
from screens.team.shared_rows import TwinRow
from screens.team.view import BranchEntry
from wording import N_

TEAM: Commands[TeamScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


@TEAM.command("open", "enter", label=N_("open"), when=actions.has_entry, footer=True)
def open_row(screen: TeamScreen) -> None:
    """Go down to the branches below; where there are none, open the projects."""
    actions.open_entry(screen)


@TEAM.command(
    "go-down",
    "l",
    "right",
    label=N_("one level down"),
    on=actions.deeper_entry,
    purpose="look",
)
def go_down(screen: TeamScreen, entry: BranchEntry) -> None:
    """Go down to who reports to the head of this branch."""
    screen.go_to(entry.id)


@TEAM.command(
    "go-up",
    "backspace",
    "h",
    "left",
    label=N_("one level up"),
    when=actions.may_go_up,
    purpose="look",
)
def go_up(screen: TeamScreen) -> None:
    """Go up to the branches of the person above."""
    screen.leave_page()


@TEAM.command(
    "branch-projects",
    "o",
    "f6",
    label=N_("projects"),
    on=actions.entry_at_cursor,
    footer=True,
    purpose="lists",
)
def open_projects(screen: TeamScreen, entry: BranchEntry) -> None:
    """See the projects of the branch in the pipeline."""
    actions.open_branch(screen, entry, partial(screen.host.open_screen, "pipeline"))


@TEAM.command("numbers", "N", "alt+n", label=N_("numbers"), on=actions.entry_at_cursor, footer=True)
def open_numbers(screen: TeamScreen, entry: BranchEntry) -> None:
    """See the numbers of the branch: forecast, movement since a day, shape, record."""
    actions.open_branch(screen, entry, partial(screen.host.open_screen, "numbers"))


@TEAM.command("triage", "t", "ctrl+t", label=N_("triage"), on=actions.entry_at_cursor)
def open_triage(screen: TeamScreen, entry: BranchEntry) -> None:
    """Go through the projects of the branch that need attention, worst first."""
    actions.open_branch(
        screen, entry, lambda subset: screen.host.open_screen("triage", tuple(subset.ids))
    )


@TEAM.command("paper", "W", "alt+w", label=N_("paper"), on=actions.entry_at_cursor)
def write_paper(screen: TeamScreen, entry: BranchEntry) -> None:
    """Write a paper to hand over about the branch: of the quarter, month or week, or the table."""
    from screens.base.context import PaperSubject
    from screens.base.paper_prompt import ask_paper

    kinds = ("quarter", "month", "week", "pipeline")
    actions.open_branch(
        screen,
        entry,
        lambda subset: ask_paper(
            screen, PaperSubject(ids=subset.ids, any_status=True, branch=subset.branch), kinds
        ),
    )


@TEAM.command("find", "slash", "f8", label=N_("find"), when=actions.has_names, footer=True)
def find_name(screen: TeamScreen) -> None:
    """Find a person of the whole line by part of the name, in pinyin too; of twins a deal."""
    if screen.look.face == "twins":
        actions.find_twin(screen)
    else:
        actions.find_person(screen)


@TEAM.command("sort", "s", "f9", label=N_("sort"), when=actions.shows_line)
def sort_branches(screen: TeamScreen) -> None:
    """Choose the order of the branches; the same again reverses it."""
    actions.choose_order(screen)


@TEAM.command("currency", "c", "f7", label=N_("currency"), when=actions.shows_line)
def turn_currency(screen: TeamScreen) -> None:
    """Tell money in the next currency, or in yours together at the rates you set."""
    actions.show_next_currency(screen)


@TEAM.command("view", "v", "ctrl+v", label=N_("turn"), when=actions.is_in_team, footer=True)
def turn_to_twins(screen: TeamScreen) -> None:
    """Turn to the deals that stand twice in the line, and back to its branches."""
    screen.show_look(screen.look.turn())


@TEAM.command("fetch", "r", "f5", label=N_("fetch"), when=actions.is_in_team, purpose="look")
def fetch_again(screen: TeamScreen) -> None:
    """Ask the server for the figures as they are now."""
    screen.fetch()


@TEAM.command(
    "hand-over",
    "H",
    "alt+h",
    label=N_("hand over"),
    on=actions.order_at_cursor,
    footer=True,
    changes=True,
)
def hand_over(screen: TeamScreen, order: HandOverOrder) -> None:
    """Hand a person's projects to a colleague, with tasks and promises; of a twin, that one."""
    actions.give_away(screen, order)


@TEAM.command(
    "merge", "m", "M", "ctrl+k", label=N_("merge"), on=actions.twin_at_cursor, changes=True
)
def merge_twins(screen: TeamScreen, twin: TwinRow) -> None:
    """Make one of two projects that are one deal; which one stays is asked."""
    actions.merge_twin(screen, twin)


@TEAM.command(
    "settle", "d", "ctrl+u", label=N_("two deals"), on=actions.twin_at_cursor, changes=True
)
def part_twins(screen: TeamScreen, twin: TwinRow) -> None:
    """Say of a project that stands twice that it is a deal of its own."""
    actions.keep_twin_apart(screen, twin)
