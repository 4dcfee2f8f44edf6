"""The actions of the numbers room: what is looked at, what is opened behind it, the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from string import digits

from deals.errors import UserError
from deals.numbers.fiscal_periods import PeriodUnit
from deals.own_columns import own_field
from deals.parsing.windows import parse_window
from deals.unsaved import InputPlace
from screens.base.commands import lacks
from screens.base.finder import Finder, make_entry, take_found
from screens.base.owner_choice import choose_whose_projects
from screens.base.project_subset import ProjectSubset, RankedProjects
from screens.base.record_editor import echo_understood
from screens.base.screen import LetterOption
from screens.base.star_projects import star_projects
from screens.numbers.number_form import FormField
from screens.numbers.screen import NumbersScreen
from screens.numbers.view import GROUP_NAMES, choose_from_currencies
from views.numbers.face_rows import NamedDeals, NumbersRow
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say

UNITS: dict[PeriodUnit, str] = {
    "month": N_("month"),
    "quarter": N_("quarter"),
    "half": N_("half"),
    "year": N_("year"),
}
UNIT_KEYS: dict[PeriodUnit, str] = {"month": "m", "quarter": "q", "half": "h", "year": "y"}
GROUP_KEYS = {"owner": "o", "stage": "s", "customer": "c", "product": "p", "competitor": "r"}


@lacks(N_("no projects behind this line"))
def opens_something(screen: NumbersScreen) -> bool:
    """Return whether Enter has something to open: projects, or a field of the form."""
    row = screen.row
    return row is not None and (screen.form or bool(row.projects))


def list_there(screen: NumbersScreen, ids: Iterable[str]) -> tuple[str, ...]:
    """Return those projects that are still there."""
    return tuple(id_ for id_ in ids if id_ in screen.host.book.projects)


def open_current(screen: NumbersScreen) -> None:
    """Open the projects behind the line under the cursor, or type into its field."""
    row = screen.row
    if screen.form:
        edit_field_at_cursor(screen)
    elif row is not None:
        ids = list_there(screen, row.projects)
        if not ids:
            screen.tell(_("they have been deleted since"))
            return
        title = " ".join(span.text for span in row.title).strip()
        screen.host.open_screen("pipeline", ProjectSubset(frozenset(ids), title))


def open_triage(screen: NumbersScreen, row: NumbersRow) -> None:
    """Go through the projects behind a line, those of a period by what it has at stake."""
    urgent = [state.id for state in row.urgent.find()] if row.urgent else []
    ids = list_there(screen, urgent or row.projects)
    order = row.urgent.order if row.urgent and urgent else ""
    screen.host.open_screen("triage", RankedProjects(ids, order) if order else ids)


def star_row(screen: NumbersScreen, row: NumbersRow) -> None:
    """Star what it takes to reach the target; of several sets of deals it is asked which."""
    if len(row.stars) == 1:
        _star_set(screen, row.stars[0])
        return
    options: list[LetterOption] = [
        (key, each.text, partial(_star_set, screen, each))
        for key, each in zip("ab", row.stars, strict=False)
    ]
    screen.choose(_("key projects"), options)


def _star_set(screen: NumbersScreen, stars: NamedDeals) -> None:
    ids = list_there(screen, stars.ids)
    if ids:
        star_projects(screen, ids, lambda: None)


def turn_currency(screen: NumbersScreen) -> None:
    """Tell it in the next currency that there is."""
    there = choose_from_currencies(screen.face_figures) if screen.face_figures else []
    if len(there) < 2:
        screen.tell(_("there is no other currency"))
        return
    at = there.index(screen.currency) if screen.currency in there else -1
    screen.show_look(replace(screen.look, currency=there[(at + 1) % len(there)]))


# What is looked at -------------------------------------------------------------------------------


def choose_since(screen: NumbersScreen) -> None:
    """Offer the days since which the movement is mostly told, and any other: a digit begins it."""
    today = screen.host.context.today()

    def show(day: date) -> Callable[[], None]:
        return lambda: screen.show_look(replace(screen.look, since=day))

    def before(unit: PeriodUnit) -> date:
        return screen.years.period_of(today, unit).earliest - timedelta(1)

    screen.choose(
        _("since"),
        [
            ("w", _("a week ago"), show(today - timedelta(7))),
            ("f", _("a fortnight ago"), show(today - timedelta(14))),
            ("m", _("this month"), show(before("month"))),
            ("q", _("this quarter"), show(before("quarter"))),
            ("y", _("this year"), show(before("year"))),
            ("d", _("a day"), partial(_ask_since, screen)),
            *((digit, "", partial(_ask_since, screen, digit)) for digit in digits),
        ],
    )


def _ask_since(screen: NumbersScreen, begun: str = "") -> None:
    def read(typed: str) -> date:
        day = parse_window(typed, screen.host.reading().calendar).earliest
        if day > screen.host.context.today():
            raise UserError("since-later", text=typed.strip())
        return day

    def accept(typed: str) -> bool:
        try:
            day = read(typed)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        screen.release()
        screen.show_look(replace(screen.look, since=day))
        return True

    def echo(typed: str) -> TextLine:
        if not typed.strip():
            return line(
                StyledText(_("a day, as 11-23 or mon; what moved on it counts before"), "dim")
            )
        try:
            return echo_understood(f"{read(typed)}")
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))

    screen.ask(_("since"), begun, accept, echo=echo, place=None)


def choose_grouping(screen: NumbersScreen) -> None:
    """Offer the units of periods, and where the forecast is shown the groups."""
    look = screen.look
    options: list[LetterOption] = [
        (UNIT_KEYS[unit], _(UNITS[unit]), partial(_show_unit, screen, unit)) for unit in UNITS
    ]
    if look.face == "movement":
        options.append(("a", _("all periods"), lambda: screen.show_look(replace(look, every=True))))
    if look.face == "forecast":
        options += [
            (GROUP_KEYS[group], _(name), partial(_show_group, screen, group))
            for group, name in GROUP_NAMES.items()
        ]
        if screen.host.own_columns.names:
            options.append(("f", _("own column"), partial(_choose_own, screen)))
    screen.choose(_("by"), options)


def _show_unit(screen: NumbersScreen, unit: PeriodUnit) -> None:
    screen.show_look(screen.look.with_unit(unit, screen.years, screen.host.context.today()))


def _show_group(screen: NumbersScreen, group: str) -> None:
    screen.show_look(replace(screen.look, group=group))


def _choose_own(screen: NumbersScreen) -> None:
    names = screen.host.own_columns.names
    Finder(
        screen=screen,
        label=_("by own column"),
        entries=tuple(make_entry(name, name) for name in names),
        take=take_found(screen, lambda name: _show_group(screen, own_field(name))),
        start=-1,
        hint=_(", ").join(names),
    ).ask()


def choose_owner(screen: NumbersScreen) -> None:
    """Take an owner by part of the name, or the team."""
    choose_whose_projects(screen, lambda owner: screen.show_look(replace(screen.look, owner=owner)))


# The form ----------------------------------------------------------------------------------------


def edit_numbers(screen: NumbersScreen) -> None:
    """Show the form; where it stands already, type into the line under the cursor."""
    if screen.form:
        edit_field_at_cursor(screen)
    else:
        screen.show_form()


def edit_field_at_cursor(screen: NumbersScreen) -> None:
    """Type into the field under the cursor; Tab goes on to the next."""
    fields = list(screen.form_fields())
    current = screen.selection.current
    field = next((each for each in fields if each.id == current), None)
    if field is not None:
        _ask_field(screen, field)


def _ask_field(screen: NumbersScreen, field: FormField) -> None:
    begun = screen.host.book

    def echo(typed: str) -> TextLine:
        if typed.strip() in ("", field.text):
            return line(StyledText(field.hint, "dim"))
        try:
            after = field.write(begun, typed)
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return echo_understood(field.echo(after) if field.echo else typed.strip())

    def walk(typed: str, way: int) -> None:
        if _take_field(screen, field, typed):
            screen.select(screen.selection.move(way))
            edit_field_at_cursor(screen)

    screen.ask(
        field.label,
        field.text,
        lambda typed: _take_field(screen, field, typed),
        echo=echo,
        select_all=True,
        on_tab=walk,
        place=InputPlace(f"number:{field.id}"),
    )


def _take_field(screen: NumbersScreen, field: FormField, typed: str) -> bool:
    """Write a text into the book; whether it was good."""
    if typed.strip() == field.text:
        screen.release()
        return True
    try:
        failed = screen.host.commit(field.write(screen.host.book, typed), field.change)
    except UserError as refusal:
        failed = say(refusal)
    if failed is not None:
        screen.refuse(failed)
        return False
    screen.release()
    screen.paint()
    text = field.echo(screen.host.book) if field.echo else typed.strip() or "-"
    screen.tell(_("{field}: {text}").format(field=field.label, text=text))
    return True
