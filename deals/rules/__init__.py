"""The triage rules, by id in the order of the method (section 4).

Each is a pure function of a project, the playbook and the day. To add one: write it in
`triage_rules.py`, name it here, and give it its cases in `deals/playbook/vocabulary.py` and its
texts in the default playbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deals.rules.triage_rules import (
    Rule,
    blocker,
    checks,
    cr_stage,
    date_stage,
    holes,
    no_next,
    overdue,
    plan_late,
    single_thread,
    slipping,
    stalled,
    vague,
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "overdue": overdue,
        "cr-stage": cr_stage,
        "blocker": blocker,
        "date-stage": date_stage,
        "single-thread": single_thread,
        "holes": holes,
        "stalled": stalled,
        "slipping": slipping,
        "vague": vague,
        "plan-late": plan_late,
        "checks": checks,
        "no-next": no_next,
    }
)

__all__ = ["RULES", "Rule"]
