"""The movement: how what was in play at the end of one day became what is at that of another.

Changes on the first day itself are before it. In a scope (an owner or the team, a period or all) a
project is worth its middle, rounded half up, shared over its window *as it was written*, so that
the passing of time alone moves nothing. Of each project the value then and now is led over into
each other line by line, in this order:

1. it *entered*: new, reopened, handed in, or in another currency before: its value now;
2. its *window* moved: its amount then at its share now less its value then (pulled in, slipped);
3. it *grew* or *shrank*: the rest to its value now, which where the currency is another is a
   change of currency;
4. it *left*: won, lost, abandoned, on hold, handed out, deleted, or in another currency since: its
   value on leaving, by when window and growth have been counted.

So what was there then and the lines together are what is there now, to the last unit. A project
that came and went in between has both lines. What was handed over within the team, and what its
table no longer holds, is named beside, in no line: it is in play until somebody ends it. Projects
that advanced or fell back a stage, and windows that slipped, stand beside too, with their money.

Shapes: a `Movement` has a `CurrencyMovement` for each currency, that of most money first, and where
rates are set one in the home currency, which no change of currency leaves; these have a
`MovementLine` for each kind that there is, in the order of `MOVES`, and lines have a `MovementPart`
for each project. Money is in whole units, signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from deals.model import Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.memo import NumbersMemo
from deals.numbers.movement_lanes import EndedRates, ExchangeRates, MovementLane
from deals.numbers.sharing import count_days_by_month, share_within
from deals.numbers.slips import WindowSlip, count_slips, is_later
from deals.numbers.states import (
    Deletion,
    ProjectState,
    ProjectTimeline,
    find_ending_day,
    has_ended,
    is_in_play,
    is_signed,
    timelines,
)
from deals.owners import owner_key

MoveKind = Literal[
    "new",
    "reopened",
    "handed_in",
    "currency_in",
    "pulled_in",
    "slipped",
    "grown",
    "shrunk",
    "won",
    "lost",
    "abandoned",
    "on_hold",
    "handed_out",
    "deleted",
    "currency_out",
]
MOVES: tuple[MoveKind, ...] = get_args(MoveKind)
"""The kinds of lines, in their order."""


@dataclass(frozen=True, slots=True)
class MovementScope:
    """What is looked at: an owner's projects or the team's (None), in a period or all (None)."""

    owner: str | None = None
    period: FiscalPeriod | None = None

    def value(self, amount: int, state: ProjectState) -> int:
        """Return the share of an amount in the period, by a project's window as written."""
        if self.period is None:
            return amount
        if state.signs is None:
            return 0
        months = count_days_by_month(state.signs.earliest, state.signs.latest)
        return share_within(amount, months, self.period.months)


class MovementPart(NamedTuple):
    """What a project adds to a line: `after` less `before`, its values on both sides of the move.

    `then` is the project at the end of the first day, None where it was not there; `state` as it is
    now, or as it was on leaving. `owner` is whose it is, or was on leaving.
    """

    kind: MoveKind
    before: int
    after: int
    owner: str
    then: ProjectState | None
    state: ProjectState

    @property
    def amount(self) -> int:
        """The signed amount."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class MovementLine:
    """A kind of move with the projects that made it."""

    kind: MoveKind
    parts: tuple[MovementPart, ...]

    @property
    def count(self) -> int:
        """How many projects made it."""
        return len(self.parts)

    @property
    def amount(self) -> int:
        """The sum of it, signed."""
        return sum(part.amount for part in self.parts)


class StagePart(NamedTuple):
    """A project in scope that stands at another stage than then, with its value now."""

    then: ProjectState
    state: ProjectState
    amount: int


@dataclass(frozen=True, slots=True)
class CurrencyMovement:
    """The movement in one currency: `then` and the lines add up to `now`.

    `then_ids` and `now_ids` are the projects that were worth something.
    """

    currency: str
    then: int
    then_ids: tuple[str, ...]
    lines: tuple[MovementLine, ...]
    now: int
    now_ids: tuple[str, ...]
    advanced: tuple[StagePart, ...]
    fell_back: tuple[StagePart, ...]
    slips: tuple[WindowSlip, ...]

    @property
    def then_count(self) -> int:
        """How many projects were worth something then."""
        return len(self.then_ids)

    @property
    def now_count(self) -> int:
        """How many are worth something now."""
        return len(self.now_ids)

    def line(self, kind: MoveKind) -> MovementLine:
        """Return the line of a kind, an empty one where nothing made it."""
        found = (line for line in self.lines if line.kind == kind)
        return next(found, MovementLine(kind, ()))


class HandedProject(NamedTuple):
    """A project in play that is somebody else's now: the team has it as before, so in no line."""

    then: ProjectState
    state: ProjectState


class MissingProject(NamedTuple):
    """A project in play that its table no longer holds since the first day."""

    state: ProjectState
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved from the end of `since` to the end of `until`, in a scope.

    `home` is None where no rates are set; `without_rate` are the currencies that it lacks. `handed`
    are the hand-overs within the team, where no owner is in scope.
    """

    since: date
    until: date
    scope: MovementScope
    currencies: Mapping[str, CurrencyMovement]
    home: CurrencyMovement | None
    without_rate: tuple[str, ...]
    gone: tuple[MissingProject, ...]
    handed: tuple[HandedProject, ...] = ()


def find_movement(
    projects: Iterable[Project],
    since: date,
    basis: NumbersBasis,
    scope: MovementScope | None = None,
    deleted: Iterable[Deletion] = (),
    memo: NumbersMemo | None = None,
) -> Movement:
    """Find what moved from the end of `since`, which is not after it, to that of `basis.today`."""
    mover = _Mover(since, basis, scope or MovementScope(), memo or NumbersMemo())
    return mover.add_up(projects, deleted)


@dataclass(frozen=True, slots=True)
class OwnerSlips:
    """An owner whose windows slipped: how many, and what money, in whole units."""

    owner: str
    count: int
    amount: int


def list_owner_slips(movement: CurrencyMovement) -> tuple[OwnerSlips, ...]:
    """List the owners whose windows slipped, that of most money first."""
    slips: dict[str, list[WindowSlip]] = defaultdict(list)
    for slip in movement.slips:
        slips[slip.state.owner].append(slip)
    found = [
        OwnerSlips(owner, len(some), sum(slip.amount for slip in some))
        for owner, some in slips.items()
    ]
    return tuple(sorted(found, key=lambda slipped: (-slipped.amount, -slipped.count)))


class _LaneMoves:
    """What a project moves in a lane: its values at both ends, and its parts."""

    __slots__ = ("id", "now", "parts", "slip", "stage", "then")

    def __init__(self, id_: str) -> None:
        self.id, self.then, self.now = id_, 0, 0
        self.parts: tuple[MovementPart, ...] = ()
        self.stage: StagePart | None = None
        self.slip: WindowSlip | None = None

    def put(self, part: MovementPart) -> None:
        """Put a part into its line, unless it moves nothing."""
        if part.after != part.before:
            self.parts = (*self.parts, part)


class _ProjectMoves(NamedTuple):
    """What a project moves in all lanes, and whether its table lacks it."""

    lanes: tuple[tuple[str, _LaneMoves], ...] = ()
    missing: MissingProject | None = None
    handed: HandedProject | None = None


def _add_up(
    currency: str, moves: Sequence[_LaneMoves], order: Mapping[str, int]
) -> CurrencyMovement:
    """Add up what the projects move in a lane; `order` has the places of the stages."""
    parts: dict[MoveKind, list[MovementPart]] = defaultdict(list)
    for part in [part for each in moves for part in each.parts]:
        parts[part.kind].append(part)
    stages = [each.stage for each in moves if each.stage]
    steps = [order[part.state.stage] - order[part.then.stage] for part in stages]
    return CurrencyMovement(
        currency,
        sum([each.then for each in moves]),
        tuple([each.id for each in moves if each.then > 0]),
        tuple(MovementLine(kind, tuple(parts[kind])) for kind in MOVES if kind in parts),
        sum([each.now for each in moves]),
        tuple([each.id for each in moves if each.now > 0]),
        tuple(part for part, step in zip(stages, steps, strict=True) if step > 0),
        tuple(part for part, step in zip(stages, steps, strict=True) if step < 0),
        tuple(each.slip for each in moves if each.slip),
    )


_Steps = Sequence[ProjectState | None]
"""How a project stood at the end of days on which something moved, and at both ends."""


_NOTHING = _ProjectMoves()


class _Mover:
    """What finds out what each project moves."""

    def __init__(
        self, since: date, basis: NumbersBasis, scope: MovementScope, memo: NumbersMemo
    ) -> None:
        self._since, self._until, self._scope, self._basis = since, basis.today, scope, basis
        self._signed, self._order = basis.signed_stages, basis.playbook.order
        self._timelines = timelines(memo)
        self._kept = memo.kept(("movement", since, basis, scope), self.find)
        self._rates = ExchangeRates(basis)
        self._home = MovementLane(basis.home, self._rates) if basis.exchange_rates else None
        self._owners: dict[str, bool] = {}
        self._ended: dict[date | None, MovementLane] = {}

    def add_up(self, projects: Iterable[Project], deleted: Iterable[Deletion]) -> Movement:
        """Return all that moved."""
        every = [self._kept.get(project.id, project) for project in projects]
        every += [self.find(gone.project, gone.on) for gone in deleted]
        lanes: dict[str, list[_LaneMoves]] = defaultdict(list)
        for key, moves in [lane for each in every for lane in each.lanes]:
            lanes[key].append(moves)
        home = lanes.pop("", [])
        found = {code: _add_up(code, moves, self._order) for code, moves in lanes.items()}
        ordered = sorted(found.items(), key=lambda each: (-each[1].now_count, each[0]))
        lacking = sorted(code for code in found if self._rates[code] is None)
        return Movement(
            self._since,
            self._until,
            self._scope,
            dict(ordered),
            _add_up(self._basis.home, home, self._order) if self._home else None,
            tuple(lacking) if self._home else (),
            tuple(each.missing for each in every if each.missing),
            tuple(each.handed for each in every if each.handed),
        )

    def find(self, project: Project, deleted: date | None = None) -> _ProjectMoves:
        """Find what a project moves, deleted on a day or not."""
        timeline = self._timelines.get(project.id, project)
        then, now = timeline.at(self._since, deleted), timeline.at(self._until, deleted)
        inside, handed = (self._has(then), self._has(now)), None
        missing = self._find_missing(now) if inside[1] and now and project.sources else None
        if inside == (True, True) and then is not None and now is not None:
            codes = {state.amount.currency for state in (then, now) if state.amount}
            handed = self._find_handed(then, now)
            if len(codes) <= 1:
                ends = then, now
                lanes = self._each_lane(ends, codes, lambda lane: self._stay(lane, *ends))
                return _ProjectMoves(tuple(lanes), missing, handed)
        elif not any(inside) and then is not None and then is now:
            return _NOTHING
        steps = [then, *self._steps(timeline, deleted, then is None), now]
        return _ProjectMoves(tuple(self._walk(steps)), missing, handed)

    def _has(self, state: ProjectState | None) -> bool:
        """Whether a project is in play and its owner's in scope."""
        if state is None or not is_in_play(state, self._signed):
            return False
        if self._scope.owner is None:
            return True
        if state.owner not in self._owners:
            self._owners[state.owner] = owner_key(state.owner) == owner_key(self._scope.owner)
        return self._owners[state.owner]

    def _lanes(self, codes: Iterable[str], now: ProjectState | None) -> Iterator[MovementLane]:
        """Yield the lanes of some currencies, and that of the home currency.

        What has ended by now is there at the rate of its day, from beginning to end: it is the
        figure that the forecast has for it, and no later rate changes it.
        """
        rated = False
        for code in codes:
            yield MovementLane(code)
            rated = rated or self._rates[code] is not None
        if rated and self._home:
            yield self._home if now is None else self._at_its_day(self._home, now)

    def _at_its_day(self, lane: MovementLane, now: ProjectState) -> MovementLane:
        """Return the home currency's lane at the rates of the day on which a project ended."""
        if not has_ended(now, self._signed):
            return lane
        day = find_ending_day(now, self._signed, self._until)
        if day not in self._ended:
            self._ended[day] = lane._replace(rates=EndedRates(self._basis, day))
        return self._ended[day]

    def _each_lane(
        self, steps: _Steps, codes: Iterable[str], move: Callable[[MovementLane], _LaneMoves | None]
    ) -> Iterator[tuple[str, _LaneMoves]]:
        """Yield what a project moves in each lane.

        What is in the home currency alone moves the same in that lane and together.
        """
        home, moves = self._basis.home, None
        currencies = {step.amount.currency for step in steps if step and step.amount}
        alone = currencies <= {home}
        for lane in self._lanes(codes, None if alone else steps[-1]):
            if not alone or lane.rates is None:
                moves = move(lane)
            if moves is not None:
                yield lane.key, moves

    def _stay(self, lane: MovementLane, then: ProjectState, now: ProjectState) -> _LaneMoves:
        """Return what a project moves that is in the lane at both ends."""
        moves = _LaneMoves(now.id)
        whole = lane.value(then.amount)
        moves.then = moves.now = self._scope.value(whole, then)
        if then is now:
            return moves
        amount = lane.value(now.amount)
        if whole != amount or then.signs is not now.signs:
            moves.now = self._scope.value(amount, now)
            self._put_change(moves, then, now, now, (moves.then, whole, moves.now))
        known = then.stage in self._order and now.stage in self._order
        if known and then.stage != now.stage and moves.now:
            moves.stage = StagePart(then, now, moves.now)
        if then.signs is not now.signs:
            moves.slip = self._find_slip(lane, then, now)
        return moves

    def _put_change(
        self,
        moves: _LaneMoves,
        then: ProjectState,
        at: ProjectState,
        state: ProjectState,
        values: tuple[int, int, int],
    ) -> None:
        """Put what the window and the amount did: from the value before, over that of the whole
        amount before in the window as it is `at` the end, to the value after.
        """
        before, whole, after = values
        between = self._scope.value(whole, at)
        window: MoveKind = "pulled_in" if between > before else "slipped"
        growth: MoveKind = "grown" if after > between else "shrunk"
        if then.amount and at.amount and then.amount.currency != at.amount.currency:
            # At the rates it is worth something else, and has neither grown nor shrunk.
            growth = "currency_in" if after > between else "currency_out"
        moves.put(MovementPart(window, before, between, state.owner, then, at))
        moves.put(MovementPart(growth, between, after, state.owner, then, at))

    def _find_slip(
        self, lane: MovementLane, then: ProjectState, now: ProjectState
    ) -> WindowSlip | None:
        """Find the slip of a window that moved later, out of the period if there is one."""
        if then.signs is None or now.signs is None:
            return None
        whole = lane.value(then.amount)
        left = self._scope.value(whole, then) - self._scope.value(whole, now)
        amount = left if self._scope.period else lane.value(now.amount)
        if not is_later(then.signs, now.signs) or amount <= 0:
            return None
        return WindowSlip(
            before=then.signs,
            after=now.signs,
            state=now,
            nth=count_slips(self._timelines.get(now.id, now.project).moves, self._until),
            amount=amount,
            currency=lane.currency,
        )

    def _find_handed(self, then: ProjectState, now: ProjectState) -> HandedProject | None:
        """Find the hand-over of a project that stays in a scope without an owner."""
        if self._scope.owner is not None or owner_key(then.owner) == owner_key(now.owner):
            return None
        worth = self._scope.period is None or self._scope.value(now.expected, now)
        return HandedProject(then, now) if worth else None

    def _find_missing(self, now: ProjectState) -> MissingProject | None:
        for ref in now.project.missing_from:
            if ref.gone and self._since < ref.gone <= self._until:
                within = self._scope.period is None or self._scope.value(now.expected, now)
                return MissingProject(now, ref.source, ref.gone) if within else None
        return None

    def _walk(self, steps: _Steps) -> Iterator[tuple[str, _LaneMoves]]:
        """Yield what a project moves that came or left, or both, by how it stood in between."""
        inside = [self._has(step) for step in steps]
        if not any(inside):
            return
        codes = dict.fromkeys(
            step.amount.currency
            for step, has in zip(steps, inside, strict=True)
            if has and step and step.amount
        )

        def move(lane: MovementLane) -> _LaneMoves | None:
            flags = [
                has and step is not None and lane.holds(step.amount)
                for step, has in zip(steps, inside, strict=True)
            ]
            return self._pass(lane, steps, flags)

        yield from self._each_lane(steps, codes, move)

    def _steps(
        self, timeline: ProjectTimeline, deleted: date | None, new: bool
    ) -> Iterator[ProjectState | None]:
        """Yield how a project stood at the end of the days on which it moved.

        One that came to its end on the day on which it was made was in play before that.
        """
        made = timeline.project.created_at.date()
        changes = timeline.list_changes(max(self._since, made), self._until)
        if self._since < made <= self._until:
            changes.insert(0, (made, timeline.replay(made)))
        for day, state in changes:
            if deleted is not None and deleted <= day:
                break
            if new and day == made and not is_in_play(state, self._signed):
                yield self._find_birth(timeline, state, day)
            yield state
        if deleted is not None and deleted <= self._until:
            yield None

    def _find_birth(
        self, timeline: ProjectTimeline, state: ProjectState, day: date
    ) -> ProjectState | None:
        """Find how a project stood before it came to its end on its first day, if in play then."""
        before = timeline.replay(day - timedelta(1))
        born = state._replace(stage=before.stage, status=before.status)
        return born if is_in_play(born, self._signed) else None

    def _pass(self, lane: MovementLane, steps: _Steps, flags: Sequence[bool]) -> _LaneMoves | None:
        """Return what a project moves that came into the lane, left it, or was out in between."""
        then, now = steps[0], steps[-1]
        if flags[0] and flags[-1] and then is not None and now is not None:
            return self._stay(lane, then, now)
        if flags[-1] and now is not None:
            return self._enter(lane, steps, flags, now)
        return self._leave(lane, steps, flags) if any(flags) else None

    def _enter(
        self, lane: MovementLane, steps: _Steps, flags: Sequence[bool], now: ProjectState
    ) -> _LaneMoves:
        moves = _LaneMoves(now.id)
        moves.now = self._scope.value(lane.value(now.amount), now)
        kind = self._entry_kind(steps, flags)
        moves.put(MovementPart(kind, 0, moves.now, now.owner, steps[0], now))
        return moves

    def _leave(self, lane: MovementLane, steps: _Steps, flags: Sequence[bool]) -> _LaneMoves | None:
        """Return what a project moves that left, and came before if it was not there then."""
        place = max(at for at in range(1, len(steps)) if flags[at - 1] and not flags[at])
        last, after, then = steps[place - 1], steps[place], steps[0]
        if last is None:
            return None
        moves = _LaneMoves(last.id)
        # What was changed on the day of leaving counts, be it written before or behind.
        state = last if after is None or not lane.holds(after.amount) else after
        value = self._scope.value(lane.value(state.amount), state)
        if flags[0] and then is not None:
            whole = lane.value(then.amount)
            moves.then = self._scope.value(whole, then)
            self._put_change(moves, then, state, last, (moves.then, whole, value))
        else:
            kind = self._entry_kind(steps, flags)
            moves.put(MovementPart(kind, 0, value, last.owner, then, state))
        moves.put(MovementPart(self._exit_kind(after), value, 0, last.owner, then, state))
        return moves

    def _entry_kind(self, steps: _Steps, flags: Sequence[bool]) -> MoveKind:
        """Return by what a project first came into the lane."""
        place = next(at for at in range(1, len(steps)) if flags[at] and not flags[at - 1])
        before, after = steps[place - 1], steps[place]
        if before is None or after is None:
            return "new"
        if not is_in_play(before, self._signed):
            return "reopened"
        return "currency_in" if self._has(before) else "handed_in"

    def _exit_kind(self, after: ProjectState | None) -> MoveKind:
        """Return by what a project left the lane, by how it stood then."""
        if after is None:
            return "deleted"
        if is_signed(after, self._signed):
            return "won"
        match after.status:
            case "lost" | "abandoned" | "on_hold":
                return after.status
        return "currency_out" if self._has(after) else "handed_out"
