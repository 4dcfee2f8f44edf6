"""`netloft report`: which papers there are, what each needs, and where they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from deals.model import Book
from reports.report_context import ReportContext
from reports.report_kinds import KINDS, ReportKind
from tests.deals.makers import DEFAULT, TODAY, project
from tests.tui.conftest import Netloft
from tui.report_writer import report_bytes


@pytest.fixture
def known(netloft: Netloft) -> Netloft:
    netloft("add", "北辰扩容 @北辰 P3 80-150万", "--owner", "林悦")
    netloft("add", "Harbour net @Port P4 1.2M 2026-09", "--owner", "Ann")
    return netloft


def test_each_kind_is_known_to_help_and_has_a_usual_format(netloft: Netloft) -> None:
    text = " ".join(netloft("report", "--help").out.split())
    for name, kind in KINDS.items():
        assert kind.formats[0] == ".html"
        assert name in text


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_kind_is_built_of_an_empty_store(kind: ReportKind) -> None:
    context = ReportContext(
        Book(),
        DEFAULT,
        TODAY,
        project=project("P4", owner="Ann") if kind.subject == "project" else None,
        owner="Ann" if kind.subject == "owner" else None,
    )
    report = kind.build(context)
    assert report.kind == kind.name
    assert report.title
    for ending in kind.formats:
        assert report_bytes(report, ending)


def test_the_forecast_of_a_month_is_that_of_the_command(known: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    for name, signs in (("Port ring", "2026-04"), ("Metro", "2026H2"), ("Tower", "2026-03")):
        about = ("--owner", "Ann", "--stage", "P4", "--amount", "1234k", "--signs", signs)
        assert known("add", name, *about).code == 0
    assert known("report", "month", "--out", file).code == 0
    rows = [
        [cell.value for cell in row] for sheet in load_workbook(file) for row in sheet.iter_rows()
    ]
    by_month = json.loads(known("forecast", "--by", "month", "--json").out)
    by_quarter = json.loads(known("forecast", "--json").out)
    found = {each["period"]: each for each in (*by_quarter["periods"], *by_month["periods"])}
    found |= {name: by_month[name] for name in ("overdue", "undated", "total")}
    money = {name: each["currencies"].get("CNY") for name, each in found.items()}
    shown = {f"{row[0]}": row for row in rows if row[0] in found and row[1] == "CNY" and row[2]}
    assert {"2026-03", "2026-04", "2026-Q4", "total"} <= shown.keys()
    for name, row in shown.items():
        sums = {money[name][key]["expected"] for key in ("sum", "completion")}
        assert {money[name]["count"], *sums} <= {*row}, name
    parts = [money[name]["sum"]["expected"] for name in shown if name != "total"]
    assert sum(parts) == money["total"]["sum"]["expected"]


@pytest.mark.parametrize("ending", [".html", ".md", ".txt"])
def test_a_paper_is_written_and_told(known: Netloft, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"paper{ending}"
    answer = known("report", "pipeline", "--out", file)
    assert (answer.code, answer.lines, answer.err) == (0, [f"Wrote {file}"], "")
    text = file.read_text(encoding="utf-8")
    assert "北辰扩容" in text
    assert "Harbour" in text


def test_the_workbook_of_the_pipeline_is_the_export(known: Netloft, tmp_path: Path) -> None:
    paper, export = tmp_path / "paper.xlsx", tmp_path / "export.xlsx"
    answer = known("report", "pipeline", "--out", paper)
    assert (answer.code, answer.lines) == (0, [f"Wrote {paper}"])
    assert "the table that import reads back" in answer.err
    assert known("export", export).code == 0
    rows = [
        [[cell.value for cell in row] for row in load_workbook(file).worksheets[0].iter_rows()]
        for file in (paper, export)
    ]
    assert rows[0] == rows[1]
    assert known("report", "pipeline", "--filter", "harbour", "--out", paper).code == 0
    assert load_workbook(paper).worksheets[0].max_row == len(rows[0]) - 1


def test_owner_and_filter_narrow_a_paper_and_stand_on_it(known: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "p.md"
    known("report", "pipeline", "--owner", "ann", "--filter", "stage>=P4", "--out", file)
    text = file.read_text(encoding="utf-8")
    assert "北辰扩容" not in text
    assert "**Owner:** Ann" in text
    assert r"**Filter:** stage\>=P4" in text
    assert "**As of:** 2 Mar 2026" in text


def test_a_paper_speaks_the_language_asked_for(known: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    known("--lang", "zh_CN", "report", "pipeline", "--out", file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("项目统计一览表")
    assert "2026年3月2日" in text


@pytest.mark.parametrize("narrowed", [(), ("--owner", "ann"), ("--filter", "stage>=P4")])
def test_a_quarter_has_the_sums_of_the_commands(
    known: Netloft, tmp_path: Path, narrowed: tuple[str, ...]
) -> None:
    file, since = tmp_path / "q.xlsx", ("--since", "2026-02-01")
    for name, *more in (
        ("Port ring", "--owner", "Ann", "--stage", "P4", "--amount", "1.2M", "--signs", "2026-09"),
        ("Metro", "--owner", "Ann", "--stage", "P2", "--amount", "480k", "--signs", "2026H2"),
        ("Tower", "--owner", "Lin", "--stage", "P5", "--amount", "80-151k", "--signs", "2026Q1"),
    ):
        assert known("add", name, *more).code == 0
    assert known("report", "quarter", *since, *narrowed, "--out", file).code == 0
    values = {
        cell.value
        for sheet in load_workbook(file)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int)
    }
    total = json.loads(known("forecast", "--json", *narrowed).out)["total"]["currencies"]["CNY"]
    moved = json.loads(known("movement", *since, "--json", *narrowed).out)["currencies"]["CNY"]
    sums = {total["sum"]["expected"], total["completion"]["expected"], moved["now"]}
    assert sums | {line["amount"] for line in moved["lines"]} <= values
    assert sums != {0}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["p.pdf", "p", "-"])
def test_a_format_that_a_kind_has_not_is_refused_with_those_it_has(
    known: Netloft, tmp_path: Path, kind: str, name: str
) -> None:
    about = {"project": ("--project", "Harbour"), "owner": ("--owner", "Ann"), "book": ()}
    file = Path(name) if name == "-" else tmp_path / name
    answer = known("report", kind, *about[KINDS[kind].subject], "--out", file)
    formats = ", ".join(KINDS[kind].formats)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"{file}: this paper is written to files that end in {formats}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pipeline",), "--out"),
        (("poem", "--out", "x.html"), "pipeline, week"),
        (("project", "--out", "x.html"), "--project"),
        (("hand-over", "--out", "x.html"), "--owner"),
        (("pipeline", "--project", "Harbour", "--out", "x.html"), "leave out --project"),
        (("week", "--since", "2026-03-03", "--out", "x.html"), "2026-03-03 is still to come"),
        (
            ("plan", "--project", "Harbour", "--owner", "Ann", "--out", "x.html"),
            "leave out --owner",
        ),
        (
            ("plan", "--project", "Harbour", "--filter", "owner:Ann", "--out", "x.html"),
            "leave out --filter",
        ),
        (("pipeline", "--since", "2026-02-01", "--out", "x.html"), "leave out --since"),
    ],
)
def test_what_a_paper_needs_is_wrong_usage_without(
    known: Netloft, arguments: tuple[str, ...], words: str
) -> None:
    answer = known("report", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert not Path("x.html").exists()


def test_what_is_not_there_is_refused(known: Netloft, netloft: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "p.html"
    assert "Nobody" in known("report", "pipeline", "--owner", "Nobody", "--out", file).err
    assert "nowhere" in known("report", "plan", "--project", "nowhere", "--out", file).err
    missing = tmp_path / "none.json"
    answer = known("--store", missing, "report", "pipeline", "--out", file)
    assert (answer.code, answer.err.startswith(f"{missing}: ")) == (1, True)
    assert not file.exists()


@pytest.mark.parametrize("ending", [".html", ".md", ".txt", ".svg"])
def test_a_paper_that_was_edited_is_kept_beside(
    known: Netloft, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"p{ending}"
    paper = ("report", "fishbone", "--project", "Harbour", "--out", file)
    known(*paper)
    edited = file.read_text(encoding="utf-8").replace("Harbour", "Our harbour")
    file.write_text(edited, encoding="utf-8")
    answer = known(*paper)
    kept = file.with_name(f"{file.name}.bak")
    assert answer.code == 0
    assert str(kept) in answer.out
    assert kept.read_text(encoding="utf-8") == edited
    assert "Our harbour" not in file.read_text(encoding="utf-8")


def test_a_workbook_gives_way_to_its_own_kind_alone(known: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "p.xlsx"
    about = ("--project", "Harbour", "--out", file)
    assert known("report", "plan", *about).code == 0
    before = file.read_bytes()
    for other in ("report", "team-form", *about), ("report", "pipeline", "--out", file):
        answer = known(*other)
        assert answer.code == 1
        assert file.read_bytes() == before
    assert known("report", "plan", *about).code == 0
    assert known("report", "team-form", *about, "--force").code == 0


def test_the_workbook_has_the_projects_of_the_other_formats(known: Netloft, tmp_path: Path) -> None:
    book, text = tmp_path / "p.xlsx", tmp_path / "p.txt"
    assert known("set", "Harbour", "status=lost").code == 0
    for file in (book, text):
        assert known("report", "pipeline", "--out", file).code == 0
    names = [f"{row[0].value}" for row in load_workbook(book).worksheets[0].iter_rows()]
    assert any("北辰扩容" in name for name in names)
    assert not any("Harbour" in name for name in names)
    assert "Harbour" not in text.read_text(encoding="utf-8")
