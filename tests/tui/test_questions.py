"""`netloft questions`: the strategy questions, in words and for programs."""

from __future__ import annotations

from pathlib import Path

from deals.edits import answer
from deals.model import Stamp
from store.store import Store
from tests.deals.readings import LATER
from tests.store import commit
from tests.tui.conftest import Netloft


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
    assert printed.lines[0] == "well answered 1%, 36 in all, 35 unknown, 2 due"
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
    first = found["sections"][0]["questions"][0]
    assert (first["id"], first["answer"], first["evidence"]) == ("channels", "partly", "老郭")
    assert (first["due"], first["old"], first["by_stage"]) == (True, False, "P1")
    assert [question["id"] for question in found["no_longer_asked"]] == ["dropped-one"]
    assert netloft("show", "北辰扩容", "--json").json["checks"] == found


def test_a_project_that_never_was_is_refused(netloft: Netloft) -> None:
    assert netloft("questions", "nowhere").code == 1


def test_the_former_name_is_obeyed_and_not_shown(netloft: Netloft, tmp_path: Path) -> None:
    made(netloft, tmp_path)
    for more in ([], ["--json"]):
        assert netloft("checks", "北辰扩容", *more) == netloft("questions", "北辰扩容", *more)
    listed = [line.split()[0] for line in netloft("--help").lines if line.startswith("  ")]
    assert "questions" in listed
    assert "checks" not in listed
