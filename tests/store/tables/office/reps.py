"""The reps of the office: how each keeps a table, and what can be written in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.store.tables.office.truth import Money, Value, Window

BEGIN = date(2026, 11, 20)
"""The Friday of the first import; an import is made every week."""
DAYS, WINDOWS = ("day",), ("day", "month", "quarter")
STAGES = ("P0", "P1", "P2", "P3", "P4", "P5", "P6")
_LAST = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody of the office and their table.

    `source` is where it comes from: of a CRM several reps have a part. It gives its deals ids with
    `ids`. `exports` is set where the table is our own one, exported and worked on.
    """

    name: str
    layout: str
    source: str
    currency: str = "CNY"
    precisions: tuple[str, ...] = WINDOWS
    ranges: bool = True
    ids: bool = False
    exports: bool = False

    def make_money(self, rng: Random) -> Money:
        """Make an amount that the table can hold."""
        low = rng.randint(10, 3000) * 10_000
        wide = self.ranges and rng.random() < 0.3
        return Money(low, low + rng.randint(5, 200) * 10_000 if wide else low, self.currency)

    def make_window(self, rng: Random) -> Window:
        """Make a window that the table can hold."""
        day = date(2027, 1, 1) + timedelta(days=rng.randrange(600))
        return widen_day(day, rng.choice(self.precisions))

    def make_value(self, field_id: str, rng: Random) -> Value:
        """Make a value of a field that a week may change."""
        if field_id == "amount":
            return self.make_money(rng)
        return self.make_window(rng) if field_id == "signs" else rng.choice(STAGES)

    def can_hold(self, value: Value) -> bool:
        """Whether the table can hold a value."""
        if isinstance(value, Money):
            return value.currency == self.currency and (self.ranges or value.low == value.high)
        return not isinstance(value, Window) or value.precision in self.precisions


def widen_day(day: date, precision: str) -> Window:
    """Return the month or quarter of a day, or the day itself."""
    if precision == "day":
        return Window(day, day, precision)
    months = _LAST[precision]
    month = (day.month - 1) // months * months + 1
    last = date(day.year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
    return Window(date(day.year, month, 1), last - timedelta(days=1), precision)


REPS = (
    Rep("王", "merged", "王"),
    Rep("Müller", "german", "Müller", "EUR", DAYS, ranges=False),
    Rep("Anna Weber", "hubspot", "HubSpot", "EUR", DAYS, ranges=False, ids=True),
    Rep("Tom Berger", "hubspot", "HubSpot", "EUR", DAYS, ranges=False, ids=True),
    Rep("李娜", "stages", "李娜"),
    Rep("Smith", "english", "Smith", precisions=DAYS, ranges=False),
    Rep("周", "blanks", "周"),
    Rep("陈", "titled", "陈"),
    Rep("赵磊", "xiaoshouyi", "销售易", precisions=DAYS, ranges=False, ids=True),
    Rep("孙", "contacts", "孙"),
    Rep("Lee", "tabs", "Lee"),
    Rep("吴", "export", "吴", ids=True, exports=True),
)
BOSS = Rep("", "boss", "boss")
"""A list without owners, of some deals of everybody."""
