"""The deals that need the manager, worst first, each with what is asked of him (需协调事项)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from deals.model import Flag, Project
from deals.network.analysis import analyse
from deals.numbers.fiscal_periods import FiscalPeriod
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
from wording.names import status_name

_ASKED = ("outlook.resources", "outlook.policy")
_OWN_WORK = frozenset({"no-next", "checks", "missing", "vague"})
"""Rules whose mending is the owner's desk work, which no manager is asked for."""
_OWN_CASES = frozenset({"nobody", "unknown", "unplaced", "no-lines"})
"""The same of cases of `cr-stage`: something is only to be written down."""
_OF_RANK = frozenset({"cr-stage", "holes"})
"""Rules that somebody of our own top may settle by meeting theirs."""


def make_ask_part(
    context: ReportContext, most: int, at_stake: FiscalPeriod | None = None
) -> ReportPart:
    """Make the table of the deals that need the manager, with one ask each."""
    title = _("For the manager to decide or support")
    found = list_asks(context, most, at_stake)
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


def list_asks(
    context: ReportContext, most: int, at_stake: FiscalPeriod | None = None
) -> list[Assessment]:
    """List the open deals of the scope that need more than their owner, the worst first.

    With a period that is `at_stake` those that have most to lose in it.
    """
    every = [context.assess(each) for each in context.projects if each.status == "open"]
    scale = MoneyScale(
        group_currencies((each.project for each in every), context.rates), context.rates
    )
    stakes = _weigh_stakes(context, at_stake) if at_stake else {}
    ranked = sorted(
        (each for each in every if each.attention),
        key=lambda each: (_rank_stake(each, stakes, scale), attention_key(each, scale)),
    )
    asking = (each for each in ranked if find_ask_flag(each) or write_own_ask(each.project))
    return [*islice(asking, most)]


def _rank_stake(
    found: Assessment, stakes: Mapping[str, int], scale: MoneyScale
) -> tuple[int, int, int]:
    """Return the place of a deal by its stake: currency by currency, what has none last."""
    stake = stakes.get(found.project.id, 0)
    return not stake, scale.group_of(found.project) if stake else 0, -stake


def _weigh_stakes(context: ReportContext, period: FiscalPeriod) -> Mapping[str, int]:
    """Weigh what deals bring to a period: their share of it by degree of completion.

    At the rates where there are any. What is overdue or has no day brings nothing to it.
    """
    bucket = context.figures.forecast(context.scope, period.unit).find(period)
    parts = (part for each in bucket.currencies.values() for part in each.parts)
    return {part.state.id: (part.home or part).completion.expected for part in parts}


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


def flagged_stage_cell(found: Assessment) -> ReportCell:
    """Return the stage with the sign of the worst flag; of what is not open, how it stands."""
    project = found.project
    if project.status != "open":
        return text_cell(f"{project.stage} {status_name(project.status)}")
    match found.severity:
        case "red":
            return text_cell(f"! {project.stage}", "red")
        case "amber":
            return text_cell(f"~ {project.stage}", "amber")
        case _:
            return text_cell(project.stage)


def _ask_row(at: int, found: Assessment, context: ReportContext) -> ReportRow:
    project, flag = found.project, find_ask_flag(found)
    reason = flag_reason(flag, context.playbook) if flag else ""
    asked = write_own_ask(project) or (write_ask(flag, project, context) if flag else "")
    return (
        count_cell(at),
        text_cell(project.name, "strong"),
        text_cell(owner_text(project.owner)),
        flagged_stage_cell(found),
        amount_cell(project.amount),
        text_cell(write_window(project.signs)),
        text_cell(reason),
        text_cell(asked, "strong"),
    )
