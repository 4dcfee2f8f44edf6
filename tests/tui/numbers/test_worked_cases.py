"""The worked cases of the numbers, from the shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from deals.edits.number_settings import record_win_rates
from deals.model import Project, Review
from store.store import Store
from tests.deals.makers import playbook
from tests.deals.numbers.stories import deal
from tests.store import commit
from tests.tui.numbers.cases import (
    MOVED,
    RATES,
    SINCE,
    TODAY,
    Call,
    cells,
    rows,
)


@pytest.mark.parametrize(
    ("amount", "signs", "periods"),
    [
        ("1,220,000", "2026-10-01~2027-03-31", {"2026-Q4": 320_000, "2027-Q1": 900_000}),
        ("100", "2026-12-31~2027-04-01", {"2026-Q4": 1, "2027-Q1": 98, "2027-Q2": 1}),
        ("7", "2026-09", {}),
    ],
)
def test_a_window_is_shared_by_the_days_that_are_left(
    call: Call,
    keep: Callable[..., None],
    amount: str,
    signs: str,
    periods: Mapping[str, int],
) -> None:
    keep(deal("A", amount=amount, signs=signs))
    found = call("forecast", "--json").json
    assert {
        each["period"]: each["currencies"]["CNY"]["sum"]["expected"] for each in found["periods"]
    } == periods
    assert found["overdue"]["count"] == (not periods)
    shown = [line[:5] for line in cells(call("forecast"))][1 : 1 + len(periods)]
    assert shown == [[name, "CNY", "1", "0", f"{money}"] for name, money in periods.items()]


def test_odds_of_three_deals(call: Call, keep: Callable[..., None]) -> None:
    keep(
        deal("A", amount="100", stage="P4", signs="2026-12"),
        deal("B", amount="200", stage="P2", signs="2026-12"),
        deal("C", amount="300", stage="P5", signs="2026-12"),
    )
    found = call("forecast", "--json", rated=True).json
    bucket = found["periods"][0]["currencies"]["CNY"]
    assert [bucket[key] for key in ("p10", "p50", "p90")] == [100, 300, 500]
    assert bucket["weighted"]["expected"] == 325
    assert found["win_rates"] == {
        **dict.fromkeys(("P0", "P1", "P3")),
        **{"P2": 0.25, "P4": 0.5, "P5": 0.75},
    }
    table = call("forecast", rated=True)
    assert table.lines[1].split() == ["2026-Q4", "CNY", "3", "0", "600", "325", "325", "100", "500"]
    assert (
        "CNY: 3 deals, taken as independent; the largest, C, is 69% of what is expected"
        in table.lines
    )
    without = call("forecast", "--json").json["total"]["currencies"]["CNY"]
    assert [without[key] for key in ("weighted", "p10", "p50", "p90")] == [None] * 4
    assert "no ranges: nothing says how often" in call("forecast").out


def test_movement_of_a_quarter(call: Call, keep: Callable[..., None]) -> None:
    keep(*MOVED)
    found = call("movement", *SINCE, "--period", "2026-Q4", "--json").json
    moved = found["currencies"]["CNY"]
    assert (moved["then"], moved["now"]) == (2_700_000, 2_263_044)
    assert {line["kind"]: line["amount"] for line in moved["lines"]} == {
        **{"new": 200_000, "pulled_in": 663_044, "slipped": -900_000, "grown": 260_000},
        **{"shrunk": -100_000, "won": -360_000, "lost": -200_000},
    }
    lines = call("movement", *SINCE, "--period", "2026-Q4").lines
    assert "moved in (CNY): slipped from earlier 1, brought forward from later 1" in lines
    assert list(cells(call("movement", *SINCE, "--period", "2026-Q4")))[1:-4] == [
        ["CNY", "then", "4", "2700000"],
        ["CNY", "new", "1", "200000"],
        ["CNY", "moved", "in", "2", "663044"],
        ["CNY", "slipped", "out", "1", "-900000"],
        ["CNY", "grown", "2", "260000"],
        ["CNY", "shrunk", "1", "-100000"],
        ["CNY", "won", "1", "-360000"],
        ["CNY", "lost", "1", "-200000"],
        ["CNY", "now", "3", "2263044"],
    ]
    same = call("movement", "--since", TODAY, "--json").json["currencies"]["CNY"]
    assert (same["then"] - same["now"], same["lines"]) == (0, [])


@pytest.mark.parametrize(
    ("owner", "line"),
    [("林", ("handed_out", -640_000)), ("周", ("handed_in", 640_000)), (None, None)],
)
def test_a_hand_over(
    call: Call, keep: Callable[..., None], owner: str | None, line: tuple[str, int] | None
) -> None:
    keep(deal("X", "11-10 owner=周", amount="64万", signs="2026-12"))
    whose = ["--owner", owner] if owner else []
    found = call("movement", *SINCE, *whose, "--json").json["currencies"]["CNY"]
    assert [(each["kind"], each["amount"]) for each in found["lines"]] == ([line] if line else [])


def test_a_change_of_currency_is_nothing_together(call: Call, keep: Callable[..., None]) -> None:
    keep(
        deal("X", "11-10 amount=CNY3600000", amount="USD500000", signs="2026-12"),
        rate="USD=7.2",
    )
    found = call("movement", *SINCE, "--json").json
    assert {
        code: [(line["kind"], line["amount"]) for line in moved["lines"]]
        for code, moved in found["currencies"].items()
    } == {"CNY": [("currency_in", 3_600_000)], "USD": [("currency_out", -500_000)]}
    assert (found["home"]["then"], found["home"]["lines"]) == (3_600_000, [])


def test_a_currency_without_a_rate_stays_out_and_is_named(
    call: Call, keep: Callable[..., None]
) -> None:
    keep(
        deal("A", amount="600万", signs="2026-12"),
        deal("B", amount="USD500000", signs="2026-12"),
        deal("C", amount="EUR100000", signs="2026-12"),
        rate="USD=7.2",
    )
    found = call("forecast", "--json").json
    home = found["total"]["home"]
    assert (home["currency"], home["sum"]["expected"]) == ("CNY", 9_600_000)
    assert home["without_rate"] == ["EUR"]
    assert found["exchange_rates"] == {"USD": {"rate": 7.2, "on": "2026-11-29"}}
    shown = call("forecast")
    title = "what is open at USD 7.2 of 2026-11-29, what has ended at the rate of its day:"
    assert f"Together in CNY; {title}" in shown.lines
    assert "Without a rate and left out: EUR 100,000" in shown.lines
    together = [row for row in rows(call("forecast", "--csv")) if row["together"]]
    assert [row["Sum"] for row in together if row["Period"] == "total"] == ["9600000"]


def test_what_is_signed_stands_in_the_period_of_its_day(
    call: Call, keep: Callable[..., None]
) -> None:
    keep(deal("S", "11-20 stage=P6", amount="50万", signs="2027-Q1"))
    found = call("forecast", "--json").json
    assert [(each["period"], each["count"]) for each in found["periods"]] == [("2026-Q4", 0)]
    bucket = found["periods"][0]["currencies"]["CNY"]
    assert (bucket["signed"], bucket["sum"]["expected"]) == (500_000, 0)
    assert bucket["signed_projects"] == [
        {"id": "S", "name": "S", "amount": 500_000, "on": "2026-11-20"}
    ]


def test_overdue_and_undated_are_buckets_of_their_own(
    call: Call, keep: Callable[..., None]
) -> None:
    keep(
        deal("A", amount="7万", signs="2026-10"),
        deal("B", amount="3万"),
        deal("C", amount="10万", signs="2026-12"),
    )
    assert [line[:5] for line in cells(call("forecast"))][1:5] == [
        ["2026-Q4", "CNY", "1", "0", "100000"],
        ["overdue", "CNY", "1", "0", "70000"],
        ["undated", "CNY", "1", "0", "30000"],
        ["total", "CNY", "3", "0", "200000"],
    ]


@pytest.mark.parametrize(
    ("counts", "name"),
    [
        ((6, 5, 4, 3, 2, 2, 1), "mature"),
        ((1, 1, 2, 4, 4, 5, 4), "harvesting"),
        ((10, 7, 4, 1, 1, 0, 0), "prospecting"),
        ((1, 0, 2, 2, 0, 1, 0), "thin"),
    ],
)
def test_shapes(call: Call, keep: Callable[..., None], counts: tuple[int, ...], name: str) -> None:
    keep(
        *(
            deal(f"{stage}-{at}", stage=f"P{stage}", owner="周" if at % 2 else "林")
            for stage, count in enumerate(counts)
            for at in range(count)
        )
    )
    found = call("shape", "--json").json
    assert (found["shape"], found["n"]) == (name, sum(counts))
    assert list(found["by_stage"].values()) == list(counts)
    assert set(found["owners"]) == {"林", *(["周"] if max(counts) > 1 else [])}
    theirs = call("shape", "--owner", "林", "--json").json
    assert theirs["n"] == found["owners"]["林"]["n"] == theirs["owners"]["林"]["n"]
    assert call("shape").lines[-1].startswith(f"{name}: ")


def test_conversion_and_days_of_stages(call: Call, keep: Callable[..., None]) -> None:
    came = "09-02 stage=P2"
    keep(
        *(deal(f"on{at}", came, "10-01 stage=P3", stage="P1") for at in range(4)),
        *(deal(f"end{at}", came, "10-01 status=lost", stage="P1") for at in range(3)),
        *(deal(f"there{at}", came, stage="P1") for at in range(2)),
    )
    found = call("record", "--json").json
    assert found["conversion"]["P2"] == {
        **{"entered": 9, "went_on": 4, "ended": 3, "there": 2, "fell_back": 0},
        **{"rate": None, "used": None},
    }
    assert found["stage_days"]["P2"] == {"median": 29, "n": 9, "open": 2, "longest": 89}
    assert found["success"]["lost"] == 3
    assert found["losses"]["by_stage"] == {"P2": 3}
    line = next(line for line in call("record").lines if line.startswith("P2"))
    assert line.split() == ["P2", "9", "4", "3", "2", "0", "4", "of", "7", "29"]


def test_past_forecasts_are_held_against_what_was_signed(
    call: Call, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(
        deal("A", "09-20 stage=P6", amount="100", stage="P5", signs="2026-Q3", made="06-01"),
        deal("B", amount="40", stage="P2", signs="2026-Q3", made="06-01"),
    )
    with closing(Store.open(tmp_path / "book" / "netloft.json")) as store:
        known = record_win_rates(store.book, playbook(RATES), date(2026, 6, 2))
        commit(store, store.book, known, "win rates")
    found = call("record", "--json", rated=True).json
    assert found["forecasts"] == [
        {
            **{"period": "2026-Q3", "expected": 85, "p10": 0, "p90": 140},
            **{"signed": 100, "within": True},
            "projects": {"signed": ["A"], "forecast": ["A", "B"]},
        }
    ]
    assert found["brier"] == {"cases": 2, "score": None, "skill": None}
    shown = call("record", rated=True)
    assert "2026-Q3        0        85      140     100  yes" in shown.lines
    assert "2 deals were forecast: too few to judge by" in shown.lines


def test_the_shape_holds_what_is_in_play_against_what_is_left_to_sign(
    call: Call, keep: Callable[..., None]
) -> None:
    keep(
        deal("A", amount="100", signs="2026-12"),
        deal("B", "11-10 stage=P6", amount="40", stage="P5", signs="2026-12"),
        deal("C", amount="70", signs="2026-12", owner="周"),
    )
    assert "In play" not in call("shape").out
    call("set-target", "2026-Q4=200")
    call("set-target", "2026-Q4=90", "--owner", "林")
    call("set-target", "2026-Q4=30", "--owner", "吴")
    found = call("shape", "--json").json
    about = {"period": "2026-Q4", "currency": "CNY"}
    assert found["cover"] == {**about, "in_play": 170, "left": 160}
    assert {name: each["cover"] for name, each in found["owners"].items()} == {
        "林": {**about, "in_play": 100, "left": 50},
        "周": {**about, "in_play": 70, "left": None},
        # A target without a project is one that nothing covers.
        "吴": {**about, "in_play": 0, "left": 30},
    }
    cells = {row["Owner"]: row for row in rows(call("shape", "--csv"))}
    columns = ("Period", "In play", "Left to sign", "In play/left")
    assert [cells["林"][name] for name in columns] == ["2026-Q4", "100", "50", "2.0"]
    assert [cells["周"][name] for name in columns] == ["2026-Q4", "70", "", ""]
    shown = call("shape")
    line = next(line for line in shown.lines if line.startswith("林"))
    assert line.split()[-3:] == ["100", "50", "200%"]
    assert shown.lines[-1] == "In play and left to sign: of 2026-Q4, in CNY."
    # A filter has no target.
    assert call("shape", "--filter", "amount>1", "--json").json["cover"]["left"] is None


def test_the_record_says_since_when_it_knows_and_why_the_shape_counts_otherwise(
    call: Call, keep: Callable[..., None]
) -> None:
    keep(
        deal("A", "11-12 stage=P3", "11-20 stage=P2", stage="P2", made="11-10"),
        deal("B", stage="P2", made="11-30"),
        deal("C", stage="P6", made="11-10", signs="2026-12"),
    )
    found = call("record", "--json").json
    assert found["known_since"] == "2026-11-10"
    stages = {stage: (c["went_on"], c["there"], c["fell_back"]) for stage, c in
              found["conversion"].items()}  # fmt: skip
    assert (stages["P2"], stages["P3"], stages["P6"]) == ((1, 1, 0), (0, 0, 1), (0, 0, 0))
    shown = call("record")
    assert "Rates and days are known since 2026-11-10: nothing before it is counted." in shown.lines
    remark = "the shape has 1 more here: it went on once, and fell back to this stage"
    assert f"P2: {remark}" in shown.lines
    assert (
        "P6: the shape has 1 more here: it came into the book signed or further on" in shown.lines
    )
    # Nobody has stayed a day at P3 and gone on: the days say nothing rather than "over 0".
    assert "over 0" not in shown.out


def test_measures_of_success_are_in_the_record_with_their_sources(
    call: Call, keep: Callable[..., None]
) -> None:
    keep(
        deal("A", "10-10 stage=P6", stage="P4", customer="Acme"),
        deal("B", "10-10 status=lost", stage="P4", customer="Globex"),
    )
    empty = call("record", "--json").json["measures"]
    assert [empty[name] for name in ("share", "growth", "standing", "coverage")] == [None] * 4
    call("set-measure", "share=31.5%", "growth=-2", "--source", "industry report")
    call("set-measure", "customers=Acme, Globex", "--source", "plan")
    call("set-measure", "standing=second in rail")
    found = call("record", "--json").json["measures"]
    assert (found["year"], found["success"]["won"], found["success"]["lost"]) == (2026, 1, 1)
    assert found["relations"] == {"held": 0, "of": 0, "rate": None, "used": None}
    assert found["share"] == {"value": 31.5, "source": "industry report"}
    assert found["growth"] == {"value": -2.0, "source": "industry report"}
    assert found["standing"] == {"value": "second in rail", "source": None}
    coverage = found["coverage"]
    assert (coverage["covered"], coverage["of"], coverage["missing"]) == (1, 2, ["Globex"])
    assert coverage["source"] == "plan"
    table = call("record").lines
    assert table[0] == "Measures of success 2026"
    assert next(line for line in table if line.startswith("coverage")).endswith("plan")


def test_which_competitor_beats_us_where(call: Call, keep: Callable[..., None]) -> None:
    def lost(name: str, stage: str, rival: str, product: str) -> Project:
        there = deal(name, "11-10 status=lost", stage=stage)
        review = Review(rival=rival)
        return there.model_copy(update={"review": review, "product": product})

    keep(
        lost("A", "P2", "Corvane", "Radio"),
        lost("B", "P2", "Corvane", "Switch"),
        lost("C", "P4", "Corvane", "Radio"),
        lost("D", "P4", "Halden", ""),
    )
    found = call("record", "--json").json["losses"]
    assert found["competitors"]["Corvane"] == {
        "by_stage": {"P2": 2, "P4": 1},
        "by_product": {"Radio": 2, "Switch": 1},
        "projects": ["A", "B", "C"],
    }
    table = call("record").lines
    at = table.index("Lost to: after which stage, of which product")
    assert [line.split() for line in table[at + 1 : at + 4]] == [
        ["Competitor", "Lost", "P2", "P4", "Radio", "Switch"],
        ["Corvane", "3", "2", "1", "2", "1"],
        ["Halden", "1", "0", "1", "0", "0"],
    ]


def test_the_movement_names_what_has_no_amount(call: Call, keep: Callable[..., None]) -> None:
    keep(
        deal("A", amount="100", signs="2026-12"),
        deal("B", amount="-", signs="2026-12"),
        deal("C", amount="-", signs="2027-05"),
    )
    every = call("movement", *SINCE, "--json").json["unpriced"]
    assert [each["name"] for each in every] == ["B", "C"]
    quarter = ("--period", "2026-Q4")
    assert [each["name"] for each in call("movement", *SINCE, *quarter, "--json").json["unpriced"]
            ] == ["B"]  # fmt: skip
    assert "no amount, in no line: B" in call("movement", *SINCE, *quarter).lines
