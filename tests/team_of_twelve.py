"""A team of twelve with months of history, made up the same each time, and the truth about it.

Week by week things happen to its projects, at most one to each in a week. As they happen they are
written down twice: in the projects' histories, as Netloft keeps them, and in plain sums (`Truth`),
which know nothing of how Netloft works its figures out. Money is such that halves, percents and the
rate of exchange divide it, so that the sums need no rounding; a window lies within a quarter, or
half in one and half in the next.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from deals.model import (
    Book,
    Change,
    Contact,
    DeletedProject,
    ExchangeRate,
    NextAction,
    Project,
    Review,
    SalesTarget,
    Status,
)
from deals.parsing.amounts import parse_amount
from deals.parsing.windows import parse_window
from tests.examples import SOAKING

REPS = ("林", "周", "Ada", "陈", "Maria", "孙", "Tom", "何", "Nina", "吴", "Omar", "叶")
BEGINNER, BEGUN = REPS[-1], 7
"""A rep who has so many projects and no more."""
RIVALS = ("华远", "Telcora", "Nordlink", "瑞通")
PRODUCTS = ("交换机", "Wi-Fi", "IP radio")
REASONS = ("price", "relations", "product")
CUSTOMERS = 300
HOME, OTHER, TENTHS = "CNY", "USD", 72
"""The currencies, and how many tenths of the first one of the other is worth."""
TOGETHER = "home"
WEIGHTS = (10, 20, 25, 30, 50, 75)
WIN = (5, 10, 20, 30, 50, 80)
"""By stage in percent: the degree of completion as the playbook has it, and the win rate."""
SIGNED = 6
EVENTS = {
    "advance": 40,
    "fall_back": 5,
    "resize": 20,
    "move_window": 24,
    "lose": 8,
    "abandon": 2,
    "hold": 3,
    "hand_over": 4,
    "delete": 1,
    "exchange": 1,
}
PROJECTS = 3000 if SOAKING else 900
A_WEEK = 0.22
"""How likely it is that something happens to a project in a week."""


def quarter_of(day: date) -> int:
    """Return the quarter of a day, by its number since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def quarter_label(quarter: int) -> str:
    """Return what a quarter is called, `2026-Q1`."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


@dataclass(frozen=True)
class Window:
    """When a project is to be signed: as written, the last day, and its halves by quarter."""

    text: str
    last: date
    halves: Mapping[int, int]


@dataclass
class Deal:
    """A project while things happen to it."""

    id: str
    name: str
    customer: str
    owner: str
    product: str
    stage: int
    furthest: int
    lowest: int
    money: tuple[int, int]
    currency: str
    window: Window | None
    created: date
    status: Status = "open"
    rival: str = ""
    signed: date | None = None
    deleted: date | None = None
    moves: list[Change] = field(default_factory=list)

    @property
    def in_play(self) -> bool:
        """Whether it is open and not signed."""
        return self.status == "open" and self.stage < SIGNED and self.deleted is None

    @property
    def value(self) -> int:
        """The middle of its money."""
        return sum(self.money) // 2

    @property
    def amount(self) -> str:
        """Its money as people write it."""
        low, high = (each // 10_000 for each in self.money)
        if self.currency == OTHER:
            return f"USD{low * 10}k" if low == high else f"USD{low * 10}-{high * 10}k"
        return f"{low}万" if low == high else f"{low}-{high}万"

    def lanes(self, value: int) -> Iterator[tuple[str, int]]:
        """Yield an amount in its own currency, and together with all others."""
        yield self.currency, value
        yield TOGETHER, value if self.currency == HOME else value * TENTHS // 10

    def halves(self, quarter: int) -> int:
        """Return how many halves of its window lie in a quarter."""
        return self.window.halves.get(quarter, 0) if self.window else 0

    def write(self, day: date, name: str, old: str | None, new: str | None) -> None:
        """Write a move into its history."""
        at = datetime.combine(day, time(9), UTC)
        self.moves.append(Change(at=at, by=self.owner, field=name, old=old, new=new))


@dataclass
class Truth:
    """What happened, in plain sums; weeks by their numbers, `lane` being a currency or TOGETHER.

    `lines` and `counts` are what moved by week, lane, owner and kind of move; `quarter_lines` by
    week, lane and kind within the present quarter alone; `in_play` what was in play at the end of a
    week by lane and owner, `in_quarter` by lane within the present quarter. `signed` is by quarter,
    lane and owner, `forecast` by bucket, lane, owner and figure: a stage's is the middle of what
    stands there. `left` are the projects whose window moved out of the present quarter, by week;
    `cases` how many that completed a stage have ended, and how many of them were signed.
    """

    quarter: int
    lines: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    counts: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    quarter_lines: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    in_play: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    in_quarter: Counter[tuple[int, str]] = field(default_factory=Counter)
    steps: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    left: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    cases: Counter[tuple[int, bool]] = field(default_factory=Counter)
    slips: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    signed: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    forecast: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    stages: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    red: dict[str, int] = field(default_factory=dict)
    idle: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    idle_signed: set[str] = field(default_factory=set)
    reps: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    won: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    losses: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def move(self, deal: Deal, week: int, kind: str, value: int) -> None:
        """Count money that came or went, all of it in the window as it is."""
        for lane, amount in deal.lanes(value):
            self.move_in(deal, week, lane, kind, amount)

    def move_in(self, deal: Deal, week: int, lane: str, kind: str, amount: int) -> None:
        """Count it in one lane."""
        if amount:
            self.lines[week, lane, deal.owner, kind] += amount
            self.counts[week, lane, deal.owner, kind] += 1
            self.quarter_lines[week, lane, kind] += amount * deal.halves(self.quarter) // 2

    def shift(self, deal: Deal, week: int, halves: int) -> None:
        """Count the money that came into the present quarter or left it with its window."""
        for lane, amount in deal.lanes(deal.value):
            moved = amount * (deal.halves(self.quarter) - halves) // 2
            if moved:
                self.quarter_lines[week, lane, "pulled_in" if moved > 0 else "slipped"] += moved
            if moved < 0:
                self.left[week].add(deal.id)

    def expect(self, bucket: str, owners: Iterable[str] = REPS) -> float:
        """Return what is expected of a bucket together, the team's cases beside the win rates."""
        every = list(owners)
        return sum(
            self.forecast[bucket, TOGETHER, owner, f"P{stage}"] * self.win_rate(stage)
            for owner in every
            for stage in range(SIGNED)
        )

    def win_rate(self, stage: int) -> float:
        """Return the win rate of a stage, eight cases as the playbook says added to the team's."""
        won, lost = self.cases[stage, True], self.cases[stage, False]
        return (won + 8 * WIN[stage] / 100) / (won + lost + 8)

    def close_week(self, deal: Deal, week: int) -> None:
        """Count what is in play at the end of a week."""
        if deal.in_play:
            for lane, amount in deal.lanes(deal.value):
                self.in_play[week, lane, deal.owner] += amount
                self.in_quarter[week, lane] += amount * deal.halves(self.quarter) // 2


class _Life:
    """What happens to one deal after another, as the dice fall."""

    def __init__(self, dice: Random, today: date, weeks: int, truth: Truth) -> None:
        self.dice, self.today, self.weeks, self.truth = dice, today, weeks, truth
        self.begun = today - timedelta(7 * weeks)

    def day_in(self, week: int) -> date:
        """Return a day of a week: the first is that after `begun`, the last of all is today."""
        return self.begun + timedelta(7 * (week - 1) + 1 + self.dice.randrange(7))

    def make(self, number: int, owner: str, customer: str) -> tuple[Deal, int]:
        """Make a deal, and return it with the week in which it was made, 0 for before all."""
        dice = self.dice
        week = 0 if dice.random() < 0.5 else dice.randint(1, self.weeks)
        day = self.day_in(week) if week else self.begun - timedelta(dice.randrange(200))
        low = dice.randint(2, 90)
        high = low + 2 * dice.randint(1, 20) if dice.random() < 0.3 else low
        stage = dice.randint(0, 2 if week else 5)
        deal = Deal(
            id=f"{number:026d}",
            name=f"{dice.choice(PRODUCTS)} {number:05d}",
            customer=customer,
            owner=owner,
            product=dice.choice(PRODUCTS),
            stage=stage,
            furthest=stage,
            lowest=stage,
            money=(low * 20_000, high * 20_000),
            currency=OTHER if dice.random() < 0.15 else HOME,
            window=self.draw_window(quarter_of(day) + dice.randint(0, 3)),
            created=day,
        )
        if week:
            self.truth.move(deal, week, "new", deal.value)
        self.truth.close_week(deal, week)
        return deal, week

    def draw_window(self, quarter: int) -> Window | None:
        """Draw a window in a quarter; now and then there is none yet."""
        year, part = divmod(quarter, 4)
        month = part * 3 + self.dice.randint(1, 3)
        match self.dice.randrange(14):
            case 0:
                return None
            case 1 | 2 | 3 | 4:
                last = part * 3 + 3
                whole = date(year, last, monthrange(year, last)[1])
                return Window(quarter_label(quarter), whole, {quarter: 2})
            case 5 | 6 | 7 | 8 | 9:
                end = date(year, month, monthrange(year, month)[1])
                return Window(f"{year}-{month:02d}", end, {quarter: 2})
            case 10 | 11:
                on = date(year, month, self.dice.randint(1, 28))
                return Window(on.isoformat(), on, {quarter: 2})
        last = part * 3 + 3
        middle = date(year, last, monthrange(year, last)[1])
        first, end = middle - timedelta(9), middle + timedelta(10)
        return Window(f"{first}~{end}", end, {quarter: 1, quarter + 1: 1})

    def live(self, deal: Deal, made: int) -> None:
        """Let things happen to a deal until today."""
        for week in range(made + 1, self.weeks + 1):
            if deal.deleted or (not deal.in_play and deal.status not in ("open", "on_hold")):
                return
            if self.dice.random() < A_WEEK:
                self.happen(deal, week, self.day_in(week))
            self.truth.close_week(deal, week)

    def happen(self, deal: Deal, week: int, day: date) -> None:
        """Let one thing happen."""
        if deal.status == "on_hold":
            self.end(deal, day, "open")
            self.truth.move(deal, week, "reopened", deal.value)
        elif deal.in_play:
            (kind,) = self.dice.choices(list(EVENTS), list(EVENTS.values()))
            getattr(self, kind)(deal, week, day)
        elif self.dice.random() < 0.3:
            deal.write(day, "stage", "P6", "P7")
            deal.stage = 7
            self.end(deal, day, "won")

    def advance(self, deal: Deal, week: int, day: date) -> None:
        """Complete a stage; that of signing takes it out of play."""
        deal.write(day, "stage", f"P{deal.stage}", f"P{deal.stage + 1}")
        deal.furthest = max(deal.furthest, deal.stage + 1)
        if deal.stage + 1 < SIGNED:
            deal.stage += 1
            self.step(deal, week, "advanced")
            return
        self.truth.move(deal, week, "won", -deal.value)
        deal.stage, deal.signed = SIGNED, day

    def fall_back(self, deal: Deal, week: int, day: date) -> None:
        """Go back a stage."""
        if deal.stage:
            deal.write(day, "stage", f"P{deal.stage}", f"P{deal.stage - 1}")
            deal.stage -= 1
            self.step(deal, week, "fell_back")

    def step(self, deal: Deal, week: int, way: str) -> None:
        """Count a stage completed or given back, with all of its money."""
        for lane, amount in deal.lanes(deal.value):
            self.truth.steps[week, lane, way] += amount

    def resize(self, deal: Deal, week: int, day: date) -> None:
        """Make it larger or smaller."""
        was, text = deal.value, deal.amount
        low = self.dice.randint(2, 90) * 20_000
        deal.money = (low, low)
        if deal.amount != text:
            deal.write(day, "amount", text, deal.amount)
            grown = deal.value - was
            self.truth.move(deal, week, "grown" if grown > 0 else "shrunk", grown)

    def exchange(self, deal: Deal, week: int, day: date) -> None:
        """Have it paid in the other currency, at about a tenth or ten times as much."""
        text, (_lane, was), (_home, together) = deal.amount, *deal.lanes(deal.value)
        out = deal.currency
        self.truth.move_in(deal, week, out, "currency_out", -was)
        deal.currency = HOME if out == OTHER else OTHER
        low = self.dice.randint(2, 40) * 20_000
        deal.money = (low, low)
        deal.write(day, "amount", text, deal.amount)
        (lane, value), (_home, now) = deal.lanes(deal.value)
        self.truth.move_in(deal, week, lane, "currency_in", value)
        kind = "currency_in" if now > together else "currency_out"
        self.truth.move_in(deal, week, TOGETHER, kind, now - together)

    def move_window(self, deal: Deal, week: int, day: date) -> None:
        """Put off the signing, mostly; now and then it comes earlier or is first said."""
        before, halves = deal.window, deal.halves(self.truth.quarter)
        base = min(before.halves) if before else quarter_of(day)
        after = self.draw_window(max(base + self.dice.choice((-1, 1, 1, 1, 2)), quarter_of(day)))
        if after is None or (before and after.text == before.text):
            return
        deal.write(day, "signs", before.text if before else None, after.text)
        deal.window = after
        self.truth.shift(deal, week, halves)
        months = (after.last.year - before.last.year) * 12 if before else 0
        months += after.last.month - before.last.month if before else 0
        if before and after.last > before.last:
            self.truth.slips[week][deal.id] = months

    def hand_over(self, deal: Deal, week: int, day: date) -> None:
        """Give it to another rep."""
        self.truth.move(deal, week, "handed_out", -deal.value)
        rep = self.dice.choice([name for name in REPS[:-1] if name != deal.owner])
        deal.write(day, "owner", deal.owner, rep)
        deal.owner = rep
        self.truth.move(deal, week, "handed_in", deal.value)

    def lose(self, deal: Deal, week: int, day: date) -> None:
        """Lose it to a competitor."""
        self.truth.move(deal, week, "lost", -deal.value)
        deal.rival = self.dice.choice(RIVALS)
        self.end(deal, day, "lost")

    def abandon(self, deal: Deal, week: int, day: date) -> None:
        """Give it up."""
        self.truth.move(deal, week, "abandoned", -deal.value)
        self.end(deal, day, "abandoned")

    def hold(self, deal: Deal, week: int, day: date) -> None:
        """Put it on hold."""
        self.truth.move(deal, week, "on_hold", -deal.value)
        self.end(deal, day, "on_hold")

    def delete(self, deal: Deal, week: int, day: date) -> None:
        """Delete it."""
        self.truth.move(deal, week, "deleted", -deal.value)
        deal.deleted = day

    def end(self, deal: Deal, day: date, status: Status) -> None:
        """Give it another result."""
        deal.write(day, "status", deal.status, status)
        deal.status = status

    def settle(self, deal: Deal) -> Project:
        """Make the project, and count how it stands today."""
        dice, truth = self.dice, self.truth
        named, planned = dice.random() < 0.97, dice.random()
        project = _record(deal, named, planned, self.today)
        self.settle_ended(deal)
        if deal.status == "open":
            truth.reps[deal.customer].add(deal.owner)
            truth.stages[deal.owner][deal.stage] += 1
            self.judge(deal, named=named)
            action = project.next_action
            if action is None or (action.on and action.on < self.today):
                idle = truth.idle[deal.owner] if deal.in_play else truth.idle_signed
                idle.add(deal.id)
        if deal.in_play:
            self.foresee(deal)
        return project

    def settle_ended(self, deal: Deal) -> None:
        """Count a deal that was signed, lost or given up."""
        truth, owner = self.truth, deal.owner
        if deal.signed:
            for lane, amount in deal.lanes(deal.value):
                truth.signed[quarter_of(deal.signed), lane, owner] += amount
            truth.won[owner] += 1
        elif deal.status == "lost":
            truth.lost[owner] += 1
            truth.losses[deal.rival, f"P{deal.stage}", deal.product] += 1
        if deal.signed or deal.status in ("lost", "abandoned"):
            for stage in range(deal.lowest, min(deal.furthest, SIGNED) + 1):
                truth.cases[stage, deal.signed is not None] += 1

    def judge(self, deal: Deal, *, named: bool) -> None:
        """Count a deal that is red: late, nobody named, or far on and without a window."""
        late = deal.in_play and deal.window is not None and deal.window.last < self.today
        undated = deal.window is None and deal.stage >= 4
        if late or undated or (deal.stage and not named):
            self.truth.red[deal.id] = dict(deal.lanes(deal.value))[TOGETHER]

    def foresee(self, deal: Deal) -> None:
        """Count a deal in play where it is to be signed, as it is, by completion and by odds."""
        if deal.window is None:
            buckets = {"undated": 2}
        elif deal.window.last < self.today:
            buckets = {"overdue": 2}
        else:
            buckets = {quarter_label(at): half for at, half in deal.window.halves.items()}
        for bucket, halves in {**buckets, "total": 2}.items():
            stage = f"P{deal.stage}"
            for name, whole in (
                ("low", deal.money[0]),
                ("expected", deal.value),
                (stage, deal.value),
            ):
                for lane, amount in deal.lanes(whole):
                    self.truth.forecast[bucket, lane, deal.owner, name] += amount * halves // 2
            for name, percents in (("completion", WEIGHTS), ("weighted", WIN)):
                for lane, amount in deal.lanes(deal.value):
                    part = amount * percents[deal.stage] // 100 * halves // 2
                    self.truth.forecast[bucket, lane, deal.owner, name] += part


@cache
def _people(customer: str) -> tuple[Contact, ...]:
    """The people of a customer, close enough to bear out any stage."""
    return tuple(
        Contact(
            id=f"{customer} {level}",
            name=f"{surname}总",
            level=level,
            lines=("technical", "commercial"),
            cr=4,
            stance="supports",
        )
        for level, surname in (("high", "高"), ("middle", "钟"), ("low", "狄"))
    )


def _record(deal: Deal, named: bool, planned: float, today: date) -> Project:
    """Make the project of a deal: with the customer's people, and with a next step or without."""
    step = NextAction(text="call", on=today + timedelta(int(planned * 30) - 8))
    created = datetime.combine(deal.created, time(8), UTC)
    return Project(
        id=deal.id,
        name=deal.name,
        customer=deal.customer,
        owner=deal.owner,
        product=deal.product,
        status=deal.status,
        end_reason=REASONS[int(deal.id) % len(REASONS)] if deal.status == "lost" else None,
        stage=f"P{deal.stage}",
        amount=parse_amount(deal.amount),
        signs=parse_window(deal.window.text) if deal.window else None,
        contacts=_people(deal.customer) if named else (),
        next_action=step if planned > 0.2 else None,
        review=Review(result="lost", rival=deal.rival) if deal.rival else Review(),
        history=tuple(deal.moves),
        created_at=created,
        updated_at=deal.moves[-1].at if deal.moves else created,
        updated_by=deal.owner,
    )


@dataclass(frozen=True)
class Team:
    """A team as of a day, `weeks` after what is known of it begins, and the truth about it."""

    today: date
    weeks: int
    book: Book
    truth: Truth

    def end_of(self, week: int) -> date:
        """Return the last day of a week."""
        return self.today - timedelta(7 * (self.weeks - week))

    def target(self, owner: str) -> int:
        """Return what an owner is to sign in the present quarter."""
        return 40_000_000 + 5_000_000 * REPS.index(owner)


@cache
def make_team(today: date, projects: int = PROJECTS, weeks: int = 26, seed: int = 7) -> Team:
    """Make the team as of a day, the same each time."""
    truth = Truth(quarter_of(today))
    life = _Life(Random(seed), today, weeks, truth)
    there, gone = list[Project](), list[DeletedProject]()
    for number in range(projects):
        beginner = number < BEGUN
        at = life.dice.randrange(CUSTOMERS)
        owner = BEGINNER if beginner else REPS[at % (len(REPS) - 1)]
        deal, made = life.make(number, owner, f"新客户 {number}" if beginner else f"客户 {at}")
        if beginner:
            for week in range(made + 1, weeks + 1):
                truth.close_week(deal, week)
        else:
            life.live(deal, made)
        if deal.deleted is None:
            there.append(life.settle(deal))
        else:
            at_nine = datetime.combine(deal.deleted, time(10), UTC)
            left = _record(deal, True, 1.0, today)
            gone.append(DeletedProject.of(left, at_nine, deal.owner))
    team = Team(today, weeks, Book().with_projects(*there), truth)
    book = team.book.with_lists(
        deleted=tuple(gone), exchange_rates=(_rate(life.begun),), targets=tuple(_targets(team))
    )
    return Team(today, weeks, book, truth)


def _rate(begun: date) -> ExchangeRate:
    on = begun - timedelta(1)
    rate = Decimal(TENTHS) / 10
    return ExchangeRate(name=f"{OTHER} {HOME} {on}", currency=OTHER, home=HOME, on=on, rate=rate)


def _targets(team: Team) -> Iterator[SalesTarget]:
    first = date(team.today.year, (team.today.month - 1) // 3 * 3 + 1, 1)
    ends = f"{first:%Y-%m}..{first.replace(month=first.month + 2):%Y-%m}"
    for owner in REPS:
        name, amount = f"{ends} {HOME} {owner}", team.target(owner)
        yield SalesTarget(
            name=name, first=first, months=3, amount=amount, currency=HOME, owner=owner
        )
