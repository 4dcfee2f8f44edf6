"""import and export: told row by row, written all or nothing, and the same after a round trip."""

from __future__ import annotations

from json import loads
from pathlib import Path

import pytest

from deals.errors import UserError
from deals.model import Book
from store.store import Store
from tests.tui.conftest import Netloft

TABLE = """项目统计一览表
项目名称,客户公司,项目负责人,项目状态,预签金额(万元),预签时间,客户名单,客户关系程度,备注
北辰调度网扩容,北辰电力,林,P4,64,2026-03-14,何总、李工,"2、2",x
远山机房改造,远山医院,周,{stage},35,2026-01-30,,,
合计,,,,99
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path / "pipeline.csv")


def written(path: Path, stage: str = "P2") -> Path:
    path.write_text(TABLE.format(stage=stage), encoding="utf-8")
    return path


def names(netloft: Netloft) -> list[str]:
    return [project["name"] for project in netloft("list", "--json").json]


def test_an_import_tells_each_row_and_writes(netloft: Netloft, table: Path) -> None:
    answer = netloft("import", table)
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [
        f"{table}, row 1: skipped, a title, 项目统计一览表",
        f"{table}, row 3: added, 北辰调度网扩容",
        f"{table}, row 4: added, 远山机房改造",
        f"{table}, row 5: skipped, a total, 合计",
        "added 2, skipped 2",
    ]
    assert sorted(names(netloft)) == ["北辰调度网扩容", "远山机房改造"]
    contacts = netloft("show", "北辰调度网扩容", "--json").json["contacts"]
    assert [(contact["name"], contact["cr"]) for contact in contacts] == [("何总", 2), ("李工", 2)]


def test_the_same_file_again_changes_nothing(netloft: Netloft, table: Path) -> None:
    netloft("import", table)
    before = netloft("list", "--json").out
    answer = netloft("import", table)
    assert answer.lines[-1] == "unchanged 2, skipped 2"
    assert netloft("list", "--json").out == before


def test_who_brings_a_table_does_not_become_the_owner(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Project,State\nNet,P3\n")
    netloft("import", path)
    assert netloft("show", "Net", "--json").json["owner"] == ""


def test_an_outcome_is_told_by_its_name(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("项目名称,项目状态,项目结果\n网,P3,进行中\n")
    netloft("import", path)
    path.write_text("项目名称,项目状态,项目结果\n网,P3,丢单\n")
    assert "项目结果 进行中 → 丢单" in netloft("--lang", "zh_CN", "import", path).out


def test_a_changed_file_says_what_changed(netloft: Netloft, table: Path) -> None:
    netloft("import", table)
    table.write_text(table.read_text("utf-8").replace("P4,64", "P5,70"), encoding="utf-8")
    answer = netloft("--lang", "zh_CN", "import", table)
    assert (
        f"{table}，第3行：更新，北辰调度网扩容，项目状态 P4 → P5；预签金额 64万 → 70万"
        in answer.out
    )


def test_a_dry_run_writes_nothing(netloft: Netloft, table: Path) -> None:
    answer = netloft("import", "--dry-run", table)
    assert (answer.code, answer.lines[-1]) == (0, "Nothing was written: this was a dry run.")
    assert answer.lines[-2].startswith("would be added ")
    assert ": added" not in answer.out
    assert names(netloft) == []


def test_what_could_not_be_stored_is_not_told_as_taken(
    netloft: Netloft, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, *_change: object) -> Book:
        raise UserError("store-unwritable", file="netloft.json", why="ENOSPC")

    monkeypatch.setattr(Store, "commit", full)
    answer = netloft("import", table)
    assert (answer.code, answer.out) == (1, "")
    assert "netloft.json" in answer.err


def test_what_is_refused_names_its_cell_and_nothing_is_written(
    netloft: Netloft, tmp_path: Path
) -> None:
    table = written(tmp_path / "pipeline.csv", stage="P2-P3")
    answer = netloft("import", table)
    assert answer.code == 1
    assert answer.err.splitlines() == [
        f'{table}, row 4, column 项目状态, D4: "P2-P3" is not a stage; '
        "it is one of P0 Prospecting, P1 Need confirmed, P2 Pursuit approved, "
        "P3 Mid-level secured, P4 Executive access, P5 Commitment, P6 Signed, P7 Delivered",
        "Nothing was written; with --keep-going the valid rows are imported.",
    ]
    assert f"{table}, row 4: refused, 远山机房改造" in answer.lines
    assert names(netloft) == []


def test_keep_going_takes_the_good_rows_and_still_says_1(netloft: Netloft, tmp_path: Path) -> None:
    table = written(tmp_path / "pipeline.csv", stage="P9")
    answer = netloft("import", "--keep-going", table, tmp_path / "none.xlsx")
    assert answer.code == 1
    wrong, missing = answer.err.splitlines()
    assert wrong.startswith(f"{table}, row ")
    assert missing == f"{tmp_path / 'none.xlsx'}: there is no such file"
    assert names(netloft) == ["北辰调度网扩容"]


def test_an_import_is_told_as_json(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "crm.csv"
    path.write_text(
        "Project,State,Amount,Ref\nAlpha,Sent,100k,1\nBeta,Won it,9k,2\n\nTotal,,,\n",
        encoding="utf-8",
    )
    refused = netloft("import", path, "--json")
    assert (refused.code, loads(refused.out)["unmapped_stages"]) == (1, ["Sent", "Won it"])
    options = ("--stage", "Sent=P5", "--stage", "Won it=won", "--currency", "EUR")
    answer = netloft("import", path, *options, "--json")
    record = loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert [
        (row["row"], row["outcome"], row["project"], row["reason"]) for row in record["rows"]
    ] == [
        *((2, "added", "Alpha", None), (3, "added", "Beta", None)),
        *((4, "ignored", None, "blank"), (5, "ignored", "Total", "total")),
    ]
    assert [column["field"] for column in record["columns"]] == [
        *("name", "stage", "amount", "own:Ref"),
    ]
    assert record["stages"] == [
        {"name": "Sent", "value": "P5", "rows": 1, "remembered": "given", "source": "crm"},
        {"name": "Won it", "value": "won", "rows": 1, "remembered": "given", "source": "crm"},
    ]
    again = loads(
        netloft("import", path, "--stage", "Sent=P6", "--stage", "Won it=won", "--json").out
    )
    assert again["rows"][0]["changes"] == [
        {"field": "stage", "from": "P5", "to": "P6"},
    ]
    path.write_text("Project,Amount\nGamma,99.50\n")
    assert netloft("import", path, "--json").json["rows"][0]["remarks"] == [
        {"code": "rounded", "text": "99.50 -> 100"}
    ]
    assert netloft("import", path, "--stage", "Sent").code == 2


def test_columns_left_alone_are_a_line_and_names_of_stages_ready_options(
    netloft: Netloft, tmp_path: Path
) -> None:
    path = tmp_path / "deals.csv"
    fields = ",".join(f"F {number}" for number in range(600))
    cells = ",".join("x" * 600)
    path.write_text(
        f"Deal Name,Deal Stage,Record ID,Probability,{fields}\nNet,Pitch's end,1,2,{cells}\n"
    )
    answer = netloft("import", path)
    assert answer.lines == [
        f"{path}, row 2: refused, Net",
        f"{path}: 600 columns are unknown here, too many to keep all; say which: --map 'F 0=own'",
        f"{path}: not imported, on purpose: Probability",
        f"{path}: not imported, unknown here: F 0, F 1, F 2, F 3, F 4, F 5, F 6, F 7 and 592 more",
        "refused 1",
    ]
    assert answer.err.splitlines()[1] == (
        'Say with --stage NAME=STAGE what each of these means: "Pitch\'s end"'
    )
    wrong = netloft("import", path, "--stage", "Pitch's end=P?").err
    assert wrong.startswith('"P?" for "Pitch\'s end" is neither a stage nor a status; ')
    assert "P0 Prospecting, P1 Need confirmed" in wrong
    said = ("import", path, "--stage", "Pitch's end=P3")
    remembered = "emembered for tables of HubSpot: Pitch's end -> P3"
    assert f"To be r{remembered}" in netloft(*said, "--dry-run").lines
    assert f"R{remembered}" in netloft(*said).lines
    again = netloft("import", path)
    assert again.lines[0] == f"{path}, row 2: unchanged, Net"
    assert again.lines[-2] == "As before in tables of HubSpot: Pitch's end -> P3"
    assert netloft("import", path, "--json").json["stages"] == [
        {
            **{"name": "Pitch's end", "value": "P3", "rows": 1},
            **{"remembered": "recalled", "source": "HubSpot"},
        }
    ]
    changed = netloft("import", path, "--stage", "Pitch's end=won")
    assert "Remembered for tables of HubSpot: Pitch's end -> won" in changed.lines


def test_remembered_stages_are_listed_and_forgotten(netloft: Netloft, tmp_path: Path) -> None:
    assert netloft("stages").lines == ["Nothing is remembered of columns and stage names."]
    for name in ("deals 2026-11.csv", "other.csv"):
        path = tmp_path / name
        path.write_text("Project,State\nA,Demo (done): late\nB,Parked\n")
        netloft("import", path, "--stage", "Demo (done): late=P3", "--stage", "Parked=on_hold")
    path = tmp_path / "deals 2026-12.csv"
    path.write_text("Project,Next step due\nA,2026-12-04\n")
    netloft("import", path, "--map", "Next step due=next_on")
    assert netloft("remembered").lines == [
        "deals 2026-12: column next step due = Next step on",
        "deals 2026-12: demo (done): late -> P3",
        "deals 2026-12: parked -> on hold",
        "other: demo (done): late -> P3",
        "other: parked -> on hold",
    ]
    refused = netloft("stages", "--forget", "Parked", "--forget", "Sent")
    assert refused.code == 1
    assert '"Sent"; there is: next step due, demo (done): late, parked' in refused.err
    assert netloft("stages", "--forget", "PARKED", "--json").json == [
        {"source": "deals", "kind": "column", "name": "next step due", "means": "next_on"},
        {"source": "deals", "kind": "stage", "name": "demo (done): late", "means": "P3"},
        {"source": "other", "kind": "stage", "name": "demo (done): late", "means": "P3"},
    ]
    path = tmp_path / "other.csv"
    assert "--stage Parked=on_hold" in netloft("import", path).err


def test_names_of_stages_are_asked_once_each_on_a_terminal(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Project,State\nA,Demo done\nB,Demo done\nC,Parked\nD,What\n")
    answers = iter(["P9", "P3", "on_hold", "-"])
    asked: list[str] = []

    def answer(question: str, **given: object) -> str:
        asked.append(f"{question.partition('?')[0]} {given['default']}")
        return next(answers)

    monkeypatch.setattr("tui.cli.import_export.can_ask", lambda: True)
    monkeypatch.setattr("click.prompt", answer)
    taken = netloft("import", path, "--keep-going")
    assert asked == [
        *('What is "Demo done" P3', 'What is "Demo done" P3', 'What is "Parked" on_hold'),
        'What is "What" -',
    ]
    assert [line.rpartition(": ")[2] for line in taken.lines[:4]] == [
        *("added, A", "added, B", "added, C", "refused, D")
    ]
    again = tmp_path / "other.csv"
    again.write_text(path.read_text())
    answers = iter(["P3", "on_hold", "-"])
    assert netloft("import", again).err.splitlines()[1:] == [
        "Say once what each name means, it is remembered:"
        " --stage 'Demo done=P3' --stage Parked=on_hold",
        'Say with --stage NAME=STAGE what each of these means: "What"',
        "Nothing was written.",
    ]


def test_headers_are_named_in_the_settings(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Fall,Vertragsphase\nNet,P3\n")
    settings = tmp_path / "config" / "config.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('[headers]\n"Fall" = "name"\nVertragsphase = "stage"\nOther = "ignore"\n')
    assert netloft("import", path).code == 0
    assert names(netloft) == ["Net"]
    settings.write_text('[headers]\n"Fall" = "colour"\n')
    assert ("line 2" in netloft("import", path).err, netloft("import", path).code) == (True, 1)


def test_an_import_keeps_what_was_there_before(netloft: Netloft, tmp_path: Path) -> None:
    path, changed = tmp_path / "crm.csv", tmp_path / "changed.csv"
    path.write_text("Project,State\nAlpha,P1\n")
    changed.write_text("Project,State\nAlpha,P2\n")
    first = netloft("import", path, "--json")
    assert first.json["backup"] is None, "there was no store before"
    netloft("add", "Beta P3")
    for nothing in ((path,), ("--dry-run", changed)):
        assert netloft("import", *nothing, "--json").json["backup"] is None
    record = netloft("import", changed, "--json").json
    assert record["backup"].endswith("-import.json.gz")
    assert sorted(names(netloft)) == ["Alpha", "Beta"]
    netloft("restore", record["backup"])
    assert netloft("show", "Alpha", "--json").json["stage"] == "P1"
    assert sorted(names(netloft)) == ["Alpha", "Beta"], "the journal was in it"
    answer = netloft("import", changed)
    (place,) = [line for line in answer.lines if line.startswith("The store as it was before: ")]
    assert Path(place.partition(": ")[2]).is_file()


def test_a_header_of_one_s_own_is_mapped(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Case,State\nNet,P3\n")
    assert netloft("import", path).code == 1
    assert netloft("import", path, "--map", "Case=name").code == 0
    assert names(netloft) == ["Net"]
    wrong = netloft("import", path, "--map", "Case=colour")
    assert (wrong.code, "is not a field" in wrong.err) == (1, True)


IMPORTS = pytest.mark.parametrize(
    ("into", "text", "field"),
    [
        ((), "项目名称,项目状态\n南湖机房,P2\n", "stage"),
        (("--project", "Net"), "姓名,职务\n何总,GM\n", "title"),
        (("--plan", "Net"), "工作内容,负责人\n见何总,林\n", "aim"),
    ],
)


@IMPORTS
def test_a_mapped_header_that_no_column_has_is_refused(
    netloft: Netloft, tmp_path: Path, into: tuple[str, ...], text: str, field: str
) -> None:
    netloft("add", "Net")
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    answer = netloft("import", path, *into, "--map", f"机会点={field}")
    assert (answer.code, 'there is no column "机会点" to map' in answer.err) == (1, True)
    assert netloft("import", path, *into).lines[-1] == "added 1"


@IMPORTS
def test_a_sheet_means_nothing_to_a_file_without_sheets(
    netloft: Netloft, tmp_path: Path, into: tuple[str, ...], text: str, field: str
) -> None:
    netloft("add", "Net")
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    assert netloft("import", path, *into, "--sheet", "2027").lines[-1] == "added 1"


def test_a_sheet_is_chosen_by_name(netloft: Netloft, tmp_path: Path, table: Path) -> None:
    netloft("import", table)
    netloft("export", tmp_path / "out.xlsx")
    assert netloft("import", tmp_path / "out.xlsx", "--sheet", "pipeline").code == 0
    answer = netloft("import", tmp_path / "out.xlsx", "--sheet", "March")
    assert (answer.code, 'there is no sheet "March"' in answer.err) == (1, True)


@pytest.mark.parametrize("ending", ["json", "xlsx", "csv", "tsv"])
def test_what_is_exported_is_unchanged_when_it_comes_back(
    netloft: Netloft, tmp_path: Path, table: Path, ending: str
) -> None:
    netloft("import", table)
    before = netloft("list", "--json").out
    out = tmp_path / f"out.{ending}"
    answer = netloft("export", out)
    assert (answer.code, answer.out) == (0, f"Wrote 2 projects to {out}\n")
    assert netloft("import", out).lines[-1] == "unchanged 2"
    assert netloft("list", "--json").out == before


def test_an_export_fills_an_empty_store_with_the_same(
    netloft: Netloft, tmp_path: Path, table: Path
) -> None:
    netloft("import", table)
    netloft("export", tmp_path / "out.json")
    there = netloft("list", "--json").out
    elsewhere = ("--store", tmp_path / "other.json")
    assert netloft(*elsewhere, "import", tmp_path / "out.json").lines[-1] == "added 2"
    assert netloft(*elsewhere, "list", "--json").out == there


def test_the_list_as_csv_comes_back_unchanged(
    netloft: Netloft, tmp_path: Path, table: Path
) -> None:
    netloft("import", table)
    (tmp_path / "list.csv").write_text(netloft("list", "--csv").out, encoding="utf-8")
    assert netloft("import", tmp_path / "list.csv").lines[-1] == "unchanged 2"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("empty.json", b""),
        ("binary.csv", bytes(range(256)) * 40),
        ("damaged.xlsx", b"PK\x03\x04" + b"\x00" * 400),
        ("other.json", b'{"a": 1}'),
        ("list.json", b"[1, 2]"),
        ("words.pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_no_table_is_one_line(
    netloft: Netloft, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    answer = netloft("import", path)
    reason, nothing = answer.err.splitlines()
    assert (answer.code, reason.startswith(f"{path}")) == (1, True)
    assert nothing == "Nothing was written."


def test_an_export_that_cannot_be_written_is_one_line(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    for path in (tmp_path / "no" / "out.json", tmp_path / "out.doc", tmp_path / "no" / "out.csv"):
        answer = netloft("export", path)
        assert (answer.code, answer.out) == (1, "")
        assert len(answer.err.splitlines()) == 1
        assert answer.err.startswith(f"{path}: ")


def test_no_store_is_not_exported(netloft: Netloft, tmp_path: Path) -> None:
    typo = tmp_path / "typo.json"
    for file in ("out.xlsx", "out.json", "-"):
        answer = netloft("--store", typo, "export", tmp_path / file if file != "-" else "-")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"{typo}: there is no store\n"
    assert netloft("--store", typo, "list").err == f"{typo}: there is no store here yet\n"
    assert list(tmp_path.glob("*.*")) == []


def test_a_column_of_prose_is_no_column_of_stages(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "week.csv"
    path.write_text("项目名称,状态\n甲,与王总交流方案\n乙,价格谈判第二轮，本周\n丙,P3\n", "utf-8")
    complaint = netloft("import", path).err
    assert 'The column "状态" seems to hold remarks, no stages; --map' in complaint
    assert "--stage" not in complaint
    assert netloft("import", path, "--map", "状态=ignore").code == 0


def test_what_is_gone_a_twin_or_still_said_is_told(netloft: Netloft, tmp_path: Path) -> None:
    header = "Project,Customer,Owner,State\n"
    ann, bob = tmp_path / "ann.csv", tmp_path / "bob.csv"
    ann.write_text(f"{header}Alpha,ACME,Ann,P1\nBeta,ACME,Ann,P2\n", "utf-8")
    bob.write_text(f"{header}Alpha,ACME,Bob,P2\n", "utf-8")
    twins = netloft("import", ann, bob)
    assert "ask Ann, Bob: Alpha: Bob has it too" in twins.lines
    assert netloft("list", "--filter", "flag:twin", "--csv").out.count("Alpha") == 2
    netloft("set", "Beta", "stage=P3")
    ann.write_text(f"{header}Beta,ACME,Ann,P2\n", "utf-8")
    told = loads(netloft("import", ann, "--json", "--dry-run").out)
    (row,) = told["rows"]
    assert (row["outcome"], row["reason"]) == (
        "unchanged",
        "the table still says Stage P2 (here P3)",
    )
    assert row["still"] == [{"field": "stage", "from": "P3", "to": "P2"}]
    assert [(each["name"], each["source"]) for each in told["gone"]] == [("Alpha", "ann")]
    assert [[each["owner"] for each in twin["projects"]] for twin in told["twins"]] == []
    assert [(each["owner"], len(each["items"])) for each in told["letter"]] == [("Ann", 2)]
    *rows, still, gone = netloft("import", ann).lines
    assert f"{ann}, row 2: unchanged, Beta, the table still says Stage P2 (here P3)" in rows
    assert still.startswith("ask Ann: Beta: the table still says Stage P2 (here P3 since ")
    assert gone.startswith("ask Ann, Bob: Alpha: gone from ann since ")
    assert gone.endswith("Bob has it now: handed over?")
    assert netloft("list", "--filter", "flag:gone", "--csv").out.count("Alpha") == 1
