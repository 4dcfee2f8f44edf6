"""Before a visit: one page on whom one meets and what was promised them."""

from screens.visit_brief.commands import VISIT_BRIEF
from screens.visit_brief.screen import VisitBriefScreen

VisitBriefScreen.commands = VISIT_BRIEF
