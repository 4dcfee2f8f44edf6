"""Projects with a history, told by days: what the tests of the numbers are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from deals.edits.typed_fields import write_field
from deals.fields.project_fields import PROJECT
from deals.model import Project, Stamp
from deals.numbers.basis import NumbersBasis
from deals.numbers.fiscal_periods import FiscalPeriod, YearStarts, parse_fiscal_period
from deals.numbers.states import Deletion
from deals.parsing.reading_context import ReadingContext
from tests.deals.makers import DEFAULT, project

CREATED = date(2026, 9, 1)
SINCE = date(2026, 10, 31)
TODAY = date(2026, 11, 30)
BASIS = NumbersBasis(TODAY, DEFAULT)
Q4 = parse_fiscal_period("2026-Q4")


def moment(day: date) -> datetime:
    """Return nine o'clock of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def day(text: str) -> date:
    """Read a day of the year 2026, `11-15`, or one with its year."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def deal(id_: str, *texts: str, made: date | str = CREATED, **fields: str) -> Project:
    """Make a project on a day, P3 unless said, with fields as typed, and then what `texts` say.

    Each is a day and changes: `11-15 amount=40万 signs=2026-12`.
    """
    at = moment(day(made) if isinstance(made, str) else made)
    begun = project("P3", id=id_, name=id_, created_at=at, updated_at=at)
    stamp = Stamp(at=at, by="林", today=at.date())
    given = {"owner": "林", **fields}
    begun = write_fields(begun, given.items(), stamp).model_copy(update={"history": ()})
    return go_on(begun, *texts)


def go_on(project: Project, *texts: str) -> Project:
    """Return the project with what these texts say done to it."""
    for text in texts:
        on, *changes = text.split()
        at = moment(day(on))
        pairs = [(field, value) for field, _, value in (each.partition("=") for each in changes)]
        project = write_fields(project, pairs, Stamp(at=at, by="林", today=at.date()))
    return project


def write_fields(project: Project, fields: Iterable[tuple[str, str]], stamp: Stamp) -> Project:
    """Return the project with fields as typed."""
    reading = ReadingContext(DEFAULT, stamp, lambda: "new")
    for field, text in fields:
        value = PROJECT[field].parse(text, reading.on(project))
        project = write_field(project, field, value, reading)
    return project


def period(text: str, year_start: int = 1) -> FiscalPeriod:
    """Read a period."""
    return parse_fiscal_period(text, YearStarts(year_start))


_AMOUNTS = ("1000001", "350万", "80-150万", "USD120k", "7", "EUR5-8", "USD1", "-")
_WINDOWS = (
    *("2026", "2026-Q4", "2027-Q1", "2026-12", "2026-11-15~2027-02-15", "2026-09", "-"),
    *("2026-12-31~2027-04-01", "2027-01-07", "2026H2"),
)
_STATUSES = ("open", "open", "open", "lost", "on_hold", "won", "abandoned")
_VALUES = {
    "amount": _AMOUNTS,
    "signs": _WINDOWS,
    "owner": ("林", "周", "Ann", ""),
    "status": _STATUSES,
    "stage": ("P0", "P2", "P3", "P5", "P6", "P7"),
}


@st.composite
def any_deals(draw: st.DrawFn, id_: str) -> Project:
    """Draw a project with a history of some months."""
    made = CREATED + timedelta(draw(st.integers(0, 100)))
    stage = draw(st.sampled_from(("P0", "P2", "P4", "P6")))
    found = deal(
        id_,
        made=made,
        stage=stage,
        amount=draw(st.sampled_from(_AMOUNTS)),
        signs=draw(st.sampled_from(_WINDOWS)),
        owner=draw(st.sampled_from(("林", "周"))),
    )
    on = made
    for _ in range(draw(st.integers(0, 6))):
        on += timedelta(draw(st.integers(0, 25)))
        field = draw(st.sampled_from(tuple(_VALUES)))
        if field == "stage" and found.status != "open":
            continue
        found = go_on(found, f"{on} {field}={draw(st.sampled_from(_VALUES[field]))}")
    return found


DrawnBook = tuple[tuple[Project, ...], tuple[Deletion, ...]]
"""Projects, and such as were deleted."""


@st.composite
def any_books(draw: st.DrawFn) -> DrawnBook:
    """Draw some projects, and some that were deleted."""
    projects = tuple(draw(any_deals(f"p{at}")) for at in range(draw(st.integers(0, 4))))
    gone = tuple(
        Deletion(found, found.updated_at.date() + timedelta(draw(st.integers(0, 30))))
        for found in (draw(any_deals(f"d{at}")) for at in range(draw(st.integers(0, 1))))
    )
    return projects, gone


DAYS = st.dates(date(2026, 8, 25), date(2027, 3, 1))
