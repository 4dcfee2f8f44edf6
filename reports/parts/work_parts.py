"""What was done and what is due (method, section 8: the week), by owner and by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from deals.agenda import DoneItem, DoneKind, DueItem, DueKind, list_done, list_due
from deals.model import Project
from deals.numbers.states import is_in_play
from deals.owners import list_owner_names
from reports.parts.report_part import ReportPart, join_words
from reports.report import ReportColumn, ReportRow, ReportTable
from reports.report_cells import count_cell, day_cell, text_cell
from reports.report_context import ReportContext
from reports.report_period import ReportPeriod
from reports.report_texts import write_day_cell, write_window
from views.due_texts import due_name, say_done
from views.field_values import weekday_name
from wording import _, ngettext, pgettext
from wording.candidate_texts import owner_text

MILESTONES: tuple[DoneKind, ...] = ("stage", "signed", "ended")
"""What a report of more than a week tells of what was done."""
LANDMARKS: tuple[DueKind, ...] = ("tender", "signing")
"""What it tells of what is due: days that the customer sets."""
_MOST_LANDMARKS = 40


def list_report_due(
    context: ReportContext, until: date, kinds: Collection[DueKind] = ()
) -> list[DueItem]:
    """List what is due in the scope by a day, overdue first; of some kinds only where named."""
    due = list_due(context.book, context.playbook, context.today, until, _owners(context))
    return [
        item
        for item in due
        if (context.ids is None or item.project.id in context.ids)
        and (not kinds or item.kind in kinds)
    ]


def list_report_done(
    context: ReportContext, period: ReportPeriod, kinds: Collection[DoneKind] = ()
) -> list[DoneItem]:
    """List what was done in the scope in a period."""
    done = list_done(context.book, context.playbook, period.first, period.until, _owners(context))
    return [
        item
        for item in done
        if period.has(item.on)
        if (context.ids is None or item.project.id in context.ids)
        and (not kinds or item.kind in kinds)
    ]


def _owners(context: ReportContext) -> frozenset[str]:
    return list_owner_names(context.owner, context.me)


def make_done_part(
    title: str, context: ReportContext, period: ReportPeriod, kinds: Collection[DoneKind] = ()
) -> ReportPart:
    """Make the table of what was done in a period, by owner and day."""
    done = list_report_done(context, period, kinds)
    by_owner = dict[str, list[DoneItem]]()
    for item in done:
        by_owner.setdefault(owner_text(item.project.owner), []).append(item)
    rows, groups = list[ReportRow](), set[int]()
    for owner, items in sorted(by_owner.items()):
        groups.add(len(rows))
        count = ngettext("{count} thing done", "{count} things done", len(items)).format(
            count=len(items)
        )
        rows.append((text_cell(f"{owner}  {count}", columns=4),))
        rows += [_done_row(item, context) for item in items]
    columns = (
        ReportColumn(pgettext("paper", "Day"), "date", 3),
        ReportColumn(pgettext("paper", "Project"), share=6),
        ReportColumn(_("What was done"), share=9),
        ReportColumn(pgettext("paper", "By"), share=3),
    )
    empty = _("Nothing was noted as done in this period.")
    table = ReportTable(columns, tuple(rows), groups=frozenset(groups), empty=empty)
    return ReportPart(title, (table,))


def _done_row(item: DoneItem, context: ReportContext) -> ReportRow:
    signed = item.kind == "signed"
    return (
        day_cell(item.on),
        text_cell(item.project.name),
        text_cell(say_done(item, context.playbook), "good" if signed else ""),
        text_cell(item.who),
    )


def make_due_part(
    title: str, context: ReportContext, until: date, kinds: Collection[DueKind] = ()
) -> ReportPart:
    """Make the table of what is due by a day: overdue, then day by day."""
    due = list_report_due(context, until, kinds)
    shown = due[:_MOST_LANDMARKS] if kinds else due
    rows, groups, head = list[ReportRow](), set[int](), ""
    for item in shown:
        label = _("Overdue") if item.overdue else _day_label(item.on)
        if label != head:
            groups.add(len(rows))
            rows.append((text_cell(label, "red" if item.overdue else "", columns=5),))
            head = label
        rows.append(_due_row(item))
    if left := len(due) - len(shown):
        text = ngettext("{count} more", "{count} more", left).format(count=left)
        rows.append((text_cell(text, "dim", columns=5),))
    columns = (
        ReportColumn(pgettext("paper", "Day"), "date", 3),
        ReportColumn(_("Kind"), share=3),
        ReportColumn(pgettext("paper", "Project"), share=6),
        ReportColumn(_("What is due"), share=8),
        ReportColumn(_("Who"), share=3),
    )
    empty = _("Nothing is due until {day}.").format(day=write_day_cell(until))
    table = ReportTable(columns, tuple(rows), groups=frozenset(groups), empty=empty)
    return ReportPart(title, (table,))


def _day_label(day: date) -> str:
    return f"{weekday_name(day)}  {write_day_cell(day)}"


def _due_row(item: DueItem) -> ReportRow:
    return (
        day_cell(item.on, "red" if item.overdue else ""),
        text_cell(due_name(item.kind)),
        text_cell(item.project.name),
        text_cell(_due_words(item)),
        text_cell(item.who),
    )


def _due_words(item: DueItem) -> str:
    """Say what is due beside its kind, which the column before says."""
    match item.kind:
        case "tender":
            return ""
        case "signing":
            return write_window(item.project.signs)
        case "follow-up" if item.contact and not item.what:
            return join_words([each.name for each in item.people])
        case "follow-up" if item.contact:
            names = join_words([each.name for each in item.people])
            return _("{name}: {text}").format(name=names, text=item.what)
    return item.what


# By owner ---------------------------------------------------------------------------------------


def make_week_owner_part(context: ReportContext, period: ReportPeriod) -> ReportPart:
    """Make what each owner did, has due, and leaves without a next step."""
    counts = tuple(map(_count_owners, _list_counted(context, period)))
    names = dict.fromkeys(name for each in counts for name in each)
    rows = [_count_row(owner_text(name), [each[name] for each in counts]) for name in sorted(names)]
    if len(rows) > 1:
        rows.append(_count_row(_("Total"), [each.total() for each in counts]))
    empty = _("No projects here.")
    sums = 1 if len(rows) > 1 else 0
    return ReportPart(
        _("By owner"), (ReportTable(_owner_columns(), tuple(rows), sums=sums, empty=empty),)
    )


def _list_counted(context: ReportContext, period: ReportPeriod) -> Iterator[list[Project]]:
    """Yield the projects that each column counts, one for each thing that it counts."""
    due, signed = list_report_due(context, period.ahead), context.figures.basis.signed_stages
    running = [each for each in context.projects if is_in_play(each, signed)]
    yield running
    yield [item.project for item in list_report_done(context, period)]
    yield [item.project for item in due if not item.overdue]
    yield [item.project for item in due if item.overdue]
    yield [each for each in running if each.next_action is None]
    yield [each for each in running if context.assess(each).attention]


def _count_owners(projects: Iterable[Project]) -> Counter[str]:
    return Counter(project.owner for project in projects)


def _owner_columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(pgettext("paper", "Owner"), share=4),
        ReportColumn(_("Projects in play"), "number", 2),
        ReportColumn(_("Done"), "number", 2),
        ReportColumn(_("Due"), "number", 2),
        ReportColumn(_("Overdue"), "number", 2),
        ReportColumn(_("Without a next step"), "number", 2),
        ReportColumn(_("Need attention"), "number", 2),
    )


def _count_row(name: str, counts: Sequence[int]) -> ReportRow:
    in_play, done, due, late, *rest = counts
    return (
        text_cell(name, "strong"),
        *(count_cell(count) for count in (in_play, done, due)),
        count_cell(late, "red" if late else ""),
        *(count_cell(count, "amber" if count else "") for count in rest),
    )
