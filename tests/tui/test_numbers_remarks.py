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


def test_of_a_period_that_is_over_nobody_asks_for_odds(netloft: Netloft) -> None:
    netloft("--as-of", "2026-07-10", "set-target", "2026-Q3=9M")
    netloft("--as-of", "2026-07-10", "add", "Net @Acme 4M 2026-Q3 P5")
    netloft("--as-of", "2026-08-10", "set", "Net", "stage=P6")
    text = " ".join(netloft(*AS_OF, "forecast").lines)
    assert "2026-Q3: target CNY 9,000,000; missed by 5,000,000" in text
    assert "odds" not in text
