"""The command that looks at the terminal and the installation: with which signs Netloft draws here
and why, and what a report of a fault should say.
"""

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
    from tui.installation import Installation
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
WEEKENDS = N_("Days off: weekends; no country is set.")
HOLIDAYS = N_("Days off: weekends and the holidays of {country}.")
YES, NO = ("y", "Y", "是"), ("n", "N", "否")


@command(
    "doctor",
    N_("Look at terminal, locale, store and versions, for a report of a fault; choose the signs."),
)
@json_option
def doctor(session: Session, as_json: bool) -> None:
    """Print which alphabet the app would draw with and why, and what the installation is, nothing
    of whose; where somebody sits at the terminal, keep which alphabet is drawn well.
    """
    from tui.installation import find_installation
    from tui.terminal_probe import ProbeAnswers, start_probe

    about = find_installation(session)
    calendar = session.work_calendar
    if as_json:
        print_installation(session, about, calendar)
        return
    if not is_attended():
        report(session, session.settled_glyphs, ProbeAnswers(), about, calendar)
        return
    asks = session.settled_glyphs is None
    with start_probe(signs=asks, ground=tells_ground(os.environ)) or nullcontext() as probe:
        answers = probe.read_answers(PATIENCE) if probe else ProbeAnswers()
        choice = session.settled_glyphs or choose_by_cells(answers.cells)
        report(session, choice, answers, about, calendar)
        if probe and (choice.is_open or choice.reason == "setting"):
            ask_eyes(session, probe)


def print_installation(session: Session, about: Installation, calendar: WorkCalendar) -> None:
    """Print all for programs; what only the terminal could say is null."""
    from store.store_facts import find_store_facts
    from tui.cli.look import print_json
    from tui.output.installation_lines import installation_record

    choice = session.settled_glyphs
    days = {"country": calendar.country or None, "holidays": knows_holidays(calendar)}
    glyphs = {"glyphs": choice and choice.name, "reason": choice and choice.reason}
    facts = installation_record(about, find_store_facts(session.store_path))
    print_json({**glyphs, **days, **facts})


def report(
    session: Session,
    choice: GlyphChoice | None,
    answers: ProbeAnswers,
    about: Installation,
    calendar: WorkCalendar,
) -> None:
    """Print an alphabet and its reason, None where it is still to be asked, how light the ground
    is, what the installation is, and which days are off.
    """
    from store.store_facts import find_store_facts
    from tui.output import console
    from tui.output.installation_lines import installation_lines

    lines = [signs_text(choice)]
    if answers.luminance is not None:
        lines.append(_(GROUND).format(percent=round(100 * answers.luminance)))
    lines += installation_lines(about, find_store_facts(session.store_path))
    console.sentences([*lines, say_days_off(calendar)])


def signs_text(choice: GlyphChoice | None) -> str:
    """Say which alphabet is drawn with, and why."""
    if choice is None:
        return _(OPEN)
    reason = _(REASONS[choice.reason]).format(term=os.environ.get("TERM", ""))
    return _(SIGNS).format(name=_(NAMES[choice.name]), reason=reason)


def knows_holidays(calendar: WorkCalendar) -> bool:
    """Return whether holidays count as days off."""
    return bool(calendar.country) and calendar.fault is None


def say_days_off(calendar: WorkCalendar) -> str:
    """Say that weekends are days off, and the holidays of the country set, or why those are not."""
    if not calendar.country:
        return _(WEEKENDS)
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
