"""Own columns, notes and tags by the command line: set, shown, listed, renamed and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Netloft

TABLE = """项目名称,项目状态,行业,Status,备注
北辰扩容,P2,电力,hot,"一
二"
远山机房,P1,医疗,cold,
"""


@pytest.fixture
def book(netloft: Netloft, tmp_path: Path) -> Netloft:
    """Return the command line on a store with two projects of a table."""
    path = tmp_path / "deals.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert netloft("import", path).lines[-2:] == [
        f"{path}: kept as own columns: 行业, Status",
        "added 2",
    ]
    return netloft


def own_of(netloft: Netloft, project: str) -> dict[str, str]:
    found: dict[str, str] = netloft("show", project, "--json").json["own"]
    return found


def test_own_columns_are_set_and_shown(book: Netloft) -> None:
    changed = book(
        "set", "北辰", "行业=能源", "own.Status=cold", "own.区域=华东", "notes=a\nb", "key=yes"
    )
    assert changed.lines == [
        *("Key project: - -> yes", "Notes: 一 二 -> a b"),
        *("行业: 电力 -> 能源", "Status: hot -> cold", "区域: - -> 华东"),
    ]
    assert own_of(book, "北辰") == {"行业": "能源", "Status": "cold", "区域": "华东"}
    shown = book("show", "北辰").lines
    assert [line.split() for line in shown if "区域" in line or "行业" in line] == [
        ["行业", "能源"],
        ["区域", "华东"],
    ]
    assert shown[shown.index("Notes") + 1 :][:2] == ["  a", "  b"]
    assert book("set", "北辰", "own.区域=").lines == ["区域: 华东 -> -"]
    assert book("set", "北辰", "地区=x").code == 2
    assert book("set", "北辰", f"own.{'x' * 61}=x").code == 1
    assert book("set", "--filter", "行业:医疗", "行业=卫生").code == 0
    assert own_of(book, "远山")["行业"] == "卫生"


def test_own_columns_are_listed_renamed_and_removed(book: Netloft) -> None:
    assert book("own").lines == [
        "行业  2 projects  电力, 医疗",
        "Status  2 projects  hot, cold",
    ]
    assert book("own", "--rename", "行业=Sector").lines[0] == "Sector  2 projects  电力, 医疗"
    assert book("own", "--rename", "Sector=Status").code == 1
    assert book("own", "--remove", "status", "--json").json == [
        {"name": "Sector", "projects": 2, "kind": "text", "values": None}
    ]
    assert own_of(book, "北辰") == {"Sector": "电力"}
    assert book("own", "--rename", "x").code == 2
    assert book("own", "--rename", "a=b", "--remove", "c").code == 2
    assert book("own", "--remove", "Sector").lines == ["There are no columns of your own."]
