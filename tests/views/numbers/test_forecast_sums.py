"""What `=` says of a forecast: every figure is what its lines add up to."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

import pytest

from deals.edits.number_settings import read_exchange_rate, set_rate, set_target
from deals.errors import UserError
from deals.model import Book, TargetPeriod
from deals.numbers.figures import Figures
from deals.numbers.rates import CaseRate
from tests.deals.makers import playbook
from tests.deals.numbers.stories import Q4, TODAY, day, deal
from views.numbers.arithmetic import draw_parts
from views.numbers.forecast_sums import (
    bucket_sums,
    expected_sums,
    gap_sums,
    range_sums,
    rate_origin,
    signed_sums,
    used_rates_text,
)
from views.styled_text import TextLine, cells_of

RATED = playbook("[stages.P3]\nwin = 0.3\n[stages.P4]\nwin = 0.5")
DEALS = (
    deal("won", "11-15 stage=P6", amount="USD100", signs="2026-12"),
    deal("home", "11-20 stage=P6", amount="350", signs="2026-12"),
    deal("open", amount="80-150万", signs="2026-12~2027-01"),
    deal("dollars", amount="USD1001", signs="2026-12"),
)


def figures_of() -> Figures:
    book = Book().with_projects(*DEALS)
    for text, on in (("USD=7.1", day("11-01")), ("USD=8", TODAY)):
        book = set_rate(book, read_exchange_rate(text, "CNY"), on)
    q4 = TargetPeriod(Q4.earliest, 3, Q4.label)
    book = set_target(set_target(book, q4, "3000", "CNY"), q4, "1000", "USD")
    return Figures(book, RATED, TODAY)


def text_of(lines: list[TextLine]) -> str:
    return "\n".join("".join(span.text for span in each) for each in lines)


def results(text: str) -> list[int]:
    """The figures at the ends of the lines of deals."""
    ends = re.findall(r"(?:= |  )([0-9,]+)$", text, re.M)
    return [int(end.replace(",", "")) for end in ends]


def test_what_is_signed_is_its_projects_at_the_rates_of_their_days() -> None:
    bucket = figures_of().forecast().find(Q4).home
    assert bucket is not None
    text = text_of(signed_sums(bucket, 100))
    assert "2026-11-15 (P6 recorded that day)  USD 100 x 7.1 (rate of 2026-11-01) = 710" in text
    assert sum(results(text)) == bucket.signed == 1060
    assert "nothing is signed" in text_of(signed_sums(None, 60))


@pytest.mark.parametrize("cells", [40, 60, 120])
def test_each_column_of_a_row_adds_up(cells: int) -> None:
    bucket = figures_of().forecast().find(Q4).home
    assert bucket is not None
    assert bucket.weighted is not None
    text = text_of(bucket_sums(bucket, figures_of().win_rates, cells))
    totals = (
        *(bucket.sum.expected, bucket.completion.expected, bucket.weighted.expected),
        *(bucket.certain, bucket.possible),
    )
    assert all(f"{total:,}" in text for total in totals)
    if cells < 120:
        return
    rows = [re.findall(r"[0-9][0-9,]*", row)[-5:] for row in text.splitlines()[1:4]]
    *parts, last = [[int(each.replace(",", "")) for each in row] for row in rows]
    assert tuple(last) == totals == tuple(map(sum, zip(*parts, strict=True)))


def test_expected_names_its_rates_and_a_range_its_odds() -> None:
    figures = figures_of()
    found = figures.forecast().find(Q4).home
    assert found is not None
    text = text_of(expected_sums(found, figures.win_rates, 100))
    assert rate_origin("P3", figures.win_rates["P3"]) in text
    ranged = text_of(range_sums(found, figures.gap(Q4).odds, 90, 100))
    assert ranged.startswith("1 in 10: at least")
    assert "800,000 / 1,150,000 / 1,500,000" in ranged


def test_targets_of_several_currencies_are_one_together() -> None:
    gap = figures_of().gap(Q4)
    assert gap.target is not None
    assert gap.target.amount == 3000 + 8 * 1000
    assert "target 11,000 - signed 1,060" in text_of(gap_sums(gap, 100))
    own = figures_of().gap(Q4, currency="USD").target
    assert own is not None
    assert own.amount == 1000


def test_which_rates_are_used() -> None:
    half = Fraction(1, 2)
    assert used_rates_text({"P4": CaseRate(0, 0, half)}) == "win rates: playbook"
    shrunk = {"P4": CaseRate(6, 8, half)}
    assert used_rates_text(shrunk) == "win rates: playbook, shrunk by up to 8 cases"
    text = "P4 playbook 50%, 6 of 8 cases: (6 + 8 x 50%) / 16 = 62.5%"
    assert rate_origin("P4", shrunk["P4"]) == text
    assert used_rates_text({"P4": CaseRate(12, 20)}) == "win rates: own cases"
    assert used_rates_text({"P4": CaseRate(1, 2)}) == rate_origin("P4", CaseRate(1, 2)) == ""


def test_a_rate_far_from_those_before_is_refused_unless_meant() -> None:
    book = set_rate(Book(), read_exchange_rate("USD=7.1", "CNY"), TODAY - timedelta(9))
    slip = read_exchange_rate("USD=7100", "CNY")
    with pytest.raises(UserError, match="rate-far"):
        set_rate(book, slip, TODAY)
    forced = set_rate(book, slip, TODAY, force=True)
    assert set_rate(forced, read_exchange_rate("USD=7.2", "CNY"), TODAY) != forced


def test_each_way_of_knowing_the_day_of_signing_is_told() -> None:
    deals = (
        deal("stage", "11-15 stage=P6", amount="100", signs="2026-12"),
        deal("won", "11-15 status=won", amount="200", signs="2026-12"),
        deal("window", amount="300", stage="P6", signs="2026-11-20", made="2026-11-20"),
        deal("unknown", amount="400", stage="P6", signs="2027-03", made="2026-11-20"),
    )
    total = Figures(Book().with_projects(*deals), RATED, TODAY).forecast().total
    text = text_of(signed_sums(total.currencies["CNY"], 100))
    for name, told in (
        ("stage", "2026-11-15 (P6 recorded that day)"),
        ("won", "2026-11-15 (won that day)"),
        ("window", "2026-11-20 (came in signed: the end of its window)"),
        ("unknown", "day not known"),
    ):
        assert re.search(rf"^{name} +{re.escape(told)}  [0-9]00$", text, re.M)


def test_a_sum_longer_than_its_line_goes_on_in_the_next() -> None:
    text = "USD 1,100,000 x 7.1 x 44.44% x 32/78 d = 1,424,046"
    for cells in (20, 26, 37):
        lines = [*draw_parts([("deal", text)], cells)]
        assert all(cells_of(each) <= cells for each in lines)
        assert " ".join(text_of([each]).strip() for each in lines[1:]) == text
