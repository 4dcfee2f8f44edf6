"""The triage rules, by id in the order of the method (section 4).

Each is a pure function of a project, the playbook and the day. To add one: write it in the file of
its family, name it here, and give it its cases in `deals/playbook/vocabulary.py` and its texts in
the default playbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deals.rules import checks, clarity, movement, net, people, plan, time
from deals.rules.flags import Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "overdue": time.overdue,
        "cr-stage": people.cr_stage,
        "blocker": people.blocker,
        "date-stage": time.date_stage,
        "single-thread": people.single_thread,
        "holes": net.holes,
        "stalled": movement.stalled,
        "slipping": time.slipping,
        "vague": clarity.vague,
        "plan-late": plan.plan_late,
        "checks": checks.checks,
        "no-next": movement.no_next,
    }
)

__all__ = ["RULES", "Rule"]
