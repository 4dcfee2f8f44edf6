"""merge and customers: what becomes one, what gives way, and what is refused."""

from __future__ import annotations

from tests.tui.conftest import Netloft


def test_merge_makes_one_project_and_says_what_gave_way(netloft: Netloft) -> None:
    kept = netloft("add", "Harbour", "--customer", "Port", "--owner", "Wang").out.strip()
    gone = netloft("add", "Port harbour", "--customer", "Port", "--owner", "Zhou").out.strip()
    netloft("set", gone, "amount=64万")
    answer = netloft("merge", kept, gone)
    assert answer.code == 0
    assert answer.lines[0] == "merged into Harbour"
    assert "owner Wang (not Zhou)" in answer.lines[1]
    (record,) = netloft("list", "--json").json
    assert (record["id"], record["owner"], record["amount"]["text"]) == (kept, "Wang", "64万")
    moves = {(move["field"], move["from"], move["to"]) for move in record["moves"]}
    assert {("owner", "Zhou", "Wang"), ("amount", None, "64万")} <= moves


def test_a_project_is_not_merged_with_itself(netloft: Netloft) -> None:
    netloft("add", "Harbour")
    answer = netloft("merge", "Harbour", "Harb")
    assert (answer.code, answer.err) == (
        1,
        "both words mean Harbour\n",
    )


def test_twins_are_told_apart_by_their_owners(netloft: Netloft) -> None:
    for owner in ("Sarah Wang", "Ben Zhou"):
        netloft("add", "Harbour", "--customer", "Port of Benton", "--owner", owner)
    unclear = netloft("merge", "Harbour @Port", "Harbour")
    assert unclear.code == 1
    assert "NAME @OWNER" in unclear.err
    assert netloft("merge", "harbour @sarah", "Harbour @Zhou").lines[0] == "merged into Harbour"
    (record,) = netloft("list", "--json").json
    assert record["owner"] == "Sarah Wang"


def test_the_customer_goes_before_an_owner_of_that_name(netloft: Netloft) -> None:
    netloft("add", "Harbour", "--customer", "Benton", "--owner", "Sarah")
    netloft("add", "Harbour", "--customer", "Port", "--owner", "Ben")
    assert netloft("show", "Harbour @Ben", "--json").json["customer"] == "Benton"
    assert netloft("show", "Harbour @Port", "--json").json["owner"] == "Ben"


def test_customers_lists_likely_ones_and_renames(netloft: Netloft) -> None:
    for name, customer in (("a", "Port Inc."), ("b", "Port"), ("c", "Globex")):
        netloft("add", name, "--customer", customer)
    listed = netloft("customers", "--json").json
    assert listed["near"] == [["Port Inc.", "Port"]]
    assert {"name": "Globex", "projects": 1} in listed["customers"]
    assert netloft("customers").lines[-1] == "Likely one customer: Port Inc. / Port"
    assert netloft("customers", "--rename", "Port Inc.=Port").lines == [
        "Port Inc. -> Port: 1 project"
    ]
    assert netloft("customers", "--json").json["near"] == []
    refused = netloft("customers", "--rename", "Nobody=Port")
    assert (refused.code, refused.out) == (1, "")
    assert netloft("customers", "--rename", "Port").code == 2


def test_keep_says_that_twins_are_two_deals(netloft: Netloft) -> None:
    kept = netloft("add", "Harbour", "--owner", "Wang").out.strip()
    netloft("add", "harbour", "--owner", "Zhou")
    assert netloft("list", "--filter", "flag:twin", "--csv").out.count("arbour") == 2
    assert netloft("keep", kept).lines == ["Harbour: another deal than that of Zhou"]
    assert netloft("list", "--filter", "flag:twin", "--csv").out.count("arbour") == 0
    assert "is another deal than that of Zhou" in netloft("log", kept).out
    answer = netloft("keep", kept)
    assert (answer.code, answer.out) == (1, "")


def test_keep_says_what_it_did_to_programs(netloft: Netloft) -> None:
    kept = netloft("add", "Harbour", "--owner", "Wang").out.strip()
    netloft("add", "harbour", "--owner", "Zhou")
    assert netloft("keep", kept, "--json").json == {
        "project": {"id": kept, "name": "Harbour"},
        "outcome": "changed",
        "gone_from": [],
        "apart_from": ["Zhou"],
    }
