"""The playbook: the method as data, so that a team can set its own stages, limits and words."""

from deals.playbook.load import parse_playbook
from deals.playbook.model import CaseTexts, GateItem, Playbook, RuleTexts, Stage
from deals.playbook.planning import ReviewQuestion, Template, WorkField
from deals.playbook.questions import Asked, Question, Section
from deals.playbook.texts import Text, fill

__all__ = [
    "Asked",
    "CaseTexts",
    "GateItem",
    "Playbook",
    "Question",
    "ReviewQuestion",
    "RuleTexts",
    "Section",
    "Stage",
    "Template",
    "Text",
    "WorkField",
    "fill",
    "parse_playbook",
]
