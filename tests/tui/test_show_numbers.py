"""The numbers from the shell: the worked cases, one total in three forms, JSON, and bad input."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deals.edits.number_settings import read_exchange_rate, record_win_rates, set_rate
from deals.model import Book, Project, Review
from store.store import Store
from tests.deals.makers import playbook
from tests.deals.numbers.stories import deal
from tests.store import commit, saved
from tests.tui.conftest import Answer, Netloft

TODAY = "2026-11-30"
RATES = (
    "[stages.P2]\nwin = 0.25\n[stages.P4]\nwin = 0.5\n[stages.P5]\nwin = 0.75\n"
    "[evidence]\non = true\n"
)
MONEY = ("low", "expected", "high")
Call = Callable[..., Answer]


@pytest.fixture
def call(netloft: Netloft, tmp_path: Path) -> Call:
    """Call Netloft as of the day of the worked cases, with win rates if asked for."""
    team = tmp_path / "team.toml"
    team.write_text(RATES)

    def call_then(*arguments: str, rated: bool = False) -> Answer:
        playbook = ["--playbook", str(team)] if rated else []
        return netloft("--as-of", TODAY, *playbook, *arguments)

    return call_then


@pytest.fixture
def keep(netloft: Netloft, tmp_path: Path) -> Callable[..., None]:
    """Keep projects, and perhaps an exchange rate, in the store that is called."""

    def keep_projects(*projects: Project, rate: str = "") -> None:
        book = Book().with_projects(*projects)
        if rate:
            book = set_rate(book, read_exchange_rate(rate, "CNY"), date(2026, 11, 29))
        (tmp_path / "book").mkdir()
        with closing(saved(tmp_path / "book" / "netloft.json", book)):
            pass

    return keep_projects


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


def kinds(value: object) -> object:
    """Return JSON with the names of types in place of values; of a list the first item."""
    match value:
        case dict():
            return {key: kinds(each) for key, each in value.items()}
        case list():
            return [kinds(value[0])] if value else []
        case None:
            return None
    return type(value).__name__


# The worked cases --------------------------------------------------------------------------------


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


# The pipeline of a past day ----------------------------------------------------------------------


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


# Three forms, one total --------------------------------------------------------------------------

MIXED = (
    *MOVED,
    deal("G", amount="80-150万", signs="2027-Q1", stage="P4", owner="周"),
    deal("H", amount="USD120k", signs="2027", stage="P2", owner="周"),
    deal("I", amount="123,450", stage="P2"),
    deal("J", amount="123,450", stage="P2"),
    deal("K", signs="2027-Q1"),
)


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


# The shape of JSON -------------------------------------------------------------------------------

RANGE = {"low": "int", "expected": "int", "high": "int"}
FIGURES = {
    **{"count": "int", "signed": "int", "sum": RANGE, "completion": RANGE, "weighted": RANGE},
    **{"p10": "int", "p50": "int", "p90": "int", "certain": "int", "possible": "int"},
}
LINE = {
    **{"kind": "str", "count": "int", "amount": "int"},
    "projects": [{"id": "str", "name": "str", "amount": "int"}],
}


def check_keys(found: Mapping[str, Any], table: Mapping[str, Any]) -> None:
    """Check that a record has at least these keys, with values of these types."""
    assert {key: kinds(found[key]) for key in table} == dict(table)


def test_the_json_of_a_forecast(call: Call, keep: Callable[..., None]) -> None:
    keep(deal("A", amount="10", stage="P4", signs="2027-Q1"), rate="USD=7.2")
    found = call("forecast", "--json", rated=True).json
    assert list(found)[:8] == [
        *("by", "as_of", "win_rates", "exchange_rates"),
        *("periods", "overdue", "undated", "total"),
    ]
    assert (found["by"], found["as_of"]) == ("quarter", TODAY)
    bucket = found["periods"][0]
    check_keys(bucket, {"period": "str", "count": "int"})
    check_keys(bucket["currencies"]["CNY"], FIGURES)
    check_keys(bucket["home"], {**FIGURES, "currency": "str", "without_rate": []})
    (part,) = bucket["currencies"]["CNY"]["projects"]
    check_keys(part, {"id": "str", "name": "str", "share": RANGE, "chance": "float"})
    assert "evidence" not in part
    assert (found["overdue"]["count"], found["overdue"]["currencies"]) == (0, {})
    bare = call("forecast", "--json").json["total"]["currencies"]["CNY"]
    assert bare["projects"][0]["chance"] is None


def test_the_json_of_a_movement(call: Call, keep: Callable[..., None]) -> None:
    keep(*MOVED, deal("U", "11-10 stage=P4", "11-12 signs=2027", amount="10", signs="2026-12"))
    found = call("movement", *SINCE, "--json").json
    assert list(found)[:6] == ["since", "until", "period", "currencies", "advanced", "fell_back"]
    assert (found["since"], found["until"], found["period"]) == ("2026-10-31", TODAY, None)
    assert found["gone"] == []
    moved = found["currencies"]["CNY"]
    check_keys(moved, {"then": "int", "lines": [LINE], "now": "int"})
    stages = {"count": "int", "amount": "int"}
    check_keys(found["advanced"]["CNY"], stages)
    assert found["advanced"]["CNY"]["projects"] == [
        {"id": "U", "name": "U", "amount": 10, "from": "P3", "to": "P4"}
    ]
    assert found["fell_back"]["CNY"] == {"count": 0, "amount": 0, "projects": []}
    assert {slip["name"]: slip["quarters"] for slip in moved["slips"]} == {"B": 1, "D": 0, "U": 4}


BIAS = {"signed": "int", "expected": "int", "periods": "int", "ratio": None}


def test_the_json_of_shape_and_record(call: Call, keep: Callable[..., None]) -> None:
    keep(*MOVED)
    shape = {
        **{"shape": "str", "n": "int", "early": "float", "late": "float", "empty": "int"},
        "by_stage": dict.fromkeys(("P0", "P1", "P2", "P3", "P4", "P5", "P6"), "int"),
        "cover": {"period": "str", "currency": "str", "in_play": "int", "left": None},
    }
    found = call("shape", "--json").json
    assert list(found) == [*shape, "owners"]
    check_keys(found, shape)
    check_keys(found["owners"]["林"], shape)
    record = call("record", "--json").json
    assert {"conversion", "stage_days", "success", "losses", "owners", "forecasts"} <= set(record)
    assert (record["success"]["won"], record["success"]["lost"]) == (1, 1)
    assert list(record["losses"]) == [
        *("by_reason", "by_competitor", "by_stage", "by_product", "competitors")
    ]
    check_keys(
        record["owners"]["林"],
        {"success": kinds(record["success"]), "bias": BIAS},
    )


def test_evidence_adds_up(call: Call, keep: Callable[..., None]) -> None:
    keep(
        deal("A", "10-01 signs=2027-Q1", "11-01 signs=2027-Q2", stage="P4", signs="2026-Q4"),
        deal("B", amount="10", stage="P4"),
    )
    found = call("forecast", "--evidence", "--json", rated=True).json
    (part,) = found["total"]["currencies"]["CNY"]["projects"]
    evidence = part["evidence"]
    assert evidence["base"] + sum(p["percent"] for p in evidence["parts"]) == evidence["percent"]
    table = rows(call("forecast", "--evidence", "--csv", rated=True))
    assert {row["Id"]: int(row["win rate, %"]) for row in table} == {"A": 50, "B": 50}
    (slipped,) = (row for row in table if row["Id"] == "A")
    assert int(slipped["slipped twice"]) < 0
    shown = call("forecast", "--evidence", rated=True)
    assert "slipped twice -" in shown.out
    assert shown.lines[-1].startswith("? a guess of the playbook")
    assert call("forecast", "--evidence", "--json").json["total"]["currencies"]["CNY"]["projects"][
        0
    ]["evidence"] is None  # fmt: skip


# Bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["forecast", "--owner", "王"], 1, 'nobody called "王" leads a project, or ever did'),
        (["shape", "--owner", "Zhoa"], 1, "did you mean Zhao?"),
        (["forecast", "--by", "week"], 2, '"week" is no kind of period'),
        (["forecast", "--filter", "stage>=P9"], 1, '"P9" in "stage>=P9" is not a stage'),
        (["record", "--json", "--csv"], 2, "choose either --json or --csv"),
        (["movement"], 2, "--since is missing"),
        (["movement", "--since", "1.11"], 2, '"1.11" is not a day like 2027-03-31'),
        (["movement", "--since", "2026-12-01"], 2, "is after --until 2026-11-30"),
        (["movement", *SINCE, "--until", "2026-10-01"], 2, "is after --until 2026-10-01"),
        (["movement", *SINCE, "--until", "2027-01-01"], 2, "2027-01-01 is still to come"),
        (["movement", *SINCE, "--period", "soon"], 1, '"soon" is no period'),
        (["list", "--at", "x"], 2, '"x" is not a day like 2027-03-31'),
    ],
)
def test_bad_input_is_one_line(
    call: Call, keep: Callable[..., None], arguments: list[str], code: int, words: str
) -> None:
    keep(deal("A", owner="Zhao"))
    answer = call(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err
    assert len(answer.err.splitlines()) == code


def test_an_owner_who_led_once_is_known(call: Call, keep: Callable[..., None]) -> None:
    keep(deal("X", "11-10 owner=周", amount="64万", owner="Ann"))
    assert call("forecast", "--owner", "ann").code == 0
    assert (
        call("movement", *SINCE, "--owner", "ANN", "--json").json["currencies"]["CNY"]["now"] == 0
    )


def test_an_empty_store_has_numbers_too(call: Call) -> None:
    call("add", "Net")
    call("delete", "Net")
    assert call("forecast").lines[0].startswith("Nothing to forecast yet")
    assert call("forecast", "--json").json["total"]["count"] == 0
    assert call("movement", *SINCE).lines[0].startswith("Nothing was in play then")
    assert call("movement", *SINCE, "--json").json["currencies"] == {}
    assert call("shape", "--json").json["shape"] == "thin"
    assert call("record", "--json").json["forecasts"] == []
    for command in (["forecast"], ["movement", *SINCE], ["shape"], ["record"]):
        assert call(*command, "--csv").code == 0
        assert call(*command, "--csv").lines


@pytest.mark.parametrize(
    "command", [["forecast"], ["movement", *SINCE], ["shape"], ["record"], ["list", "--at", TODAY]]
)
def test_chinese_has_no_english_left(
    call: Call, keep: Callable[..., None], command: list[str]
) -> None:
    keep(deal("甲", "10-20 stage=P4", amount="64万", signs="2026-12", owner="林"))
    out = call("--lang", "zh_CN", *command).out
    words = [word for word in out.split() if word.isascii() and word.isalpha()]
    assert set(words) <= {"CNY", "P", "win", "stages"}


def test_a_forecast_tells_targets_and_what_they_lack(call: Call, keep: Callable[..., None]) -> None:
    keep(*THREE_DEALS_IN_TWO_MONEYS, rate="USD=7")
    call("set-target", "2026-Q4=1000", "--currency", "USD")
    answer = call("forecast", rated=True)
    held = "gap 6,550; odds of reaching it 0%; target set as $1k"
    assert f"2026-Q4: target CNY 7,000; all currencies together; {held}" in " ".join(answer.lines)
    remark = "total: the range is of CNY 450 expected, without overdue CNY 150"
    assert remark in " ".join(answer.lines)
    (period,) = call("forecast", "--json", rated=True).json["periods"]
    usd, home = period["targets"]
    assert (usd["currency"], usd["target"], usd["gap"], usd["together"]) == (
        "USD",
        1000,
        950,
        False,
    )
    assert (home["target"], home["gap"], home["odds"]) == (7000, 6550, 0)
    assert home["set"] == {"USD": 1000}
    table = rows(call("forecast", "--csv", rated=True))
    assert [row["gap"] for row in table if row["target"]] == ["950", "6550"]


THREE_DEALS_IN_TWO_MONEYS = (
    deal("A", amount="200", stage="P4", signs="2026-12"),
    deal("B", amount="USD 100", stage="P4", signs="2026-12"),
    deal("C", amount="300", stage="P4", signs="2026-10"),
)
