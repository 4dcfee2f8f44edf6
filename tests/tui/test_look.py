"""The commands that look: what is chosen, in which order, and in which form it is printed."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deals.book_change import BookChange
from deals.edits.planning import answer
from deals.glances import make_glance
from deals.model import Book, NextAction, Stamp, Touch
from store.store import Store
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.readings import LATER
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
    assert (
        "people behind stage, too little time, no coach, questions open, no/late next step"
        in answer.lines[1]
    )
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
    assert [tuple(flag) for flag in record["flags"]] == [("rule", "severity", "reason", "next")] * 5


def test_json_of_what_is_not_known_is_null(book: Netloft) -> None:
    record = book("show", "Old net", "--json").json
    assert {key for key, value in record.items() if value is None} == {
        *("product", "amount", "signing", "next_action", "severity", "days_left", "end_reason"),
        "tender",
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
    assert rows[0]["Flags"] == "cr-stage date-stage no-coach checks no-next"
    assert rows[0]["Severity"] == "red"
    assert len(rows[0]["Id"]) == 26
    assert book("list", "--csv", "--bom").out.startswith("\ufeffId,Project")
    chinese = ("--lang", "zh_CN", "list", "--csv")
    assert book(*chinese).out.startswith("\ufeff")
    assert not book(*chinese, "--no-bom").out.startswith("\ufeff")
    assert book("--lang", "zh_CN", "list", "--csv").out.startswith("\ufeff编号,项目名称")


def test_triage_shows_only_what_needs_attention_with_reasons(book: Netloft) -> None:
    answer = book("triage")
    assert answer.lines[0].startswith("! 北辰调度网扩容")
    assert "(too little time)" in answer.out
    assert "Acme" not in answer.out
    assert [project["name"] for project in book("triage", "--json").json] == ["北辰调度网扩容"]
    assert book("triage", "--json", "--filter", "-调度").json == []


def test_triage_of_a_few_begins_with_the_most_money(netloft: Netloft) -> None:
    for name, stage, money in (("little", "P2", "10k"), ("none", "P2", ""), ("much", "P2", "90k")):
        given = ["--amount", money] if money else []
        netloft("add", name, "--stage", stage, "--signs", "2026-03-03", *given)
    answer = netloft("triage", "--limit", "2", "--json")
    assert [each["name"] for each in answer.json] == ["much", "little"]
    assert answer.err == "2 of 3 that need attention, those of most money first\n"
    every = netloft("triage", "--limit", "9", "--json").json
    assert [each["name"] for each in every] == ["much", "little", "none"]
    assert netloft("triage", "--limit", "0").code == 2


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
    assert "did you mean Old net (" in book("show", "odl net").err
    assert book("show", "old n") == book("show", "Old net")
    ambiguous = book("show", "01")
    assert ambiguous.code == 1
    assert all(name in ambiguous.err for name in ("Old net", "北辰调度网扩容", "Acme [/]"))
    assert book("show", "").code == 1


def test_two_projects_of_one_name_are_told_apart_by_id(book: Netloft) -> None:
    book("add", "Old net")
    answer = book("show", "Old net")
    assert (answer.code, answer.err.count("Old net (tester, 01")) == (1, 2)


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
    for text in ("P5 Commitment: ", "The contract has passed", "Names its preferred supplier"):
        assert text in card
    assert "合同审批" in book("--lang", "zh_CN", "show", "北辰调度网扩容").out
    book("set", "北辰调度网扩容", "status=on hold")
    assert "P5 Commitment" not in book("show", "北辰调度网扩容").out


def test_control_characters_in_names_are_made_harmless(netloft: Netloft) -> None:
    netloft("add", "evil\x1b[31m\u202ename", "--stage", "P3")
    for came in (netloft("list"), netloft("triage"), netloft("show", "evil\x1b[31m\u202ename")):
        assert came.code == 0
        assert "evil" in came.out
        assert "\x1b" not in came.out
        assert "\u202e" not in came.out


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


def made(netloft: Netloft, folder: Path, stamp: Stamp = LATER) -> str:
    """A project with two answers; its id."""
    key = netloft("add", "北辰扩容", "--stage", "P1").out.strip()
    store = Store.open(folder / "book" / "netloft.json")
    project = answer(store.book.projects[key], "channels", "partly", stamp, "老郭")
    project = answer(project, "dropped-one", "no", stamp)
    commit(store, store.book, store.book.with_projects(project), "answer", "林")
    store.close()
    return key


def test_questions_are_printed_by_section(netloft: Netloft, tmp_path: Path) -> None:
    made(netloft, tmp_path)
    printed = netloft("questions", "北辰扩容")
    assert (printed.code, printed.err) == (0, "")
    assert printed.lines[0] == "answered well 1%, 36 in all, 35 unknown, 2 due"
    assert "Customer 8%, 5 unknown" in printed.lines
    assert any(line.startswith("  partly    ") and "(by P1)" in line for line in printed.lines)
    assert any(line.strip() == "老郭" for line in printed.lines)
    assert "dropped-one" in printed.lines[-1]
    assert any("(due by P1)" in line for line in printed.lines)
    assert "客户" in netloft("--lang", "zh_CN", "questions", "北辰扩容").out


def test_questions_for_programs(netloft: Netloft, tmp_path: Path) -> None:
    made(netloft, tmp_path)
    found = netloft("questions", "北辰扩容", "--json").json
    assert (found["score"], found["unknown"], found["due"]) == (0.0139, 35, 2)
    first = found["sections"][1]["questions"][0]
    assert (first["id"], first["answer"], first["evidence"]) == ("channels", "partly", "老郭")
    assert (first["due"], first["old"], first["by_stage"]) == (True, False, "P1")
    assert [question["id"] for question in found["no_longer_asked"]] == ["dropped-one"]
    assert netloft("show", "北辰扩容", "--json").json["checks"] == found


def test_strategies_former_evidence_and_missing_measures_are_printed(
    netloft: Netloft, tmp_path: Path
) -> None:
    made(netloft, tmp_path)
    changed = netloft("answer", "北辰扩容", "channels", "yes")
    assert "formerly partly: 老郭" in changed.out
    bare = netloft("answer", "北辰扩容", "turned", "yes")
    assert "without measures it does not count" in bare.out
    printed = netloft("questions", "北辰扩容").out
    assert "no strategy written" in printed
    assert "formerly partly: 老郭" in printed
    assert "without measures it does not count" in printed
    found = netloft("questions", "北辰扩容", "--json").json
    assert found["sections"][0]["strategy"] is None
    shown = netloft("show", "北辰扩容", "--json").json
    assert set(shown["outlook"]) == {"project", "customer", "market", "resources", "policy"}


def test_a_project_that_never_was_is_refused(netloft: Netloft) -> None:
    assert netloft("questions", "nowhere").code == 1


def test_the_former_name_is_obeyed_and_not_shown(netloft: Netloft, tmp_path: Path) -> None:
    made(netloft, tmp_path)
    for more in ([], ["--json"]):
        assert netloft("checks", "北辰扩容", *more) == netloft("questions", "北辰扩容", *more)
    listed = [line.split()[0] for line in netloft("--help").lines if line.startswith("  ")]
    assert "questions" in listed
    assert "checks" not in listed


def stored(tmp_path: Path) -> None:
    """Store a project with 何总, due and generously treated, and 秦总, who was never met."""
    follow_up = NextAction(text="ask [/] 预算", on=date(2026, 2, 20))
    people = [
        contact("何总", 3, id="he", title="GM", follow_up=follow_up),
        contact("秦总", id="qin", role="approves", level="high"),
    ]
    spent = [("a", "gift", 280, "CNY"), ("b", "dinner", 1900, "CNY"), ("c", "gift", 40, "USD")]
    touches = [
        Touch(id=key, on=date(2026, 2, 1), contacts=("he",), how=how, worth=worth, currency=code)
        for key, how, worth, code in spent
    ]
    long_ago = "2025-01-01T00:00:00Z"
    account = project(customer="北辰", contacts=people, touches=touches, created_at=long_ago)
    store = Store.open(tmp_path / "book" / "netloft.json")
    commit(store, store.book, Book().with_projects(account), "add", "林")
    store.close()


def test_nobody_is_due_on_an_empty_book(netloft: Netloft) -> None:
    answer = netloft("followups")
    assert (answer.code, answer.out) == (0, "No follow-ups due.\n")
    assert netloft("followups", "--json").json == []


def test_follow_ups_stand_before_those_missed(netloft: Netloft, tmp_path: Path) -> None:
    stored(tmp_path)
    header, he, qin = netloft("followups").lines
    assert header.split()[:3] == ["Due", "Late", "Person"]
    assert qin.startswith("~  2025-02-15  380d  秦总") and "no touch 425d" in qin
    assert he.startswith("!  2026-02-20   10d  何总") and he.endswith("ask [/] 预算")
    zh = netloft("--lang", "zh_CN", "followups").out
    assert "425 天未接触" in zh and "跟进内容" in zh


def test_who_is_due_for_programs(netloft: Netloft, tmp_path: Path) -> None:
    stored(tmp_path)
    he, qin = netloft("followups", "--json").json
    assert (qin["name"], qin["what"], qin["quiet"], qin["late"]) == ("秦总", None, 425, 380)
    assert (he["on"], he["late"], he["what"]) == ("2026-02-20", 10, "ask [/] 预算")
    assert (he["customer"], he["project"], he["cr"]) == ("北辰", "北辰扩容", 3)
    assert he["last_touch"] == "2026-02-01"


def test_the_log_sums_what_was_given(netloft: Netloft, tmp_path: Path) -> None:
    stored(tmp_path)
    answer = netloft("log", "北辰扩容")
    assert "touch: gift, CNY 280 (何总)" in answer.out
    assert answer.lines[-1] == (
        "  ! 2026 何总: CNY 2,180, USD 40 (3 times), over the limit of CNY 2,000"
    )
    *_entries, given = netloft("log", "北辰扩容", "--json").json
    assert given["kind"] == "given"
    assert (given["sums"], given["over"]) == ({"CNY": 2180, "USD": 40}, True)
    touches = [entry for entry in _entries if entry["kind"] == "touch"]
    cases = {touch["id"]: [each["case"] for each in touch["over"]] for touch in touches}
    assert cases == {"a": ["year"], "b": ["occasion", "year"], "c": ["currency"]}


def touched(netloft: Netloft) -> str:
    """Return a project that was moved twice; its id."""
    key = netloft("add", "北辰扩容", "--amount", "50万", "--stage", "P1").out.strip()
    assert netloft("set", key, "amount=64万", "stage=P2").code == 0
    return key


def test_the_log_tells_who_moved_what_newest_first(netloft: Netloft) -> None:
    answer = netloft("log", touched(netloft))
    assert (answer.code, answer.err) == (0, "")
    stage, amount, added = answer.lines
    assert "stage: P1 -> P2" in stage
    assert "amount: 500k -> 640k" in amount
    assert added.endswith("added")
    assert all(line.startswith("2026-03-02 ") for line in answer.lines)


def test_the_log_for_programs(netloft: Netloft) -> None:
    key = touched(netloft)
    stage, amount, added = netloft("log", "北辰扩容", "--json").json
    assert (stage["kind"], stage["field"], stage["old"], stage["new"]) == (
        *("change", "stage", "P1", "P2"),
    )
    assert (amount["field"], amount["old"], amount["new"]) == ("amount", "50万", "64万")
    assert stage["by"] and stage["at"].endswith("+00:00")
    assert added["kind"] == "added"
    assert netloft("log", key[:12], "--json").json == [stage, amount, added]


def test_of_a_deleted_project_it_tells_who_deleted_it(netloft: Netloft, tmp_path: Path) -> None:
    key = touched(netloft)
    store = Store.open(tmp_path / "book" / "netloft.json", author="周")
    commit(store, store.book, Book(), "delete")
    store.close()
    for wanted in (key, "北辰扩容"):
        answer = netloft("log", wanted)
        assert answer.code == 0
        (line,) = answer.lines
        assert f"周  北辰扩容 ({key}) deleted" in line
    (record,) = netloft("log", key, "--json").json
    assert (record["kind"], record["by"], record["name"]) == ("deleted", "周", "北辰扩容")


def test_the_log_of_a_project_that_never_was_is_refused(netloft: Netloft) -> None:
    answer = netloft("log", "nowhere")
    assert (answer.code, answer.out) == (1, "")
    assert "nowhere" in answer.err


@pytest.mark.parametrize("command", [["triage"], ["list"], ["list", "--json"]])
def test_a_word_of_a_filter_that_no_project_has_is_told(
    netloft: Netloft, command: list[str]
) -> None:
    netloft("add", "Dispatch net P2")
    answer = netloft(*command, "--filter", "xyzzy status:open")
    assert answer.code == 0
    assert answer.err == "no project matches xyzzy\n"


def test_show_says_how_far_off_the_tender_day_is(netloft: Netloft) -> None:
    netloft("add", "Dispatch net", "--stage", "P3")
    netloft("--as-of", "2026-03-02", "set", "Dispatch net", "tender=2026-03-12")
    for lang, day, text in (
        ("en", "2026-03-02", "2026-03-12 (10 days left)"),
        ("zh_CN", "2026-03-13", "2026-03-12（1 天前）"),
    ):
        assert text in netloft("--lang", lang, "--as-of", day, "show", "Dispatch net").out


def test_key_projects_are_listed_by_owner_with_candidates(netloft: Netloft) -> None:
    netloft("add", "Harbour net @Acme owner:Lin P3 300k 2026-04-30")
    netloft("add", "Metro ring @Acme owner:Lin P4 200k 2026-04-30")
    netloft("add", "Airport @Acme owner:Lin P1 9M 2026-04-30")
    netloft("touch", "Airport", "call: they asked for a price")
    netloft("set", "Metro", "key=yes", "key_strategy=by the pilot")
    lines = netloft("key-projects", "--owner", "lin").lines
    assert ["by the pilot" in lines[1], "+" in lines[2], "only telephoned" in lines[3]] == [
        True
    ] * 3
    assert "* Metro" in netloft("list", "--filter", "is:key").out
    sheet = netloft("key-projects", "--csv").lines
    assert sheet[0] == "Key project,Owner,Project,Amount,Stage,Close date,Why,Id"
    assert any(row.startswith("*,") and ",by the pilot," in row for row in sheet)
    assert netloft("key-projects", "--csv", "--json").code == 2
    records = netloft("--as-of", "2026-03-02", "key-projects", "--json").json
    assert [(each["kind"], each["project"]["name"]) for each in records] == [
        ("starred", "Metro ring"),
        ("proposed", "Harbour net"),
        ("unmet", "Airport"),
    ]
    assert records[1]["reason"].startswith("number 2 of Lin, closes in 59 days, P3")
    (line,) = netloft("key-projects", "--owner", "Wu").lines
    assert line.startswith("No key projects of Wu")


def test_what_a_summary_lacks_is_not_said_to_be_none(netloft: Netloft, tmp_path: Path) -> None:
    made(netloft, tmp_path)
    with closing(Store.open(tmp_path / "book" / "netloft.json")) as store:
        summaries = [make_glance(each, DEFAULT, TODAY) for each in store.book.projects.values()]
        change = BookChange.between(store.book, store.book.with_projects(*summaries))
        store.commit(replace(change, pulled=True), "sync")
    (listed,), shown = netloft("list", "--json").json, netloft("show", "北辰扩容", "--json").json
    assert listed["glance"] == shown["glance"] == TODAY.isoformat()
    assert (listed["contacts"], listed["notes"]) == (None, None)
    lacking = ("checks", "market", "plan", "goals", "review", "contacts", "notes")
    assert {shown[name] for name in lacking} == {None}
    assert "touches and plan are not here" in netloft("log", "北辰扩容").lines[-1]
    assert netloft("questions", "北辰扩容").code == 1
