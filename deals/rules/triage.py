"""The triage of a project: the rules' flags on a day, and the order of attention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf

from deals.model import Flag, Project, Severity, Snooze
from deals.playbook import Playbook
from deals.rules.triage_rules import RULES

RANKS: Mapping[Severity | None, int] = {"red": 0, "amber": 1, "info": 2, None: 3}
AttentionOrder = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The assessment of a project on one day (method, section 4).

    `flags` are awake, worst first; `asleep` are snoozed, each with its snooze; `severity` is the
    worst awake flag's; `attention` means red or amber; `days_left` runs to the window's latest day
    and is negative once it is past, None for no window or a project that is not open. `order` is
    the key of triage order, kept because every listing of the pipeline sorts by it.
    """

    flags: tuple[Flag, ...] = ()
    asleep: tuple[tuple[Flag, Snooze], ...] = ()
    severity: Severity | None = None
    attention: bool = False
    days_left: int | None = None
    order: AttentionOrder = field(default=(RANKS[None], 0.0, inf), compare=False, repr=False)


def assess(project: Project, playbook: Playbook, today: date) -> Assessment:
    """Assess a project by all rules as of `today`; a project that is not open has no flags.

    A snooze silences its rule while today is before its day, and ends by itself on that day.
    """
    if project.status != "open":
        return Assessment(order=_attention_order(project, None, None))
    raised = [flag for rule in RULES.values() if (flag := rule(project, playbook, today))]
    raised.sort(key=lambda flag: RANKS[flag.severity])
    sleeping = {snooze.rule: snooze for snooze in project.snoozes if today < snooze.until}
    flags = tuple(flag for flag in raised if flag.rule not in sleeping)
    asleep = tuple((flag, sleeping[flag.rule]) for flag in raised if flag.rule in sleeping)
    severity = flags[0].severity if flags else None
    left = (project.signs.latest - today).days if project.signs else None
    order = _attention_order(project, severity, left)
    return Assessment(flags, asleep, severity, severity in ("red", "amber"), left, order)


def _attention_order(
    project: Project, severity: Severity | None, days_left: int | None
) -> AttentionOrder:
    """Return the place in triage: red first, then by money at stake, then by days left.

    Money is the expected amount as it stands, whatever the currency; none comes last, as does a
    project without a window.
    """
    money = project.amount.expected if project.amount else 0.0
    return RANKS[severity], -money, inf if days_left is None else float(days_left)


class Assessments:
    """A memory of assessments, so that an edit of one project costs one project's triage.

    Made for one session: a project counts as unchanged while it is the same object, and all are
    forgotten when the day or the playbook becomes another.
    """

    def __init__(self) -> None:
        self._basis: tuple[Playbook, date] | None = None
        self._known: dict[str, tuple[Project, Assessment]] = {}

    def of(self, project: Project, playbook: Playbook, today: date) -> Assessment:
        """Return the assessment of one project, worked out only if it is not known yet."""
        return self.assessor(playbook, today)(project)

    def assessor(self, playbook: Playbook, today: date) -> Callable[[Project], Assessment]:
        """Return `of` for many projects, the playbook and the day being compared once for all."""
        if self._basis is None or self._basis[0] is not playbook or self._basis[1] != today:
            self._basis, self._known = (playbook, today), {}
        kept = self._known

        def of(project: Project) -> Assessment:
            known = kept.get(project.id)
            if known is not None and known[0] is project:
                return known[1]
            answer = assess(project, playbook, today)
            kept[project.id] = (project, answer)
            return answer

        return of
