"""The triage of a project: the rules' flags on a day, and the order of attention."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import takewhile
from math import inf

from deals.big_bets import BigBet, BigBetIndex, MoneyPools
from deals.model import Book, Flag, Project, Severity, Snooze
from deals.playbook import RANKS, Playbook
from deals.rules.glance_rules import GLANCE_RULES
from deals.rules.triage_rules import RULES, Rule, flag_big_bet, flag_twin
from deals.twins import TwinIndex

AttentionOrder = tuple[int, bool, float, float]


@dataclass(frozen=True)
class Assessment:
    """The assessment of a project on one day (method, section 4).

    `severity` is the worst awake flag's; `days_left` runs to the window's latest day and is
    negative once it is past, None for no window or a project that is signed or not open. `twins`
    are the other owners who have the project too, `bet` how much of its owner's money it is if that
    is much. `order` is the key of triage order, kept because every listing of the pipeline sorts by
    it.

    The flags are worked out when they are first asked for: of thousands of projects a listing needs
    the order of all, and what is flagged of the few that it shows. Of a `past` day there are none,
    for people and answers are not kept by day.
    """

    project: Project
    playbook: Playbook
    today: date
    severity: Severity | None = None
    days_left: int | None = None
    order: AttentionOrder = field(default=(RANKS[None], False, 0.0, inf), compare=False, repr=False)
    twins: Sequence[str] = ()
    bet: BigBet | None = None
    past: bool = False

    @property
    def attention(self) -> bool:
        """Whether the project wants looking at: red or amber."""
        return self.severity in ("red", "amber")

    @property
    def snoozed(self) -> bool:
        """Whether it would want looking at, were it not snoozed."""
        if self.attention or not self.project.snoozes:
            return False
        return any(flag.severity in ("red", "amber") for flag, _nap in self.asleep)

    @property
    def overdue(self) -> bool:
        """Whether the window is past, and the project not signed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def matters(self) -> tuple[Flag, ...]:
        """The flags that triage wants answered: red and amber ones, and that it left a table."""
        if not (self.attention or self.project.missing_from):
            return ()
        return tuple(
            flag for flag in self.flags if flag.severity in ("red", "amber") or flag.rule == "gone"
        )

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The flags that are awake, worst first."""
        return tuple(flag for flag in self._raised if flag.rule not in self._sleeping)

    @cached_property
    def asleep(self) -> tuple[tuple[Flag, Snooze], ...]:
        """The flags that are snoozed, worst first, each with its snooze."""
        sleeping = self._sleeping
        return tuple((flag, sleeping[flag.rule]) for flag in self._raised if flag.rule in sleeping)

    @cached_property
    def _raised(self) -> list[Flag]:
        if self.past:
            return []
        project, playbook, today = self.project, self.playbook, self.today
        rules = _rules_of(project, self.twins, self.bet).values()
        raised = [flag for rule in rules if (flag := rule(project, playbook, today))]
        return sorted(raised, key=lambda flag: RANKS[flag.severity])

    @property
    def _sleeping(self) -> Mapping[str, Snooze]:
        return running_snoozes(self.project, self.today)


def _rules_of(project: Project, twins: Sequence[str], bet: BigBet | None) -> Mapping[str, Rule]:
    """Return the rules of a project, those knowing it that ask of the other projects."""
    rules = RULES if project.glance is None else GLANCE_RULES
    if not twins and bet is None:
        return rules
    beside = {"twin": partial(flag_twin, others=twins), "big-bet": partial(flag_big_bet, bet=bet)}
    return {**rules, **beside}


def assess(
    project: Project,
    playbook: Playbook,
    today: date,
    twins: Sequence[str] = (),
    bet: BigBet | None = None,
) -> Assessment:
    """Assess a project by all rules as of `today`; a project that is not open has no flags.

    `twins` are the owners who have it too, `bet` is how much of its owner's money it is if that is
    much: what only the whole book tells, as `Assessments` have it.
    A snooze silences its rule while today is before its day, and ends by itself on that day.
    """
    severity = find_severity(project, playbook, today, twins, bet)
    signed = playbook.reached(project.stage, playbook.signed)
    left = _count_days_left(project, today, signed=signed)
    order = _attention_order(project, severity, left, signed=signed)
    return Assessment(project, playbook, today, severity, left, order, twins, bet)


def assess_past(project: Project, playbook: Playbook, day: date) -> Assessment:
    """Assess a project as it stood at the end of a day that is past: its days left, no flags."""
    signed = playbook.reached(project.stage, playbook.signed)
    left = _count_days_left(project, day, signed=signed)
    order = _attention_order(project, None, left, signed=signed)
    return Assessment(project, playbook, day, None, left, order, past=True)


def _count_days_left(project: Project, day: date, *, signed: bool) -> int | None:
    window = project.signs if project.status == "open" and not signed else None
    return (window.latest - day).days if window else None


def running_snoozes(project: Project, today: date) -> Mapping[str, Snooze]:
    """Return the snoozes that silence a rule as of `today`, by rule id."""
    return {snooze.rule: snooze for snooze in project.snoozes if today < snooze.until}


def find_severity(
    project: Project,
    playbook: Playbook,
    today: date,
    twins: Sequence[str] = (),
    bet: BigBet | None = None,
) -> Severity | None:
    """Return the severity of the worst awake flag, None for none.

    The rules are asked worst first, and no further than the first that finds something.
    """
    if project.status != "open":
        return None
    silent = running_snoozes(project, today) if project.snoozes else ()
    rules, severities = _rules_of(project, twins, bet), playbook.severities
    for rule, severity in severities.get(project.stage) or severities[None]:
        if rule not in silent and rules[rule](project, playbook, today):
            return severity
    return None


def _attention_order(
    project: Project, severity: Severity | None, days_left: int | None, *, signed: bool
) -> AttentionOrder:
    """Return the place in triage: red first, then by money at stake, then by days left.

    Of equal severity those in play come before those `signed`, whose money is at stake no more.
    Money is the expected amount as it stands, so the places of two currencies are not to be
    compared (`attention_key` does not); none comes last, as does a project without a window.
    """
    money = project.amount.expected if project.amount else 0.0
    return RANKS[severity], signed, -money, inf if days_left is None else float(days_left)


AssessmentMark = tuple[object, int]
NO_MARK: AssessmentMark = object(), 0
"""The mark of no assessments at all."""


class Assessments:
    """A memory of assessments, so that an edit of one project costs one project's triage.

    Made for one session: a project counts as unchanged while it is the same object, and all are
    forgotten when the day or the playbook becomes another. `find_pools` says at which rates the
    money of a book is compared on a day.
    """

    def __init__(self, find_pools: Callable[[Book, date], MoneyPools] | None = None) -> None:
        self._find_pools = find_pools
        self._basis: tuple[Playbook, date] | None = None
        self._known: dict[str, tuple[Project, Assessment]] = {}
        self._twins, self._bets = TwinIndex(), BigBetIndex()
        self._book: Book | None = None
        self._changed: dict[str, int] = {}
        self._mark: AssessmentMark = object(), 0

    @property
    def mark(self) -> AssessmentMark:
        """What stands for the assessments of the book last taken in."""
        return self._mark

    @property
    def twins(self) -> Collection[str]:
        """The ids of the projects that stand twice in the book last taken in."""
        return self._twins.owners.keys()

    def changed_since(self, mark: AssessmentMark) -> Collection[str] | None:
        """Return the ids of projects whose assessments may be others than they were at a mark.

        None where any may be: on another day, or in a book not made from that one.
        """
        (basis, count), known = mark, self._changed
        if basis is not self._mark[0]:
            return None
        return tuple(takewhile(lambda id_: known[id_] > count, reversed(known)))

    def of(self, project: Project, playbook: Playbook, today: date) -> Assessment:
        """Return the assessment of one project, worked out only if it is not known yet."""
        return self.assessor(playbook, today)(project)

    def assessor(
        self, playbook: Playbook, today: date, book: Book | None = None
    ) -> Callable[[Project], Assessment]:
        """Return `of` for many projects, the playbook and the day being compared once for all.

        Without the book that they stand in none of them has a twin or is a big bet.
        """
        if self._basis is None or self._basis[0] is not playbook or self._basis[1] != today:
            self._basis, self._known = (playbook, today), {}
            self._book, self._mark, self._changed = None, (object(), 0), {}
        if book is not None and book is not self._book:
            self._take_in(book, playbook, today)
        kept = self._known
        twins, bets = self._twins.owners, self._bets.bets

        def of(project: Project) -> Assessment:
            known = kept.get(project.id)
            if known is not None and known[0] is project:
                return known[1]
            id_ = project.id
            answer = assess(project, playbook, today, twins.get(id_, ()), bets.get(id_))
            kept[project.id] = (project, answer)
            return answer

        return of

    def _take_in(self, book: Book, playbook: Playbook, today: date) -> None:
        """Forget the projects of which the others say something else, and note all that changed."""
        before, self._book = self._book, book
        pools = self._find_pools(book, today) if self._find_pools else None
        bets = self._bets.update(book, playbook, pools)
        renewed = (*self._twins.update(book), *bets)
        for id_ in renewed:
            self._known.pop(id_, None)
        changed = book.changed_since(before) if before else None
        if changed is None:
            self._mark, self._changed = (object(), 0), {}
            return
        count = self._mark[1] + 1
        self._mark = self._mark[0], count
        for id_ in dict.fromkeys((*changed, *renewed)):
            # The last changed stand at the end.
            self._changed.pop(id_, None)
            self._changed[id_] = count
