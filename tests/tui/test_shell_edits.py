"""touch, person, answer, task, end, delete, add LINE and set --filter: what the app writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Netloft
from tui.cli.edit import settable_fields
from wording import use_language
from wording.names import change_name, field_name


@pytest.fixture
def desk(netloft: Netloft) -> Netloft:
    """Return a command line whose store holds one project with two people."""
    netloft("add", "Harbour net @Northwind owner:Lin P2 $300k 2026-Q4")
    assert netloft("person", "Harbour", "Ann Lee high B cr3; Bo Ek mid T cr2").code == 0
    return netloft


def room(desk: Netloft, name: str) -> list[dict[str, object]]:
    """Return what `show` has of a list of the project."""
    found: list[dict[str, object]] = desk("show", "Harbour", "--json").json[name]
    return found


def test_a_line_adds_a_project_and_what_was_understood_is_printed(netloft: Netloft) -> None:
    answer = netloft("add", "Harbour net @Northwind owner:Lin P2 $300k 2026-Q4")
    record = netloft("show", answer.out.strip(), "--json").json
    assert [record[key] for key in ("name", "customer", "owner", "stage")] == [
        *("Harbour net", "Northwind", "Lin", "P2"),
    ]
    assert answer.err == (
        "name Harbour net · customer Northwind · owner Lin · stage P2"
        " · amount $300k · close 2026-Q4\n"
    )
    assert " | customer" in netloft("--ascii", "add", "Net @Acme").err


def test_a_name_can_be_given_as_it_stands(netloft: Netloft) -> None:
    added = netloft("add", "--name", "Acme 2027 P2 $3k", "--stage", "P1")
    record = netloft("show", added.out.strip(), "--json").json
    assert (record["name"], record["stage"], record["amount"]) == ("Acme 2027 P2 $3k", "P1", None)
    assert netloft("add", "Acme", "--name", "Acme").code == 2
    assert netloft("add").err.endswith("LINE is missing\n")


def test_three_lines_are_three_projects_or_none(netloft: Netloft) -> None:
    answer = netloft("add", "Alpha @Acme\n\nBeta P1\nGamma $2m\n", "--json")
    assert [each["outcome"] for each in answer.json] == ["added"] * 3
    assert len(answer.err.splitlines()) == 3
    refused = netloft("add", "Delta\n@Acme\nEpsilon P2-P3")
    assert (refused.code, refused.out) == (1, "")
    assert [line.partition(":")[0] for line in refused.err.splitlines()] == [
        *("@Acme", "Epsilon P2-P3"),
    ]
    assert len(netloft("list", "--json").json) == 3


def test_a_touch_is_logged_and_told_as_it_was_understood(desk: Netloft) -> None:
    answer = desk("touch", "harb", "visit Ann: budget is fixed -> call Ann +3d")
    assert answer.code == 0
    assert answer.lines == [
        'Harbour net: 2026-03-02 visit @"Ann Lee": budget is fixed -> call Ann 2026-03-05'
    ]
    touch = desk("log", "Harbour", "--json").json[0]
    assert (touch["kind"], touch["how"], touch["contacts"], touch["note"]) == (
        *("touch", "visit"),
        ["Ann Lee"],
        "budget is fixed",
    )


def test_what_is_printed_of_a_touch_logs_the_same_touch(desk: Netloft) -> None:
    printed = desk("touch", "Harbour", "yesterday dinner Ann 480", "--json").json
    again = desk("touch", "Harbour", printed["understood"], "--json").json
    assert {**printed["touch"], "id": ""} == {**again["touch"], "id": ""}
    assert (printed["touch"]["on"], printed["touch"]["worth"]) == ("2026-03-01", 480)


def test_a_gift_over_a_limit_is_logged_and_the_limit_named(desk: Netloft) -> None:
    answer = desk("touch", "Harbour", "dinner Ann 9000", "--json")
    assert answer.code == 0
    assert answer.err.startswith("! CNY 9,000 is over the limit")
    assert [f"! {text}" for text in answer.json["over"]] == answer.err.splitlines()
    assert answer.json["touch"]["worth"] == 9000


def test_a_person_is_added_and_a_known_one_takes_what_is_new(desk: Netloft) -> None:
    answer = desk("person", "Harbour", "Ann Lee cr4 +", "--json").json
    assert [(each["name"], each["cr"]) for each in answer["contacts"]] == [("Ann Lee", 4)]
    before = desk("show", "Harbour", "--json").json["contacts"]
    assert desk("person", "Harbour", "Bo Ek cr2").lines == ["Harbour net: Nothing changed."]
    assert desk("show", "Harbour", "--json").json["contacts"] == before
    assert desk("person", "Harbour", "cr9").code == 1
    assert desk("person", "Harbour", " ").code == 2


@pytest.mark.parametrize(
    ("question", "value", "stored"),
    [
        ("budget", "yes", "yes"),
        ("BUDGET", "Partly", "partly"),
        ("final decision", "no", "no"),
        ("推动最终拍板", "未知", "unknown"),
        ("推动最后拍板", "未知", "unknown"),
        ("budget", "是", "yes"),
    ],
)
def test_a_question_goes_by_its_id_or_its_words(
    desk: Netloft, question: str, value: str, stored: str
) -> None:
    answer = desk("answer", "Harbour", question, value, "seen it", "--json").json
    given = answer["answer"]
    assert (given["answer"], given["evidence"]) == (stored, "seen it")
    kept = desk("answer", "Harbour", given["id"], stored, "--json").json["answer"]
    assert (kept["answer"], kept["evidence"], kept["former"]) == (stored, "seen it", [])


def test_evidence_stays_with_the_answer_that_it_was_given_for(desk: Netloft) -> None:
    desk("answer", "Harbour", "know the budget", "yes", "seen it")
    other = desk("answer", "Harbour", "budget", "partly", "--json").json["answer"]
    assert (other["answer"], other["evidence"]) == ("partly", "")
    assert [(each["answer"], each["evidence"]) for each in other["former"]] == [("yes", "seen it")]
    back = desk("answer", "Harbour", "BUDGET", "yes", "--json").json["answer"]
    assert (back["answer"], back["evidence"], back["former"]) == ("yes", "seen it", [])


def test_a_question_that_is_none_or_several_is_refused(desk: Netloft) -> None:
    for question, words in (("colour of the sky", "no question"), ("decision chain", "could be")):
        answer = desk("answer", "Harbour", question, "yes")
        assert (answer.code, answer.out) == (1, "")
        assert words in answer.err
    assert desk("answer", "Harbour", "budget", "maybe").err == (
        '"maybe" is not an answer; it is yes, partly, no or unknown\n'
    )


def test_a_task_is_a_row_of_the_plan(desk: Netloft) -> None:
    answer = desk("task", "Harbour", "survey the site; +3d; Bo Ek", "--field", "Product")
    assert answer.lines == ["Harbour net: Product: survey the site; 2026-03-05; Bo Ek"]
    line = answer.lines[0].removeprefix("Harbour net: ")
    again = desk("task", "Harbour", line, "--json").json["row"]
    assert (again["content"], again["start"], again["responsible"]) == (
        *("survey the site", "2026-03-05", "Bo Ek"),
    )
    rows = {row["content"]: row["bone"] for row in room(desk, "plan")}
    assert set(rows) == {"survey the site"}
    before = desk("task", "Harbour", "hand in; D-10", "--json").json["row"]
    assert before["end"] == "2026-12-21"
    unread = desk("task", "Harbour", "Send offer on 2026-12-05 to Bob")
    assert unread.lines == ["Harbour net: Send offer on 2026-12-05 to Bob; -"]
    assert '"2026-12-05" is not read as dates' in unread.err
    assert "not on the team" in desk("task", "Harbour", "ask; ; Nobody Known").err
    assert desk("task", "Harbour", "x", "--field", "sky").code == 1
    assert desk("task", "Harbour", "x; someday").code == 1


def test_a_task_goes_to_the_workstream_that_its_line_begins_with(desk: Netloft) -> None:
    assert desk("task", "Harbour", "Commercial: set our floor; +3d").lines == [
        "Harbour net: Commercial: set our floor; 2026-03-05"
    ]
    desk("task", "Harbour", "商务：定底价")
    desk("task", "Harbour", "Agenda: two items")
    desk("task", "Harbour", "Commercial: as it stands", "--field", "Product")
    rows = {row["content"]: row["bone"] for row in room(desk, "plan")}
    assert rows == {
        "set our floor": "commercial",
        "定底价": "commercial",
        "Agenda: two items": "",
        "Commercial: as it stands": "product",
    }


def test_a_project_ends_for_a_reason_and_opens_again(desk: Netloft) -> None:
    assert desk("end", "Harbour", "lost").err == "a project that is lost needs a reason\n"
    assert desk("end", "Harbour", "finished", "x").code == 1
    answer = desk("end", "Harbour", "lost", "price", "--json").json
    assert (answer["outcome"], answer["status"], answer["end_reason"]) == (
        *("changed", "lost", "price"),
    )
    assert desk("end", "Harbour", "lost", "price").lines == ["Harbour net: Nothing changed."]
    assert desk("end", "Harbour", "open").lines == ["Harbour net: open"]
    assert desk("end", "Harbour", "won").code == 0
    assert desk("show", "Harbour", "--json").json["status"] == "won"


def test_a_project_is_deleted_and_the_log_keeps_who_did_it(desk: Netloft) -> None:
    netloft_id = desk("show", "Harbour", "--json").json["id"]
    assert desk("delete", "Harbour").lines == [f"Harbour net ({netloft_id}) deleted"]
    assert desk("list", "--json", "--filter", "status:any").json == []
    assert "deleted" in desk("log", "Harbour net").out
    assert desk("delete", "Harbour").code == 1


def test_set_changes_all_that_a_filter_lets_through_in_one_step(desk: Netloft) -> None:
    desk("add", "Pier net owner:Lin")
    desk("add", "Quay net owner:Wu")
    answer = desk("set", "--filter", "owner:Lin", "owner=Mo", "Stage=P3")
    assert sorted(answer.lines)[0] == "Harbour net: Owner: Lin -> Mo"
    owners = {each["name"]: each["owner"] for each in desk("list", "--json").json}
    assert owners == {"Harbour net": "Mo", "Pier net": "Mo", "Quay net": "Wu"}
    records = desk("set", "--filter", "net", "owner=Mo", "--json").json
    assert sorted((each["project"]["name"], each["outcome"]) for each in records) == [
        ("Harbour net", "unchanged"),
        ("Pier net", "unchanged"),
        ("Quay net", "changed"),
    ]
    assert [each["changes"] for each in records if each["changes"]] == [
        [{"field": "owner", "from": "Wu", "to": "Mo"}]
    ]


def test_a_filter_changes_all_or_nothing(desk: Netloft) -> None:
    desk("add", "Pier net")
    desk("end", "Pier", "won")
    answer = desk("set", "--filter", "net status:any", "stage=P4")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Pier net: ")
    stages = {each["name"]: each["stage"] for each in desk("list", "--json").json}
    assert stages == {"Harbour net": "P2"}
    unread = desk("set", "--filter", "net status:any", "stage=P9", "amount=lots")
    assert len(unread.err.splitlines()) == 2
    assert desk("end", "--filter", "net", "Pier", "lost", "price").err.endswith(
        "choose either PROJECT or --filter\n"
    )
    assert desk("set", "--filter", "nowhere", "owner=Mo").err == ('no project matches "nowhere"\n')
    assert desk("set", "--filter", "", "owner=Mo").code == 2


def test_touch_task_and_end_take_a_filter_too(desk: Netloft) -> None:
    desk("add", "Harbour crane")
    assert len(desk("touch", "--filter", "harbour", "message: new prices").lines) == 2
    assert len(desk("task", "--filter", "harbour", "send prices; +2d").lines) == 2
    ended = desk("end", "--filter", "harbour", "on_hold", "budget frozen", "--json").json
    assert [each["status"] for each in ended] == ["on_hold", "on_hold"]


@pytest.mark.parametrize("name", ["owner", "OWNER", "Owner", "项目负责人", "负责人"])
def test_a_field_goes_by_its_id_and_every_name_shown(desk: Netloft, name: str) -> None:
    assert desk("set", "Harbour", f"{name}=Mo").lines == ["Owner: Lin -> Mo"]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_set_takes_every_name_of_a_field_that_is_shown(netloft: Netloft, lang: str) -> None:
    netloft("--lang", lang, "add", "Net")
    for field in settable_fields():
        use_language(lang)
        names = {field_name(field), change_name(field)}
        for name in names:
            answer = netloft("--lang", lang, "set", "Net", f"{name}=~~", "--json")
            assert (answer.code, name) in ((0, name), (1, name)), answer.err


def test_set_help_lists_the_fields_in_both_languages(netloft: Netloft) -> None:
    english, chinese = netloft("set", "-h").out, netloft("--lang", "zh", "set", "-h").out
    for field, name in (("signs", "预签时间"), ("next_on", "下一步日期"), ("owner", "项目负责人")):
        assert f"  {field} " in english
        assert name in chinese


def test_a_misspelled_field_is_wrong_usage_that_names_the_right_one(desk: Netloft) -> None:
    answer = desk("set", "Harbour", "ownr=Mo")
    assert answer.code == 2
    assert answer.err.endswith("; did you mean owner?\n")


def test_words_without_quotes_are_wrong_usage(desk: Netloft) -> None:
    answer = desk("touch", "Harbour", "net", "visit Ann")
    assert answer.code == 2
    assert answer.err.endswith(
        'unexpected argument "visit Ann"; put a line with spaces in quotes\n'
    )


def test_a_part_of_a_name_finds_a_project_and_several_are_listed(desk: Netloft) -> None:
    assert desk("show", "BOUR", "--json").json["name"] == "Harbour net"
    desk("add", "Harbour")
    assert desk("show", "Harbour", "--json").json["name"] == "Harbour"
    answer = desk("delete", "harb")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith('"harb" could be Harbour net (')
    assert "did you mean Harbour net (" in desk("show", "Harbor net").err


def test_of_two_projects_of_a_name_the_customer_says_which(desk: Netloft) -> None:
    desk("add", "Harbour net @Fabrikam")
    answer = desk("show", "harbour net")
    assert "Harbour net (@Northwind, Lin" in answer.err
    assert "Harbour net (@Fabrikam" in answer.err
    assert desk("show", "Harbour net @fabri", "--json").json["customer"] == "Fabrikam"
    assert desk("merge", "Harbour net ＠Fabrikam", "harbour net@northwind").code == 0


def test_a_refusal_writes_nothing(desk: Netloft, tmp_path: Path) -> None:
    before = (tmp_path / "book" / "netloft.json").read_bytes()
    calls = (
        ("touch", "Harbour", "visit -> call"),
        ("task", "Harbour", " "),
        ("end", "Harbour"),
        ("end", "Harbour", "lost"),
        ("person", "Harbour", "cr9"),
        ("answer", "Harbour", "budget", "perhaps"),
    )
    for call in calls:
        assert desk(*call).code in (1, 2)
    assert (tmp_path / "book" / "netloft.json").read_bytes() == before
