"""In which currencies sums stand on a report: each for itself, and together where rates are set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket
from deals.numbers.movement import CurrencyMovement, Movement
from reports.report import ReportCell
from reports.report_texts import write_money
from wording import _, pgettext

Sums = TypeVar("Sums", CurrencyBucket, CurrencyMovement)


@dataclass(frozen=True, slots=True)
class CurrencyLane(Generic[Sums]):
    """What there is in a currency, or of all that have a rate together in the home currency."""

    currency: str
    together: bool
    sums: Sums

    @property
    def label(self) -> str:
        """What the lane goes by."""
        return name_lane(self.currency, together=self.together)


def name_lane(currency: str, *, together: bool) -> str:
    """Name a currency, and whether the others are in it at their rates."""
    if not together:
        return currency
    return pgettext("currency", "{currency}, together").format(currency=currency)


def list_movement_lanes(movement: Movement) -> list[CurrencyLane[CurrencyMovement]]:
    """List the currencies of a movement in which there was or is anything, and all together."""
    lanes = [
        CurrencyLane(code, together=False, sums=moved)
        for code, moved in movement.currencies.items()
        if moved.then or moved.now or moved.lines
    ]
    home = movement.home
    if home is not None and {lane.currency for lane in lanes} - {home.currency}:
        lanes.append(CurrencyLane(home.currency, together=True, sums=home))
    return lanes


def is_joined(forecast: Forecast) -> bool:
    """Whether there is money of another currency that a rate brings into the home currency."""
    home = forecast.total.home
    return home is not None and bool({*forecast.total.currencies} - {home.currency})


def list_bucket_lanes(
    bucket: ForecastBucket, *, joined: bool
) -> list[CurrencyLane[CurrencyBucket]]:
    """List the currencies of a bucket, and all together where the forecast is `joined`."""
    lanes = [CurrencyLane(code, together=False, sums=each) for code, each in _currencies(bucket)]
    if joined and bucket.home is not None:
        lanes.append(CurrencyLane(bucket.home.currency, together=True, sums=bucket.home))
    return lanes


def _currencies(bucket: ForecastBucket) -> Iterable[tuple[str, CurrencyBucket]]:
    return bucket.currencies.items()


def pick_drawn(lanes: Sequence[CurrencyLane[Sums]]) -> list[CurrencyLane[Sums]]:
    """Pick the lanes that are drawn: all together where that is known, else each currency."""
    joined = [lane for lane in lanes if lane.together]
    return joined or list(lanes)


def sums_cell(
    lanes: Iterable[CurrencyLane[Sums]], value_of: Callable[[Sums], int | None]
) -> ReportCell:
    """Return a cell with a figure of each lane, a line each; zeros are left out."""
    found = [
        (lane, value) for lane in lanes if (value := value_of(lane.sums)) is not None and value
    ]
    if len({lane.currency for lane, _value in found}) == 1:
        found = found[:1]
    if len(found) == 1 and not found[0][0].together:
        ((lane, value),) = found
        return ReportCell(write_money(value, lane.currency), value, currency=lane.currency)
    return ReportCell("\n".join(_lane_text(lane, value) for lane, value in found))


def _lane_text(lane: CurrencyLane[Sums], value: int) -> str:
    money = write_money(value, lane.currency)
    return _("together {sum}").format(sum=money) if lane.together else money
