"""The deals that need the manager, worst first, each with what is asked of him (需协调事项)."""

from __future__ import annotations

from deals.model import Flag, Project
from deals.network.analysis import analyse
from deals.pipeline import MoneyScale, attention_key, group_currencies
from deals.project_notes import find_note
from deals.rules.triage import Assessment
from reports.parts.report_part import ReportPart, join_words
from reports.report import ReportCell, ReportColumn, ReportParagraph, ReportRow, ReportTable
from reports.report_cells import amount_cell, count_cell, text_cell
from reports.report_context import ReportContext
from reports.report_texts import write_window
from wording import _, pgettext
from wording.candidate_texts import owner_text
from wording.errors import one_line
from wording.findings import flag_next, flag_reason, names_of, senior_text

_ASKED = ("outlook.resources", "outlook.policy")
_OWN_WORK = frozenset({"no-next", "checks", "missing", "vague"})
"""Rules whose mending is the owner's desk work, which no manager is asked for."""
_OWN_CASES = frozenset({"nobody", "unknown", "unplaced", "no-lines"})
"""The same of cases of `cr-stage`: something is only to be written down."""
_OF_RANK = frozenset({"cr-stage", "holes"})
"""Rules that somebody of our own top may settle by meeting theirs."""


def make_ask_part(context: ReportContext, most: int) -> ReportPart:
    """Make the table of the deals that need the manager, with one ask each."""
    title = _("For the manager to decide or support")
    found = list_asks(context, most)
    if not found:
        text = _("Nothing: no deal needs more than its owner.")
        return ReportPart(title, (ReportParagraph(text, "dim"),))
    columns = (
        ReportColumn(pgettext("paper", "No."), "number", share=1),
        ReportColumn(pgettext("paper", "Project"), share=5),
        ReportColumn(pgettext("paper", "Owner"), share=3),
        ReportColumn(pgettext("paper", "State"), share=2),
        ReportColumn(pgettext("paper", "Expected amount"), "money", share=4),
        ReportColumn(pgettext("paper", "Expected signing"), share=4),
        ReportColumn(_("Why"), share=7),
        ReportColumn(_("What is asked"), share=7),
    )
    rows = tuple(_ask_row(at, each, context) for at, each in enumerate(found, 1))
    return ReportPart(title, (ReportTable(columns, rows),))


def list_asks(context: ReportContext, most: int) -> list[Assessment]:
    """List the worst of the scope's open deals that need more than their owner."""
    every = [context.assess(each) for each in context.projects if each.status == "open"]
    scale = MoneyScale(
        group_currencies((each.project for each in every), context.rates), context.rates
    )
    ranked = sorted(
        (each for each in every if each.attention), key=lambda each: attention_key(each, scale)
    )
    found = list[Assessment]()
    for each in ranked:
        if len(found) == most:
            break
        if find_ask_flag(each) or write_own_ask(each.project):
            found.append(each)
    return found


def find_ask_flag(found: Assessment) -> Flag | None:
    """Find the worst flag of a deal that its owner cannot settle at the desk."""
    flags = (
        flag
        for flag in found.matters
        if flag.rule not in _OWN_WORK
        if flag.rule != "cr-stage" or flag.case not in _OWN_CASES
    )
    return next(flags, None)


def write_own_ask(project: Project) -> str:
    """Return what the owner asks for in the outlook: resources and policy; empty for nothing."""
    notes = (find_note(project, key) for key in _ASKED)
    return join_words(one_line(note.text) for note in notes if note)


def write_ask(flag: Flag, project: Project, context: ReportContext) -> str:
    """Write what a flag asks for: to meet whom none of our top meets, else its next step."""
    if flag.rule in _OF_RANK:
        unmatched = analyse(project, context.playbook).unmatched
        if unmatched:
            return senior_text(unmatched[0], names_of(project))
    return flag_next(flag, context.playbook)


def _state_cell(found: Assessment) -> ReportCell:
    """Return the stage with the sign of the worst flag."""
    if found.severity == "red":
        return text_cell(f"! {found.project.stage}", "red")
    return text_cell(f"~ {found.project.stage}", "amber")


def _ask_row(at: int, found: Assessment, context: ReportContext) -> ReportRow:
    project, flag = found.project, find_ask_flag(found)
    reason = flag_reason(flag, context.playbook) if flag else ""
    asked = write_own_ask(project) or (write_ask(flag, project, context) if flag else "")
    return (
        count_cell(at),
        text_cell(project.name, "strong"),
        text_cell(owner_text(project.owner)),
        _state_cell(found),
        amount_cell(project.amount),
        text_cell(write_window(project.signs)),
        text_cell(reason),
        text_cell(asked, "strong"),
    )
