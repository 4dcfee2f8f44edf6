"""The playbook: the method as data, so that a team can set its own stages, limits and words."""

from deals.playbook.load import parse_playbook, playbook_table
from deals.playbook.model import (
    RANKS,
    AskedQuestion,
    CaseTexts,
    GateItem,
    PlanTemplate,
    Playbook,
    Question,
    ReviewQuestion,
    RuleTexts,
    Section,
    Stage,
    Workstream,
)
from deals.playbook.texts import BilingualText, fill_template

__all__ = [
    "RANKS",
    "AskedQuestion",
    "BilingualText",
    "CaseTexts",
    "GateItem",
    "PlanTemplate",
    "Playbook",
    "Question",
    "ReviewQuestion",
    "RuleTexts",
    "Section",
    "Stage",
    "Workstream",
    "fill_template",
    "parse_playbook",
    "playbook_table",
]
