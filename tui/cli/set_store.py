"""The commands that set what holds for the whole store: set-year-start, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import command, json_option
from wording import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deals.model import Book
    from tui.session import Session

YEAR_START = N_(
    "Say in which month your fiscal year starts, 1 to 12 or by name; without a month, print it.\n\n"
    "FY27, FY27 Q2 and the like are read by it, FY27 being the year that starts in 2027. A quarter "
    "without FY, such as 2027-Q2, stays one of the calendar. Another month holds from today on: "
    "periods that are over keep theirs."
)
YEAR_START_EXAMPLES = N_("netloft set-year-start April")
STARTS = N_("The fiscal year starts in {month}: FY{year} is {first} to {last}.")
STARTED = N_("It started in {month} before.")
KEPT = N_("It started in {month} before; periods that were over by today stay as they were.")
CROSSING = N_("Targets whose months are no longer a quarter or year of yours: {periods}.")
ALWAYS = N_("It always started so: what was said before was wrong, for past periods too.")

MEMORY = N_(
    "Print what is remembered of the columns and stage names of imported tables, or forget it.\n\n"
    "What was answered to an import, or said with its --map and --stage, is remembered for tables "
    "of the same CRM, or whose file is called the same but for its day. Another --map or --stage "
    "replaces it."
)
MEMORY_EXAMPLES = N_("netloft remembered --forget 'Contract Sent'")
FORGET = N_("A name to forget in tables of every source; may be given more than once.")
STAGE_REMEMBERED = N_("{source}: {name} -> {means}")
COLUMN_REMEMBERED = N_("{source}: column {name} = {means}")
CURRENCY_REMEMBERED = N_("{source}: {about} (--forget '{name}')")
EVERY, REMOVED = N_("every table"), N_("removed here on {day}")
NONE_REMEMBERED = N_("Nothing is remembered of columns and stage names.")


@command("set-year-start", YEAR_START, YEAR_START_EXAMPLES)
@click.argument("month", required=False)
@click.option("--always", is_flag=True, help=ALWAYS)
@json_option
def set_year_start(session: Session, month: str | None, always: bool, as_json: bool) -> None:
    """Set the month in which the fiscal year starts, or print it."""
    from deals.edits.store_settings import read_month, set_year_start
    from deals.numbers.targets import list_crossing, target_owners
    from tui.cli.look import print_json
    from tui.output import console
    from wording.names import name_month

    before = session.store.book
    on = None if always else session.today
    after = before if month is None else set_year_start(before, read_month(month), on)
    if after is not before:
        session.commit(after, "fiscal year")
        after = session.store.book
    if as_json:
        former = [{"until": f"{day}", "month": at} for day, at in after.former_year_starts]
        print_json({"fiscal_year_starts": after.year_start, "before": former})
        return
    console.print_line(year_text(after.year_start, session.today.year))
    if after.year_start != before.year_start:
        text = KEPT if after.former_year_starts else STARTED
        console.print_line(_(text).format(month=name_month(before.year_start)))
    owners = ("", *target_owners(after.targets))
    crossing = [each.label for owner in owners for each in list_crossing(after, owner)]
    if month is not None and crossing:
        labels = _(", ").join(dict.fromkeys(crossing))
        console.print_line(_(CROSSING).format(periods=labels))


@command("remembered", MEMORY, MEMORY_EXAMPLES)
@click.option("--forget", "forgotten", multiple=True, metavar="NAME", help=FORGET)
@json_option
def remembered_names(session: Session, /, forgotten: tuple[str, ...], as_json: bool) -> None:
    """Print what columns and names of stages in tables mean, by their source, or forget some."""
    from deals.edits.store_settings import forget_names, list_remembered_names
    from tui.cli.look import print_json
    from tui.output import console

    if forgotten:
        session.commit(forget_names(session.store.book, forgotten), "names of stages")
    known = list_remembered_names(session.store.book)
    if as_json:
        kinds = {"column": "column", "stage name": "stage", "currency": "currency"}
        print_json(
            [
                {"source": source, "kind": kinds[kind], "name": name, "means": target}
                for source, kind, name, target in known
            ]
        )
        return
    console.print_lines(remembered_lines(session.store.book))
    if not known:
        console.print_line(_(NONE_REMEMBERED))


def remembered_lines(book: Book) -> Iterator[str]:
    """Yield a line for each name that is remembered of tables, with what it means."""
    from deals.edits.store_settings import list_remembered_names, read_removal_day, source_name
    from views.import_report import column_name, currency_text
    from wording.errors import one_line
    from wording.names import status_name

    for source, kind, name, target in list_remembered_names(book):
        if kind == "currency":
            named = one_line(source_name(book, source))
            about = currency_text(name, target)
            yield _(CURRENCY_REMEMBERED).format(source=named, about=about, name=name)
            continue
        text = COLUMN_REMEMBERED if kind == "column" else STAGE_REMEMBERED
        means = column_name(target) if kind == "column" else status_name(target)
        if day := read_removal_day(target):
            means = _(REMOVED).format(day=day)
        named = one_line(source_name(book, source)) or _(EVERY)
        yield _(text).format(source=named, name=one_line(name), means=means)


def year_text(start: int, year: int) -> str:
    """Return in which month the fiscal year starts, and which months that of a year has."""
    from wording.names import name_month

    last = f"{year}-12" if start == 1 else f"{year + 1}-{start - 1:02}"
    return _(STARTS).format(
        month=name_month(start), year=year, first=f"{year}-{start:02}", last=last
    )
