"""The command that looks at the terminal: with which signs Netloft draws here, and why."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

from deals.working_days import WorkCalendar
from tui.cli.localized_click import command, json_option
from tui.glyph_choice import GlyphChoice, GlyphReason, choose_by_cells, tells_ground
from tui.tty import is_attended
from views.glyphs import RULERS
from wording import LANGUAGES, N_, _, say

if TYPE_CHECKING:
    from tui.session import Session
    from tui.terminal_probe import ProbeAnswers, TerminalProbe

PATIENCE = 1.0
"""Seconds that the terminal's answers are waited for: here somebody is about to look anyway."""
REASONS: dict[GlyphReason, str] = {
    "option": N_("--ascii asks for them"),
    "terminal": N_("this terminal (TERM={term}) draws no others"),
    "locale": N_("the locale is not UTF-8 (LC_ALL, LC_CTYPE or LANG sets it)"),
    "setting": N_("your settings say so"),
    "multiplexer": N_("tmux and screen answer for themselves, so the locale decides"),
    "narrow": N_("the terminal says that they are one cell wide"),
    "wide": N_("the terminal says that box drawing is two cells wide"),
    "silent": N_("the terminal does not say how wide box drawing is"),
}
NAMES = {"box": N_("box drawing"), "ascii": N_("ASCII")}
SIGNS = N_("Signs: {name}; {reason}.")
OPEN = N_("Signs: box drawing or ASCII, as the terminal says when Netloft opens in it.")
GROUND = N_("Background: {percent}% bright, as the terminal says.")
ALIKE = N_("Do both lines end alike? y or n; any other key keeps the signs as they are.")
KEPT = N_("Kept: {line} in {file}")
HOLIDAYS = N_("Days off: weekends and the holidays of {country}.")
YES, NO = ("y", "Y", "是"), ("n", "N", "否")


@command(
    "doctor", N_("See with which signs Netloft draws in this terminal, and say which look right.")
)
@json_option
def doctor(session: Session, as_json: bool) -> None:
    """Print which alphabet the app would draw with and why; where somebody sits at the terminal,
    show both, and keep which of them is drawn well.
    """
    from tui.terminal_probe import ProbeAnswers, start_probe

    calendar = session.work_calendar
    if as_json or not is_attended():
        report(session.settled_glyphs, ProbeAnswers(), calendar, as_json=as_json)
        return
    asks = session.settled_glyphs is None
    with start_probe(signs=asks, ground=tells_ground(os.environ)) or nullcontext() as probe:
        answers = probe.read_answers(PATIENCE) if probe else ProbeAnswers()
        choice = session.settled_glyphs or choose_by_cells(answers.cells)
        report(choice, answers, calendar, as_json=False)
        if probe and (choice.is_open or choice.reason == "setting"):
            ask_eyes(session, probe)


def report(
    choice: GlyphChoice | None, answers: ProbeAnswers, calendar: WorkCalendar, *, as_json: bool
) -> None:
    """Print an alphabet and its reason, how light the ground is, and which days are off where a
    country is set; None is still to be asked.
    """
    from tui.cli.look import print_json
    from tui.output import console

    if as_json:
        days = {"country": calendar.country or None, "holidays": knows_holidays(calendar)}
        glyphs = {"glyphs": choice and choice.name, "reason": choice and choice.reason}
        print_json({**glyphs, **days})
        return
    if choice is None:
        console.print_line(_(OPEN))
    else:
        reason = _(REASONS[choice.reason]).format(term=os.environ.get("TERM", ""))
        console.print_line(_(SIGNS).format(name=_(NAMES[choice.name]), reason=reason))
    if answers.luminance is not None:
        console.print_line(_(GROUND).format(percent=round(100 * answers.luminance)))

    if calendar.country:
        console.print_line(say_days_off(calendar))


def knows_holidays(calendar: WorkCalendar) -> bool:
    """Return whether holidays count as days off."""
    return bool(calendar.country) and calendar.fault is None


def say_days_off(calendar: WorkCalendar) -> str:
    """Say that the holidays of the country set are days off, or in a line why they are not."""
    if calendar.fault is not None:
        return say(calendar.fault)
    return _(HOLIDAYS).format(country=calendar.country)


def ask_eyes(session: Session, probe: TerminalProbe) -> None:
    """Show both alphabets, and keep in the settings which one is drawn well, by a key."""
    from store.config_file import write_setting
    from tui.output import console

    console.print_lines(("", *(f"  |{ruler}" for ruler in RULERS), "", _(ALIKE)))
    key = probe.read_key()
    if key not in YES + NO:
        return
    name = "box" if key in YES else "ascii"
    file = write_setting("glyphs", name, LANGUAGES, session.stores)
    console.print_line(_(KEPT).format(line=f'glyphs = "{name}"', file=file))
