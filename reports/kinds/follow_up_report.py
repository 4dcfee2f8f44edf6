"""The follow-up table (客户跟进表): whom to see at which customer, what for, and who does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deals.agenda import list_due
from deals.customers import customer_key
from deals.followups import find_due_contacts, last_touch
from deals.model import Contact, Project, Touch
from deals.network.relationship import cr_text
from deals.search import spell_out
from reports.parts.report_part import join_words, stack_texts
from reports.report import Block, Report, ReportColumn, ReportList, ReportRow, ReportTable
from reports.report_cells import count_cell, day_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from reports.report_texts import write_day_cell
from views.touches import due_text, touch_words
from wording import _, language, ngettext, pgettext


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A person to be seen: what for, since or by when, and how many days late.

    `asked` is whether a follow-up was set; whoever has none was left alone too long.
    """

    contact: Contact
    project: Project
    what: str
    on: date | None
    late: int
    last: Touch | None
    asked: bool = True


def build_follow_up_report(context: ReportContext) -> Report:
    """Build the table of the people to be seen, customer by customer, the latest first."""
    rows = list_follow_ups(context)
    return Report(
        kind="follow-ups",
        title=_("Follow-ups by customer"),
        language=language(),
        facts=list_facts(context, rates=False),
        blocks=tuple(_list_blocks(rows)),
        definitions=define_figures("follow-up", "missed", "cr"),
        wide=True,
    )


def list_follow_ups(context: ReportContext) -> list[FollowUpRow]:
    """List the people of the scope's projects to be seen now, and those with a day to come."""
    ids = {each.id for each in context.projects}
    book, playbook, today = context.book, context.playbook, context.today
    found = [
        FollowUpRow(
            *(each.contact, each.project, due_text(each), each.on, each.late, each.last),
            asked=each.what is not None,
        )
        for each in find_due_contacts(book, playbook, today)
        if ids.intersection(each.places)
    ]
    known = {each.contact.id for each in found}
    for item in list_due(book, playbook, today):
        if not ids.intersection(item.places):
            continue
        for person in item.people:
            if person.id not in known:
                last = last_touch(item.project, person.id)
                found.append(FollowUpRow(person, item.project, item.what, item.on, 0, last))
    return found


def _list_blocks(every: list[FollowUpRow]) -> Iterator[Block]:
    by_customer = dict[str, list[FollowUpRow]]()
    for row in every:
        by_customer.setdefault(customer_key(row.project.customer), []).append(row)
    ordered = sorted(by_customer.values(), key=_rank_customer)
    if every:
        yield ReportList(tuple(_summary(every)))
    rows, groups = list[ReportRow](), set[int]()
    for there in ordered:
        groups.add(len(rows))
        customer = there[0].project.customer or _("no customer")
        count = ngettext("{count} person", "{count} people", len(there)).format(count=len(there))
        rows.append((text_cell(f"{customer}  {count}", columns=9),))
        rows += map(_follow_up_row, sorted(there, key=lambda row: (-row.late, row.on or date.max)))
    empty = _("Nobody is to be seen: no follow-up is set, and nobody was left alone too long.")
    yield ReportTable(_columns(), tuple(rows), groups=frozenset(groups), empty=empty)


def _rank_customer(rows: list[FollowUpRow]) -> tuple[int, str]:
    return -max(row.late for row in rows), spell_out(rows[0].project.customer)


def _summary(rows: list[FollowUpRow]) -> Iterator[str]:
    late = [row for row in rows if row.asked and row.late > 0]
    missed = sum(not row.asked for row in rows)
    text = _("{due} to be seen, {late} of them late; {missed} with a say not met for long")
    yield text.format(due=len(rows) - missed, late=len(late), missed=missed)


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(_("Person"), share=4),
        ReportColumn(_("CR"), share=2),
        ReportColumn(pgettext("paper", "Project"), share=5),
        ReportColumn(_("Last touch"), share=6),
        ReportColumn(_("What is due"), share=6),
        ReportColumn(pgettext("paper", "Due on"), "date", 3),
        ReportColumn(_("Days late"), "number", 2),
        ReportColumn(_("Who"), share=3),
        ReportColumn(_("What came of it"), share=5),
    )


def _follow_up_row(row: FollowUpRow) -> ReportRow:
    person, project = row.contact, row.project
    touched = f"{write_day_cell(row.last.on)} {touch_words(row.last)}" if row.last else "–"
    who = join_words(person.covered_by) or project.owner
    return (
        text_cell(stack_texts(person.name, person.title), "strong"),
        text_cell(cr_text(person.cr)),
        text_cell(project.name),
        text_cell(touched.strip()),
        text_cell(row.what, "" if row.asked else "amber"),
        day_cell(row.on),
        count_cell(row.late, "red" if row.asked else "amber") if row.late > 0 else text_cell(""),
        text_cell(who),
        text_cell(""),
    )
