"""Bad input, an empty store, Chinese, and targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deals.numbers.stories import deal
from tests.tui.numbers.cases import (
    SINCE,
    THREE_DEALS_IN_TWO_MONEYS,
    TODAY,
    Call,
    rows,
)


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
