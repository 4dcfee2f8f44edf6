"""Amounts and signing periods, each as precise as it was written (method, section 1)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from deals.model.base import Frozen, Precision, rare


class Amount(Frozen):
    """The expected amount, a figure or a range, `text` as it was written (method, section 1).

    `about` where it was written as so much or thereabouts (`约350万`).
    """

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(ge=0)]
    currency: str = "CNY"
    text: str
    about: bool = rare(False)

    @model_validator(mode="after")
    def _check_order(self) -> Amount:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self

    @property
    def expected(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2

    @property
    def twice(self) -> int:
        """Twice the middle: a whole number, so that what is made of it is rounded but once."""
        return self.low + self.high

    @property
    def counted(self) -> int:
        """The middle in whole units, rounded half up: what it comes to in every sum."""
        return (self.low + self.high + 1) // 2

    def same(self, other: Amount | None) -> bool:
        """Whether both mean the same money, however it was written."""
        return (
            other is not None
            and self.low == other.low
            and self.high == other.high
            and self.currency == other.currency
            and self.about == other.about
        )


class SigningPeriod(Frozen):
    """The period in which signing is expected, and how precisely that was said.

    `about` where it was written as no more than near (约, around).
    """

    earliest: date
    latest: date
    precision: Precision
    text: str
    about: bool = rare(default=False)

    @model_validator(mode="after")
    def _check_order(self) -> SigningPeriod:
        if self.earliest > self.latest:
            raise ValueError("earliest is after latest")
        return self

    @property
    def days(self) -> int:
        """The number of days in the period, a single day being 1."""
        return (self.latest - self.earliest).days + 1

    def same(self, other: SigningPeriod | None) -> bool:
        """Whether both mean the same days to the same precision, however written."""
        return (
            other is not None
            and self.earliest == other.earliest
            and self.latest == other.latest
            and self.precision == other.precision
            and self.about == other.about
        )
