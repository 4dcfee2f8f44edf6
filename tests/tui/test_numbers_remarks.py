"""What the shell says beside its numbers: of targets, rates, twins, the year's start."""

from __future__ import annotations

import csv
import io

from tests.tui.conftest import Netloft

AS_OF = ("--as-of", "2026-11-30")


def add_deal(netloft: Netloft, name: str, amount: str, owner: str) -> None:
    """Add a deal of this December at Acme."""
    values = {"customer": "Acme", "amount": amount, "signs": "2026-12", "owner": owner}
    options = [part for key, value in values.items() for part in (f"--{key}", value)]
    netloft(*AS_OF, "add", name, *options)


def keep_two_moneys(netloft: Netloft) -> None:
    """A team with a deal in each of two currencies and a target in its own."""
    add_deal(netloft, "Net", "300万", "Wu")
    add_deal(netloft, "Ring", "$100k", "Ann")
    netloft(*AS_OF, "set-target", "2026-Q4=40M")


def test_a_target_of_all_money_is_held_against_all_of_it(netloft: Netloft) -> None:
    keep_two_moneys(netloft)
    alone = " ".join(netloft(*AS_OF, "forecast").lines)
    assert "target CNY 40,000,000; gap 40,000,000; held against CNY alone, without USD" in alone
    netloft(*AS_OF, "set-rate", "USD=7")
    shown = " ".join(netloft(*AS_OF, "forecast").lines)
    assert "target CNY 40,000,000; all currencies together; gap 40,000,000" in shown
    (period,) = netloft(*AS_OF, "forecast", "--json").json["periods"]
    assert [(each["currency"], each["together"]) for each in period["targets"]] == [("CNY", True)]
    table = csv.DictReader(io.StringIO(netloft(*AS_OF, "forecast", "--csv").out))
    assert [row["together"] for row in table if row["target"]] == ["yes"]


def test_twins_are_named_beside_sums(netloft: Netloft) -> None:
    keep_two_moneys(netloft)
    add_deal(netloft, "Net", "300万", "Ann")
    for command in (["forecast"], ["movement", "--since", "2026-11-01"]):
        text = " ".join(netloft(*AS_OF, *command).lines)
        assert "1 deal may be counted twice: Net; d on the pipeline settles it" in text
        (twin,) = netloft(*AS_OF, *command, "--json").json["twins"]
        assert (twin["name"], [each["owner"] for each in twin["projects"]]) == (
            *("Net", ["Wu", "Ann"]),
        )
    assert netloft(*AS_OF, "forecast", "--owner", "Wu", "--json").json["twins"] == []


def test_another_start_of_the_year_leaves_what_was_over(netloft: Netloft) -> None:
    netloft("--as-of", "2026-01-10", "set-year-start", "1")
    netloft("--as-of", "2026-01-10", "set-target", "2026-Q3=9M", "2026-Q4=8M")
    lines = netloft(*AS_OF, "set-year-start", "2").lines
    assert "It started in January before; periods that were over by today stay" in lines[-2]
    assert lines[-1] == "Targets whose months are no longer a quarter or year of yours: 2026-Q4."
    assert netloft(*AS_OF, "set-target").lines == ["2026-Q3: CNY 9M", "2026-Q4: CNY 8M"]
    found = netloft(*AS_OF, "set-year-start", "--json").json
    assert found == {
        "fiscal_year_starts": 2,
        "before": [{"until": "2026-11-30", "month": 1}],
    }
    netloft(*AS_OF, "set-year-start", "2", "--always")
    assert netloft(*AS_OF, "set-year-start", "--json").json["before"] == []


def test_a_target_taken_away_stays_with_its_ended_period(netloft: Netloft) -> None:
    netloft("--as-of", "2026-07-10", "set-target", "2026-Q3=9M", "2026-Q4=8M")
    netloft(*AS_OF, "set-target", "2026-Q3=", "2026-Q4=")
    assert netloft(*AS_OF, "set-target").lines == [
        "2026-Q3: CNY 9M (taken away on 2026-11-30, after its end: "
        "it stays what there was to reach)"
    ]
    (target,) = netloft(*AS_OF, "set-target", "--json").json["targets"]
    assert (target["amount"], target["gone"]) == (9_000_000, "2026-11-30")


def test_a_target_of_an_ended_period_says_what_counts_and_always_mends_it(netloft: Netloft) -> None:
    netloft("--as-of", "2026-07-10", "set-target", "2026-Q3=9M")
    assert netloft(*AS_OF, "set-target", "2026-Q3=1M").lines == [
        "2026-Q3: CNY 9M (CNY 1M was set on 2026-11-30, after its end: not counted; "
        "--always mends it)"
    ]
    (target,) = netloft(*AS_OF, "set-target", "--json").json["targets"]
    assert (target["amount"], target["held"]) == (1_000_000, 9_000_000)
    assert netloft(*AS_OF, "set-target", "2026-Q3=2M", "--always").lines == ["2026-Q3: CNY 2M"]
    (target,) = netloft(*AS_OF, "set-target", "--json").json["targets"]
    assert (target["held"], target["former"]) == (2_000_000, [])
    assert netloft(*AS_OF, "set-target", "2026-Q3=", "--always").lines == ["No target is set."]
    assert netloft(*AS_OF, "set-target", "2026-Q3=", "--always").code == 1


def test_a_target_that_crosses_periods_is_told(netloft: Netloft) -> None:
    netloft("--as-of", "2026-01-10", "set-year-start", "1")
    netloft("--as-of", "2026-01-10", "set-target", "2026=4M")
    netloft("--as-of", "2026-01-10", "add", "Net @Acme 4M 2026-12 P5")
    netloft(*AS_OF, "set-year-start", "4")
    text = " ".join(netloft(*AS_OF, "forecast").lines)
    assert "FY2026-Q3: no target of its own, but 2026 has one, of other months" in text
    (period,) = netloft(*AS_OF, "forecast", "--json").json["periods"]
    assert (period["targets"], period["crossing"]) == ([], ["2026"])


def test_a_currency_without_a_rate_is_joined_to_nothing(netloft: Netloft) -> None:
    netloft("add", "Net @Acme 300万 2026-12 P3")
    netloft("add", "Ring @Globex €100k 2026-12 P3")
    netloft("set-rate", "USD=7")
    netloft("set-target", "2026-Q4=2M")
    text = " ".join(netloft(*AS_OF, "forecast").lines)
    assert "Together" not in text
    assert "all currencies together" not in text
    (period,) = netloft(*AS_OF, "forecast", "--json").json["periods"]
    assert {(each["currency"], each["target"]) for each in period["targets"]} == {
        ("CNY", 2_000_000)
    }


def test_the_measures_are_of_one_year_in_text_and_for_programs(netloft: Netloft) -> None:
    netloft("--as-of", "2026-01-10", "set-year-start", "1")
    netloft(*AS_OF, "set-year-start", "4")
    for day, text in (("2026-02-20", "2026"), ("2026-12-20", "2026-10~2027-03")):
        lines = netloft("--as-of", day, "record").lines
        assert f"Measures of success {text}" in lines
        found = netloft("--as-of", day, "record", "--json").json["measures"]
        assert (found["year"], found["months"][0]) == (2026, text[:7] if "~" in text else "2026-01")


def test_periods_after_another_start_are_each_one_row(netloft: Netloft) -> None:
    netloft("--as-of", "2026-01-10", "set-year-start", "4")
    netloft("--as-of", "2026-07-10", "set-target", "FY2026-Q2=9M", "FY2026-Q3=8M")
    netloft("--as-of", "2026-07-10", "add", "Net @Acme 1M 2026-08 P5")
    netloft("--as-of", "2026-08-10", "set", "Net", "stage=P6")
    netloft("--as-of", "2026-08-10", "add", "Ring @Acme 2M 2026-12 P5")
    netloft(*AS_OF, "set-year-start", "7")
    found = netloft(*AS_OF, "forecast", "--json").json["periods"]
    assert [(each["period"], each["targets"][0]["target"]) for each in found] == [
        *(("2026-07~2026-09", 9_000_000), ("FY2026-Q2", 8_000_000)),
    ]
    for period, since in (("2026-07~2026-09", "2026-07-09"), ("FY2026-Q2", "2026-08-01")):
        answer = netloft(*AS_OF, "movement", "--since", since, "--period", period, "--json").json
        assert answer["period"] == period
        assert answer["currencies"]["CNY"]["lines"][0]["kind"] == "new"
    assert netloft(*AS_OF, "set-target", "FY2026-Q2=", "--json").code == 0
    refused = netloft(*AS_OF, "set-target", "FY2026=20M")
    assert refused.code == 1
    assert '"FY2026" was cut to 2026-10~2027-06' in refused.err


def test_a_target_far_under_the_others_and_parts_over_the_whole_are_told(netloft: Netloft) -> None:
    netloft("set-target", "2026-Q4=9M", "--owner", "Wu")
    refused = netloft("set-target", "2026-Q4=40")
    assert refused.code == 1
    assert "CNY 40 is far under the other targets" in refused.err
    assert netloft("set-target", "2026-Q4=40", "--force").code == 0
    netloft("set-target", "2026-Q4=40M", "--force")
    answer = netloft("set-target", "2026-12=50M")
    assert "2026-Q4: CNY 40M, and its parts have CNY 50M together" in answer.err
    refused = netloft("set-target", "2026-Q5=60M")
    assert "like 2026-12, 2026-Q4 or 2026" in refused.err


def test_of_a_period_that_is_over_nobody_asks_for_odds(netloft: Netloft) -> None:
    netloft("--as-of", "2026-07-10", "set-target", "2026-Q3=9M")
    netloft("--as-of", "2026-07-10", "add", "Net @Acme 4M 2026-Q3 P5")
    netloft("--as-of", "2026-08-10", "set", "Net", "stage=P6")
    text = " ".join(netloft(*AS_OF, "forecast").lines)
    assert "2026-Q3: target CNY 9,000,000; missed by 5,000,000" in text
    assert "odds" not in text
