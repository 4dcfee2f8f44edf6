"""plan, and the plan as a table from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Netloft
from wording import use_language

TABLE = """项目分解,内容,起止时间,负责人,监控点,监控时间,状态
客户关系,拜访何总,2026-02-09..2026-02-13,林,何总态度,2026-02-14,进行中
自己的,准备样机 [/],D-10,,,,
"""


@pytest.fixture
def known(netloft: Netloft, tmp_path: Path) -> Netloft:
    """Return a command line that knows a project with two rows of plan."""
    netloft("add", "甲", "--stage", "P3", "--signs", "2030-03-14")
    table = tmp_path / "plan.csv"
    table.write_text(TABLE, encoding="utf-8")
    answer = netloft("import", table, "--plan", "甲")
    assert (answer.code, answer.lines[-1]) == (0, "added 2")
    return netloft


def test_the_plan_is_printed_by_field(known: Netloft) -> None:
    lines = known("--as-of", "2026-03-02", "plan", "甲").lines
    assert lines[0] == "甲: 2 tasks"
    assert lines[2] == "Customer relations"
    assert lines[3] == "~ 2.1  拜访何总  2026-02-09..2026-02-13  林  17d late"
    assert lines[4] == "    ~ checkpoint 何总态度  2026-02-14  not reviewed"
    assert lines[-1] == "  7.1  准备样机 [/]  2030-03-04  open"


def test_it_speaks_chinese_and_says_when_there_is_none(known: Netloft) -> None:
    assert "客户关系" in known("--lang", "zh_CN", "plan", "甲").out
    use_language("en")
    known("add", "乙")
    assert known("plan", "乙").lines == ["乙: the plan is empty"]


def test_json_has_every_field_and_how_rows_stand(known: Netloft) -> None:
    record = known("--as-of", "2026-03-02", "plan", "甲", "--json").json
    assert [field["id"] for field in record["fields"]] == ["customer", "自己的"]
    row = record["fields"][0]["rows"][0]
    assert (row["standing"], row["state"], row["days_late"]) == ("late", "doing", 17)
    assert row["checkpoints"][0]["result"] == ""
    shown = known("show", "甲", "--json").json
    assert [shown_row["content"] for shown_row in shown["plan"]] == ["拜访何总", "准备样机 [/]"]
    assert (shown["goals"], shown["team"]) == ([], [])
    assert shown["form"]["plan_start"] is None


def test_a_late_plan_needs_attention(known: Netloft) -> None:
    known("set", "甲", "signs=2030-03-14")
    out = known("--as-of", "2026-03-02", "triage").out
    assert "Plan 17 days late, 2 tasks: 拜访何总 (plan late)" in out


def test_a_workbook_goes_out_and_comes_in_unchanged(known: Netloft, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert known("export", out, "--plan", "甲").lines == [f"Wrote 2 tasks to {out}"]
    assert known("import", out, "--plan", "甲").lines[-1] == "unchanged 2"
    both = known("import", out, "--plan", "甲", "--project", "甲")
    assert both.code == 2


FORM = """项目,甲,计划开始,2026-02-01,负责人,周
项目分解,内容,起止时间,记录号
渠道,寄样机,D-10,1
产品,'=1+1,,1

填表人：林,,2026-02-01,
"""


def test_a_form_tells_what_it_set_and_what_is_new(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "甲", "--stage", "P3", "--signs", "2030-03-14")
    form = tmp_path / "form.csv"
    form.write_text(FORM, encoding="utf-8")
    answer = netloft("import", form, "--plan", "甲")
    assert answer.code == 0
    lines = answer.lines
    assert lines.pop(-2).startswith("The store as it was before: ")
    assert lines == [
        f"{form}, row 1: changed, 甲, plan begins - -> 2026-02-01; leader - -> 周",
        f'{form}, row 3: added, 寄样机, "渠道" is a new workstream',
        f"{form}, row 4: added, =1+1, another row has its record number, so it is added as new",
        f"{form}, row 6: skipped, a note, 填表人：林 2026-02-01",
        "added 2, changed 1, skipped 1",
    ]
    assert netloft("plan", "甲").lines[0] == "甲: 2 tasks  opened 2026-02-01  leader 周"
    netloft("add", "乙")
    answer = netloft("--lang", "zh_CN", "import", form, "--plan", "乙", "--keep-going")
    assert "这张表属于“甲”，其立项时间和项目组长未采用" in answer.lines[0]


def test_a_long_text_and_a_sum_come_back_from_the_shell(known: Netloft, tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    table.write_text(f"内容,目标\n'=SUM(A1),{'长' * 40_000}\n", encoding="utf-8")
    assert known("import", table, "--plan", "甲").lines[-1] == "added 1"
    for name in ("out.xlsx", "out.csv", "out.tsv"):
        out = tmp_path / name
        known("export", out, "--plan", "甲")
        assert known("import", out, "--plan", "甲").lines[-1] == "unchanged 3"
    assert "\n3,-,'=SUM(A1),长" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    (row,) = known("show", "甲", "--json").json["plan"][2:]
    assert (row["content"], len(row["aim"])) == ("=SUM(A1)", 40_000)


def test_the_list_as_csv_computes_nothing(netloft: Netloft) -> None:
    netloft("add", "=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in netloft("list", "--csv").out
