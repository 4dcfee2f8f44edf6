"""What the tests of the numbers share: deals, and how answers are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from tests.deals.numbers.stories import deal
from tests.tui.conftest import Answer

TODAY = "2026-11-30"
RATES = (
    "[stages.P2]\nwin = 0.25\n[stages.P4]\nwin = 0.5\n[stages.P5]\nwin = 0.75\n"
    "[evidence]\non = true\n"
)


MONEY = ("low", "expected", "high")


Call = Callable[..., Answer]


MOVED = (
    deal("A", "11-10 amount=120万", amount="100万", signs="2026-12"),
    deal("B", "11-10 signs=2027-Q1", amount="90万", signs="2026-Q4"),
    deal("C", "11-12 amount=40万 signs=2026-12-15", amount="50万", signs="2027-Q1"),
    deal("D", "11-12 signs=2026-11~2027-01", amount="1000001", signs="2026H2"),
    deal("E", "11-15 amount=36万", "11-20 stage=P6", amount="30万", signs="2026-Q4"),
    deal("F", "11-20 status=lost", amount="20万", signs="2026-Q4", made="11-05"),
)


SINCE = ("--since", "2026-10-31")


def rows(answer: Answer) -> list[dict[str, str]]:
    """Read CSV."""
    return list(csv.DictReader(io.StringIO(answer.out)))


def cells(answer: Answer) -> Iterator[list[str]]:
    """Yield the cells of the lines of tables."""
    return (line.replace(",", "").split() for line in answer.lines)


# Three forms, one total --------------------------------------------------------------------------

MIXED = (
    *MOVED,
    deal("G", amount="80-150万", signs="2027-Q1", stage="P4", owner="周"),
    deal("H", amount="USD120k", signs="2027", stage="P2", owner="周"),
    deal("I", amount="123,450", stage="P2"),
    deal("J", amount="123,450", stage="P2"),
    deal("K", signs="2027-Q1"),
)


THREE_DEALS_IN_TWO_MONEYS = (
    deal("A", amount="200", stage="P4", signs="2026-12"),
    deal("B", amount="USD 100", stage="P4", signs="2026-12"),
    deal("C", amount="300", stage="P4", signs="2026-10"),
)
