"""The commands that change a project as a whole: add, set, end, delete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import (
    MISSING,
    LocalizedCommand,
    command,
    complete_field,
    did_you_mean,
    json_option,
    project_argument,
    project_words,
)
from tui.cli.project_edits import (
    UNCHANGED,
    EditedProject,
    EditReport,
    about_project,
    change_projects,
    commit_projects,
    edit_projects,
    filter_option,
    meant_projects,
    print_reports,
    split_words,
)
from wording import N_, _

if TYPE_CHECKING:
    from deals.edits.typed_fields import AddedProject
    from deals.model import Project
    from deals.own_columns import OwnColumns
    from deals.parsing.reading_context import ReadingContext
    from deals.playbook import Playbook
    from tui.session import Session

ADD = N_(
    "Add a project by a line about it, and print its id.\n\n"
    "LINE is read as in the app, and what was understood is printed on standard error; with an "
    "option for a field it is the name alone. Several lines add several projects."
)
ADD_EXAMPLES = N_(
    """\
netloft add 'Acme ERP @Northwind owner:Lin P2 $300k 2027-Q1'
netloft add 'Acme ERP' --customer 'Northwind Traders' --amount '$0.8-1.5M' --signs 2027-Q1
netloft add --name 'Acme 2027 P2' --stage P1"""
)
SET = N_(
    "Change fields of a project, or of all that match a filter.\n\nAn empty VALUE "
    "clears the field. All fields are changed, or none if one cannot be read. A "
    "column of your own goes by its name; own.NAME is one even where a field is "
    "called so, or none yet is."
)
SET_EXAMPLES = N_(
    """\
netloft set Harbour stage=P3 'amount=$0.8-1.5M' signs=2027-Q1
netloft set Harbour 'next=call Ann +3d' product=
netloft set Harbour tags=port,2027 tender=2027-03-01 key=yes
netloft set --filter 'owner:lin status:open' owner=Wu"""
)
END = N_(
    "End a project, or put it on hold, and say why.\n\n"
    'Only a project that is won needs no reason; "open" in place of an end opens it again.'
)
END_EXAMPLES = N_(
    """\
netloft end Harbour lost 'price, above Globex'
netloft end Harbour open
netloft end Harbour won"""
)
DELETE = N_("Delete a project that was entered by mistake; others are ended.")
DELETE_EXAMPLES = N_("netloft delete Harbour")
CURRENCY = N_("The currency where the amount names none.")
NAME = N_("The exact name, in place of LINE.")
NAME_TWICE = N_("choose either LINE or --name")
MOVED = N_("{field}: {old} -> {new}")
GATE_OPEN = N_("{stage} reached; still missing: {lacking}")
UNKNOWN_FIELD = N_('there is no field "{field}" to set; it is one of {known}')
DELETED = N_("{name} ({id}) deleted")
ENDS = ("won", "lost", "on_hold", "abandoned")
SEPARATOR, ASCII_SEPARATOR = " · ", " | "


@command("add", ADD, ADD_EXAMPLES)
@click.argument("line", required=False, metavar="LINE")
@click.option("--name", metavar="TEXT", help=NAME)
@click.option(
    "--customer",
    metavar="TEXT",
    help=N_("The customer's company."),
    shell_complete=complete_field("customer"),
)
@click.option(
    "--owner",
    metavar="TEXT",
    help=N_("Who is responsible for it; you, if left out."),
    shell_complete=complete_field("owner"),
)
@click.option(
    "--stage",
    metavar="STAGE",
    help=N_("The last stage completed, like P2."),
    shell_complete=complete_field("stage"),
)
@click.option("--amount", metavar="AMOUNT", help=N_("The expected amount, like $0.8-1.5M."))
@click.option("--signs", metavar="WINDOW", help=N_("The close date, like 2027-03-14 or 2027-Q1."))
@click.option("--currency", metavar="CODE", help=CURRENCY)
@json_option
def add(
    session: Session, /, line: str | None, currency: str | None, as_json: bool, **texts: str | None
) -> int:
    """Add what the line or the options say; nothing if anything about it cannot be read."""
    from tui.output import console
    from views.added_project import understood_text

    reading = session.reading(code_of(currency) if currency else None)
    given = {field: text for field, text in texts.items() if text is not None}
    added = add_projects(line, given, reading)
    if added is None:
        return 1
    edited = [EditedProject(None, each.project) for each in added]
    commit_projects(session, edited, "add")
    mark = separator_of(session)
    understood = {
        each.project.id: understood_text(each.project, each.fields, mark) for each in added
    }

    def report(each: EditedProject) -> EditReport:
        id_ = each.project.id
        return EditReport([id_], {"id": id_, "understood": understood[id_]})

    print_reports(edited, report, as_json=as_json, several=len(edited) > 1)
    for text in understood.values():
        console.complain(text)
    return 0


def separator_of(session: Session) -> str:
    """Return what stands between the fields of a project, for this terminal."""
    return ASCII_SEPARATOR if session.plain_text else SEPARATOR


def add_projects(
    line: str | None, given: Mapping[str, str], reading: ReadingContext
) -> list[AddedProject] | None:
    """Return the projects that the lines say, or the one that the options do; None, and every
    refusal told, if anything cannot be read.
    """
    if line is not None and "name" in given:
        raise click.UsageError(_(NAME_TWICE))
    if line is None and "name" not in given:
        raise click.UsageError(_(MISSING).format(name="LINE"))
    from deals.edits.typed_fields import AddedProject, new_project
    from deals.fields import PROJECT
    from tui.output import console

    if line is not None and not given:
        lines = [each for each in line.splitlines() if each.strip()]
        return read_project_lines(lines or [""], reading)
    texts = {"name": line or "", **given}
    if wrong := list(field_refusals(texts, reading)):
        console.refuse(wrong)
        return None
    fields = tuple(field for field in PROJECT.typed if field in texts)
    return [AddedProject(new_project(texts.pop("name"), reading, **texts), fields)]


def read_project_lines(lines: Sequence[str], reading: ReadingContext) -> list[AddedProject] | None:
    """Return a project for each line; None, and every refusal told, if one cannot be read."""
    from deals.edits.typed_fields import read_new_project
    from tui.output import console
    from wording import say_in_full

    added: list[AddedProject] = []
    for line in lines:
        try:
            added.append(read_new_project(line, reading))
        except UserError as refusal:
            sentence = say_in_full(refusal)
            if len(lines) > 1:
                sentence = _("{place}: {sentence}").format(place=line.strip(), sentence=sentence)
            console.complain(sentence)
    return added if len(added) == len(lines) else None


class SetCommand(LocalizedCommand):
    """The command `set`, whose help lists the fields too."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of options, then the fields by id and name."""
        from wording.names import field_name

        super().format_options(ctx, formatter)
        with formatter.section(_("Fields")):
            formatter.write_dl([(field, field_name(field)) for field in settable_fields()])


@command("set", SET, SET_EXAMPLES, SetCommand)
@project_words("PROJECT FIELD=VALUE...", fields=True)
@filter_option
@json_option
def set_fields(session: Session, words: tuple[str, ...], text: str | None, as_json: bool) -> int:
    """Change fields of the projects; none of them if one cannot be read."""
    given = words if text is not None else words[1:]
    names = ("PROJECT", *("FIELD=VALUE" for _word in given or ("",)))
    wanted, *_fields = split_words(words, names, text)
    texts = read_assignments(session, given)
    projects = meant_projects(session, wanted, text)
    reading = session.reading()
    # What cannot be read is the same on all of them, and is told once.
    if wrong := list(field_refusals(texts, reading.on(projects[0]))):
        from tui.output import console

        return console.refuse(wrong)
    edited = edit_projects(
        projects, lambda project, context: write_fields(project, texts, context), reading
    )
    if edited is None:
        return 1
    commit_projects(session, edited, "set")

    def report(each: EditedProject) -> EditReport:
        lines = list(changes(each, session.playbook))
        if text is not None:
            lines = [about_project(each, line) for line in lines]
        return EditReport(lines, {"changes": field_changes(each)})

    print_reports(edited, report, as_json=as_json, several=text is not None)
    if "next" in texts:
        complain_of_unread_days(edited[0].project)
    return 0


def read_assignments(session: Session, words: Sequence[str]) -> dict[str, str]:
    """Return the fields and their texts; what is none of ours may be an own column of the store."""
    from deals.own_columns import OwnColumns

    own = OwnColumns(session.store.book.projects.values())
    return dict(assignment(word, own) for word in words)


def complain_of_unread_days(project: Project) -> None:
    """Say on the error stream what looks like a day in a next action that has none."""
    from tui.output import console
    from wording.times import unread_days_note

    if note := unread_days_note(project.next_action):
        console.complain(note)


def write_fields(project: Project, texts: Mapping[str, str], reading: ReadingContext) -> Project:
    """Return the project with the fields as their texts say."""
    from deals.edits.own_columns import set_own
    from deals.edits.typed_fields import set_field
    from deals.own_columns import read_own_name

    for field in sort_fields(texts, reading.playbook):
        if name := read_own_name(field):
            project = set_own(project, name, texts[field], reading.stamp)
        else:
            project = set_field(project, field, texts[field], reading)
    return project


@command("end", END, END_EXAMPLES)
@project_words("PROJECT won|lost|on_hold|abandoned [REASON]", *ENDS)
@filter_option
@json_option
def end(session: Session, words: tuple[str, ...], text: str | None, as_json: bool) -> int:
    """End the projects, or open them again, as the app's key does."""
    from deals.edits.stages import end_project
    from deals.fields.project_fields import find_status, read_reason
    from wording.names import ENDINGS, status_name

    wanted, word, why = split_words(words, ("PROJECT", "STATUS", "REASON"), text, optional=1)
    status = find_status(word, session.playbook)
    reason = read_reason(why, status)
    edited = change_projects(
        session,
        meant_projects(session, wanted, text),
        lambda project, reading: end_project(project, status, reason, reading.stamp),
        ENDINGS[status],
    )
    if edited is None:
        return 1

    def report(each: EditedProject) -> EditReport:
        shown = status_name(each.project.status)
        reasoned = _("{status}: {reason}").format(status=shown, reason=reason) if reason else shown
        record = {"status": each.project.status, "end_reason": each.project.end_reason}
        return EditReport([about_project(each, reasoned)], record)

    print_reports(edited, report, as_json=as_json, several=text is not None)
    return 0


@command("delete", DELETE, DELETE_EXAMPLES)
@project_argument
@json_option
def delete(session: Session, project: str, as_json: bool) -> None:
    """Delete the project; its log keeps when and by whom."""
    edited = [EditedProject(found, None) for found in meant_projects(session, project, None)]
    commit_projects(session, edited, "delete")

    def report(each: EditedProject) -> EditReport:
        gone = each.project
        return EditReport([_(DELETED).format(name=gone.name, id=gone.id)])

    print_reports(edited, report, as_json=as_json, several=False)


def code_of(currency: str) -> str:
    """Return the code of a currency however it is written; UserError `currency-unknown`."""
    from deals.parsing.amounts import currency_code

    code = currency_code(currency)
    if code is None:
        raise UserError("currency-unknown", text=currency)
    return code


def assignment(text: str, own: OwnColumns | None = None) -> tuple[str, str]:
    """Return the field and its text of `FIELD=VALUE`; wrong usage if it is no such thing.

    What is no field of ours may be an `own` column that there is, by `own:NAME` any.
    """
    from deals.fields import PROJECT
    from deals.own_columns import own_field, read_own_name

    word, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(_('"{text}" is not FIELD=VALUE').format(text=text))
    if name := read_own_name(word):
        return own_field((own and own.find(name)) or name.strip('"“”')), value
    field, fields = PROJECT.find(word), settable_fields()
    if field not in fields and own and (name := own.find(word.strip('"“” '))):
        return own_field(name), value
    if field not in fields:
        known = _(", ").join(fields)
        complaint = _(UNKNOWN_FIELD).format(field=word, known=known)
        raise click.UsageError(complaint + did_you_mean(word, [*fields, *shown_names()]))
    return field, value


def shown_names() -> list[str]:
    """Return what the fields are called in the language spoken now."""
    from wording.names import field_name

    return [field_name(field) for field in settable_fields()]


def settable_fields() -> list[str]:
    """Return the fields that can be set; contacts have commands of their own."""
    from deals.fields import PROJECT

    return [field for field in PROJECT.typed if field != "contacts"]


def field_refusals(texts: Mapping[str, str], reading: ReadingContext) -> Iterator[UserError]:
    """Yield why texts cannot be read as their fields, so that everything wrong is told at once."""
    from deals.edits.own_columns import read_column_name
    from deals.fields import PROJECT
    from deals.own_columns import read_own_name

    for field, text in texts.items():
        try:
            if name := read_own_name(field):
                read_column_name(name)
            else:
                PROJECT[field].parse(text, reading)
        except UserError as refusal:
            yield refusal


def sort_fields(texts: Mapping[str, str], playbook: Playbook) -> list[str]:
    """Sort the fields as they have to be written: the gate of a stage is held against the project
    as it will be, an ended project has to be open before it moves, and one that moves ends last.
    """
    from deals.fields.project_fields import find_status

    places = {"stage": 1, "status": 2}
    if "status" in texts and find_status(texts["status"], playbook) == "open":
        places["status"] = -1
    return sorted(texts, key=lambda field: places.get(field, 0))


def moved_texts(edited: EditedProject) -> dict[str, tuple[str, str]]:
    """Return the texts before and after of each field that changed; the day of the next action is
    in that one's text.
    """
    from deals.fields import PROJECT
    from deals.own_columns import own_field

    if edited.before is None or edited.after is None:
        return {}
    shown = [field for field in settable_fields() if field != "next_on"]
    texts = {
        field: (PROJECT[field].text(edited.before), PROJECT[field].text(edited.after))
        for field in shown
    }
    sides = (
        {each.name: each.value for each in edited.before.own},
        {each.name: each.value for each in edited.after.own},
    )
    for name in {**sides[0], **sides[1]}:
        texts[own_field(name)] = (sides[0].get(name, ""), sides[1].get(name, ""))
    return {field: ends for field, ends in texts.items() if ends[0] != ends[1]}


def field_changes(edited: EditedProject) -> list[dict[str, Any]]:
    """Return the changed fields for programs, null where there was nothing or is nothing now."""
    return [
        {"field": field, "from": old or None, "to": new or None}
        for field, (old, new) in moved_texts(edited).items()
    ]


def changes(edited: EditedProject, playbook: Playbook) -> Iterator[str]:
    """Yield a line for each field changed, and what the gate of a stage moved up to still lacks."""
    from wording.errors import one_line
    from wording.names import field_name, field_value

    moved = moved_texts(edited)
    if not moved:
        yield _(UNCHANGED)
    for field, ends in moved.items():
        old, new = (one_line(field_value(field, text)) for text in ends)
        yield _(MOVED).format(field=field_name(field), old=old, new=new)
    before, after = edited.before, edited.project
    if before and playbook.order.get(after.stage, 0) > playbook.order.get(
        before.stage, len(playbook.order)
    ):
        yield from open_gate(after, playbook)


def open_gate(project: Project, playbook: Playbook) -> Iterator[str]:
    """Yield a line about what the acceptance of the project's stage lacks, if anything."""
    from deals.rules.gates import missing_gates
    from wording.findings import missing_gate_text

    missing = missing_gates(project, project.stage, playbook)
    lacking = _("; ").join(missing_gate_text(gap, project.stage, playbook) for gap in missing)
    if lacking:
        yield _(GATE_OPEN).format(stage=project.stage, lacking=lacking)
