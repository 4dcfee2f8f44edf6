"""The case report (个案汇报): all that is known of one project, in the order of case meetings."""

from __future__ import annotations

from collections.abc import Iterator

from reports.parts.element_part import make_element_part
from reports.parts.market_parts import make_competitor_part, make_customer_part, make_swot_part
from reports.parts.people_parts import (
    make_chain_part,
    make_net_part,
    make_people_part,
    make_team_part,
)
from reports.parts.planning_parts import make_fish_part, make_goal_part, make_plan_part
from reports.parts.prospect_parts import make_history_part, make_odds_part, make_outlook_part
from reports.parts.question_parts import make_question_part, make_risk_part
from reports.parts.report_part import asked_project, assemble_parts
from reports.report import Report
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from wording import _, language

_PARTS = (
    make_element_part,
    make_people_part,
    make_net_part,
    make_chain_part,
    make_team_part,
    make_competitor_part,
    make_customer_part,
    make_swot_part,
    make_question_part,
    make_fish_part,
    make_goal_part,
    make_plan_part,
    make_risk_part,
    make_outlook_part,
    make_odds_part,
    make_history_part,
)
"""The parts in the order in which they are read (method, sections 1 and 3 to 8)."""


def build_case_report(context: ReportContext) -> Report:
    """Make the case report of a project."""
    project = asked_project(context)
    parts = [make(context) for make in _PARTS]
    return Report(
        "project",
        _("Case report: {project}").format(project=project.name),
        language(),
        list_facts(context, rates=False),
        assemble_parts(parts),
        tuple(_define_figures(context)),
    )


def _define_figures(context: ReportContext) -> Iterator[tuple[str, str]]:
    """Yield what the figures mean that stand on the paper."""
    project = asked_project(context)
    yield from define_figures("stage", "cr")
    if make_question_part(context).blocks:
        yield from define_figures("answers")
    if project.contacts:
        yield (
            _("Pull and gap"),
            _(
                "Pull is what somebody has by level, role and approval lines, and borrows of those "
                "whom they sway; the gap is the share of it that we lack, all at CR unknown, none "
                "at CR5."
            ),
        )
        yield (
            _("Hole"),
            _("A level of an approval line where nobody is named, or nobody close enough to us."),
        )
    if make_odds_part(context).blocks:
        yield from define_figures("completion")
        yield (
            _("Odds"),
            _(
                "The win rate of the stage, corrected by the facts that hold of this project; the "
                "parts add up. A guess is the playbook's, until enough projects have ended."
            ),
        )
