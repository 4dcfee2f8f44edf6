"""The commands that change a project: add, set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from deals.errors import UserError
from tui.cli.localized_click import LocalizedCommand
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Project
    from deals.parsing.reading_context import ReadingContext
    from deals.playbook import Playbook
    from tui.session import Session

ADD = N_("Add a project and print its id.")
SET = N_("Change fields of a project, named by id or name.")
CURRENCY = N_("The currency where the amount names none.")
UNCHANGED = N_("Nothing changed.")
MOVED = N_("{field}: {old} -> {new}")
GATE_OPEN = N_("{stage} is reached with its gate open: {lacking}")
UNKNOWN_FIELD = N_('there is no field "{field}" to set; it is one of {known}')


@click.command("add", cls=LocalizedCommand, help=ADD)
@click.argument("name")
@click.option("--customer", metavar="TEXT", help=N_("The customer's company."))
@click.option("--owner", metavar="TEXT", help=N_("Who is responsible for it; you, if left out."))
@click.option("--stage", metavar="STAGE", help=N_("The last stage completed, like P2."))
@click.option("--amount", metavar="AMOUNT", help=N_("The expected amount, like 80-150万 or 1.2M."))
@click.option("--signs", metavar="WINDOW", help=N_("When it signs, like 2027-03-14 or 2027-Q1."))
@click.option("--currency", default="CNY", metavar="CODE", help=CURRENCY)
@click.pass_obj
def add(session: Session, /, name: str, currency: str, **texts: str | None) -> int:
    """Add one project; none if anything about it cannot be read."""
    from deals.edits import new_project
    from tui.output import console

    reading = session.reading(code_of(currency))
    given = {field: text for field, text in texts.items() if text is not None}
    if wrong := list(field_refusals({"name": name, **given}, reading)):
        return console.refuse(wrong)
    project = new_project(name, reading, **given)
    session.commit(session.store.book.with_projects(project), "add")
    console.print_line(project.id)
    return 0


@click.command("set", cls=LocalizedCommand, help=SET)
@click.argument("project")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.pass_obj
def set_fields(session: Session, project: str, fields: tuple[str, ...]) -> int:
    """Change fields of one project; none of them if one cannot be read."""
    from deals.edits import set_field
    from tui.output import console
    from tui.select_projects import the_project

    texts = dict(map(assignment, fields))
    before = the_project(session.store.book, project)
    reading = session.reading()
    if wrong := list(field_refusals(texts, reading.on(before))):
        return console.refuse(wrong)
    after = before
    for field in sort_fields(texts):
        after = set_field(after, field, texts[field], reading)
    if after is not before:
        session.commit(session.store.book.with_projects(after), "set")
    for text in changes(before, after, session.playbook):
        console.print_line(text)
    return 0


def code_of(currency: str) -> str:
    """Return the code of a currency however it is written; UserError `currency-unknown`."""
    from deals.parsing.amounts import currency_code

    code = currency_code(currency)
    if code is None:
        raise UserError("currency-unknown", text=currency)
    return code


def assignment(text: str) -> tuple[str, str]:
    """Return the field and its text of `FIELD=VALUE`; wrong usage if it is no such thing."""
    field, equals, value = text.partition("=")
    fields = settable_fields()
    if not equals:
        raise click.UsageError(_('"{text}" is not FIELD=VALUE').format(text=text))
    if field not in fields:
        raise click.UsageError(_(UNKNOWN_FIELD).format(field=field, known=", ".join(fields)))
    return field, value


def settable_fields() -> list[str]:
    """Return the fields that can be set; contacts have commands of their own."""
    from deals.fields import PROJECT

    return [field for field in PROJECT.typed if field != "contacts"]


def field_refusals(texts: Mapping[str, str], reading: ReadingContext) -> Iterator[UserError]:
    """Yield why texts cannot be read as their fields, so that everything wrong is told at once."""
    from deals.fields import PROJECT

    for field, text in texts.items():
        try:
            PROJECT[field].parse(text, reading)
        except UserError as refusal:
            yield refusal


def sort_fields(texts: Mapping[str, str]) -> list[str]:
    """Sort the fields as they have to be written: the gate of a stage is held against the project
    as it will be, an ended project has to be open before it moves, and one that moves ends last.
    """
    from deals.fields.project_fields import read_status

    places = {"stage": 1, "status": 2}
    if "status" in texts and read_status(texts["status"]) == "open":
        places["status"] = -1
    return sorted(texts, key=lambda field: places.get(field, 0))


def changes(before: Project, after: Project, playbook: Playbook) -> Iterator[str]:
    """Yield a line for each field changed, and what the gate of a stage moved up to still lacks."""
    from deals.fields import PROJECT
    from wording.names import field_name, field_value

    shown = [
        field for field in settable_fields() if field != "next_on"
    ]  # the text of `next` has the day
    texts = {field: (PROJECT[field].text(before), PROJECT[field].text(after)) for field in shown}
    moved = {field: ends for field, ends in texts.items() if ends[0] != ends[1]}
    if not moved:
        yield _(UNCHANGED)
    for field, ends in moved.items():
        old, new = (field_value(field, text) for text in ends)
        yield _(MOVED).format(field=field_name(field), old=old, new=new)
    if playbook.order.get(after.stage, 0) > playbook.order.get(before.stage, len(playbook.order)):
        yield from open_gate(after, playbook)


def open_gate(project: Project, playbook: Playbook) -> Iterator[str]:
    """Yield a line about what the acceptance of the project's stage lacks, if anything."""
    from deals.rules.gates import missing_gates
    from wording.findings import missing_gate_text

    missing = missing_gates(project, project.stage, playbook)
    lacking = "; ".join(missing_gate_text(gap, project.stage, playbook) for gap in missing)
    if lacking:
        yield _(GATE_OPEN).format(stage=project.stage, lacking=lacking)
