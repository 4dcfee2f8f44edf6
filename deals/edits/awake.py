"""What lets a project sleep: flags snoozed, and woken again (method, section 4).

To snooze a flag or to wake it is no work on the project: the day of its last edit stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deals.model import Project, Snooze, Stamp
from deals.refusal import Refusal


def snooze(
    project: Project, rules: Iterable[str], until: date, reason: str, stamp: Stamp
) -> Project:
    """The project with the flags of these rules silent until a day to come, and why.

    Of no rules it is the same project. Refusal `snooze-past` for a day that is not after today.
    """
    if until <= stamp.today:
        raise Refusal("snooze-past", until=f"{until}")
    asleep = {rule: Snooze(rule=rule, until=until, reason=reason.strip()) for rule in rules}
    if not asleep:
        return project
    others = (one for one in _asleep(project, stamp) if one.rule not in asleep)
    return project.model_copy(update={"snoozes": (*others, *asleep.values())})


def wake(project: Project, rules: Iterable[str], stamp: Stamp) -> Project:
    """The project with the flags of these rules awake again."""
    woken = frozenset(rules)
    if not any(one.rule in woken for one in project.snoozes):
        return project
    kept = tuple(one for one in _asleep(project, stamp) if one.rule not in woken)
    return project.model_copy(update={"snoozes": kept})


def _asleep(project: Project, stamp: Stamp) -> tuple[Snooze, ...]:
    return tuple(one for one in project.snoozes if stamp.today < one.until)
