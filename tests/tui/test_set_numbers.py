"""Targets and exchange rates from the shell, and what the store keeps of deleted projects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.store import Store
from tests.tui.conftest import Netloft


def test_targets_are_set_listed_and_taken_away(netloft: Netloft) -> None:
    assert netloft("set-target").lines == ["No target is set."]
    assert netloft("set-target", "2026-Q4=40000000").lines == ["2026-Q4: CNY 40M"]
    netloft("set-target", "2027=1.6亿", "2026-12=$2m")
    assert netloft("set-target").lines == [
        "2026-Q4: CNY 40M",
        "2026-12: $2M",
        "2027: CNY 160M (split evenly, CNY 40M a quarter)",
    ]
    assert netloft("set-target", "2026-12=", "--currency", "USD").code == 0
    assert netloft("set-target", "--json").json["targets"][0] == {
        **{"period": "2026-Q4", "first": "2026-10-01", "months": 3},
        **{"owner": None, "currency": "CNY", "amount": 40_000_000},
        **{"held": 40_000_000, "on": "2026-03-02", "gone": None, "former": []},
    }


def test_a_target_is_an_owner_s(netloft: Netloft) -> None:
    netloft("add", "Net @Acme", "--owner", "Wu")
    answer = netloft("set-target", "2026-Q4=4M", "--owner", "Wu")
    assert (answer.lines, answer.err) == (["2026-Q4, Wu: CNY 4M"], "")
    new = netloft("set-target", "2026-Q4=5M", "--owner", "Vu")
    assert (new.lines, new.err) == (["2026-Q4, Vu: CNY 5M"], "Vu leads no project\n")


def test_an_owner_goes_by_a_part_of_the_name(netloft: Netloft) -> None:
    for owner in ("Laura Brandt", "Laura Hale", "Sun Li"):
        netloft("add", f"{owner} deal @Acme 100", "--owner", owner)
    assert netloft("set-target", "2026-Q4=4M", "--owner", "sun").lines == [
        "2026-Q4, Sun Li: CNY 4M"
    ]
    for command in (["set-target", "2026-Q4=5M"], ["forecast"]):
        refused = netloft(*command, "--owner", "laura")
        assert refused.code == 1
        assert '"laura" may be Laura Brandt, Laura Hale' in refused.err
    assert netloft("forecast", "--owner", "hale").code == 0


def test_a_rate_that_is_a_slip_is_asked_about(netloft: Netloft) -> None:
    netloft("set-rate", "USD=7.1")
    refused = netloft("set-rate", "USD=7100")
    assert refused.code == 1
    assert "netloft set-rate USD=7100 --force" in refused.err
    assert netloft("set-rate", "USD=7100", "--force").code == 0


def test_of_several_targets_one_that_is_refused_leaves_all_as_they_were(netloft: Netloft) -> None:
    answer = netloft("set-target", "2026-Q4=4M", "2026H2=3M")
    assert (answer.code, answer.out) == (1, "")
    assert "targets are set for a month, a quarter or a year" in answer.err
    assert netloft("set-target").lines == ["No target is set."]


def test_targets_keep_their_months_when_the_fiscal_year_starts_elsewhere(netloft: Netloft) -> None:
    netloft("set-target", "2026-Q4=4M")
    netloft("set-year-start", "4")
    assert netloft("set-target").lines == ["FY2026-Q3: CNY 4M"]
    refused = netloft("set-target", "2027=4M")
    assert refused.code == 1
    assert "which starts in April; write FY2027" in refused.err


def test_rates_are_set_dated_listed_and_taken_back(netloft: Netloft) -> None:
    assert netloft("set-rate").lines == ["No exchange rate is set."]
    netloft("add", "Net @Acme $300k")
    netloft("add", "Ring @Globex 80万")
    assert netloft("set-rate").lines == ["USD: no rate, left out of sums"]
    assert netloft("set-rate", "USD=7.2").lines == ["1 USD = 7.2 CNY, since 2026-03-02"]
    netloft("set-rate", "USD=7.1", "--on", "2026-01-01")
    netloft("set-rate", "USD=7.3", "--on", "2026-04-01")
    assert netloft("set-rate").lines == [
        "1 USD = 7.3 CNY, from 2026-04-01",
        "1 USD = 7.2 CNY, since 2026-03-02 (7.1 from 2026-01-01)",
    ]
    assert netloft("set-rate", "USD=").code == 0
    rates = netloft("set-rate", "--json").json
    assert (rates["home"], [rate["rate"] for rate in rates["rates"]]) == ("CNY", [7.3, 7.1])


@pytest.mark.parametrize(
    ("rate", "complaint"),
    [
        ("USD=-1", '"-1" is not an exchange rate'),
        ("XQQ=1", '"XQQ" is not a currency'),
        ("CNY=1", "CNY in CNY takes no rate"),
        ("USD", '"USD" sets nothing'),
        ("USD=", "no rate of USD was set on 2026-03-02"),
    ],
)
def test_what_is_no_rate_is_refused_in_one_line(
    netloft: Netloft, rate: str, complaint: str
) -> None:
    answer = netloft("set-rate", rate)
    assert answer.code == 1
    assert complaint in answer.err
    assert answer.err.count("\n") == 1


def test_a_deleted_project_goes_with_exports_backups_and_is_none_of_the_projects(
    netloft: Netloft, tmp_path: Path
) -> None:
    netloft("--as-of", "2026-02-01", "add", "Net @Acme $300k 2026-Q4")
    netloft("set-rate", "USD=7.2")
    netloft("set-target", "2026=1M")
    netloft("delete", "Net")
    made = netloft("backup").out.strip().rpartition(" ")[2]
    export, path = tmp_path / "all.json", tmp_path / "other.json"
    netloft("export", export)
    assert [kept["name"] for kept in json.loads(export.read_bytes())["deleted"]] == ["Net"]
    netloft("--store", path, "import", export)
    netloft("set-rate", "USD=")
    assert netloft("restore", made).code == 0
    for name in (path, tmp_path / "book" / "netloft.json"):
        book = Store.open(name).book
        (kept,) = book.deleted
        assert (kept.name, f"{kept.on}", f"{kept.created_at.date()}") == (
            *("Net", "2026-03-02"),
            "2026-02-01",
        )
        assert (dict(book.projects), len(book.exchange_rates), len(book.targets)) == ({}, 1, 1)
        assert netloft("--store", name, "check").code == 0


def test_measures_are_entered_with_their_source(netloft: Netloft) -> None:
    assert netloft("set-measure").lines == ["No measure of success is entered."]
    netloft("set-measure", "share=31.5%", "growth=-2", "--source", "annual report")
    netloft("set-measure", "customers=Acme, Globex", "--owner", "Wu", "--year", "2025")
    netloft("set-measure", "standing=second in rail")
    assert netloft("set-measure").lines == [
        "2025, Wu: target customers Acme, Globex",
        "2026: growth -2% (annual report)",
        "2026: market share 31.5% (annual report)",
        "2026: standing second in rail",
    ]
    assert netloft("set-measure", "standing=", "--json").json["measures"][1:] == [
        {**measure, "year": 2026, "owner": None, "source": "annual report"}
        for measure in ({"measure": "growth", "value": -2.0}, {"measure": "share", "value": 31.5})
    ]
    for setting, complaint in (
        ("growth=fast", "needs its source"),
        ("share=30", "needs its source"),
        ("luck=3", "no measure of success; it is one of market share"),
    ):
        refused = netloft("set-measure", setting)
        assert refused.code == 1
        assert complaint in refused.err
