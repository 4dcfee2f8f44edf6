"""The triage rules over a project of which only a summary is here.

A rule that asks for nothing but what a summary has is asked anew, on each day. Of those that ask
for people, answers or the plan the flag stands that was raised where the whole project is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Literal

from deals.model import Flag, Project
from deals.playbook import Playbook
from deals.rules.triage_rules import RULES, Rule, make_flag

ASKED: Mapping[str, Literal["anew", "there"]] = {
    "overdue": "anew",
    "cr-stage": "there",  # people
    "blocker": "there",  # people and the plan
    "date-stage": "anew",
    "single-thread": "there",  # people
    "holes": "there",  # people
    "stalled": "anew",  # the last touch is in the summary
    "slipping": "anew",
    "vague": "anew",
    "plan-late": "there",  # the plan
    "checks": "there",  # answers
    "no-next": "anew",
    "missing": "anew",
    "no-coach": "there",  # it names people
    "big-bet": "anew",  # how close a coach is, is in the summary
    "tender": "anew",
    "twin": "anew",
    "gone": "anew",
}
"""Whether a rule is asked `anew` of a summary, or its flag stands that was raised `there`."""


def find_stored(project: Project, playbook: Playbook, today: date, rule: str) -> Flag | None:
    """Return the flag of a rule that came with the summary of a project, None where none did.

    A case that the playbook here has no words for is left out; days that it counts up to today
    have gone on since.
    """
    glance = project.glance
    if glance is None or project.status != "open":
        return None
    for flag in glance.flags:
        if flag.rule == rule and flag.case in playbook.rules[rule].cases:
            figures = dict(flag.figures)
            if rule == "plan-late" and isinstance(late := figures.get("days"), int):
                figures["days"] = late + max(0, (today - glance.day).days)
            return make_flag(project, playbook, rule, flag.case, figures)
    return None


GLANCE_RULES: Mapping[str, Rule] = {
    rule: ask if ASKED[rule] == "anew" else partial(find_stored, rule=rule)
    for rule, ask in RULES.items()
}
"""The rules by id, as they are asked of a project with a glance."""
