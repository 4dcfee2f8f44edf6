"""add and set: what is written, what is refused, and that a refusal writes nothing."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from unittest.mock import patch

import pytest

from deals.model import Book
from tests.tui.conftest import Netloft


def test_add_prints_the_id_and_stores_what_was_said(netloft: Netloft) -> None:
    answer = netloft(
        "add", "Dispatch net", "--customer", "Beichen", "--owner", "Lin", "--stage", "p2",
        "--amount", "80-150", "--signs", "2013.5", "--currency", "usd",
    )  # fmt: skip
    assert answer.code == 0
    assert answer.err == (
        "name Dispatch net · customer Beichen · owner Lin · stage P2 · amount $80-150"
        " · close 2013-05\n"
    )
    record = netloft("show", answer.out.strip(), "--json").json
    assert (record["name"], record["customer"], record["owner"]) == (
        "Dispatch net",
        "Beichen",
        "Lin",
    )
    assert (record["stage"], record["status"]) == ("P2", "open")
    assert (record["amount"]["low"], record["amount"]["currency"]) == (80, "USD")
    assert record["signing"]["precision"] == "month"


def test_add_with_a_name_alone(netloft: Netloft) -> None:
    record = netloft("show", netloft("add", "Bare").out.strip(), "--json").json
    assert (record["stage"], record["customer"], record["amount"]) == ("P0", "", None)


def test_add_tells_everything_that_cannot_be_read_and_adds_nothing(netloft: Netloft) -> None:
    answer = netloft("add", " ", "--stage", "P2-P3", "--amount", "lots", "--signs", "soon")
    assert (answer.code, answer.out) == (1, "")
    assert [line.partition('"')[2].partition('"')[0] for line in answer.err.splitlines()] == [
        "",
        "P2-P3",
        "lots",
        "soon",
    ]
    assert netloft("add", "x", "--currency", "beads").code == 1
    assert netloft("list", "--json", "--filter", "status:any").json == []


def test_windows_and_days_are_read_as_in_the_app(netloft: Netloft) -> None:
    netloft("add", "Net", "--signs", "around May 2027")
    assert netloft("show", "Net", "--json").json["signing"] == {
        "earliest": "2027-05-01",
        "latest": "2027-05-31",
        "precision": "month",
        "text": "around May 2027",
        "about": True,
    }
    assert "about 2027-05" in netloft("show", "Net").out
    assert "约2027-05" in netloft("--lang", "zh_CN", "show", "Net").out
    answer = netloft("set", "Net", "signs=三周后", "next=下周三给何总打电话")
    assert answer.lines == [
        "Close date: around May 2027 -> 2026-03-23",
        "Next step: - -> 给何总打电话 2026-03-11",
    ]
    assert netloft("list", "--filter", 'signs:"this quarter"', "--json").json != []
    assert netloft("set", "Net", "signs=tbd").lines == ["Close date: 2026-03-23 -> -"]


def test_a_day_that_may_be_two_is_refused_until_the_settings_say(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("add", "Net")
    answer = netloft("set", "Net", "signs=03/04/2027")
    assert answer.code == 1
    assert "2027-03-04 or 2027-04-03" in answer.err
    assert 'dates = "mdy" or "dmy"' in answer.err
    assert "2012-06 or 2026-12-06" in netloft("set", "Net", "signs=12-06").err
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path))
    (tmp_path / "config.toml").write_text('dates = "dmy"\n')
    assert netloft("set", "Net", "signs=03/04/2027").lines == ["Close date: - -> 2027-04-03"]


def test_set_changes_fields_and_says_how(netloft: Netloft) -> None:
    netloft("add", "Net", "--amount", "64万", "--owner", "")
    answer = netloft(
        "set", "Net", "owner=Wu", "amount=80-150万", "next=call Wu +3d", "signs=2026-Q4"
    )
    assert answer.code == 0
    assert answer.lines == [
        "Owner: - -> Wu",
        "Amount: 64万 -> 80-150万",
        "Close date: - -> 2026-Q4",
        "Next step: - -> call Wu 2026-03-05",
    ]
    record = netloft("show", "Net", "--json").json
    assert (record["owner"], record["amount"]["high"]) == ("Wu", 1500000)
    assert record["next_action"] == {"text": "call Wu", "on": "2026-03-05"}


def test_amounts_stay_as_written_in_every_language(netloft: Netloft) -> None:
    """What was typed without a currency keeps its words, and says its currency."""
    english = ("--lang", "en")
    netloft(*english, "add", "Net", "--currency", "usd", "--amount", "120k")
    assert netloft("show", "Net", "--json").json["amount"]["text"] == "USD 120k"
    assert "120000,USD" in netloft(*english, "list", "--csv").out
    moved = netloft(*english, "set", "Net", "amount=1.2M")
    assert moved.lines == ["Amount: USD 120k -> USD 1.2M"]
    assert "万" not in netloft(*english, "show", "Net").out
    assert netloft("--lang", "zh_CN", "set", "Net", "amount=80-150万").lines == [
        "预签金额：USD 1.2M → USD 80-150万"
    ]


def test_a_status_is_told_by_its_name(netloft: Netloft) -> None:
    netloft("add", "Net")
    assert netloft("--lang", "zh_CN", "set", "Net", "status=won").lines == [
        "项目结果：进行中 → 赢单"
    ]
    assert netloft("set", "Net", "status=on hold").lines == ["Status: won -> on hold"]


def test_a_project_is_its_makers_unless_an_owner_is_said(netloft: Netloft, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('me = "Lin"\n')
    for name, owner in (("Mine", ()), ("Wu's", ("--owner", "Wu")), ("Nobody's", ("--owner", ""))):
        netloft("add", name, *owner)
    owners = {project["name"]: project["owner"] for project in netloft("list", "--json").json}
    assert owners == {"Mine": "Lin", "Wu's": "Wu", "Nobody's": ""}
    assert "you, if left out" in netloft("add", "--help").out


def test_set_takes_a_value_away(netloft: Netloft) -> None:
    netloft("add", "Net", "--amount", "64万", "--owner", "Wu")
    netloft("set", "Net", "amount=", "owner=")
    record = netloft("show", "Net", "--json").json
    assert (record["amount"], record["owner"]) == (None, "")


def test_set_is_all_or_nothing(netloft: Netloft) -> None:
    netloft("add", "Net", "--owner", "Wu")
    answer = netloft("set", "Net", "owner=Lin", "amount=lots", "stage=P9")
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 2
    assert netloft("show", "Net", "--json").json["owner"] == "Wu"


def test_setting_what_is_so_already_changes_nothing(netloft: Netloft) -> None:
    netloft("add", "Net", "--owner", "Wu")
    before = netloft("show", "Net", "--json").json["updated_at"]
    answer = netloft("set", "Net", "owner=Wu")
    assert (answer.code, answer.out) == (0, "Nothing changed.\n")
    assert netloft("show", "Net", "--json").json["updated_at"] == before


def test_a_stage_reached_with_its_gate_open_is_told_and_recorded(netloft: Netloft) -> None:
    netloft("add", "Net", "--stage", "P2", "--amount", "64万", "--signs", "2026-09")
    answer = netloft("set", "Net", "stage=P4")
    assert answer.lines[0] == "Stage: P2 -> P4"
    assert answer.lines[1].startswith("P4 reached; still missing: ")
    back = netloft("set", "Net", "stage=P3")
    assert back.lines == ["Stage: P4 -> P3"]


def test_the_last_stage_wins_and_a_status_can_follow_a_stage(netloft: Netloft) -> None:
    netloft("add", "Net")
    netloft("set", "Net", "stage=P7")
    assert netloft("show", "Net", "--json").json["status"] == "won"
    assert netloft("set", "Net", "stage=P2").code == 1
    netloft("add", "Other")
    assert netloft("set", "Other", "stage=P6", "status=lost").code == 0
    record = netloft("show", "Other", "--json").json
    assert (record["stage"], record["status"]) == ("P6", "lost")


def test_what_is_no_assignment_to_a_field_is_wrong_usage(netloft: Netloft) -> None:
    netloft("add", "Net")
    assert netloft("set", "Net", "owner").code == 2
    answer = netloft("set", "Net", "colour=red")
    assert answer.code == 2
    assert 'there is no field "colour"' in answer.err


def test_set_on_a_project_that_is_not_there(netloft: Netloft) -> None:
    answer = netloft("set", "Net", "owner=Wu")
    assert (answer.code, answer.err) == (1, 'there is no project "Net"\n')


def test_a_command_compares_the_books_once(netloft: Netloft) -> None:
    added = netloft("add", "Dispatch net", "--customer", "Beichen").out.strip()
    compare = Book.changed_since
    with patch.object(Book, "changed_since", autospec=True, side_effect=compare) as asked:
        assert netloft("set", added, "stage=P1").code == 0
    assert asked.call_count == 1


AMOUNTS = {
    "一百二十万": 1_200_000,
    "两百万": 2_000_000,
    "1个亿": 100_000_000,
    "3千5百万": 35_000_000,
    "约350万": 3_500_000,
    "350万左右": 3_500_000,
    "~300k": 300_000,
    "approx 300k": 300_000,
    "$1.5mm": 1_500_000,
    "1.5 mio EUR": 1_500_000,
    "1 500 000": 1_500_000,
    "1.500.000": 1_500_000,
    "A$300k": 300_000,
    "US$300k": 300_000,
    "1,234.50": 1_235,
    "80-150": 80,
    "300": 300,
}


def test_amounts_are_read_the_same_in_every_option_and_language(netloft: Netloft) -> None:
    netloft("add", "Set")
    for (text, low), lang in zip(AMOUNTS.items(), cycle(("en", "zh_CN")), strict=False):
        added = netloft("--lang", lang, "add", "Net", "--amount", text)
        amount = netloft("show", added.out.strip(), "--json").json["amount"]
        assert (amount["low"], amount["text"]) == (low, text)
        assert netloft("--lang", lang, "set", "Set", f"amount={text}").code == 0
        assert netloft("show", "Set", "--json").json["amount"] == amount
        netloft("set", "Set", "amount=-")
        assert ("about" in amount) == text.startswith(("约", "350万", "~", "approx"))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_point_before_three_figures_is_refused_in_every_option(
    netloft: Netloft, lang: str
) -> None:
    for words in (("add", "Net", "--amount", "350.000"), ("list", "--filter", "amount>350.000")):
        refused = netloft("--lang", lang, *words)
        assert refused.code == 1
        assert "350,000" in refused.err


def test_what_was_rounded_is_said(netloft: Netloft) -> None:
    netloft("add", "Net")
    assert netloft("set", "Net", "amount=1,234.50").lines == [
        "Amount: - -> 1,234.50 (rounded to 1,235)"
    ]


def test_amounts_without_a_currency_are_in_that_of_the_settings(
    netloft: Netloft, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text("currency = 'USD'", "utf-8")
    setting = {"NETLOFT_CONFIG": str(tmp_path)}
    netloft("add", "Old", "--amount", "80万")
    with patch.dict("os.environ", setting):
        netloft("add", "New", "--amount", "300k")
        netloft("add", "Euro", "--amount", "300k", "--currency", "eur")
        netloft("set", "Old", "amount=90万")
    codes = {
        name: netloft("show", name, "--json").json["amount"]["currency"]
        for name in ("Old", "New", "Euro")
    }
    assert codes == {"Old": "CNY", "New": "USD", "Euro": "EUR"}
