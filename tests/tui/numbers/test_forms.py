"""Three forms of the numbers, one total; and the pipeline of a past day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deals.numbers.stories import deal
from tests.tui.numbers.cases import (
    MIXED,
    MONEY,
    MOVED,
    SINCE,
    TODAY,
    Call,
    cells,
    rows,
)


def test_the_pipeline_of_a_past_day(call: Call, keep: Callable[..., None]) -> None:
    keep(*MOVED, deal("L", made="11-20", amount="1万"))
    found = call("list", "--at", "2026-10-31", "--json").json
    assert [(each["name"], each["amount"]["low"]) for each in found] == [
        *(("D", 1_000_001), ("A", 1_000_000), ("B", 900_000), ("C", 500_000), ("E", 300_000)),
    ]
    assert {each["stage"] for each in found} == {"P3"}
    assert not any(each["flags"] or each["severity"] for each in found)
    assert all(move["on"] <= "2026-10-31" for each in found for move in each["moves"])
    shown = call("list", "--at", "2026-10-31")
    assert shown.lines[0].split() == ["Project", "Customer", "Owner", "Stage", "Amount", "Close",
                                      "Left"]  # fmt: skip
    assert shown.lines[-1].startswith("at the end of 2026-10-31: 5 projects; in play 3.7M")
    assert call("list", "--at", "2026-10-31", "--filter", "amount>95万", "--json").json == found[:2]
    assert len(rows(call("list", "--at", "2026-10-31", "--csv"))) == 5


def test_a_deleted_project_is_there_until_its_day(call: Call, keep: Callable[..., None]) -> None:
    keep(deal("Net", amount="64万"))
    assert call("delete", "Net").code == 0
    assert call("list").lines[-1].startswith("0 projects")
    assert [each["name"] for each in call("list", "--at", "2026-11-29", "--json").json] == ["Net"]
    moved = call("movement", *SINCE, "--json").json["currencies"]["CNY"]
    assert [(line["kind"], line["amount"]) for line in moved["lines"]] == [("deleted", -640_000)]


def test_today_is_the_pipeline_as_it_is(call: Call, keep: Callable[..., None]) -> None:
    keep(*MOVED)
    assert call("list", "--at", TODAY).out == call("list").out
    answer = call("list", "--at", "2026-12-01")
    assert (answer.code, answer.out) == (2, "")
    assert "2026-12-01 is still to come" in answer.err


@pytest.mark.parametrize("by", ["month", "quarter", "half", "year"])
@pytest.mark.parametrize("scope", [(), ("--owner", "周"), ("--filter", "amount>50万")])
def test_the_forms_of_a_forecast_have_one_total(
    call: Call, keep: Callable[..., None], by: str, scope: tuple[str, ...]
) -> None:
    keep(*MIXED)
    asked = ("forecast", "--by", by, *scope)
    found = call(*asked, "--json", rated=True).json
    every = [*found["periods"], found["overdue"], found["undated"]]
    table = rows(call(*asked, "--csv", rated=True))
    printed = list(cells(call(*asked, rated=True)))
    for code, total in found["total"]["currencies"].items():
        parts = [each["currencies"][code] for each in every if code in each["currencies"]]
        for group in ("sum", "completion"):
            for end in MONEY:
                assert sum(part[group][end] for part in parts) == total[group][end]
        money = [total["signed"], *(total[group]["expected"] for group in ("sum", "completion"))]
        texts = [f"{figure}" for figure in money]
        of_code = [row for row in table if row["Currency"] == code]
        in_table = [
            sum(int(row[name]) for row in of_code if row["Period"] != "total")
            for name in ("Sum", "By completion")
        ]
        assert in_table == money[1:]
        assert [of_code[-1][name] for name in ("Signed", "Sum", "By completion")] == texts
        assert next(line[3:6] for line in printed if line[:2] == ["total", code]) == texts


def test_the_list_and_the_forecast_have_one_sum(call: Call, keep: Callable[..., None]) -> None:
    keep(*MIXED[-3:-1])
    assert "by completion 61.7k" in call("list").lines[-1]
    total = call("forecast", "--json").json["total"]["currencies"]["CNY"]
    assert total["completion"]["expected"] == 61_726


@pytest.mark.parametrize("period", [(), ("--period", "2026-Q4"), ("--period", "this quarter")])
def test_the_forms_of_a_movement_have_one_sum(
    call: Call, keep: Callable[..., None], period: tuple[str, ...]
) -> None:
    keep(*MIXED, rate="USD=7.2")
    asked = ("movement", *SINCE, *period)
    found = call(*asked, "--json").json
    table = rows(call(*asked, "--csv"))
    for code, moved in found["currencies"].items():
        money = [int(row["Money"]) for row in table
                 if row["Currency"] == code and not row["together"]]  # fmt: skip
        lines = [line["amount"] for line in moved["lines"]]
        assert money == [moved["then"], *lines, moved["now"]]
        assert moved["then"] + sum(lines) == moved["now"]
    money = [int(row["Money"]) for row in table if row["together"]]
    assert sum(money[:-1]) == money[-1] == found["home"]["now"]


def test_owners_sum_to_the_team(call: Call, keep: Callable[..., None]) -> None:
    keep(*MIXED)

    def total(*scope: str) -> int:
        found = call("forecast", *scope, "--json").json["total"]["currencies"]["CNY"]
        return int(found["sum"]["expected"])

    assert total("--owner", "林") + total("--owner", "周") == total()
    team = call("shape", "--json").json
    assert sum(each["n"] for each in team["owners"].values()) == team["n"]
