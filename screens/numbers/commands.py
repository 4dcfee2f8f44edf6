"""The commands of the numbers room."""

from __future__ import annotations

from dataclasses import replace

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.numbers import actions
from screens.numbers.screen import NumbersScreen
from views.numbers.face_rows import NumbersRow
from wording import N_

NUMBERS: Commands[NumbersScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


@lacks(N_("no projects behind this line"))
def row_with_projects(screen: NumbersScreen) -> NumbersRow | None:
    """Return the line under the cursor if there are projects behind it."""
    row = screen.row
    return row if row is not None and row.projects else None


@lacks(N_("only on the line of a period with a gap: the deals that close it become key projects"))
def row_with_gap(screen: NumbersScreen) -> NumbersRow | None:
    """Return the line under the cursor if it names the deals that close a gap."""
    row = screen.row
    return row if row is not None and row.stars else None


@lacks(N_("not in this form"))
def shows_face(screen: NumbersScreen) -> bool:
    """Return whether a face is shown, and not the form."""
    return not screen.form


@lacks(N_("only of the movement"))
def shows_movement(screen: NumbersScreen) -> bool:
    """Return whether the movement is shown."""
    return not screen.form and screen.look.face == "movement"


@NUMBERS.command("open", "enter", label=N_("deals"), when=actions.opens_something, footer=True)
def open_row(screen: NumbersScreen) -> None:
    """Open the projects behind the line as a list; in the form, type into the line."""
    actions.open_current(screen)


@NUMBERS.command("since", "w", "f4", label=N_("since"), when=shows_movement)
def choose_since(screen: NumbersScreen) -> None:
    """Choose the day since which the movement is told: a week ago, this month, any day."""
    actions.choose_since(screen)


@NUMBERS.command("by", "b", "alt+b", label=N_("by"), when=shows_face, footer=True)
def choose_grouping(screen: NumbersScreen) -> None:
    """Tell it by month, quarter, half or year; the forecast also by owner, stage, customer."""
    actions.choose_grouping(screen)


@NUMBERS.command("owner", "o", "f6", label=N_("owner"), footer=True)
def choose_owner(screen: NumbersScreen) -> None:
    """Look at an owner's figures, by part of the name; - for the team's."""
    actions.choose_owner(screen)


@NUMBERS.command(
    "earlier", "left_square_bracket", "alt+comma", label=N_("period before"), purpose="look"
)
def show_earlier(screen: NumbersScreen) -> None:
    """Look at the period before."""
    period = screen.years.previous(screen.look.period)
    screen.show_look(replace(screen.look, period=period, every=False))


@NUMBERS.command(
    "later", "right_square_bracket", "alt+full_stop", label=N_("period after"), purpose="look"
)
def show_later(screen: NumbersScreen) -> None:
    """Look at the period after."""
    period = screen.years.next(screen.look.period)
    screen.show_look(replace(screen.look, period=period, every=False))


@NUMBERS.command("currency", "c", "f7", label=N_("currency"), when=shows_face)
def turn_currency(screen: NumbersScreen) -> None:
    """Tell it in the next currency, or in yours together at the rates you set."""
    actions.turn_currency(screen)


@NUMBERS.command("weigh", "i", "f9", label=N_("evidence"), when=shows_face, footer=True)
def show_evidence(screen: NumbersScreen) -> None:
    """Show what speaks for each deal behind the line and against it, part by part."""
    look = screen.look
    screen.show_look(replace(look, evidence=not look.evidence, sums=False))


@NUMBERS.command("sums", "equals_sign", "f3", label=N_("sums"), when=shows_face)
def show_sums(screen: NumbersScreen) -> None:
    """Show how the figure of the line came about: the projects and what each adds."""
    look = screen.look
    screen.show_look(replace(look, sums=not look.sums, evidence=False))


@NUMBERS.command("edit", "e", "f2", label=N_("targets"), footer=True, changes=True)
def edit_numbers(screen: NumbersScreen) -> None:
    """Edit targets, exchange rates, the year's start, measures of success; then type into them."""
    actions.edit_numbers(screen)


@NUMBERS.command("paper", "W", "alt+w", label=N_("paper"), when=shows_face)
def write_paper(screen: NumbersScreen) -> None:
    """Write a paper to hand over about the owner or team looked at: of the quarter, month, week."""
    from screens.base.context import PaperSubject
    from screens.base.paper_prompt import ask_paper

    look = screen.look
    branch = look.subset.branch if look.subset else ""
    subject = PaperSubject(owner=look.owner, ids=look.scope.ids, branch=branch)
    ask_paper(screen, subject, ("quarter", "month", "week"))


@NUMBERS.command("triage", "t", "ctrl+t", label=N_("triage"), on=row_with_projects)
def open_triage(screen: NumbersScreen, row: NumbersRow) -> None:
    """Go through the projects behind the line that need attention, worst first.

    Of a period they come by the money at stake in it, what is overdue among that of today's.
    """
    actions.open_triage(screen, row)


@NUMBERS.command("key-project", "S", "alt+s", label=N_("key"), on=row_with_gap, changes=True)
def star_key_projects(screen: NumbersScreen, row: NumbersRow) -> None:
    """Star as key projects the deals that close the gap of a period; - unstars them."""
    actions.star_row(screen, row)


@NUMBERS.command("view", "v", "ctrl+v", label=N_("turn"), when=shows_face, footer=True)
def turn_face(screen: NumbersScreen) -> None:
    """Turn to the next face: forecast, movement, shape, record."""
    screen.show_look(screen.look.turn())
