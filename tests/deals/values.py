"""Hypothesis strategies for the values of a project, shared by the tests of this room."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from deals.model import (
    Amount,
    ApprovalLine,
    Book,
    Contact,
    Level,
    NextAction,
    Precision,
    Product,
    Project,
    SavedView,
    SigningPeriod,
    Stance,
    Status,
)
from deals.parsing.amounts import LARGEST

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "MAD", "BND", "TRY")

figures = st.one_of(
    st.integers(0, LARGEST),
    st.integers(0, 9_999).map(lambda n: n * 10_000),
    st.integers(0, 9_999).map(lambda n: n * 100),
    st.integers(0, 30_000),
)


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low, high = sorted((draw(figures), draw(figures)))
    if draw(st.booleans()):
        high = low
    return Amount(
        low=low,
        high=high,
        currency=draw(st.sampled_from(CURRENCIES)),
        text="as typed",
        about=draw(st.booleans()),
    )


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SPANS: dict[Precision, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@st.composite
def windows(draw: st.DrawFn) -> SigningPeriod:
    precision = draw(st.sampled_from(("day", "range", *SPANS)))
    first, last = sorted((draw(days), draw(days)))
    if precision == "day":
        last = first
    elif precision != "range":
        months = SPANS[precision]
        end = (first.month - 1) // months * months + months
        first, last = date(first.year, end - months + 1, 1), month_end(first.year, end)
    elif draw(st.booleans()):
        first, last = first.replace(day=1), month_end(last.year, last.month)
    return SigningPeriod(earliest=first, latest=last, precision=precision, text="as typed")


typed = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *"0123456789０１５９.,，-–—~〜至到/年月日季半上下底第一二QHhkKmM万亿千元¥$€ 、;",
                *("2026", "13", "USD", "人民币", "万元", "to", "May", "end of", "T00:00", "80-150"),
            ]
        ),
        st.characters(),
    ),
    max_size=14,
).map("".join)
"""What somebody may type: mostly digits, units and separators, and anything else besides."""


PEOPLE_WORDS = (
    "何总",
    "Low",
    "high",
    "T",
    "3",
    "cr2",
    "CR?",
    "+",
    "-",
    "@技术部",
    "!",
    "(GM)",
    "何总CR3",
    "职务：",
    "汇报给何总",
    "影响",
    "supports",
    "buyer",
    "IT",
    "(IT)",
    "13800138000",
    "a@b.cn",
    ":",
    "|",
    " - ",
)
people_text = st.lists(
    st.one_of(
        st.sampled_from(
            (*PEOPLE_WORDS, " ", "  ", ";", "，", "、", "\n", '"', '""', "(", "）", "@")
        ),
        st.text(max_size=4),
    ),
    max_size=6,
).map("".join)
"""Names, titles and the like that could be taken for the marks around them."""

_LEVELS: tuple[Level | None, ...] = (None, "high", "middle", "low")
_LINES: tuple[ApprovalLine, ...] = ("technical", "commercial")
_STANCES: tuple[Stance, ...] = ("supports", "neutral", "competitor", "opposes", "unknown")


@st.composite
def people(draw: st.DrawFn, max_size: int = 4) -> tuple[Contact, ...]:
    """Draw contacts of one project: ids apart, names perhaps the same, bosses among them."""
    ids = [f"c{number}" for number in range(draw(st.integers(0, max_size)))]
    return tuple(
        Contact(
            id=id_,
            name=draw(people_text.filter(str.strip)),
            title=draw(st.none() | people_text),
            department=draw(st.none() | people_text),
            level=draw(st.sampled_from(_LEVELS)),
            lines=tuple(draw(st.lists(st.sampled_from(_LINES), unique=True))),
            reports_to=draw(st.sampled_from((None, *(boss for boss in ids if boss != id_)))),
            cr=draw(st.none() | st.integers(1, 5)),
            evidence=draw(st.none() | st.just("met at the fair")),
            stance=draw(st.sampled_from(_STANCES)),
            competitor=draw(st.none() | people_text),
        )
        for id_ in ids
    )


_STATUSES: tuple[Status, ...] = ("open", "on_hold", "won", "lost", "abandoned")
INSTANTS = tuple(datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 29))
lines = st.text(max_size=8).map(str.strip)


@st.composite
def projects(draw: st.DrawFn, project_id: str = "p") -> Project:
    """Draw projects with every field that people edit."""
    return Project(
        id=project_id,
        name=draw(lines.filter(bool)),
        customer=draw(lines),
        owner=draw(lines),
        product=draw(st.none() | lines.filter(bool)),
        status=draw(st.sampled_from(_STATUSES)),
        stage=draw(st.sampled_from([f"P{number}" for number in range(8)])),
        amount=draw(st.none() | amounts()),
        signs=draw(st.none() | windows()),
        contacts=draw(people(max_size=2)),
        next_action=draw(
            st.none() | st.builds(NextAction, text=people_text, on=st.none() | st.dates())
        ),
        created_at=draw(st.sampled_from(INSTANTS)),
        updated_at=draw(st.sampled_from(INSTANTS)),
    )


@st.composite
def books(draw: st.DrawFn, pool: tuple[Project, ...]) -> Book:
    """Draw books of some of the projects in `pool`, in any order, and a few views and products."""
    chosen = draw(st.lists(st.sampled_from(pool), unique_by=id)) if pool else []
    names = st.sampled_from(("mine", "stale", "by owner"))
    views = draw(st.lists(st.builds(SavedView, name=names, filter=st.sampled_from("ab"))))
    products = draw(
        st.lists(st.builds(Product, name=names), max_size=2, unique_by=lambda p: p.name)
    )
    return Book().with_projects(*chosen).with_lists(views=tuple(views), products=tuple(products))
