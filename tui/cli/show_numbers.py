"""The commands that show numbers: forecast, movement, shape and record, of the team or an owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import (
    MISSING,
    command,
    complete_choices,
    complete_field,
    complete_filter,
    did_you_mean,
    json_option,
    mark_option,
)
from tui.cli.look import AHEAD, AS_CSV, FILTER, JSON_OR_CSV, print_json, read_book
from tui.cli.root import read_day
from wording import N_, _, pgettext

if TYPE_CHECKING:
    from deals.numbers.figures import Figures, NumbersScope
    from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit
    from deals.numbers.forecast import Forecast
    from deals.numbers.movement import Movement
    from tui.output.number_sheets import NumberSheet
    from tui.session import Session

UNITS = ("month", "quarter", "half", "year")
OWNER = N_("Only what is this owner's, by part of the name; me is you.")
FORECAST = N_(
    "Show what is signed and what may come in, by month, quarter or year.\n\n"
    "Each project is shared over the days that are left of its window. Expected weighs it by the "
    "win rate of its stage, which the playbook sets; its degree of completion is a column of its "
    "own, and no odds."
)
FORECAST_EXAMPLES = N_(
    """\
netloft forecast --by month --owner Wu
netloft forecast --evidence --filter 'stage>=P3 owner:me'"""
)
BY = N_("The periods: month, quarter, half or year; quarters, if left out.")
EVIDENCE = N_("Show for each project what speaks for it and against it.")
MOVEMENT = N_(
    "Show how the pipeline of one day became that of another, line by line.\n\n"
    "Changes on the first day itself are before it. In a period each project is worth its share "
    "by its window as written, so that the passing of time moves nothing; then and the lines are "
    "now, to the last unit."
)
MOVEMENT_EXAMPLES = N_(
    """\
netloft movement --since 2026-11-01 --owner Wu
netloft movement --since 2026-10-01 --period 2026-Q4 --filter 'amount>500k'"""
)
SINCE = N_("The day at whose end it begins.")
UNTIL = N_("The day at whose end it stops; today, if left out.")
PERIOD = N_("Only what is to be signed in this period, like 2026-12, 2026-Q4 or FY2026.")
SHAPE = N_("Show how open projects spread over the stages, by owner: thin, mature and so on.")
SHAPE_EXAMPLES = N_(
    """\
netloft shape --owner Wu"""
)
RECORD = N_(
    "Show how projects came out: stage by stage, won and lost, promises, past forecasts.\n\n"
    "Under ten cases they are shown themselves and no percent. Past forecasts are those of the "
    "first day of each quarter, with the win rates known then, held against what was signed."
)
RECORD_EXAMPLES = N_(
    """\
netloft record --owner Wu --json"""
)
BAD_UNIT = N_('"{text}" is no kind of period; it is one of {known}')
LATER = N_("--since {since} is after --until {until}")


def numbers_options(action: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that all numbers have: whose, which, and in which form."""
    options = (
        click.option("--owner", metavar="NAME", help=OWNER, shell_complete=complete_field("owner")),
        click.option(
            "--filter",
            "text",
            default="",
            metavar="TEXT",
            help=FILTER,
            shell_complete=complete_filter,
        ),
        json_option,
        click.option("--csv", "as_csv", is_flag=True, help=AS_CSV),
        mark_option,
    )
    for option in reversed(options):
        action = option(action)
    return action


def read_period_unit(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Return the unit of periods of this name."""
    if text not in UNITS:
        raise click.UsageError(_(BAD_UNIT).format(text=text, known=_(", ").join(UNITS)))
    return text


def find_figures(session: Session) -> Figures:
    """Return the numbers of the user's store."""
    from deals.numbers.figures import Figures

    book = read_book(session)
    return Figures(book, session.playbook, session.today, session.settings.currency)


def find_scope(session: Session, figures: Figures, given: Mapping[str, Any]) -> NumbersScope:
    """Return whose and which projects are asked about.

    Refusals: `owner-unknown` for an owner nobody goes by, or a filter that cannot be read. A term
    that no project passes is told.
    """
    from tui.select_projects import choose_scope

    owner = session.me if given["owner"] == "me" else given["owner"]
    if owner is not None:
        owner = find_scope_owner(owner, figures.owners)
    context = session.filter_context(figures.book)
    return choose_scope(figures.book, context, session.today, given["text"], owner=owner)


def find_scope_owner(text: str, known: Iterable[str]) -> str:
    """Find an owner by the name or a part of it.

    Refusals: `owner-unknown` (text, meant) where nobody goes by it or ever went by it, and
    `owner-several` (text, names) where several do.
    """
    from deals.owners import match_owners

    names = list(known)
    found = match_owners(text, names)
    if not found:
        raise UserError("owner-unknown", text=text, meant=did_you_mean(text, names))
    if len(found) > 1:
        raise UserError("owner-several", text=text, names=_(", ").join(found))
    return found[0]


def check_form(given: Mapping[str, Any]) -> None:
    """Refuse two forms at once."""
    if given["as_json"] and given["as_csv"]:
        raise click.UsageError(_(JSON_OR_CSV))


def name_scope(scope: NumbersScope) -> str:
    """Return what all of a scope goes by in a table."""
    return pgettext("scope", "team") if scope.owner is None else scope.owner


def print_sheets(
    session: Session,
    tables: Iterable[tuple[str, NumberSheet]],
    remarks: Iterable[str],
) -> None:
    """Print tables, each under its title if it has one, and what is to be said below them."""
    from tui.output import console
    from views.glyphs import ASCII, BOX, use_glyphs

    settled = session.settled_glyphs
    use_glyphs(BOX if settled is not None and settled.name == "box" else ASCII)
    drawn = console.shows_styles()
    for at, (title, sheet) in enumerate(tables):
        if at:
            console.print_line()
        if title:
            console.print_line(title)
        console.table(sheet.printed_columns(drawn=drawn), sheet.printed_rows(drawn=drawn))
    lines = list(remarks)
    if lines:
        console.print_line()
        console.sentences(lines)


@command("forecast", FORECAST, FORECAST_EXAMPLES)
@click.option(
    "--by",
    default="quarter",
    callback=read_period_unit,
    metavar="|".join(UNITS),
    help=BY,
    shell_complete=complete_choices(*UNITS),
)
@click.option("--evidence", is_flag=True, help=EVIDENCE)
@numbers_options
def forecast(session: Session, /, by: PeriodUnit, evidence: bool, **given: Any) -> None:
    """Print what is signed and in play by period."""
    from tui.output import console, number_records
    from tui.output.forecast_table import evidence_sheet, forecast_sheet, list_evidence

    check_form(given)
    figures = find_figures(session)
    scope = find_scope(session, figures, given)
    found = figures.forecast(scope, by)
    if given["as_json"]:
        print_json(number_records.forecast_record(found, figures, scope, evidence=evidence))
    elif given["as_csv"]:
        shown = (
            evidence_sheet(list_evidence(found, figures))
            if evidence
            else forecast_sheet(found, figures, scope)
        )
        console.sheet(shown.csv(marked=given["bom"]))
    else:
        print_forecast(session, figures, scope, found, evidence=evidence)


def print_forecast(
    session: Session, figures: Figures, scope: NumbersScope, found: Forecast, *, evidence: bool
) -> None:
    """Print a forecast by currency, and together; then the evidence if it is asked for."""
    from tui.output import console
    from tui.output import forecast_table as texts
    from views.numbers.forecast import EMPTY
    from views.numbers.forecast_sums import used_rates_text
    from views.numbers.twin_rows import counted_twice_text

    if not found.total.count and not found.total.currencies:
        console.print_line(_(EMPTY))
        return
    tables = texts.forecast_tables(found)
    titles = ["", texts.conversion_text(figures, found.total.currencies, session.today)]
    remarks = [
        *texts.target_remarks(found, figures, scope),
        *texts.forecast_remarks(found),
        used_rates_text(figures.win_rates),
        texts.left_out_text(found.total),
        counted_twice_text(figures.counted_twice(scope)),
    ]
    print_sheets(session, zip(titles, tables, strict=False), filter(None, remarks))
    if evidence and (every := texts.list_evidence(found, figures)):
        console.print_line()
        guessed = any(not part.effect.measured for _state, each in every for part in each.parts)
        print_sheets(
            session, [("", texts.evidence_sheet(every))], [_(texts.GUESSES)] if guessed else []
        )


@command("movement", MOVEMENT, MOVEMENT_EXAMPLES)
@click.option("--since", callback=read_day, metavar="YYYY-MM-DD", help=SINCE)
@click.option("--until", callback=read_day, metavar="YYYY-MM-DD", help=UNTIL)
@click.option("--period", "period_text", metavar="PERIOD", help=PERIOD)
@numbers_options
def movement(
    session: Session,
    /,
    since: date | None,
    until: date | None,
    period_text: str | None,
    **given: Any,
) -> None:
    """Print what was in play then, what moved, and what is in play now."""
    from tui.output import console
    from tui.output.movement_table import movement_sheet

    check_form(given)
    since, until = check_days(since, until or session.today, session.today)
    figures = find_figures(session)
    period = read_movement_period(session, period_text) if period_text is not None else None
    scope = find_scope(session, figures, given)
    found = figures.movement(since, until, scope, period)
    if given["as_csv"]:
        console.sheet(movement_sheet(found).csv(marked=given["bom"]))
    else:
        show_movement(session, figures, found, scope, as_json=given["as_json"])


def show_movement(
    session: Session, figures: Figures, found: Movement, scope: NumbersScope, *, as_json: bool
) -> None:
    """Print a movement with what stands beside its lines, for people or for programs."""
    from deals.numbers.book_basis import first_day
    from deals.numbers.signed_beside import find_signed_beside
    from deals.numbers.states import list_unpriced
    from tui.output.movement_table import movement_remarks
    from tui.output.number_records import movement_record
    from views.numbers.twin_rows import counted_twice_text

    states, signed = figures.states(scope, found.until), figures.basis.signed_stages
    unpriced = list_unpriced(states, signed, found.scope.period)
    twins = figures.counted_twice(scope) if found.until == figures.today else ()
    beside = find_signed_beside(found, states, signed)
    if as_json:
        print_json(movement_record(found, unpriced, twins, beside))
        return
    remarks = movement_remarks(found, unpriced, first_day(figures.book), beside)
    print_movement(session, figures, found, [*remarks, counted_twice_text(twins)])


def check_days(since: date | None, until: date, today: date) -> tuple[date, date]:
    """Return from when to when; refuse what is left out, still to come or the wrong way round."""
    if since is None:
        raise click.UsageError(_(MISSING).format(name="--since"))
    if until > today:
        raise click.UsageError(_(AHEAD).format(day=until))
    if since > until:
        raise click.UsageError(_(LATER).format(since=since, until=until))
    return since, until


def read_movement_period(session: Session, text: str) -> FiscalPeriod:
    """Read a period as people type it; refusal `period-unreadable` (text)."""
    from deals.numbers.fiscal_periods import parse_fiscal_period, year_starts

    years = year_starts(session.store.book, session.today)
    return parse_fiscal_period(text, years, session.reading().calendar)


def print_movement(
    session: Session,
    figures: Figures,
    found: Movement,
    remarks: Iterable[str],
) -> None:
    """Print a movement by currency, and together."""
    from tui.output import console
    from tui.output import movement_table as texts
    from tui.output.forecast_table import conversion_text
    from views.numbers.movement import NOTHING

    moving = [each for each in found.currencies.values() if each.then or each.now or each.lines]
    if not moving:
        console.print_line(_(NOTHING))
    tables = [("", texts.movement_table(moved)) for moved in moving]
    if texts.has_home(found) and found.home is not None:
        title = conversion_text(figures, found.currencies, found.until)
        tables.append((title, texts.movement_table(found.home)))
    print_sheets(session, tables, filter(None, remarks))


@command("shape", SHAPE, SHAPE_EXAMPLES)
@numbers_options
def shape(session: Session, /, **given: Any) -> None:
    """Print the shape of the pipeline, and of each owner's."""
    from tui.output import console, number_records
    from tui.output.shape_table import shape_remarks, shape_sheet, stage_table

    check_form(given)
    figures = find_figures(session)
    scope = find_scope(session, figures, given)
    found = figures.shape(scope)
    period = figures.years.period_of(figures.today, "quarter")
    covers = figures.covers(period, scope)
    sheet = shape_sheet(found, name_scope(scope), covers)
    if given["as_json"]:
        print_json(number_records.shape_record(found, covers))
    elif given["as_csv"]:
        console.sheet(sheet.csv(marked=given["bom"]))
    else:
        tables = [("", stage_table(found.team)), ("", sheet)]
        print_sheets(session, tables, shape_remarks(found.team, covers))


@command("record", RECORD, RECORD_EXAMPLES)
@numbers_options
def record(session: Session, /, **given: Any) -> None:
    """Print how projects came out, and how good past forecasts were."""
    from deals.numbers.record import measure_year
    from deals.numbers.states import group_open
    from tui.output import console, number_records
    from tui.output import record_tables as texts
    from views.numbers.success import measure_rows

    check_form(given)
    figures = find_figures(session)
    scope = find_scope(session, figures, given)
    found = figures.record(scope)
    if given["as_json"]:
        entered = number_records.measures_record(figures, scope, found)
        print_json(number_records.record_record(found, entered))
        return
    year = figures.years.period_of(figures.today, "year")
    states = figures.states(scope)
    projects = (state.project for state in states)
    measures = measure_rows(
        figures.book.measures, measure_year(year, figures.years), scope.owner or "", projects
    )
    tables = list(texts.record_tables(found, name_scope(scope), year, measures))
    if given["as_csv"]:
        console.sheet(texts.record_sheet(tables).csv(marked=given["bom"]))
        return
    print_sheets(session, tables, texts.record_remarks(found, year.earliest, group_open(states)))
