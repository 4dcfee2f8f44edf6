"""The shape of the numbers in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.deals.numbers.stories import deal
from tests.tui.numbers.cases import (
    MOVED,
    SINCE,
    TODAY,
    Call,
    rows,
)


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
