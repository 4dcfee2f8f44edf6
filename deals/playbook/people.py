"""What the playbook says of the customer's people: the net, compliance, and when to see whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deals.model import Level, Role
from deals.playbook.thresholds import Days, Ladder, Table

Weight = Annotated[float, Field(ge=0, le=100, strict=True, allow_inf_nan=False)]
# At 1 two people who sway each other fully would hand their pull around without end.
Damping = Annotated[float, Field(ge=0, le=0.9, strict=True, allow_inf_nan=False)]
Money = Annotated[int, Field(ge=0, le=10**9, strict=True)]


class Points(Table):
    """What a person weighs in the decision: by level, by buying role, and for each line."""

    high: Weight
    upper: Weight
    middle: Weight
    low: Weight
    decides: Weight
    approves: Weight
    evaluates: Weight
    uses: Weight
    influences: Weight
    coach: Weight
    line: Weight

    def of(self, what: Level | Role | None) -> float:
        """The points of a level or of a buying role, 0 where it is not known."""
        points: float = getattr(self, what) if what else 0.0
        return points


class Net(Table):
    """How the net over a customer's people is judged (method, section 3).

    `upper` allows the finer fourth level. A place holds from the CR `hold` on, and whoever is at
    the CR `help` and not against us helps to mend it. `damping` (0-0.9) is the share of a person's
    pull that goes to those who sway them fully.
    """

    upper: Annotated[bool, Field(strict=True)]
    hold: Ladder
    help: Ladder
    damping: Damping
    points: Points


class Limits(Table):
    """Compliance: what gifts and hospitality may be worth, in whole units of `currency`.

    `gift` and `hospitality` are for one occasion, `year` for one person in a calendar year.
    """

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    gift: Money
    hospitality: Money
    year: Money


class Quiet(Table):
    """After how many days without a touch a contact of each level is to be seen again."""

    high: Days
    upper: Days
    middle: Days
    low: Days
