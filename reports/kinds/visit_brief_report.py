"""The page to take along on a visit, with room for what comes of it.

It tells what the room and `netloft brief` tell, with full days and what people need, and no more
of it than these: it is to be one sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.model import Contact
from deals.network.relationship import against_us, cr_text
from deals.visit_facts import VisitFacts, find_visit_facts
from reports.parts.promise_parts import make_promise_table
from reports.parts.question_parts import describe_due_questions
from reports.report import Block, Report, ReportColumn, ReportParagraph, ReportRow, ReportTable
from reports.report_cells import day_cell, form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from reports.report_texts import write_amount, write_day_cell, write_next, write_window
from views.field_values import days_away
from views.network.node_labels import approval_label, side_name, starred_name
from views.visit_brief import (
    MOST_HOLES,
    MOST_PROMISES,
    MOST_QUESTIONS,
    group_by_level,
    hole_texts,
    more_text,
    needs_text,
    rival_texts,
    word_stage,
    word_touch,
)
from wording import _, add_note, language, pgettext
from wording.errors import one_line
from wording.findings import names_of
from wording.names import answer_name
from wording.record_names import question_text

NOTE_LINES = 5
"""The blank lines for what comes of the visit."""


def build_visit_brief_report(context: ReportContext) -> Report:
    """Build the page of one project."""
    project = context.project
    assert project is not None
    facts = find_visit_facts(project, context.book, context.playbook, context.today)
    return Report(
        kind="brief",
        title=_("{paper}: {project}").format(
            paper=_("Before a visit"), project=one_line(project.name)
        ),
        language=language(),
        facts=list_facts(context, rates=False),
        blocks=tuple(_list_blocks(facts, context)),
        definitions=define_figures("stage", "cr", "approval", "star"),
        dense=True,
    )


def _list_blocks(facts: VisitFacts, context: ReportContext) -> Iterator[Block]:
    yield _deal_form(facts, context)
    yield _people_table(facts)
    if facts.commitments:
        title = pgettext("paper", "What was promised")
        names = names_of(facts.project)
        shown = facts.commitments[:MOST_PROMISES]
        yield make_promise_table(shown, names, facts.today, title=title)
        yield from _list_more(facts.commitments, MOST_PROMISES)
    if facts.holes:
        yield _hole_table(facts, context)
        yield from _list_more(facts.holes, MOST_HOLES)
    if facts.questions:
        yield _question_table(facts, context)
        left = len(facts.questions) - MOST_QUESTIONS
        due = describe_due_questions(facts.project, context.playbook, facts.today)
        texts = [more_text(left), due] if left > 0 else [due]
        yield ReportParagraph(_("; ").join(texts), "dim")
    if facts.rivals:
        yield _rival_table(facts, context)
    if facts.touches:
        yield _touch_table(facts)
    blank = text_cell("\n" * NOTE_LINES)
    label = label_cell(pgettext("visit", "What came of it"))
    yield ReportTable(form_columns(2, (1, 5)), ((label, blank),), form=True)


def _list_more(every: Sequence[object], most: int) -> Iterator[Block]:
    """Yield how many there are beyond those that are told."""
    if (left := len(every) - most) > 0:
        yield ReportParagraph(more_text(left), "dim")


def _deal_form(facts: VisitFacts, context: ReportContext) -> ReportTable:
    """Return who the customer is, what the deal is worth and when, and what comes next."""
    project, today = facts.project, facts.today
    left = days_away(project.signs.latest, today) if project.signs else ""
    signs = add_note(write_window(project.signs), left) if left else _("no close date")
    tender = ""
    if project.tender:
        tender = add_note(write_day_cell(project.tender), days_away(project.tender, today))
    pairs = [
        (pgettext("paper", "Customer"), project.customer),
        (pgettext("paper", "Owner"), project.owner),
        (pgettext("paper", "Stage"), word_stage(project, context.playbook)),
        (pgettext("paper", "Amount"), write_amount(project.amount) or _("no amount")),
        (pgettext("paper", "Close date"), signs),
        (pgettext("paper", "Tender"), tender),
    ]
    rows = [_pair_row(first, second) for first, second in zip(pairs[::2], pairs[1::2], strict=True)]
    step = write_next(project.next_action) or _("none: what do we go there for?")
    label = label_cell(pgettext("paper", "Next step"))
    rows.append((label, text_cell(one_line(step), "strong", columns=3)))
    return ReportTable(form_columns(4, (1, 2, 1, 2)), tuple(rows), form=True)


def _pair_row(first: tuple[str, str], second: tuple[str, str]) -> ReportRow:
    cells = [(label_cell(label), text_cell(one_line(text))) for label, text in (first, second)]
    return tuple(cell for pair in cells for cell in pair)


def _people_table(facts: VisitFacts) -> ReportTable:
    columns = (
        ReportColumn(pgettext("paper", "Level"), share=2),
        ReportColumn(pgettext("paper", "Name"), share=3),
        ReportColumn(pgettext("paper", "Title"), share=4),
        ReportColumn(pgettext("paper", "Approval"), share=2),
        ReportColumn(pgettext("paper", "CR"), share=1),
        ReportColumn(pgettext("paper", "Stance"), share=3),
        ReportColumn(pgettext("paper", "Our contact"), share=3),
        ReportColumn(pgettext("paper", "Needs"), share=9),
    )
    rows = [
        _person_row(label if at == 0 else "", person)
        for label, there in group_by_level(facts.project)
        for at, person in enumerate(there)
    ]
    title = pgettext("paper", "Who they are")
    return ReportTable(columns, tuple(rows), title, empty=_("nobody is named yet"))


def _person_row(level: str, person: Contact) -> ReportRow:
    against = against_us(person)
    texts = (person.title or "", approval_label(person))
    ours = _(", ").join(map(one_line, person.covered_by))
    return (
        text_cell(level),
        text_cell(one_line(starred_name(person)), "strong"),
        *(text_cell(one_line(text)) for text in texts),
        text_cell(cr_text(person.cr)),
        text_cell(one_line(side_name(person)), "red" if against else ""),
        text_cell(ours),
        text_cell(needs_text(person)),
    )


def _hole_table(facts: VisitFacts, context: ReportContext) -> ReportTable:
    columns = (
        ReportColumn(pgettext("paper", "Hole in the net"), share=1),
        ReportColumn(pgettext("paper", "Who could bring us there"), share=1),
    )
    texts = (hole_texts(facts, context.playbook, hole) for hole in facts.holes[:MOST_HOLES])
    rows = tuple((text_cell(reason), text_cell(advice)) for reason, advice in texts)
    return ReportTable(columns, rows)


def _question_table(facts: VisitFacts, context: ReportContext) -> ReportTable:
    columns = (
        ReportColumn(pgettext("paper", "To settle at this stage"), share=6),
        ReportColumn(pgettext("paper", "Answer"), share=1),
    )
    rows = tuple(
        (
            text_cell(question_text(context.playbook, each.id)),
            text_cell(answer_name(each.value)),
        )
        for each in facts.questions[:MOST_QUESTIONS]
    )
    return ReportTable(columns, rows)


def _rival_table(facts: VisitFacts, context: ReportContext) -> ReportTable:
    column = ReportColumn(pgettext("paper", "Competitors, and what was heard of them last"))
    texts = (rival_texts(facts, context.playbook, each) for each in facts.rivals)
    return ReportTable((column,), tuple((text_cell(_("; ").join(each)),) for each in texts))


def _touch_table(facts: VisitFacts) -> ReportTable:
    columns = (
        ReportColumn(pgettext("paper", "Last touches"), "date", share=1),
        ReportColumn("", share=6),
    )
    rows = tuple((day_cell(each.on), text_cell(word_touch(facts, each))) for each in facts.touches)
    return ReportTable(columns, rows)
