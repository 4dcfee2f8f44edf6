"""Projects of one account on the command line: a table speaks for its own, others are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Netloft

HEAD = "项目名称,客户公司,客户名单,客户关系程度\n"
TWO = HEAD + "甲,北辰,何总、李工,3、2\n乙,北辰,何总、李工,2、2\n"


def levels(netloft: Netloft, project: str) -> dict[str, int | None]:
    contacts = netloft("show", project, "--json").json["contacts"]
    return {contact["name"]: contact["cr"] for contact in contacts}


def brought(netloft: Netloft, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    lines = netloft("import", path).lines
    counts = [line for line in lines if line.startswith(("added", "changed", "unchanged"))]
    return counts[0] if counts else ""


@pytest.mark.parametrize("first", ["", "丙,北辰,何总,\n", "丙,北辰,何总,1\n"])
def test_importing_twice_changes_nothing_though_two_projects_differ(
    netloft: Netloft, tmp_path: Path, first: str
) -> None:
    brought(netloft, tmp_path / "first.csv", HEAD + first)
    table = tmp_path / "two.csv"
    assert brought(netloft, table, TWO) == "added 2"
    before = netloft("list", "--json").out
    assert netloft("import", table).lines[-1] == "unchanged 2"
    assert netloft("list", "--json").out == before
    assert levels(netloft, "甲") == {"何总": 3, "李工": 2}
    assert levels(netloft, "乙") == {"何总": 2, "李工": 2}


def test_whom_a_table_knows_better_other_projects_know_better(
    netloft: Netloft, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    same = "甲,北辰,何总,2\n乙,北辰,何总,2\n"
    assert brought(netloft, table, HEAD + same) == "added 2"
    assert brought(netloft, table, HEAD + "甲,北辰,何总,4\n") == "changed 1"
    assert levels(netloft, "乙") == {"何总": 4}
    assert brought(netloft, table, HEAD + "甲,北辰,何总,4\n") == "unchanged 1"
    assert (
        brought(netloft, table, HEAD + "甲,北辰,何总,4\n乙,北辰,何总,3\n")
        == "changed 1, unchanged 1"
    )
    assert levels(netloft, "甲") == {"何总": 4}
    assert brought(netloft, table, HEAD + "甲,北辰,何总,4\n乙,北辰,何总,3\n") == "unchanged 2"


def test_an_export_is_taken_in_as_it_stands(netloft: Netloft, tmp_path: Path) -> None:
    brought(netloft, tmp_path / "t.csv", HEAD + "甲,北辰,何总,2\n")
    export = tmp_path / "all.json"
    netloft("export", export)
    other = export.read_text().replace("甲", "丁").replace('"cr":2', '"cr":null')
    ids = [project["id"] for project in netloft("list", "--json").json]
    export.write_text(other.replace(ids[0], "0" + ids[0][1:][::-1]).replace('"id":"01', '"id":"00'))
    assert netloft("import", export).lines[-1] == "added 1"
    assert netloft("import", export).lines[-1] == "unchanged 1"


def test_set_tells_the_account_s_other_projects(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "甲", "--customer", "北辰")
    netloft("add", "乙", "--customer", "北辰")
    brought(netloft, tmp_path / "t.csv", HEAD + "甲,北辰,何总,2\n")
    brought(netloft, tmp_path / "t.csv", HEAD + "乙,北辰,何总,\n")
    assert levels(netloft, "乙") == {"何总": 2}
