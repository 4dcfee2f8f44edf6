"""What is due, from the shell: quiet where nothing is, and for programs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from deals.model import Book, Checkpoint, PlanRow, Project
from tests.deals.makers import TODAY, action, contact, project
from tests.store import saved
from tests.tui.conftest import Netloft


def day(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days)


def keep(folder: Path, *projects: Project) -> None:
    """Keep projects in the store that is called."""
    saved(folder / "book" / "netloft.json", Book().with_projects(*projects)).close()


def some() -> list[Project]:
    """Return a project of each of two owners, one of them overdue."""
    he = contact("何总", follow_up=action("send the offer", day(3)))
    return [
        project(
            id="a", name="港区", owner="林悦", tender=day(20), next_action=action("call", day(-1))
        ),
        project(id="b", name="Acme [/] Co", owner="周", next_action=action("visit", TODAY)),
        project(id="c", name="远山", owner="周", contacts=(he,)),
    ]


@pytest.fixture
def kept(netloft: Netloft, tmp_path: Path) -> Netloft:
    """Keep them in the store that is called."""
    keep(tmp_path, *some())
    return netloft


def test_due_is_quiet_where_nothing_is(netloft: Netloft, tmp_path: Path) -> None:
    keep(tmp_path, project(id="a", name="港区"))
    answer = netloft("due")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    answer = netloft("due", "--json")
    assert (answer.code, answer.json) == (0, [])


def test_due_has_what_is_overdue_and_what_is_due_today(kept: Netloft) -> None:
    head, first, second = kept("due").lines
    assert head.split() == ["Due", "Left", "Project", "What", "Who"]
    assert first.split() == ["!", "2026-03-01", "Sun", "1", "day", "ago", "港区", "call", "林悦"]
    assert second.split() == ["2026-03-02", "Mon", "today", "Acme", "[/]", "Co", "visit", "周"]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--until", "+7d"], ["港区", "Acme [/] Co", "远山"]),
        (["--until", "2026-03-05"], ["港区", "Acme [/] Co", "远山"]),
        (["--until", "wed"], ["港区", "Acme [/] Co"]),
        (["--owner", "周", "--until", "+9d"], ["Acme [/] Co", "远山"]),
        (["--owner", "林"], ["港区"]),
        (["--mine"], []),
        (["--owner", "me"], []),
    ],
)
def test_due_for_programs(kept: Netloft, arguments: list[str], names: list[str]) -> None:
    answer = kept("due", "--json", *arguments)
    assert answer.code == 0
    assert [item["project"]["name"] for item in answer.json] == names


def test_a_record_of_what_is_due(kept: Netloft) -> None:
    records = kept("week", "--json").json
    assert [record["kind"] for record in records] == ["next", "next", "follow-up"]
    assert records[2] == {
        "on": "2026-03-05",
        "kind": "follow-up",
        "project": {"id": "c", "name": "远山"},
        "what": "send the offer",
        "who": "周",
        "overdue": False,
        "contact": {"id": records[2]["contact"]["id"], "name": "何总"},
        "contacts": [records[2]["contact"]],
    }
    assert records[0]["contact"] is None
    assert kept("due", "--until", "+30d", "--json").json[-1]["what"] == "tender"
    assert kept("--lang", "zh_CN", "week", "--json").json == records


def test_the_short_form_is_a_line_and_none_where_nothing_is(kept: Netloft) -> None:
    assert kept("due", "--short").lines == ["1 overdue, 1 due"]
    assert kept("due", "--short", "--owner", "周").lines == ["1 due"]
    assert kept("due", "--short", "--mine").out == ""
    assert kept("due", "--short", "--json").code == 2


def test_both_whose_options_are_wrong_usage(kept: Netloft, tmp_path: Path) -> None:
    for words in (["due"], ["week"], ["ics", tmp_path / "due.ics"]):
        answer = kept(*words, "--mine", "--owner", "周")
        assert (answer.code, answer.out) == (2, "")
        assert "either --mine or --owner" in answer.err


@pytest.mark.parametrize("name", ["陈工", "Ann", "宁经理"])
def test_who_leads_nothing_is_known_by_what_they_do(
    netloft: Netloft, tmp_path: Path, name: str
) -> None:
    check = Checkpoint(id="check", what="parts", on=TODAY, by="宁经理")
    row = PlanRow(id="row", content="demo", end=TODAY, responsible="陈工, Bo", checkpoints=(check,))
    he = contact("何总", follow_up=action("see", TODAY), covered_by=("Ann",))
    keep(tmp_path, project(id="a", name="港区", owner="周", plan=(row,), contacts=(he,)))
    (record,) = netloft("due", "--owner", name, "--json").json
    assert name in record["who"]
    assert netloft("week", "--owner", name).code == 0


@pytest.mark.parametrize("day_", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("words", [["week"], ["due"], ["brief", "港区"], ["followups"]])
def test_the_ends_of_the_calendar_are_days_too(kept: Netloft, day_: str, words: list[str]) -> None:
    answer = kept("--as-of", day_, *words)
    assert (answer.code, answer.err) == (0, "")


def test_the_week_ends_with_the_targets(kept: Netloft) -> None:
    assert kept("set-target", "2026-03=50万").code == 0
    lines = kept("week").lines
    assert any("何总: send the offer" in line for line in lines)
    assert lines[-1] == "month 0% 0/500k"
    assert kept("--lang", "zh_CN", "week", "--owner", "林").lines[-1].startswith("已签：")


def test_an_empty_week_says_so(netloft: Netloft, tmp_path: Path) -> None:
    keep(tmp_path, project(id="a", name="港区"))
    assert netloft("week").lines[0] == "Nothing is due up to 2026-03-13 Fri."


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["due", "--until", "never"], "is not a date"),
        (["due", "--owner", "nobody"], "nobody called"),
        (["week", "--owner", "nobody"], "nobody called"),
    ],
)
def test_bad_input_is_a_line(kept: Netloft, arguments: list[str], reason: str) -> None:
    answer = kept(*arguments)
    assert answer.code == 1
    assert reason in answer.err
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        (["set", "港区", "next=call 2026-03-07"], "call: Sat 03-07 is a day off; next working day"),
        (["set", "港区", "tender=2026-03-08"], "tender day: Sun 03-08 is a day off"),
        (["set", "港区", "next=call 2026-03-06"], ""),
        (["set", "港区", "signs=2026-10"], ""),
        (["touch", "远山", "call 何总: busy -> ring 2026-03-07"], "何总: ring: Sat 03-07 is a day"),
        (["task", "港区", "demo; 2026-03-05 - 2026-03-07"], "demo: Sat 03-07 is a day off"),
        (["add", "Dock", "--owner", "周"], ""),
        (["set", "港区", "owner=周"], ""),
    ],
)
def test_a_due_day_that_is_a_day_off_is_said_where_it_is_set(
    kept: Netloft, words: list[str], remark: str
) -> None:
    answer = kept(*words)
    assert answer.code == 0
    assert ("day off" in answer.err) == bool(remark)
    assert remark in answer.err
    assert "day off" not in answer.out
    assert "day off" not in kept(*words).err or words[0] != "set"


def test_a_holiday_of_the_country_is_named_in_the_language_it_is_said_in(
    kept: Netloft, tmp_path: Path
) -> None:
    settings = tmp_path / "config" / "config.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('country = "CN"\n')
    answer = kept("--lang", "zh_CN", "set", "港区", "next=拜访 2026-10-01")
    assert "周四 10-01 是国庆节，休息；下一个工作日 周四 10-08" in answer.err
    settings.write_text('country = "DE-BY"\n')
    answer = kept("--lang", "zh_CN", "set", "港区", "next=拜访 2026-12-25")
    assert "周五 12-25 休息；下一个工作日 周一 2026-12-28" in answer.err
