"""list, triage and show: what is chosen, in which order, and in which form it is printed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from store.store import Store
from tests.store import commit
from tests.tui.conftest import Netloft

KEYS = (
    *("id", "name", "customer", "owner", "product", "status", "stage", "completion"),
    *("amount", "signing", "contacts", "next_action", "severity", "flags"),
)


@pytest.fixture
def book(netloft: Netloft) -> Netloft:
    """Store three projects: one red, one calm, one lost."""
    netloft("add", "北辰调度网扩容", "--customer", "北辰电力", "--owner", "林", "--stage", "P4",
            "--amount", "64万", "--signs", "2026-03-14")  # fmt: skip
    netloft("add", "Acme [/] Co [bold", "--owner", "Wu", "--amount", "80-150k", "--signs", "2027")
    netloft("add", "Old net")
    netloft("set", "Old net", "status=lost")
    netloft("set", "Acme [/] Co [bold", "next=call them 2026-03-09")
    return netloft


def test_an_empty_store_is_an_empty_pipeline_and_is_not_made(netloft: Netloft) -> None:
    answer = netloft("list")
    assert (answer.code, answer.out) == (0, "0 projects; needs attention: 0\n")
    assert netloft("list", "--json").json == []
    assert netloft("check").code == 1  # so there is still no store


def test_where_there_is_no_store_a_word_of_warning_is_said(
    netloft: Netloft, tmp_path: Path
) -> None:
    file = tmp_path / "netlfot.json"
    warning = f"{file}: there is no store here yet"
    for command in (["list"], ["list", "--json"], ["triage"], ["show", "x"]):
        answer = netloft("--store", file, *command)
        assert answer.err.splitlines()[0] == warning
        assert answer.code == (command[0] == "show")
    netloft("--store", file, "add", "Net")
    assert netloft("--store", file, "list").err == ""


def test_list_shows_open_projects_worst_first(book: Netloft) -> None:
    answer = book("list")
    assert answer.code == 0
    assert [line[:1] for line in answer.lines] == [" ", "!", " ", "", "2"]
    assert "Old net" not in answer.out
    assert "people behind stage, too little time, checks open, no next action" in answer.lines[1]
    assert "Acme [/] Co [bold" in answer.lines[2]


def test_what_ended_shows_its_stage_and_how(book: Netloft) -> None:
    book("set", "北辰调度网扩容", "status=lost")
    assert " P4 lost " in book("list", "--filter", "status:ended").out
    assert " P4 丢单 " in book("--lang", "zh_CN", "list", "--filter", "status:ended").out


def test_piped_columns_line_up_in_cells(book: Netloft) -> None:
    """Wide characters count twice, so the owner begins at the same cell in every row."""
    header, wide, narrow, *_rest = book("list").lines
    at = header.index("Owner")
    assert wide.encode("gb18030")[at : at + 2].decode("gb18030") == "林"
    assert narrow[at : at + 2] == "Wu"
    assert "\x1b" not in wide


def test_the_filter_of_the_app_chooses(book: Netloft) -> None:
    assert [
        project["owner"] for project in book("list", "--json", "--filter", "owner:林").json
    ] == ["林"]
    assert [
        project["name"] for project in book("list", "--json", "--filter", "status:lost").json
    ] == ["Old net"]
    assert len(book("list", "--json", "--filter", "bcdd").json) == 1
    assert len(book("list", "--json", "--filter", "status:any").json) == 3


def test_a_filter_that_cannot_be_read_is_refused(book: Netloft) -> None:
    answer = book("list", "--filter", "stage>=P9")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == '"P9" in "stage>=P9" is not a stage\n'


def test_json_has_the_contract_s_keys_first_and_in_order(book: Netloft) -> None:
    record = book("list", "--json").json[0]
    assert tuple(record)[: len(KEYS)] == KEYS
    assert record["amount"] == {"low": 640000, "high": 640000, "currency": "CNY", "text": "64万"}
    assert record["signing"] == {
        "earliest": "2026-03-14",
        "latest": "2026-03-14",
        "precision": "day",
        "text": "2026-03-14",
    }
    assert (record["completion"], record["severity"], record["days_left"]) == (0.5, "red", 12)
    assert [tuple(flag) for flag in record["flags"]] == [("rule", "severity", "reason", "next")] * 4


def test_json_of_what_is_not_known_is_null(book: Netloft) -> None:
    record = book("show", "Old net", "--json").json
    assert {key for key, value in record.items() if value is None} == {
        *("product", "amount", "signing", "next_action", "severity", "days_left", "end_reason"),
    }
    assert record["status"] == "lost"


def test_the_next_action_and_reasons_in_json(book: Netloft) -> None:
    calm = book("list", "--json").json[1]
    assert calm["next_action"] == {"text": "call them", "on": "2026-03-09"}
    reason = book("--lang", "zh_CN", "list", "--json").json[0]["flags"][1]["reason"]
    assert "12 天" in reason


def test_csv_holds_every_column_and_the_flags(book: Netloft) -> None:
    rows = list(csv.DictReader(io.StringIO(book("list", "--csv").out)))
    assert [row["Project"] for row in rows] == ["北辰调度网扩容", "Acme [/] Co [bold"]
    assert rows[0]["Flags"] == "cr-stage date-stage checks no-next"
    assert rows[0]["Severity"] == "red"
    assert len(rows[0]["Id"]) == 26


def test_triage_shows_only_what_needs_attention_with_reasons(book: Netloft) -> None:
    answer = book("triage")
    assert answer.lines[0].startswith("! 北辰调度网扩容")
    assert "(too little time)" in answer.out
    assert "Acme" not in answer.out
    assert [project["name"] for project in book("triage", "--json").json] == ["北辰调度网扩容"]


def test_triage_of_a_calm_pipeline_says_so(netloft: Netloft) -> None:
    assert netloft("triage").lines[0] == "Nothing needs attention."
    assert netloft("--lang", "zh_CN", "triage").lines[0] == "没有需要关注的项目。"


def test_show_finds_by_id_prefix_and_exact_name(book: Netloft) -> None:
    record = book("show", "Old net", "--json").json
    by_id = book("show", record["id"].lower(), "--json").json
    by_prefix = book("show", record["id"][:-1], "--json").json
    assert record["id"] == by_id["id"] == by_prefix["id"]


def test_show_refuses_what_is_unknown_or_ambiguous_with_candidates(book: Netloft) -> None:
    assert book("show", "nothing").err == 'there is no project "nothing"\n'
    assert "did you mean Old net (" in book("show", "old n").err
    ambiguous = book("show", "01")
    assert ambiguous.code == 1
    assert all(name in ambiguous.err for name in ("Old net", "北辰调度网扩容", "Acme [/]"))
    assert book("show", "").code == 1


def test_two_projects_of_one_name_are_told_apart_by_id(book: Netloft) -> None:
    book("add", "Old net")
    answer = book("show", "Old net")
    assert (answer.code, answer.err.count("Old net (01")) == (1, 2)


def test_the_card_says_everything(book: Netloft) -> None:
    card = book("show", "北辰调度网扩容").out
    for text in ("北辰电力", "林", "P4", "64", "2026-03-14", "12d", "(people behind stage)", "->"):
        assert text in card
    assert "项目负责人" not in card
    assert "预签金额" in book("--lang", "zh_CN", "show", "北辰调度网扩容").out


def test_flags_go_by_their_names_in_the_language_spoken(book: Netloft) -> None:
    name = "北辰调度网扩容"
    for command in (["list"], ["triage"], ["show", name]):
        output = book("--lang", "zh_CN", *command).out
        assert "关系不够" in output
        assert "cr-stage" not in output
    assert name in book("list", "--filter", "flag:关系").out
    assert name in book("list", "--filter", 'flag:"no next"').out


def test_the_card_says_what_the_next_stage_takes(book: Netloft) -> None:
    card = book("show", "北辰调度网扩容").out
    for text in ("P5 Commitment: ", "The contract has passed", "Says whom it prefers"):
        assert text in card
    assert "合同审批" in book("--lang", "zh_CN", "show", "北辰调度网扩容").out
    book("set", "北辰调度网扩容", "status=on hold")
    assert "P5 Commitment" not in book("show", "北辰调度网扩容").out


def test_control_characters_in_names_are_made_harmless(netloft: Netloft) -> None:
    netloft("add", "evil\x1b[31m\u202ename", "--stage", "P3")
    for answer in (netloft("list"), netloft("triage"), netloft("show", "evil\x1b[31m\u202ename")):
        assert answer.code == 0
        assert "evil" in answer.out
        assert "\x1b" not in answer.out
        assert "\u202e" not in answer.out


def test_what_opening_the_store_found_is_said_beside_the_answer(
    netloft: Netloft, tmp_path: Path
) -> None:
    netloft("add", "one")
    path = tmp_path / "book" / "netloft.json"
    store = Store.open(path)
    commit(store, store.book, store.book.without(*store.book.projects), "delete", "me")
    with path.with_name("netloft.json.journal").open("ab") as journal:
        journal.write(b"{")
    answer = netloft("list", "--json")
    assert (answer.code, answer.json) == (0, [])
    assert "line 2" in answer.err
    assert netloft("list").err == ""


def test_chinese_is_joined_by_chinese_marks(book: Netloft, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("姓名,职务,部门,CR\n何总,局长,总部,2\n", encoding="utf-8")
    book("import", people, "--project", "北辰调度网扩容")
    shown = book("--lang", "zh", "show", "北辰调度网扩容").out
    assert "何总，局长，总部，CR2" in shown
    assert ", " not in shown
    assert ": " not in shown
    assert " (" not in shown
